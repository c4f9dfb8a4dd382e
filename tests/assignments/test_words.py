import pytest

from assignments.words import clean_line, count_words


def test_a_line_is_one_line():
    assert clean_line("  a \n b\t c ") == "a b c"


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("  \n", 0), ("I don't know", 3), ("well-lit desk, twice.", 3), ("été 2026", 2)],
)
def test_words_are_counted_as_people_count_them(text, count):
    assert count_words(text) == count
