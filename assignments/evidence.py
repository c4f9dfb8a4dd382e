"""What a report says, as frozen values: page, PDF and tests read the same numbers.

A template that gets these values can neither query nor change anything, and no family's words
are in them. `candidate_evidence.py` and `cohort_evidence.py` compute them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from assignments.completion import Verdict
from assignments.contact_log import ContactTotals
from assignments.models.contact_log import Mode
from assignments.models.reflection import WorkState
from assignments.models.report import ReportKind
from assignments.requirements import Minimum
from assignments.tasks import Grading
from curriculum.standing import UnitProgress


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period, both days included."""

    name: str
    starts_on: date
    ends_on: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Who:
    """One candidate."""

    enrolment_id: int
    name: str
    left: bool
    enrolled_on: date
    course_id: int
    course: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Leave:
    """An exception that an instructor granted."""

    reason: str
    granted_by: str
    granted_on: date


@dataclass(frozen=True, slots=True)
class Heading:
    """What every report carries."""

    report_id: str
    kind: ReportKind
    institution: str
    program: str
    course: str
    """Empty for a program's report."""
    period: Period | None
    as_of: datetime
    """When the rows were read."""
    timezone: str
    curriculum_version: str
    rubric_versions: tuple[str, ...]
    """Of the released work; the one in force where nothing is released yet."""
    target: int
    """The level that counts as good enough."""


@dataclass(frozen=True, slots=True)
class UnitEvidence:
    """How far one candidate has come in one unit."""

    number: int
    title: str
    progress: UnitProgress


@dataclass(frozen=True, slots=True)
class ModeCount:
    """Contacts of one way."""

    mode: Mode
    contacts: int
    minutes: int


@dataclass(frozen=True, slots=True)
class ContactSummary:
    """What contacts add up to."""

    totals: ContactTotals
    verified: int
    modes: tuple[ModeCount, ...]
    """Only the ways that occur, the most frequent first."""

    @property
    def verified_share(self) -> float | None:
        """Verified contacts out of all, 0 to 1; nothing where there are none."""
        return self.verified / self.totals.contacts if self.totals.contacts else None


@dataclass(frozen=True, slots=True)
class LevelGiven:
    """The level given on one criterion, in the words of the rubric it was marked with."""

    criterion_id: str
    name: str
    level: int
    level_name: str
    common: bool
    """On a criterion that all scored tasks share, not one of the task's own."""
    gate: bool
    at_target: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """What the four levels of one version of the rubric are called and worth."""

    rubric_version: str
    levels: tuple[tuple[int, str, Decimal], ...]
    """Number, name and points."""


@dataclass(frozen=True, slots=True)
class ResultEvidence:
    """A released result."""

    levels: tuple[LevelGiven, ...]
    rubric_version: str
    score: Decimal | None
    maximum: Decimal | None
    graded_by: str
    graded_on: date


@dataclass(frozen=True, slots=True)
class TaskEvidence:
    """One candidate's work on one task."""

    id: str
    title: str
    unit_id: str
    required: bool
    grading: Grading
    minimum: Minimum
    contacts: ContactSummary
    state: WorkState | None
    """Nothing: not begun."""
    attempt: int
    submitted_on: date | None
    result: ResultEvidence | None
    leave: Leave | None
    counts: bool
    """Whether what was done lies in the reporting period."""


@dataclass(frozen=True, slots=True)
class CandidateEvidence:
    """Everything that a candidate's report says."""

    heading: Heading
    who: Who
    units: tuple[UnitEvidence, ...]
    contacts: ContactSummary
    minimum: Minimum
    """Over the whole course."""
    tasks: tuple[TaskEvidence, ...]
    scales: tuple[Scale, ...]
    """Of each version of the rubric that a result was given with."""
    verdict: Verdict
