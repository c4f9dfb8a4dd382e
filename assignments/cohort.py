"""What a report on a course or a program says, as frozen values; see `cohort_evidence.py`."""

from dataclasses import dataclass

from assignments.completion import Lack, Verdict
from assignments.contact_log import ContactTotals
from assignments.evidence import ContactSummary, Heading
from assignments.requirements import Minimum
from assignments.tasks import Grading


@dataclass(frozen=True, slots=True)
class Participants:
    """Whom a report counts, and whom it does not."""

    enrolled: int
    """All candidates, test students left out."""
    left: int
    """No longer on the roster; counted nowhere else."""
    quiet: int
    """Joined before the period and did nothing in it; counted nowhere else."""
    counted: int
    """The N of everything that follows."""
    begun: int
    """Of those counted: have logged a contact or handed something in."""
    complete: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Least, middle and most of some numbers, one a candidate."""

    least: float
    median: float
    most: float


@dataclass(frozen=True, slots=True)
class CohortContacts:
    """Contacts of all candidates together, and per candidate."""

    summary: ContactSummary
    contacts: Spread
    minutes: Spread
    families: Spread


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One course of a program."""

    title: str
    candidates: int
    complete: int
    contacts: int
    verified: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """How many candidates have come how far in one unit."""

    number: int
    title: str
    begun: int
    read: int
    """Have read every section."""
    checked: int
    """Have had every question of the check right."""
    complete: int
    """Both, and have seen every video or read its transcript."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """How many candidates stand where on one task."""

    id: str
    title: str
    required: bool
    grading: Grading
    minimum: Minimum
    waiting: int
    returned: int
    done: int
    """Released; for an unscored task, handed in."""
    leaves: int
    """Exceptions granted."""
    scores: Spread | None
    """Per cent of the points; nothing where nothing is scored."""


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """The levels given on one criterion, over all released work."""

    rubric_version: str
    id: str
    name: str
    common: bool
    """Part of every task's rubric, not of one task's only."""
    gate: bool
    candidates: int
    """How many candidates were given a level at least once."""
    counts: tuple[int, int, int, int]
    """How often each level was given, from 1 to 4."""
    target: int

    @property
    def given(self) -> int:
        """Return N: how many levels were given."""
        return sum(self.counts)

    @property
    def at_target(self) -> int:
        """Return how many were at the target or above."""
        return sum(self.counts[self.target - 1 :])


@dataclass(frozen=True, slots=True)
class Aligned:
    """Codes of one set of standards."""

    standard_set: str
    """Name and version."""
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlignmentRow:
    """What one criterion is aligned to, as far as the codes were checked."""

    criterion_id: str
    name: str
    sets: tuple[Aligned, ...]


@dataclass(frozen=True, slots=True)
class LackRow:
    """Of how many candidates one thing is missing."""

    lack: Lack
    task_ids: tuple[tuple[str, int], ...]
    """Task and how many candidates lack it there; empty where the whole course is meant."""
    candidates: int


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One candidate among many."""

    enrolment_id: int
    name: str
    course_id: int
    course: str
    units_complete: int
    contacts: ContactTotals
    verified: int
    done: int
    """Required tasks that are done."""
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CohortEvidence:
    """Everything that a course's or a program's report says."""

    heading: Heading
    participants: Participants
    courses: tuple[CourseRow, ...]
    """Those with candidates; of interest for a program."""
    units: tuple[UnitRow, ...]
    contacts: CohortContacts | None
    """Nothing where nobody is counted."""
    minimum: Minimum
    """For each candidate, over the whole course."""
    required_ids: tuple[str, ...]
    """The tasks that every candidate has to do."""
    tasks: tuple[TaskRow, ...]
    level_names: tuple[str, ...]
    """Names of the four levels, from 1 to 4, in the rubric in force."""
    criteria: tuple[CriterionRow, ...]
    alignment: tuple[AlignmentRow, ...]
    unverified: int
    """Alignments left out because nobody has checked their code against its source."""
    lacks: tuple[LackRow, ...]
    roster: tuple[RosterRow, ...]
