import pytest

from assignments.words import clean, clean_line, count_words


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("a\x00b\x1fc\x7f", "abc"),
        ("tab\tstays", "tab\tstays"),
        ("half \ud83d a pair", "half  a pair"),
        ("ñ 王 😀 \u200d", "ñ 王 😀 \u200d"),
    ],
)
def test_text_is_made_storable_and_otherwise_left_alone(text, cleaned):
    assert clean(text) == cleaned


def test_a_line_is_one_line():
    assert clean_line("  a \n b\t c ") == "a b c"


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("  \n", 0), ("I don't know", 3), ("well-lit desk, twice.", 3), ("été 2026", 2)],
)
def test_words_are_counted_as_people_count_them(text, count):
    assert count_words(text) == count
