"""When a candidate is complete, and what is missing if not. No database.

The rule, which every report states: each required task has its result, the contacts it asks
for are logged, and the course's number of families is reached. Tasks of choice and reading
are shown but not required, and no level has to be reached. An exception lifts the minimums
of its task and the number of families over the whole course.
"""

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assignments.contact_log import ContactTotals
from assignments.models.reflection import WorkState
from assignments.requirements import course_minimum, shortfall
from assignments.tasks import Grading, Task


class Lack(enum.Enum):
    """What can be missing, in the order in which it is told."""

    NOT_SUBMITTED = "not_submitted"
    RETURNED = "returned"
    """Returned for revision and not handed in again."""
    WAITING = "waiting"
    """Handed in, not answered by an instructor yet."""
    OUTSIDE = "outside"
    """Has a result, but one from outside the reporting period."""
    CONTACTS = "contacts"
    FAMILIES = "families"
    MINUTES = "minutes"
    COURSE_FAMILIES = "course_families"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is missing."""

    lack: Lack
    task_id: str | None
    """Nothing where the whole course is meant."""
    have: int = 0
    need: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one candidate is complete, and why not."""

    reasons: tuple[Reason, ...]
    done: frozenset[str]
    """Ids of the tasks that are done, those of choice as well."""

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.reasons


_NOTHING = ContactTotals()


@dataclass(frozen=True, slots=True)
class Done:
    """What one candidate has done on one task, as far as the rule asks."""

    state: WorkState | None = None
    """Nothing: not begun."""
    counts: bool = True
    """Whether the result, if there is one, lies in the reporting period."""
    totals: ContactTotals = _NOTHING
    exempt: bool = False


_UNDONE = Done()


def judge(tasks: Iterable[Task], done: Mapping[str, Done], families: int) -> Verdict:
    """Return whether somebody is complete.

    :param done: by task id; a task that was not begun may be left out.
    :param families: distinct ones over the whole course.
    """
    tasks = list(tasks)
    required = [task for task in tasks if not task.choice]
    reasons = [reason for task in required for reason in _of_task(task, done.get(task.id, _UNDONE))]
    need = course_minimum(required).families
    if families < need and not any(each.exempt for each in done.values()):
        reasons.append(Reason(Lack.COURSE_FAMILIES, None, families, need))
    finished = frozenset(task.id for task in tasks if has_result(task, done.get(task.id, _UNDONE)))
    return Verdict(tuple(reasons), finished)


def has_result(task: Task, done: Done) -> bool:
    """Whether the work on a task is done: released, or, where nobody grades it, handed in."""
    states = {WorkState.GRADED}
    if task.grading is Grading.UNSCORED:
        states.add(WorkState.SUBMITTED)
    return done.state in states and done.counts


_LACKS = {
    None: Lack.NOT_SUBMITTED,
    WorkState.DRAFT: Lack.NOT_SUBMITTED,
    WorkState.RETURNED: Lack.RETURNED,
    WorkState.SUBMITTED: Lack.WAITING,
    WorkState.GRADED: Lack.OUTSIDE,
}


def _of_task(task: Task, done: Done) -> Iterator[Reason]:
    if not has_result(task, done):
        outside = task.grading is Grading.UNSCORED and done.state is WorkState.SUBMITTED
        yield Reason(Lack.OUTSIDE if outside else _LACKS[done.state], task.id)
    short = shortfall(task, done.totals, exempt=done.exempt)
    # Who lacks contacts lacks the rest as well: the first shortage says enough.
    for lack, have, gap in (
        (Lack.CONTACTS, done.totals.contacts, short.contacts),
        (Lack.FAMILIES, done.totals.families, short.families),
        (Lack.MINUTES, done.totals.minutes, short.minutes),
    ):
        if gap:
            yield Reason(lack, task.id, have, have + gap)
            return
