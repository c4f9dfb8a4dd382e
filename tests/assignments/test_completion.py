import pytest

from assignments.completion import Done, Lack, Reason, judge
from assignments.contact_log import ContactTotals
from assignments.models.reflection import WorkState
from assignments.tasks import Grading, load_tasks

ENOUGH = 4
"""Families over the whole course."""


def required():
    return [task for task in load_tasks() if not task.choice]


def all_done():
    return {
        task.id: Done(
            state=WorkState.GRADED,
            totals=ContactTotals(task.contacts, task.minutes, task.families),
        )
        for task in required()
    }


def judged(**changes):
    return judge(
        load_tasks(), all_done() | changes.pop("done", {}), changes.pop("families", ENOUGH)
    )


def test_every_required_task_done_and_every_minimum_met_is_complete():
    verdict = judged()

    assert verdict.complete
    assert verdict.done == {task.id for task in required()}


def test_a_task_of_choice_is_shown_as_done_but_never_asked_for():
    choice = next(task for task in load_tasks() if task.choice)

    verdict = judged(done={choice.id: Done(WorkState.GRADED)})

    assert verdict.complete
    assert choice.id in verdict.done


def test_what_was_never_begun_is_not_handed_in():
    verdict = judge(load_tasks(), {}, 0)

    missing = [each.task_id for each in verdict.reasons if each.lack is Lack.NOT_SUBMITTED]
    assert missing == [task.id for task in required()]


@pytest.mark.parametrize(
    ("done", "lack"),
    [
        pytest.param(Done(WorkState.DRAFT), Lack.NOT_SUBMITTED, id="a draft"),
        pytest.param(Done(WorkState.SUBMITTED), Lack.WAITING, id="waits for an instructor"),
        pytest.param(Done(WorkState.RETURNED), Lack.RETURNED, id="went back"),
        pytest.param(Done(WorkState.GRADED, counts=False), Lack.OUTSIDE, id="another cycle"),
    ],
)
def test_each_standing_of_a_task_has_its_own_reason(done, lack):
    enough = ContactTotals(1, 60, 1)
    verdict = judged(done={"1A": Done(done.state, done.counts, enough)})

    assert verdict.reasons == (Reason(lack, "1A"),)
    assert "1A" not in verdict.done


def test_an_unscored_task_is_done_when_it_is_handed_in():
    unscored = next(task for task in required() if task.grading is Grading.UNSCORED)

    assert judged(done={unscored.id: Done(WorkState.SUBMITTED)}).complete


def test_an_unscored_task_handed_in_outside_the_cycle_does_not_count():
    verdict = judged(done={"I-2": Done(WorkState.SUBMITTED, counts=False)})

    assert verdict.reasons == (Reason(Lack.OUTSIDE, "I-2"),)


@pytest.mark.parametrize(
    ("totals", "reason"),
    [
        pytest.param(ContactTotals(1, 20, 1), Reason(Lack.CONTACTS, "1B", 1, 2), id="contacts"),
        pytest.param(ContactTotals(2, 60, 1), Reason(Lack.FAMILIES, "1B", 1, 2), id="families"),
        pytest.param(ContactTotals(2, 45, 2), Reason(Lack.MINUTES, "1B", 45, 60), id="minutes"),
    ],
)
def test_the_first_shortage_of_a_task_is_told_with_its_numbers(totals, reason):
    assert judged(done={"1B": Done(WorkState.GRADED, totals=totals)}).reasons == (reason,)


def test_too_few_families_over_the_whole_course_are_missing():
    assert judged(families=3).reasons == (Reason(Lack.COURSE_FAMILIES, None, 3, 4),)


def test_an_exception_lifts_the_minimums_of_its_task_and_the_number_of_families():
    exempt = Done(WorkState.GRADED, totals=ContactTotals(), exempt=True)

    assert judged(done={"1B": exempt}, families=2).complete
