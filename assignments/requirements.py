"""What is asked for in contacts, and what is still missing. No database."""

from collections.abc import Iterable
from dataclasses import dataclass

from assignments.contact_log import ContactTotals
from assignments.tasks import Task

PROGRAM_FAMILIES = 4
"""Distinct families over the whole course. Set by the program, as the minimums of tasks are."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """The fewest of each."""

    contacts: int
    minutes: int
    families: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What is missing; 0 where nothing is."""

    contacts: int = 0
    minutes: int = 0
    families: int = 0

    def __bool__(self) -> bool:
        """Whether anything is missing."""
        return bool(self.contacts or self.minutes or self.families)


def minimum_of(task: Task) -> Minimum:
    """Return what one task asks for."""
    return Minimum(task.contacts, task.minutes, task.families)


def course_minimum(tasks: Iterable[Task]) -> Minimum:
    """Return what the whole course asks for: the sum over the tasks that nobody may leave out."""
    needed = [task for task in tasks if not task.choice]
    return Minimum(
        contacts=sum(task.contacts for task in needed),
        minutes=sum(task.minutes for task in needed),
        families=PROGRAM_FAMILIES,
    )


def missing(minimum: Minimum, totals: ContactTotals) -> Shortfall:
    """Return how far some contacts are below a minimum."""
    return Shortfall(
        contacts=max(0, minimum.contacts - totals.contacts),
        minutes=max(0, minimum.minutes - totals.minutes),
        families=max(0, minimum.families - totals.families),
    )


def shortfall(task: Task, totals: ContactTotals, *, exempt: bool) -> Shortfall:
    """Return what keeps work on a task from being submitted.

    :param totals: of the contacts that the work rests on.
    :param exempt: an instructor lets this candidate submit below the minimum.
    """
    return Shortfall() if exempt else missing(minimum_of(task), totals)
