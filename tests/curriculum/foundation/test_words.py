import pytest

from curriculum.foundation.words import clean


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
