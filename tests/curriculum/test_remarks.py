"""What is told after a try, and what is left to find."""

import pytest

from curriculum.remarks import Remark, fits, remarks_on
from tests.curriculum.test_checks import REWRITE, multiple, order, single, sort

WHY = "Because."
SORTING = sort("Warm", "Cold", "Warm")


def test_a_choice_is_explained_and_so_is_the_right_one():
    assert remarks_on(single(1), [0], tries=1) == {0: Remark(False, WHY), 1: Remark(True, WHY)}


def test_a_choice_that_was_not_taken_and_is_not_right_is_not_talked_about():
    assert remarks_on(multiple(0, 2), [0], tries=1).keys() == {0, 2}


def test_the_first_try_leaves_something_to_find():
    assert remarks_on(SORTING, [0, 0, 0], tries=1) == {
        0: Remark(True, WHY),
        1: Remark(False, ""),
        2: Remark(True, WHY),
    }


@pytest.mark.parametrize(
    ("item", "chosen"), [(SORTING, [1, 0, 1]), (order(3), [2, 1, 0])], ids=["sort", "order"]
)
def test_from_the_second_try_on_everything_is_explained(item, chosen):
    assert all(remark.explanation for remark in remarks_on(item, chosen, tries=2).values())


def test_of_steps_only_those_that_have_to_move_are_not_right_yet():
    told = remarks_on(order(4), [1, 2, 3, 0], tries=1)

    assert [told[step].right for step in range(4)] == [False, True, True, True]


def test_of_a_rewriting_nothing_is_right_or_wrong():
    assert remarks_on(REWRITE, ["Mine.", [0]], tries=1) == {}


@pytest.mark.parametrize(
    ("item", "chosen"),
    [
        pytest.param(single(0), [7], id="a choice is gone"),
        pytest.param(single(0), ["words"], id="it was a rewriting"),
        pytest.param(single(0), [[1]], id="lists"),
        pytest.param(SORTING, [0, 1], id="an item is new"),
        pytest.param(order(3), [0, 1, 2, 3], id="a step is gone"),
        pytest.param(order(3), [0, "a", None], id="of several kinds"),
        pytest.param(REWRITE, [0, 1], id="it was a choice"),
        pytest.param(REWRITE, ["Mine.", 1], id="no list of points"),
    ],
)
def test_an_answer_to_an_older_wording_does_not_fit(item, chosen):
    assert not fits(item, chosen)


def test_an_answer_fits_whether_or_not_it_is_right():
    assert fits(single(0), [0])
    assert fits(single(0), [1])
    assert fits(REWRITE, ["Mine."])
