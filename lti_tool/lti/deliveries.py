"""Grades on their way to gradebooks: what pages and commands show of them, and sending again."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import String, and_, case, cast, exists, literal, or_, select
from sqlalchemy.orm import Session

from assignments.models.marking import Marking, MarkingState
from assignments.models.reflection import Reflection, Submission
from assignments.tasks import load_tasks
from curriculum.foundation.errors import N_, Missing
from curriculum.foundation.jobs import Job, JobState, enqueue
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment
from curriculum.models.person import Person
from lti_tool.lti.delivery_answers import ASK_FIRST
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.models.identity import LtiContext
from lti_tool.lti.models.registration import Deployment, Registration


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One released grade and how far it has come."""

    delivery_id: int | None
    """Nothing while the worker has not taken it up yet."""

    reflection_id: int
    enrolment_id: int
    course_id: int
    course_title: str
    platform: str
    """The registration's name; empty where the course is at none."""

    person_name: str
    task_id: str
    state: DeliveryState

    score: Decimal | None
    """As last posted, in the column's points."""

    score_maximum: Decimal | None
    sent_at: datetime | None
    tries: int
    next_try_at: datetime | None

    answer: str
    """A translatable sentence; give it `status=answer_status`. Empty: nothing to say yet."""

    answer_status: int | None

    is_returned: bool
    """The work went back for revision since: the gradebook still holds the earlier grade."""

    @property
    def needs_somebody(self) -> bool:
        """Whether it waits for a person."""
        return self.state is DeliveryState.FAILED


def deliveries_of_course(session: Session, course_id: int) -> list[DeliveryView]:
    """Return every grade of a course that is released, or that a gradebook still holds.

    Those that need a person come first, then what is on its way.
    """
    shown = or_(IS_RELEASED, GradeDelivery.sent_revision.is_not(None))
    return _views(session, _GRADES.where(Enrolment.course_id == course_id, shown))


def pending_deliveries(session: Session) -> list[DeliveryView]:
    """Return what has not arrived yet, in every course."""
    unsent = or_(GradeDelivery.id.is_(None), GradeDelivery.state != DeliveryState.SENT)
    return _views(session, _GRADES.where(IS_RELEASED, unsent))


def find_delivery(session: Session, course_id: int, delivery_id: int) -> GradeDelivery:
    """Return one delivery of a course.

    :raises Missing: there is none in this course.
    """
    found = session.scalar(
        select(GradeDelivery)
        .join(Reflection, Reflection.id == GradeDelivery.reflection_id)
        .join(Enrolment, Enrolment.id == Reflection.enrolment_id)
        .where(GradeDelivery.id == delivery_id, Enrolment.course_id == course_id)
    )
    if found is None:
        raise Missing(N_("There is no such grade in this course."))
    return found


def send_again(
    session: Session, delivery: GradeDelivery, *, now: datetime, insist: bool = True
) -> None:
    """Have a grade sent again, from the first try on.

    :param insist: the instructor has read what stood in the way: a grade typed in the LMS is
        replaced, a deleted column is made again. Only where that was the last answer.
    """
    delivery.replaces = insist and delivery.answer in ASK_FIRST
    delivery.state = DeliveryState.WAITING
    delivery.sent_revision = None
    delivery.tries, delivery.next_try_at = 0, now
    _enqueue(session, delivery.reflection_id, now)
    session.flush()


def send_pending(session: Session, *, now: datetime) -> int:
    """Have every grade that has not arrived sent again; return how many.

    Nobody has looked at each of them, so no grade typed in an LMS is replaced.
    """
    pending = pending_deliveries(session)
    for view in pending:
        row = session.get(GradeDelivery, view.delivery_id) if view.delivery_id else None
        if row is None:
            _enqueue(session, view.reflection_id, now)
        else:
            send_again(session, row, now=now, insist=False)
    return len(pending)


def _enqueue(session: Session, reflection_id: int, now: datetime) -> None:
    reflection = session.get_one(Reflection, reflection_id)
    enqueue(
        session,
        "grade_delivery",
        {"reflection_id": reflection_id},
        now=now,
        lane=reflection.enrolment.course.lane,
        key=f"grade:{reflection_id}",
    )


def _views(session: Session, query: Any) -> list[DeliveryView]:
    graded = [task.id for task in load_tasks() if task.has_column]
    rows = session.execute(query.where(Reflection.task_id.in_(graded)))
    return [_view(row.GradeDelivery, row) for row in rows]


def _view(delivery: GradeDelivery | None, row: Any) -> DeliveryView:
    state = delivery.state if delivery and not row.is_queued else DeliveryState.WAITING
    return DeliveryView(
        delivery_id=delivery.id if delivery else None,
        reflection_id=row.reflection_id,
        enrolment_id=row.enrolment_id,
        course_id=row.course_id,
        course_title=row.course_title,
        platform=row.platform or "",
        person_name=row.person_name or f"#{row.person_id}",
        task_id=row.task_id,
        state=state,
        score=delivery.score if delivery else None,
        score_maximum=delivery.score_maximum if delivery else None,
        sent_at=delivery.sent_at if delivery else None,
        tries=delivery.tries if delivery else 0,
        next_try_at=delivery.next_try_at if delivery else None,
        answer=(delivery.answer if delivery else None) or "",
        answer_status=delivery.answer_status if delivery else None,
        is_returned=not row.is_released,
    )


IS_RELEASED = exists(
    select(Marking.id)
    .join(Submission, Submission.id == Marking.submission_id)
    .where(Submission.reflection_id == Reflection.id, Marking.state == MarkingState.RELEASED)
)
IS_QUEUED = exists(
    select(Job.id).where(
        Job.key == literal("grade:") + cast(Reflection.id, String),
        Job.state.in_([JobState.WAITING, JobState.RUNNING]),
    )
)
_GRADES = (
    select(
        GradeDelivery,
        Reflection.id.label("reflection_id"),
        Reflection.task_id,
        Enrolment.id.label("enrolment_id"),
        Course.id.label("course_id"),
        Course.title.label("course_title"),
        Registration.name.label("platform"),
        Person.id.label("person_id"),
        Person.name.label("person_name"),
        IS_QUEUED.label("is_queued"),
        IS_RELEASED.label("is_released"),
    )
    .select_from(Reflection)
    .join(Enrolment, Enrolment.id == Reflection.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(Course, Course.id == Enrolment.course_id)
    .outerjoin(LtiContext, LtiContext.course_id == Course.id)
    .outerjoin(Deployment, Deployment.id == LtiContext.deployment_id)
    .outerjoin(Registration, Registration.id == Deployment.registration_id)
    .outerjoin(
        GradeDelivery,
        and_(GradeDelivery.reflection_id == Reflection.id, GradeDelivery.wanted_revision > 0),
    )
    .order_by(
        case((GradeDelivery.state == DeliveryState.SENT, 2), else_=1)
        - case((GradeDelivery.state == DeliveryState.FAILED, 1), else_=0),
        Reflection.task_id,
        Person.family_name,
        Person.name,
        Reflection.id,
    )
)
