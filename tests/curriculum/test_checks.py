import msgspec
import pytest

from curriculum.checks import CheckItem, Choice, Kind
from curriculum.foundation.errors import Rejected


def item(kind, *right):
    choices = tuple(Choice(f"Choice {n}", n in right, "Because.") for n in range(3))
    return CheckItem("one", "a-section", kind, "Which?", choices)


@pytest.mark.parametrize(
    ("question", "chosen", "right"),
    [
        (item(Kind.SINGLE, 1), {1}, True),
        (item(Kind.SINGLE, 1), {0}, False),
        (item(Kind.MULTIPLE, 0, 2), {0, 2}, True),
        (item(Kind.MULTIPLE, 0, 2), {0}, False),
        (item(Kind.MULTIPLE, 0, 2), {0, 1, 2}, False),
    ],
)
def test_exactly_the_right_choices_are_right(question, chosen, right):
    assert question.judge(frozenset(chosen)) is right


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        (set(), "Choose an answer first"),
        ({3}, "one of the answers shown"),
        ({-1}, "one of the answers shown"),
        ({0, 1}, "one answer only"),
    ],
)
def test_an_answer_that_is_none_is_refused(chosen, message):
    with pytest.raises(Rejected, match=message) as caught:
        item(Kind.SINGLE, 1).judge(frozenset(chosen))

    assert caught.value.field == "choice"


@pytest.mark.parametrize(
    ("kind", "right", "message"),
    [
        ("single", [True, True], "one right choice, not 2"),
        ("single", [False, False], "one right choice, not 0"),
        ("multiple", [False, False], "no choice is right"),
        ("single", [True], "length >= 2"),
    ],
)
def test_a_question_that_cannot_be_answered_is_a_fault(kind, right, message):
    choices = [{"text": "a", "right": one, "explanation": "b"} for one in right]
    written = {"id": "a", "section": "b", "kind": kind, "question": "?", "choices": choices}

    with pytest.raises(msgspec.ValidationError, match=message):
        msgspec.convert(written, CheckItem)
