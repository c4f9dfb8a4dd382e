"""Exceptions: an instructor lets one candidate submit below a task's minimum."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assignments.access import candidate_in_course, require_instructor
from assignments.models.reflection import Exemption
from assignments.words import clean_line
from curriculum.foundation.errors import N_, Rejected
from curriculum.models.enrolment import Enrolment

LONGEST_REASON = 500


def exemption_of(session: Session, enrolment_id: int, task_id: str) -> Exemption | None:
    """Return the exception that somebody has for a task, if any."""
    return session.scalar(
        select(Exemption).where(
            Exemption.enrolment_id == enrolment_id, Exemption.task_id == task_id
        )
    )


def grant_exemption(
    session: Session,
    instructor: Enrolment,
    enrolment_id: int,
    task_id: str,
    reason: str,
    *,
    now: datetime,
) -> Exemption:
    """Let a candidate of the instructor's course submit below the task's minimum.

    :raises Missing: there is no such candidate in this course.
    :raises Rejected: there is no reason, or it is too long.
    """
    require_instructor(instructor)
    candidate = candidate_in_course(session, instructor.course_id, enrolment_id)
    reason = clean_line(reason)
    if not reason:
        raise Rejected(
            N_("Say why the exception is granted. It stands in reports."), field="reason"
        )
    if len(reason) > LONGEST_REASON:
        raise Rejected(
            N_("The reason is too long: %(limit)s characters at most."),
            field="reason",
            limit=LONGEST_REASON,
        )
    found = exemption_of(session, candidate.id, task_id)
    if found is None:
        found = Exemption(enrolment_id=candidate.id, task_id=task_id, created_at=now)
        session.add(found)
    found.reason = reason
    found.granted_by_id = instructor.id
    session.flush()
    return found


def revoke_exemption(
    session: Session, instructor: Enrolment, enrolment_id: int, task_id: str
) -> None:
    """Take an exception back. What was submitted under it stays submitted."""
    require_instructor(instructor)
    candidate = candidate_in_course(session, instructor.course_id, enrolment_id)
    found = exemption_of(session, candidate.id, task_id)
    if found is not None:
        session.delete(found)
        session.flush()
