"""What an instructor sees of a course at a glance: who has done what, and who is next.

Every function asks the same number of SQL statements for ten candidates and for ten thousand.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, Subquery, bindparam, func, select
from sqlalchemy.orm import Session

from assignments.models.contact_log import Contact, Verification
from assignments.models.marking import Marking, MarkingState
from assignments.models.reflection import Exemption, Reflection, Submission, WorkState
from curriculum.models.enrolment import Enrolment, Role, Standing
from curriculum.models.person import Person


@dataclass(frozen=True)
class BoardRow:
    """One candidate's standing on one task."""

    enrolment_id: int
    person_id: int
    name: str
    is_test: bool
    """An LMS's test student: shown, and counted nowhere."""
    standing: Standing
    last_launch_at: datetime | None
    """Nothing for somebody whom only the roster knows."""
    contacts: int
    minutes: int
    families: int
    verified: int
    state: WorkState | None
    """Nothing: not begun."""
    attempt: int | None
    submitted_at: datetime | None
    marking_state: MarkingState | None
    """Of the newest attempt."""
    score: Decimal | None
    score_maximum: Decimal | None
    exemption_id: int | None

    @property
    def waits(self) -> bool:
        """Whether the instructor is to act next."""
        return self.state is WorkState.SUBMITTED

    @property
    def label(self) -> str:
        """The name, or a neutral label where the LMS keeps names to itself."""
        return self.name or f"#{self.person_id}"


@dataclass
class TaskCounts:
    """How many candidates of a course stand where on one task."""

    by_state: dict[WorkState, int] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """How many the instructor is to grade."""
        return self.by_state.get(WorkState.SUBMITTED, 0)

    @property
    def graded(self) -> int:
        """How many are done."""
        return self.by_state.get(WorkState.GRADED, 0)

    @property
    def begun(self) -> int:
        """How many have begun."""
        return sum(self.by_state.values())


@dataclass(frozen=True)
class CandidateCounts:
    """How many candidates a course has: all on its roster, whether they ever came in or not."""

    active: int
    silent: int
    """Have logged no contact yet."""
    absent: int
    """Have never come in."""


def task_board(session: Session, course_id: int, task_id: str) -> list[BoardRow]:
    """Return every candidate's standing on a task: who waits longest first, then by name."""
    found = session.execute(_board(course_id, task_id))
    return sorted((BoardRow(**row._mapping) for row in found), key=_who_waits_first)


def _who_waits_first(row: BoardRow) -> tuple[bool, datetime | None, str]:
    return (not row.waits, row.submitted_at if row.waits else None, row.label.casefold())


def _board(course_id: int, task_id: str) -> Select[*tuple[Any, ...]]:
    logged, newest = _logged(task_id), _newest_attempts()
    return (
        select(
            Enrolment.id.label("enrolment_id"),
            Enrolment.person_id,
            Person.name,
            Person.is_test,
            Enrolment.standing,
            Enrolment.last_launch_at,
            func.coalesce(logged.c.contacts, 0).label("contacts"),
            func.coalesce(logged.c.minutes, 0).label("minutes"),
            func.coalesce(logged.c.families, 0).label("families"),
            func.coalesce(logged.c.verified, 0).label("verified"),
            Reflection.state,
            Submission.attempt,
            Submission.submitted_at,
            Marking.state.label("marking_state"),
            Marking.score,
            Marking.score_maximum,
            Exemption.id.label("exemption_id"),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(logged, logged.c.enrolment_id == Enrolment.id)
        .outerjoin(
            Reflection, (Reflection.enrolment_id == Enrolment.id) & (Reflection.task_id == task_id)
        )
        .outerjoin(newest, newest.c.reflection_id == Reflection.id)
        .outerjoin(
            Submission,
            (Submission.reflection_id == Reflection.id) & (Submission.attempt == newest.c.attempt),
        )
        .outerjoin(Marking, Marking.submission_id == Submission.id)
        .outerjoin(
            Exemption, (Exemption.enrolment_id == Enrolment.id) & (Exemption.task_id == task_id)
        )
        .where(Enrolment.course_id == course_id, Enrolment.role == Role.CANDIDATE)
    )


def _logged(task_id: str) -> Subquery:
    return (
        select(
            Contact.enrolment_id,
            func.count().label("contacts"),
            func.sum(Contact.minutes).label("minutes"),
            func.count(Contact.family_id.distinct()).label("families"),
            func.count(Verification.contact_id).label("verified"),
        )
        .outerjoin(Verification, Verification.contact_id == Contact.id)
        .where(Contact.task_id == task_id)
        .group_by(Contact.enrolment_id)
        .subquery()
    )


def _newest_attempts() -> Subquery:
    return (
        select(Submission.reflection_id, func.max(Submission.attempt).label("attempt"))
        .group_by(Submission.reflection_id)
        .subquery()
    )


def waiting_on(session: Session, course_id: int, task_id: str) -> list[int]:
    """Return the enrolments whose work on a task waits to be graded, the longest first."""
    return list(
        session.scalars(
            select(Reflection.enrolment_id)
            .join(Enrolment, Enrolment.id == Reflection.enrolment_id)
            .join(Submission, Submission.reflection_id == Reflection.id)
            .where(
                Enrolment.course_id == course_id,
                Enrolment.role == Role.CANDIDATE,
                Reflection.task_id == task_id,
                Submission.state == WorkState.SUBMITTED,
            )
            .order_by(Submission.submitted_at, Reflection.enrolment_id)
        )
    )


def course_counts(session: Session, course_id: int) -> dict[str, TaskCounts]:
    """Return, for each task that somebody has begun, how many candidates stand where.

    Those who left, and test students, count where they wait to be graded, as on the board,
    and nowhere else.
    """
    counts: dict[str, TaskCounts] = {}
    counted = (Enrolment.standing == Standing.ACTIVE) & Person.is_test.is_(False)
    rows = session.execute(
        select(Reflection.task_id, Reflection.state, func.count())
        .join(Enrolment, Enrolment.id == Reflection.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.course_id == course_id,
            Enrolment.role == Role.CANDIDATE,
            counted | (Reflection.state == WorkState.SUBMITTED),
        )
        .group_by(Reflection.task_id, Reflection.state)
    )
    for task_id, state, number in rows:
        counts.setdefault(task_id, TaskCounts()).by_state[state] = number
    return counts


def candidate_counts(session: Session, course_id: int) -> CandidateCounts:
    """Return how many candidates the course has, an LMS's test students left out."""
    has_contact = select(Contact.id).where(Contact.enrolment_id == Enrolment.id).exists()
    row = session.execute(
        select(
            func.count(),
            func.count().filter(~has_contact),
            func.count().filter(Enrolment.last_launch_at.is_(None)),
        )
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Person.is_test.is_(False),
            Enrolment.course_id == course_id,
            Enrolment.role == Role.CANDIDATE,
            Enrolment.standing == Standing.ACTIVE,
        )
    ).one()
    return CandidateCounts(*row)


_reflection = Reflection.__table__.c
# Prebuilt: the first page after a launch asks it.
_STATES = select(_reflection.task_id, _reflection.state).where(
    _reflection.enrolment_id == bindparam("enrolment")
)


def work_states(session: Session, enrolment_id: int) -> dict[str, WorkState]:
    """Return where one candidate stands on each task they have begun."""
    rows = session.connection().execute(_STATES, {"enrolment": enrolment_id})
    return {row.task_id: row.state for row in rows}
