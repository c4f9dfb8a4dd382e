import pytest

from assignments.contact_log import ContactTotals
from assignments.requirements import Minimum, Shortfall, course_minimum, shortfall
from assignments.tasks import load_tasks

TASK = load_tasks().task("1B")  # two contacts, sixty minutes, two families


def test_the_course_asks_for_what_its_required_tasks_ask_for():
    assert course_minimum(load_tasks()) == Minimum(contacts=13, minutes=9 * 60 + 45, families=4)


@pytest.mark.parametrize(
    ("totals", "missing"),
    [
        (ContactTotals(), Shortfall(2, 60, 2)),
        (ContactTotals(1, 90, 1), Shortfall(1, 0, 1)),
        (ContactTotals(2, 59, 2), Shortfall(0, 1, 0)),
        (ContactTotals(2, 60, 2), Shortfall()),
        (ContactTotals(5, 300, 3), Shortfall()),
    ],
)
def test_what_is_missing_for_a_task(totals, missing):
    assert shortfall(TASK, totals, exempt=False) == missing
    assert bool(missing) == (missing != Shortfall())


def test_nothing_is_missing_with_an_exception():
    assert not shortfall(TASK, ContactTotals(), exempt=True)


def test_a_task_without_contacts_lacks_none():
    assert not shortfall(load_tasks().task("I-2"), ContactTotals(), exempt=False)
