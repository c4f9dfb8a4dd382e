import pytest

from curriculum.linting import translations
from curriculum.linting.drafts import drafts_of
from tests.unit_folder import SECTIONS

HEAD = "---\ntitle: Uno\nminutes: 2\n---\n\n"


@pytest.fixture
def begun(drafts):
    """Return a translation with these sections, and its unit."""

    def written(texts, checks="[]"):
        files = {f"sections/{slug}.es.md": HEAD + text for slug, text in texts.items()}
        if checks:
            files["checks.es.yaml"] = checks
        (english,) = drafts(files=files, sections=dict.fromkeys(SECTIONS, "word " * 100))
        english.path.with_name("unit.es.md").write_text(english.path.read_text())
        english, spanish = drafts_of(english.folder)
        return spanish, english

    return written


def test_sections_that_are_still_in_english_are_named(begun):
    (found,) = translations.everything_is_translated(*begun({"staying": "Uno."}))

    assert found.what == "2 of 3 sections are still in English"
    assert found.suggestion == "Write sections/arriving.es.md, sections/leaving.es.md."
    assert found.is_hint
    assert found.path.name == "unit.es.md"


def test_a_check_that_is_still_in_english_is_named(begun):
    (found,) = translations.everything_is_translated(*begun(dict.fromkeys(SECTIONS, "a"), ""))

    assert found.suggestion == "Write checks.es.yaml."


def test_a_whole_translation_is_left_alone(begun):
    spanish, english = begun(dict.fromkeys(SECTIONS, "palabra " * 115))

    assert list(translations.everything_is_translated(spanish, english)) == []
    assert list(translations.translations_are_whole(spanish, english)) == []


@pytest.mark.parametrize("count", [69, 151])
def test_a_section_with_half_or_twice_the_words_is_found(begun, count):
    (found,) = translations.translations_are_whole(*begun({"staying": "palabra " * count}))

    assert found.path.name == "staying.es.md"
    assert f"{count} words, and the English 100" in found.what
