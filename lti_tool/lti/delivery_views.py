"""How pages and commands see grades on their way: one value a grade and column, in one query."""

import enum
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, String, and_, case, cast, exists, literal, select
from sqlalchemy.orm import Session

from assignments.models.marking import Marking, MarkingState
from assignments.models.reflection import Reflection, Submission
from assignments.tasks import load_tasks
from curriculum.foundation.jobs import Job, JobState
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment, Standing
from curriculum.models.person import Person
from lti_tool.lti import delivery_answers as answers
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.models.identity import LineItem, LtiContext
from lti_tool.lti.models.registration import Deployment, DeploymentState, Registration


class Group(enum.Enum):
    """What a grade asks of its instructor."""

    FAILED = "failed"
    """It did not arrive, and will not by itself. Sending it again undoes nobody's work."""

    GONE = "gone"
    """Its column was deleted in the LMS."""

    CHANGED = "changed"
    """Somebody changed it in the LMS: ours or theirs?"""

    WAITING = "waiting"
    SENT = "sent"
    KEPT = "kept"
    """Changed in the LMS, and the instructor said that this is right."""


NEEDS_SOMEBODY = frozenset({Group.FAILED, Group.GONE, Group.CHANGED})


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One released grade, in one column, and how far it has come."""

    delivery_id: int | None
    """Nothing while the worker has not taken it up yet."""

    reflection_id: int
    enrolment_id: int
    course_id: int
    course_title: str
    platform: str
    """The registration's name; empty where the course is at none."""

    person_name: str
    is_test: bool
    has_left: bool
    task_id: str
    column: str
    """The column's name in the gradebook, as far as it is known."""

    group: Group
    state: DeliveryState

    ours: Decimal | None
    """The released points; nothing for a task that is passed."""

    ours_maximum: Decimal | None
    column_maximum: Decimal | None

    score: Decimal | None
    """As last posted, in the column's points."""

    score_maximum: Decimal | None
    held_score: Decimal | None
    """What the gradebook said it holds, in its own points."""

    held_maximum: Decimal | None
    held_at: datetime | None
    held_read_at: datetime | None
    sent_at: datetime | None
    tries: int
    next_try_at: datetime | None

    answer: str
    """A translatable sentence; give it `status=answer_status`. Empty: nothing to say yet."""

    answer_status: int | None

    is_returned: bool
    """The work went back for revision since: the gradebook still holds the earlier grade."""

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"d{self.delivery_id}" if self.delivery_id else f"r{self.reflection_id}"

    @property
    def can_be_sent(self) -> bool:
        """Whether sending it again needs no question first, and may help."""
        if self.is_returned or self.group in {Group.WAITING, Group.KEPT}:
            return False
        return self.group is not Group.CHANGED or self.answer == answers.CLEARED_THERE

    @property
    def ours_there(self) -> tuple[Decimal, Decimal] | None:
        """Our points and the maximum on the column's scale, where that is known."""
        maximum = self.column_maximum or self.held_maximum or self.score_maximum
        if maximum is None or self.is_returned:
            return None
        if self.ours is None or not self.ours_maximum:
            return maximum, maximum
        return round(self.ours * maximum / self.ours_maximum, 4), maximum


def views(session: Session, query: Select[*tuple[Any, ...]]) -> list[DeliveryView]:
    """Return what a query over `GRADES` finds."""
    return [_view(row.GradeDelivery or _NO_DELIVERY, row) for row in session.execute(query)]


_NO_DELIVERY = GradeDelivery()


def _view(delivery: GradeDelivery, row: Any) -> DeliveryView:
    group = Group(row.group)
    line_item = row.LineItem
    maximum = line_item.score_maximum if line_item else None
    return DeliveryView(
        delivery_id=delivery.id,
        reflection_id=row.reflection_id,
        enrolment_id=row.enrolment_id,
        course_id=row.course_id,
        course_title=row.course_title,
        platform=row.platform or "",
        person_name=row.person_name or f"#{row.person_id}",
        is_test=row.is_test,
        has_left=row.standing is Standing.LEFT,
        task_id=row.task_id,
        column=line_item.label if line_item else "",
        group=group,
        state=DeliveryState.WAITING if group is Group.WAITING else _state(delivery),
        ours=row.ours,
        ours_maximum=row.ours_maximum,
        column_maximum=None if maximum is None else Decimal(str(maximum)),
        score=delivery.score,
        score_maximum=delivery.score_maximum,
        held_score=delivery.held_score,
        held_maximum=delivery.held_maximum,
        held_at=delivery.held_at,
        held_read_at=delivery.held_read_at,
        sent_at=delivery.sent_at,
        tries=delivery.tries or 0,
        next_try_at=delivery.next_try_at,
        answer=_answer(delivery, group, row),
        answer_status=delivery.answer_status,
        is_returned=not row.is_released,
    )


def _state(delivery: GradeDelivery) -> DeliveryState:
    # Not one that waits: nothing of it is in the queue any more.
    return DeliveryState.SENT if delivery.state is DeliveryState.SENT else DeliveryState.FAILED


def _answer(delivery: GradeDelivery, group: Group, row: Any) -> str:
    """Return the LMS's last word, or ours where it has none."""
    hold = _hold(row)
    if hold is answers.NOWHERE and delivery.answer:
        return delivery.answer
    if hold and group in {Group.WAITING, Group.FAILED}:
        return hold
    if group is Group.FAILED and delivery.state is not DeliveryState.FAILED:
        return answers.NOT_SENT
    return delivery.answer or ""


def _hold(row: Any) -> str:
    """Return why nothing of this course may go out at all."""
    if row.deployment_state is None:
        return answers.NOWHERE
    if row.blocked or row.deployment_state is DeploymentState.BLOCKED:
        return answers.BLOCKED
    return answers.PENDING if row.deployment_state is DeploymentState.PENDING else ""


NEWEST = (
    select(Marking.id)
    .join(Submission, Submission.id == Marking.submission_id)
    .where(Submission.reflection_id == Reflection.id, Marking.state == MarkingState.RELEASED)
    .order_by(Submission.attempt.desc(), Marking.released_at.desc())
    .limit(1)
    .correlate(Reflection)
    .scalar_subquery()
)
"""The released marking that counts."""

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
_IS_SENT = GradeDelivery.state == DeliveryState.SENT
_HAS_FAILED = GradeDelivery.state == DeliveryState.FAILED
GROUP = case(
    (IS_QUEUED, Group.WAITING.value),
    (_IS_SENT | ~IS_RELEASED, Group.SENT.value),
    (_HAS_FAILED & GradeDelivery.yields, Group.KEPT.value),
    (_HAS_FAILED & GradeDelivery.answer.in_(answers.CHANGED), Group.CHANGED.value),
    (_HAS_FAILED & (GradeDelivery.answer == answers.COLUMN_GONE), Group.GONE.value),
    else_=Group.FAILED.value,
)
"""A `Group`. Also of a grade that no job carries any more, as while its platform was blocked."""

RANK = case(
    {
        Group.FAILED.value: 0,
        Group.GONE.value: 1,
        Group.CHANGED.value: 2,
        Group.WAITING.value: 3,
    },
    value=GROUP,
    else_=4,
)
"""What needs a person comes first, then what is on its way."""

_DELIVERY = and_(GradeDelivery.reflection_id == Reflection.id, GradeDelivery.wanted_revision > 0)
GRADES = (
    select(
        GradeDelivery,
        LineItem,
        Reflection.id.label("reflection_id"),
        Reflection.task_id,
        Enrolment.id.label("enrolment_id"),
        Enrolment.standing,
        Course.id.label("course_id"),
        Course.title.label("course_title"),
        Registration.name.label("platform"),
        Registration.blocked,
        Deployment.state.label("deployment_state"),
        Person.id.label("person_id"),
        Person.name.label("person_name"),
        Person.is_test,
        Marking.score.label("ours"),
        Marking.score_maximum.label("ours_maximum"),
        Marking.id.is_not(None).label("is_released"),
        GROUP.label("group"),
    )
    .select_from(Reflection)
    .join(Enrolment, Enrolment.id == Reflection.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(Course, Course.id == Enrolment.course_id)
    .outerjoin(LtiContext, LtiContext.course_id == Course.id)
    .outerjoin(Deployment, Deployment.id == LtiContext.deployment_id)
    .outerjoin(Registration, Registration.id == Deployment.registration_id)
    .outerjoin(GradeDelivery, _DELIVERY)
    .outerjoin(LineItem, LineItem.id == GradeDelivery.line_item_id)
    .outerjoin(Marking, Marking.id == NEWEST)
    .order_by(RANK, Reflection.task_id, Person.family_name, Person.name, Reflection.id)
)
IN_COURSE = (
    select(GROUP.label("group"), Reflection.task_id)
    .select_from(Reflection)
    .join(Enrolment, Enrolment.id == Reflection.enrolment_id)
    .outerjoin(GradeDelivery, _DELIVERY)
)
"""The same rows with nothing but their group and task, for counting them."""

IS_SHOWN = IS_RELEASED | GradeDelivery.sent_revision.is_not(None)
"""It is released, or a gradebook still holds it."""


def graded_tasks() -> list[str]:
    """Return the ids of the tasks that have a gradebook column."""
    return [task.id for task in load_tasks() if task.has_column]
