import msgspec
import pytest

from curriculum.checks import (
    LONGEST_REWRITE,
    CheckItem,
    Choice,
    Multiple,
    Order,
    Rewrite,
    Single,
    Sort,
    SortItem,
    Step,
)
from curriculum.foundation.errors import Rejected


def choices(*right):
    return tuple(Choice(f"Choice {n}", n in right, "Because.") for n in range(3))


def single(right):
    return Single("one", "a-section", "Which?", choices(right))


def multiple(*right):
    return Multiple("some", "a-section", "Which?", choices(*right))


def sort(*groups):
    items = tuple(SortItem(f"Item {n}", group, "Because.") for n, group in enumerate(groups))
    return Sort("sorting", "a-section", "Where?", ("Warm", "Cold"), items)


def order(count):
    steps = tuple(Step(f"Step {n}", "Because.") for n in range(count))
    return Order("ordering", "a-section", "When?", steps)


REWRITE = Rewrite(
    "rewriting", "a-section", "Better?", "As is.", "As ours.", ("Short", "Kind"), "Both help."
)


@pytest.mark.parametrize(
    ("question", "chosen", "right"),
    [
        (single(1), [1], True),
        (single(1), [0], False),
        (multiple(0, 2), [0, 2], True),
        (multiple(0, 2), [2, 0], True),
        (multiple(0, 2), [0], False),
        (multiple(0, 2), [0, 1, 2], False),
        (sort("Warm", "Cold", "Warm"), [0, 1, 0], True),
        (sort("Warm", "Cold", "Warm"), [0, 1, 1], False),
        (order(4), [0, 1, 2, 3], True),
        (order(4), [1, 0, 2, 3], False),
        (REWRITE, ["Mine."], False),
        (REWRITE, ["Mine.", [0]], True),
        (REWRITE, ["Mine.", []], True),
    ],
)
def test_an_answer_is_right_when_all_of_it_is(question, chosen, right):
    assert question.judge(chosen) is right


@pytest.mark.parametrize(
    ("question", "chosen", "message", "field"),
    [
        (single(1), [], "Choose an answer first", "choice"),
        (single(1), [3], "one of the answers shown", "choice"),
        (single(1), [-1], "one of the answers shown", "choice"),
        (single(1), [0, 1], "one answer only", "choice"),
        (multiple(1), [], "Choose an answer first", "choice"),
        (multiple(1), [0, 9], "one of the answers shown", "choice"),
        (sort("Warm", "Cold", "Warm"), [0, None, 1], "a group for each", "choice"),
        (sort("Warm", "Cold", "Warm"), [0, 1], "a group for each", "choice"),
        (sort("Warm", "Cold", "Warm"), [0, 1, 2], "one of the groups shown", "choice"),
        (order(3), [0, 1, -1], "a place of its own", "choice"),
        (order(3), [0, 1, 1], "a place of its own", "choice"),
        (order(3), [0, 1], "a place of its own", "choice"),
        (REWRITE, [], "Write your version first", "words"),
        (REWRITE, [" \n"], "Write your version first", "words"),
        (REWRITE, ["x" * (LONGEST_REWRITE + 1)], "longer than 4000 characters", "words"),
        (REWRITE, ["Mine.", [2]], "the points shown", "choice"),
    ],
)
def test_an_answer_that_is_none_is_refused(question, chosen, message, field):
    with pytest.raises(Rejected, match=message) as caught:
        question.judge(chosen)

    assert caught.value.field == field


def test_a_rewriting_may_be_as_long_as_it_says():
    assert REWRITE.judge(["x" * LONGEST_REWRITE, []])


@pytest.mark.parametrize("count", range(3, 8))
def test_steps_are_shown_mixed_and_alike_to_everybody(count):
    shown = order(count).mixed

    assert sorted(shown) == list(range(count))
    assert list(shown) != list(range(count))
    assert order(count).mixed == shown


def test_things_to_sort_do_not_stand_group_by_group():
    question = sort("Warm", "Warm", "Warm", "Cold", "Cold", "Cold")

    assert sorted(question.mixed) == list(range(6))
    assert [question.items[n].group for n in question.mixed] not in (
        ["Warm"] * 3 + ["Cold"] * 3,
        ["Cold"] * 3 + ["Warm"] * 3,
    )


@pytest.mark.parametrize(
    ("chosen", "settled"),
    [
        pytest.param([0, 1, 2, 3], {0, 1, 2, 3}, id="all in order"),
        pytest.param([1, 2, 3, 0], {1, 2, 3}, id="the first put last"),
        pytest.param([0, 3, 1, 2], {0, 1, 2}, id="one too early"),
        pytest.param([3, 2, 1, 0], {3}, id="upside down: one may stay"),
    ],
)
def test_the_fewest_steps_have_to_move(chosen, settled):
    assert order(4).settled(chosen) == settled


def written(kind, **parts):
    return {"id": "a", "section": "b", "kind": kind, "question": "?", **parts}


def some_choices(*right):
    return [{"text": "a", "right": one, "explanation": "b"} for one in right]


def some_items(*groups):
    return [{"text": "a", "group": group, "explanation": "b"} for group in groups]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (written("single", choices=some_choices(True, True)), "one right choice, not 2"),
        (written("single", choices=some_choices(False, False)), "one right choice, not 0"),
        (written("multiple", choices=some_choices(False, False)), "no choice is right"),
        (written("single", choices=some_choices(True)), "length >= 2"),
        (written("sort", groups=["W", "C"], items=some_items("W", "C", "X")), "'X', which is not"),
        (written("sort", groups=["W"], items=some_items("W", "W", "W")), "length >= 2"),
        (written("sort", groups=["W", "W"], items=some_items("W", "W", "W")), "listed twice"),
        (written("order", steps=[{"text": "a", "explanation": "b"}] * 2), "length >= 3"),
        (written("rewrite", text="a", ours="b", look_for=["c"], explanation="d"), "length >= 2"),
        (written("guess"), "Invalid value 'guess'"),
    ],
)
def test_a_question_that_cannot_be_answered_is_a_fault(given, message):
    with pytest.raises(msgspec.ValidationError, match=message):
        msgspec.convert(given, CheckItem)


def test_a_question_knows_the_word_of_its_kind():
    kinds = [each.kind for each in (single(0), multiple(0), sort(*["Warm"] * 3), order(3), REWRITE)]

    assert kinds == ["single", "multiple", "sort", "order", "rewrite"]
