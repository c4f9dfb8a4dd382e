import pytest
from click.testing import CliRunner
from sqlalchemy import select

from lti_tool.cli.main import main
from lti_tool.extensions import db
from lti_tool.lti.models.invitation import LegacyConsumer
from lti_tool.lti.vault import CONSUMER_SECRET, unseal

WORDS = {
    "--name": "School",
    "--issuer": "https://lms.example.edu",
    "--client-id": "c1",
    "--auth-login-url": "https://lms.example.edu/auth",
    "--auth-token-url": "https://lms.example.edu/token",
    "--key-set-url": "https://lms.example.edu/jwks",
    "--deployment-id": "1",
}


def words(**changes: str) -> list[str]:
    changed = {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return [word for pair in (WORDS | changed).items() for word in pair]


def test_adding_prints_what_to_enter_on_the_other_side(migrated):
    said = migrated("platforms", "add", *words(), "--deployment-id", "2")

    for address in ("/lti/login", "/lti/launch", "/lti/jwks"):
        assert f"http://localhost:8000{address}" in said
    assert "c1         1 2" in migrated("platforms", "list")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        pytest.param({"issuer": "lms.example.edu"}, "issuer", id="no scheme"),
        pytest.param({"key_set_url": "http://lms.example.edu/jwks"}, "key_set_url", id="http"),
        pytest.param({"deployment_id": " "}, "deployment_ids", id="empty deployment"),
        pytest.param({"frame_origin": "https://a.edu/x"}, "end after the host", id="origin"),
    ],
)
def test_what_cannot_be_used_is_refused(migrated, changes, complaint):
    assert complaint in migrated("platforms", "add", *words(**changes), fails=True)


def test_two_clients_of_one_issuer_are_two_platforms(migrated):
    migrated("platforms", "add", *words())
    migrated("platforms", "add", *words(name="Other", client_id="c2"))

    assert "belong to" in migrated("platforms", "add", *words(name="Third"), fails=True)


def test_another_deployment_is_let_in(migrated):
    migrated("platforms", "add", *words())

    migrated("platforms", "deploy", "School", "7")

    assert "1 7" in migrated("platforms", "list")


def test_a_platform_is_removed(migrated):
    migrated("platforms", "add", *words())

    migrated("platforms", "remove", "School")

    assert "None." in migrated("platforms", "list")


def test_a_platform_with_people_is_removed_only_by_force(migrated):
    migrated("programs", "add", "--name", "Elementary")
    migrated("platforms", "add", *words())
    migrated("coordinators", "add", "--program", "Elementary", "--platform", "School", "--sub", "9")

    assert "cuts them off" in migrated("platforms", "remove", "School", fails=True)
    migrated("platforms", "remove", "School", "--force")


def test_keys_rotate_with_overlap(migrated):
    migrated("keys", "rotate", "--at-once")
    migrated("keys", "rotate")

    lines = migrated("keys", "list").splitlines()

    assert len(lines) == 3
    assert sum("replaced" in line for line in lines) == 1


def test_keys_are_resealed_after_the_secret_was_changed(migrated, config):
    migrated("keys", "rotate", "--at-once")
    first = 'secret_key = "a secret that only the tests know"'
    second = 'secret_key = "the secret that came after the first"'
    text = config.read_text()

    config.write_text(text.replace(first, second))
    assert "previous_secret_keys" in migrated("keys", "reseal", fails=True)
    before = 'previous_secret_keys = ["a secret that only the tests know"]'
    config.write_text(text.replace(first, f"{second}\n{before}"))
    said = migrated("keys", "reseal")
    config.write_text(text.replace(first, second))

    assert "signing keys 1, access tokens 0, consumer secrets 0" in said
    assert "signing keys 1" in migrated("keys", "reseal")


class TestLegacyKey:
    @pytest.fixture
    def legacy_key(self, config, migrated):
        """Give a platform the secret of an old key; return what was said."""
        migrated("platforms", "add", *words())

        def give(*named: str, secret: str = "old-secret"):
            command = ["--config", str(config), "platforms", "legacy-key", *named]
            return CliRunner().invoke(main, command, input=f"{secret}\n")

        return give

    @pytest.mark.case("S03")
    def test_the_secret_is_asked_for_and_not_shown(self, legacy_key, made_app):
        said = legacy_key("School", "12345")

        assert said.exit_code == 0
        assert "Secret of this key:" in said.output
        assert "may say whom it knew under 12345" in said.output
        assert "old-secret" not in said.output
        with made_app.app_context():
            kept = db.session.scalars(select(LegacyConsumer)).one()
            assert unseal(kept.secret, purpose=CONSUMER_SECRET) == "old-secret"

    def test_an_unknown_platform_is_named(self, legacy_key):
        said = legacy_key("Nowhere", "12345")

        assert said.exit_code != 0
        assert "There is no platform “Nowhere”" in said.output
