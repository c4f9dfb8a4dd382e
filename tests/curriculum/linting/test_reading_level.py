import pytest

from curriculum.linting import reading_level
from curriculum.linting.findings import Weight

EASY = "The door is shut. She rings. He looks up. He says hello. She comes in and sits down. "
MIDDLE = (
    "Families hear quite clearly what a building says to them, although the people who work "
    "inside it have usually stopped listening. A teacher who follows the way of a visitor from "
    "the sidewalk to the counter will notice several obstacles that nobody intended. "
)
HARD = (
    "Institutional arrangements characteristically perpetuate organizational assumptions whose "
    "justification participants seldom reconsider, notwithstanding considerable demonstrable "
    "disadvantages accumulating disproportionately among unrepresented constituencies, whose "
    "representatives administrators habitually disregard. "
)


def test_a_unit_between_the_bounds_is_left_alone(draft):
    read = draft(sections={"arriving": MIDDLE * 3})

    assert list(reading_level.unit_level(read)) == []
    assert list(reading_level.section_levels(read)) == []


def test_a_unit_that_is_too_easy_is_told_how_long_its_sentences_are(draft):
    (found,) = reading_level.unit_level(draft(sections={"arriving": EASY * 5}))

    assert "outside 9 to 12" in found.what
    assert "4 words on average" in found.suggestion
    assert found.weight is Weight.HOUSE


def test_a_unit_that_is_too_hard_is_shown_its_longest_sentences(draft):
    texts = {"arriving": f"{MIDDLE}\n\n{HARD}", "staying": HARD * 3}

    (found,) = reading_level.unit_level(draft(sections=texts))

    assert "outside 9 to 12" in found.what
    assert found.suggestion.count("Institutional arrangements") >= 1
    assert "staying.md line" in found.suggestion
    assert found.suggestion.count("words:") == reading_level.SHOWN


def test_the_lines_of_the_longest_sentences_are_right(draft):
    text = f"Short.\n\nA first line.\nThen: {HARD}\n"

    (found,) = reading_level.section_levels(draft(sections={"arriving": text}))

    lines = found.path.read_text().splitlines()
    at = next(n for n, line in enumerate(lines, 1) if "Institutional" in line)
    assert f"(line {at}, " in found.suggestion
    assert found.weight is Weight.HINT


@pytest.mark.parametrize("text", [EASY, HARD])
def test_a_section_outside_the_wider_bounds_gets_a_hint(draft, text):
    read = draft(sections={"arriving": MIDDLE * 2, "staying": text * 3})

    (found,) = reading_level.section_levels(read)

    assert found.path.name == "staying.md"
    assert "outside 8.5 to 12.5" in found.what


def test_what_families_read_is_measured_in_its_language(page):
    (found,) = reading_level.family_level(page(MIDDLE), "en")

    assert "above 6" in found.what
    assert "line 1" in found.suggestion
    assert found.weight is Weight.FAULT
    assert list(reading_level.family_level(page(EASY), "en")) == []


SPANISH_PLAIN = "Queremos hablar con usted. Usted elige el día y el lugar. Puede decir que no. "
SPANISH_HARD = (
    "La participación institucional caracterizada por procedimientos administrativos "
    "extraordinariamente complicados imposibilita frecuentemente la colaboración "
    "interdisciplinaria sistemáticamente recomendada por especialistas reconocidos. "
)


def test_spanish_for_families_is_measured_too(page):
    assert list(reading_level.family_level(page(SPANISH_PLAIN), "es")) == []
    assert len(list(reading_level.family_level(page(SPANISH_HARD), "es"))) == 1
