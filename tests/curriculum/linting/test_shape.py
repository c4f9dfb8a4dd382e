import pytest

from curriculum.linting import shape
from curriculum.linting.findings import Weight
from tests.unit_folder import SECTIONS

WORD = "word "


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        pytest.param("# One\n\ntext\n", 1, "rank is wrong", id="the page's own rank"),
        pytest.param("text\n\n### One\n", 3, "under no ##", id="a jump"),
        pytest.param("## One\n\n#### Two\n", 3, "too deep", id="too deep"),
        pytest.param("## One\n\n##\n\ntext\n", 3, "no words", id="empty"),
    ],
)
def test_headings_out_of_order_are_found(page, said, text, line, what):
    ((at, place, words),) = said(shape.headings_in_order(page(text)))

    assert (at, place) == (line, "heading")
    assert what in words


def test_headings_in_order_are_left_alone(page):
    text = "Before.\n\n## One\n\n### Two\n\n### Three\n\n## Four\n\nA # in a text.\n"

    assert list(shape.headings_in_order(page(text))) == []


def test_a_paragraph_longer_than_a_screen_is_found_where_it_begins(page, said):
    ((line, place, words),) = said(shape.short_paragraphs(page("## One\n\nshort\n\n" + WORD * 181)))

    assert (line, place) == (5, "paragraph")
    assert "181 words" in words


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(WORD * 180, id="just short enough"),
        pytest.param(WORD * 100 + "\n\n" + WORD * 100, id="two paragraphs"),
        pytest.param("- " + WORD * 100 + "\n- " + WORD * 100, id="a list"),
    ],
)
def test_other_paragraphs_are_left_alone(page, text):
    assert list(shape.short_paragraphs(page(text))) == []


@pytest.mark.parametrize(("count", "advice"), [(499, "Say more"), (901, "Shorten or split")])
def test_a_section_of_another_length_is_found(draft, count, advice):
    texts = dict.fromkeys(SECTIONS, WORD * 600) | {"staying": WORD * count}

    (found,) = shape.section_lengths(draft(sections=texts))

    assert found.path.name == "staying.md"
    assert f"{count} words" in found.what
    assert advice in found.suggestion
    assert found.weight is Weight.HOUSE


@pytest.mark.parametrize("count", [500, 900])
def test_a_section_of_usual_length_is_left_alone(draft, count):
    assert list(shape.section_lengths(draft(sections={"arriving": WORD * count}))) == []


@pytest.mark.parametrize(
    ("each", "found"), [(5_900, 1), (6_000, 0), (9_000, 0), (9_500, 1)], ids=str
)
def test_the_course_has_its_length(draft, each, found):
    # Three sections, and five words that open the unit.
    units = [draft(sections=dict.fromkeys(SECTIONS, WORD * each))]

    assert len(list(shape.course_length(units))) == found


def test_a_folder_without_units_has_no_length():
    assert list(shape.course_length([])) == []
