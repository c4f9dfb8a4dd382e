import tomllib
from pathlib import Path

import pytest

from lti_tool.settings import CONFIG_VARIABLE, Settings, SettingsError, load_settings

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
SECRET = "an example secret, long enough to pass"


@pytest.fixture
def write(tmp_path):
    def written(text: str) -> Path:
        path = tmp_path / "reciprocal.toml"
        path.write_text(text)
        return path

    return written


def example(secret: str = SECRET) -> str:
    return EXAMPLE.read_text().replace('# secret_key = ""', f'secret_key = "{secret}"')


def test_the_example_loads_once_a_secret_is_put_in(write):
    settings = load_settings(write(example()))

    assert settings.secret_key == SECRET
    assert settings.lti.allow_loopback is False


def test_the_example_explains_every_setting():
    written = tomllib.loads(example())

    assert written.keys() == set(Settings.__struct_fields__)
    assert written["lti"].keys() == set(Settings.__annotations__["lti"].__struct_fields__)


def test_without_a_secret_one_sentence_says_how_to_make_one():
    with pytest.raises(SettingsError, match=r"no secret_key.*Make one with: python3 -c"):
        load_settings(EXAMPLE)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        pytest.param("log_level", "loglevel", "unknown field `loglevel`", id="misspelt"),
        pytest.param("clock_leeway", "leeway", r"unknown field `leeway` - at `\$.lti`", id="table"),
        pytest.param(SECRET, "short", "shorter than 32", id="short secret"),
        pytest.param('"info"', '"loud"', "log_level must be one of", id="log level"),
        pytest.param('"info"', "7", "Expected `str`", id="type"),
        pytest.param("= 30", "= 61", "between 0 and 60", id="leeway"),
        pytest.param("America/New_York", "New York", "not an IANA zone", id="zone"),
        pytest.param("America/New_York", "../../etc", "not an IANA zone", id="zone path"),
        pytest.param("sqlite:///", "mysql://", "must begin with sqlite", id="database"),
        pytest.param("https://rec", "rec", "must be a full address", id="no scheme"),
        pytest.param("example.edu", "example.edu/lti", "may hold no path", id="path"),
        pytest.param("[lti]", "[lti", "is not valid TOML", id="not toml"),
        pytest.param(
            "[program_units]",
            "[program_units]\nReading = 'units'",
            "'units' of 'Reading' is not the full path",
            id="relative folder",
        ),
        pytest.param(
            "[program_units]",
            "[program_units]\nReading = '/there/is/none'",
            "is not the full path of a folder",
            id="no folder",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(write, old, new, complaint):
    with pytest.raises(SettingsError, match=complaint):
        load_settings(write(example().replace(old, new, 1)))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SettingsError, match="no configuration file"):
        load_settings(tmp_path / "nothing.toml")


def test_the_environment_names_the_file(write, monkeypatch):
    monkeypatch.setenv(CONFIG_VARIABLE, str(write(example())))

    assert load_settings().public_url == "https://reciprocal.example.edu"


def test_without_a_file_one_sentence_says_how_to_name_it(monkeypatch):
    monkeypatch.delenv(CONFIG_VARIABLE, raising=False)

    with pytest.raises(SettingsError, match="--config FILE, or RECIPROCAL_CONFIG=FILE"):
        load_settings()
