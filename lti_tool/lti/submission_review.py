"""Submission reviews: from a gradebook's cell to the work it stands for.

LTI Submission Review 1.0. A platform names the person and the column; both are looked up within
the very course that the launch came from, so that no other course's work is ever reached.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assignments.tasks import load_tasks
from curriculum.models.enrolment import Enrolment, Role
from lti_tool.lti.models.identity import LineItem, LtiContext, LtiIdentity


@dataclass(frozen=True, slots=True)
class Review:
    """What a submission review asks for."""

    registration_id: int
    context_id: int
    """The key of the course's row."""

    for_user: str
    """The platform's word for the person."""

    task: str
    """As the link's custom parameter says; empty where it says nothing."""

    line_item_url: str


def reviewed_task(session: Session, review: Review) -> str | None:
    """Return the task whose column the review was opened from, if we know it."""
    if review.task in load_tasks():
        return review.task
    bound = session.scalar(
        select(LineItem.task_id).where(
            LineItem.context_id == review.context_id, LineItem.url == review.line_item_url
        )
    )
    return bound if bound in load_tasks() else None


def reviewed_enrolment(session: Session, review: Review) -> int | None:
    """Return the candidate whose work is to be seen, if they are one in this course."""
    return session.scalar(
        select(Enrolment.id)
        .join(LtiContext, LtiContext.course_id == Enrolment.course_id)
        .join(LtiIdentity, LtiIdentity.person_id == Enrolment.person_id)
        .where(
            LtiContext.id == review.context_id,
            LtiIdentity.registration_id == review.registration_id,
            LtiIdentity.sub == review.for_user,
            Enrolment.role == Role.CANDIDATE,
        )
    )
