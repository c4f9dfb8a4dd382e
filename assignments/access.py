"""Who may do what within a course. Every object is looked up within the course it belongs to."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assignments.models.reflection import Reflection, Submission
from curriculum.foundation.errors import N_, Missing, NotAllowed
from curriculum.models.enrolment import Enrolment, Role


def require_instructor(who: Enrolment) -> None:
    """Refuse anybody but an instructor.

    :raises NotAllowed: the person has another role.
    """
    if who.role is not Role.INSTRUCTOR:
        raise NotAllowed(N_("Only instructors of this course can do this."))


def require_candidate(who: Enrolment) -> None:
    """Refuse anybody but a candidate.

    :raises NotAllowed: the person has another role.
    """
    if who.role is not Role.CANDIDATE:
        raise NotAllowed(N_("Only candidates of this course can do this."))


def candidate_in_course(session: Session, course_id: int, enrolment_id: int) -> Enrolment:
    """Return a candidate of this course.

    :raises Missing: there is none with this id in this course.
    """
    found = session.scalar(
        select(Enrolment).where(
            Enrolment.id == enrolment_id,
            Enrolment.course_id == course_id,
            Enrolment.role == Role.CANDIDATE,
        )
    )
    if found is None:
        raise Missing(N_("There is no such candidate in this course."))
    return found


def submission_in_course(session: Session, course_id: int, submission_id: int) -> Submission:
    """Return something handed in within this course.

    :raises Missing: there is none with this id in this course.
    """
    found = session.scalar(
        select(Submission)
        .join(Reflection, Reflection.id == Submission.reflection_id)
        .join(Enrolment, Enrolment.id == Reflection.enrolment_id)
        .where(Submission.id == submission_id, Enrolment.course_id == course_id)
    )
    if found is None:
        raise Missing(N_("There is no such submission in this course."))
    return found
