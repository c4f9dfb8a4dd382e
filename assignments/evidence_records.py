"""One candidate's rows, and what they amount to. No database."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from assignments.completion import Done, Verdict, judge
from assignments.contact_log import ContactTotals
from assignments.evidence import ContactSummary, Leave, ModeCount, Period, Who
from assignments.models.contact_log import Mode
from assignments.models.reflection import WorkState
from assignments.tasks import Grading, Task, load_tasks
from curriculum.standing import UnitProgress, UnitStanding
from curriculum.unit import Unit


@dataclass(frozen=True, slots=True)
class LoggedContact:
    """What counts of one contact."""

    task_id: str
    family_id: int
    """Only ever counted, never shown."""
    minutes: int
    mode: Mode
    verified: bool


@dataclass(frozen=True, slots=True)
class Work:
    """Where one candidate stands on one task."""

    state: WorkState
    attempt: int
    """The newest one; 0 before the first."""
    submitted_on: tuple[date, ...] = ()
    """Of every attempt, in the course's zone."""


@dataclass(frozen=True, slots=True)
class Result:
    """A released marking."""

    task_id: str
    rubric_version: str
    score: Decimal | None
    maximum: Decimal | None
    graded_by: str
    graded_on: date
    levels: dict[str, int]
    """Level given, 1 to 4, by criterion id."""


@dataclass(slots=True)
class Record:
    """Everything about one candidate."""

    who: Who
    contacts: list[LoggedContact] = field(default_factory=list)
    work: dict[str, Work] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    """The newest released one by task."""
    leaves: dict[str, Leave] = field(default_factory=dict)
    units: dict[str, UnitStanding] = field(default_factory=dict)


Records = dict[int, Record]
"""By enrolment id, in the order of the candidates' names."""


def totals_of(contacts: Collection[LoggedContact]) -> ContactTotals:
    """Return number, minutes and distinct families of some contacts."""
    return ContactTotals(
        contacts=len(contacts),
        minutes=sum(contact.minutes for contact in contacts),
        families=len({contact.family_id for contact in contacts}),
    )


def summary_of(contacts: Collection[LoggedContact]) -> ContactSummary:
    """Add contacts up, way by way as well."""
    modes: dict[Mode, list[int]] = {}
    for contact in contacts:
        modes.setdefault(contact.mode, []).append(contact.minutes)
    counts = [ModeCount(mode, len(minutes), sum(minutes)) for mode, minutes in modes.items()]
    return ContactSummary(
        totals=totals_of(contacts),
        verified=sum(contact.verified for contact in contacts),
        modes=tuple(sorted(counts, key=lambda each: (-each.contacts, each.mode.value))),
    )


def by_task(contacts: Iterable[LoggedContact]) -> dict[str, list[LoggedContact]]:
    """Return contacts by the task they count for."""
    found: dict[str, list[LoggedContact]] = {}
    for contact in contacts:
        found.setdefault(contact.task_id, []).append(contact)
    return found


def verdict_of(record: Record, period: Period | None) -> Verdict:
    """Return whether a candidate is complete."""
    tasks = load_tasks()
    contacts = by_task(record.contacts)
    done = {
        task.id: _done(record, task, period, totals_of(contacts.get(task.id, ()))) for task in tasks
    }
    return judge(tasks, done, totals_of(record.contacts).families)


def _done(record: Record, task: Task, period: Period | None, totals: ContactTotals) -> Done:
    work = record.work.get(task.id)
    return Done(
        state=work.state if work else None,
        counts=counts_in(record, task, period),
        totals=totals,
        exempt=task.id in record.leaves,
    )


def result_in(record: Record, task_id: str, period: Period | None) -> Result | None:
    """Return the result that stands for a task, if it was released in the period."""
    work, result = record.work.get(task_id), record.results.get(task_id)
    if result is None or work is None or work.state is not WorkState.GRADED:
        return None
    return result if period is None or period.holds(result.graded_on) else None


def counts_in(record: Record, task: Task, period: Period | None) -> bool:
    """Whether what makes a task done lies in the period: its release, or handing it in."""
    if period is None:
        return True
    result, work = record.results.get(task.id), record.work.get(task.id)
    days = [result.graded_on] if result else []
    if task.grading is Grading.UNSCORED and work is not None:
        days += work.submitted_on
    return any(period.holds(day) for day in days)


def was_active(record: Record, period: Period | None) -> bool:
    """Whether a candidate belongs to the period: joined, met, handed in or was graded in it."""
    if period is None or record.contacts:  # contacts from outside were not read
        return True
    days = [record.who.enrolled_on]
    days += [result.graded_on for result in record.results.values()]
    days += [day for work in record.work.values() for day in work.submitted_on]
    return any(period.holds(day) for day in days)


def unit_progress(record: Record, unit: Unit) -> UnitProgress:
    """Return how far a candidate has come in a unit."""
    return record.units.get(unit.id, _NOTHING_DONE).progress(unit)


_NOTHING_DONE = UnitStanding()
