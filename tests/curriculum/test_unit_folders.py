"""A unit in another language: beside the English files, as far as it has been translated."""

import shutil

import pytest

from curriculum.content_files import ContentError
from curriculum.linting.units import lint_units
from curriculum.units import read_curriculum
from tests.unit_folder import write_unit


@pytest.fixture
def home(tmp_path):
    """A unit's folder with the beginning of a Spanish translation."""
    home = write_unit(tmp_path)
    spanish = (home / "unit.md").read_text().replace("The open door", "La puerta abierta")
    (home / "unit.es.md").write_text(spanish)
    section = (home / "sections" / "arriving.md").read_text()
    (home / "sections" / "arriving.es.md").write_text(
        section.replace("The door is open.", "La puerta está abierta.")
    )
    return home


def unit_in(home, language):
    return read_curriculum(home.parent, language).unit("school-climate")


def change(path, before, after):
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def test_what_is_translated_is_read_and_the_rest_stays_english(home):
    unit = unit_in(home, "es")

    assert (unit.title, unit.language) == ("La puerta abierta", "es")
    assert [(section.text, section.language) for section in unit.sections[:2]] == [
        ("La puerta está abierta.", "es"),
        ("Somebody stays.", "en"),
    ]


def test_without_a_translation_the_unit_is_english(home):
    assert (unit_in(home, "fr").title, unit_in(home, "fr").language) == ("The open door", "en")


def test_a_translated_check_is_read(home):
    shutil.copyfile(home / "checks.yaml", home / "checks.es.yaml")
    change(home / "checks.es.yaml", "Who speaks first at the door?", "¿Quién habla primero?")

    assert unit_in(home, "es").check("one-of").question == "¿Quién habla primero?"
    assert unit_in(home, "en").check("one-of").question == "Who speaks first at the door?"


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        pytest.param('"staying"', '"arriving"', "sections", id="sections"),
        pytest.param('"id": "opening"', '"id": "apertura"', "the ids have to be", id="videos"),
        pytest.param('"A sign",', "", "as many positions", id="positions"),
    ],
)
def test_a_translation_changes_words_only(home, before, after, complaint):
    change(home / "unit.es.md", before, after)

    with pytest.raises(ContentError, match=complaint) as caught:
        unit_in(home, "es")

    assert caught.value.path.name == "unit.es.md"


def test_faults_of_a_translation_are_found_with_the_others(home):
    change(home / "sections" / "arriving.es.md", '"minutes": 2', '"minutes": 0')

    found = [(each.path.name, each.place) for each in lint_units(home.parent) if not each.is_hint]

    assert ("arriving.es.md", "minutes") in found


def test_a_word_explained_twice_is_a_fault(tmp_path):
    twice = [{"term": "Role", "meaning": "One."}, {"term": "role", "meaning": "Two."}]
    write_unit(tmp_path, glossary=twice)

    with pytest.raises(ContentError, match=r"glossary: 'role' is explained twice"):
        read_curriculum(tmp_path)
