import pytest

from lti_tool.lti.course_marks import mark_of, open_mark

SECRET, OLD = "a" * 32, "b" * 32


def test_a_mark_opens_to_its_course():
    assert open_mark(mark_of(7, secret=SECRET), secrets=[SECRET]) == 7


@pytest.mark.case("P13")
def test_a_mark_holds_nothing_that_moodle_cuts():
    mark = mark_of(123456, secret=SECRET)

    assert not set(mark) & set("=\n\r &;$")
    assert len(mark) < 60


def test_a_mark_from_before_the_secret_was_replaced_opens():
    assert open_mark(mark_of(7, secret=OLD), secrets=[SECRET, OLD]) == 7


@pytest.mark.parametrize(
    "mark",
    [
        "",
        "7",
        "7.",
        mark_of(7, secret=OLD),
        mark_of(7, secret=SECRET).replace("7.", "8.", 1),
        mark_of(7, secret=SECRET) + "x",
        "7.ä",
        "9" * 101,
    ],
)
def test_nobody_else_makes_one(mark):
    assert open_mark(mark, secrets=[SECRET]) is None
