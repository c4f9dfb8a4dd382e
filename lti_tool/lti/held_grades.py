"""What gradebooks hold of the grades that we sent: read for a whole course, kept beside ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from assignments.models.reflection import Reflection
from curriculum.foundation.jobs import Job, JobState, enqueue
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment
from lti_tool.lti.closed import find_open
from lti_tool.lti.deliveries import send_again
from lti_tool.lti.delivery_answers import CHANGED, CHANGED_THERE, CLEARED_THERE, FOUND
from lti_tool.lti.delivery_records import memory_of, record_held
from lti_tool.lti.delivery_views import IS_QUEUED
from lti_tool.lti.judging import Found, compare
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.models.identity import LineItem, LtiContext, LtiIdentity
from lti_tool.lti.services.ags import RESULT_READ, Result
from lti_tool.lti.services.token import ServiceClient
from lti_tool.lti.wanted_grades import Column, column_of

FRESH_FOR = timedelta(minutes=10)
"""How old a reading may be before the board asks for another one by itself."""

JUST_SENT = timedelta(minutes=1)
"""A platform may need a moment until its results show what it has taken."""


@dataclass(frozen=True, slots=True)
class CourseColumns:
    """The gradebook columns of one course at its platform, as plain values."""

    context_id: int
    client: ServiceClient
    scopes: frozenset[str]
    line_items_url: str | None
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """One grade that went to a column."""

    delivery_id: int
    user_id: str

    should_be_listed: bool
    """The gradebook took it, and it is not a zero."""


def ask_for_reading(session: Session, course_id: int, *, now: datetime) -> bool:
    """Have a course's gradebook read by the worker.

    :return: whether there is anything that may be read.
    """
    context = session.scalar(select(LtiContext).where(LtiContext.course_id == course_id))
    if context is None or RESULT_READ not in context.ags_scopes:
        return False
    enqueue(
        session,
        "result_reading",
        {"context_id": context.id},
        now=now,
        lane=session.get_one(Course, course_id).lane,
        key=key_of(context.id),
    )
    return True


@dataclass(frozen=True, slots=True)
class ReadingState:
    """How well a course's gradebook is known."""

    may_read: bool = False
    """The platform lets us."""

    read_at: datetime | None = None
    is_on: bool = False
    """It is being read, or about to be."""

    has_failed: bool = False
    """The last try came to nothing."""

    is_stale: bool = False
    """Read long ago or never, and nobody is at it."""


def reading_of(session: Session, course_id: int, *, now: datetime) -> ReadingState:
    """Return how well a course's gradebook is known."""
    context = session.scalar(select(LtiContext).where(LtiContext.course_id == course_id))
    if context is None or RESULT_READ not in context.ags_scopes:
        return ReadingState()
    job = session.execute(
        select(Job.state, Job.finished_at)
        .where(Job.key == key_of(context.id))
        .order_by(Job.id.desc())
        .limit(1)
    ).one_or_none()
    read_at = context.results_read_at
    is_on = job is not None and job.state in {JobState.WAITING, JobState.RUNNING}
    tried_at = job.finished_at if job is not None and job.state is JobState.FAILED else None
    return ReadingState(
        may_read=True,
        read_at=read_at,
        is_on=is_on,
        has_failed=tried_at is not None,
        is_stale=not is_on and is_stale(max(filter(None, (read_at, tried_at)), default=None), now),
    )


def key_of(context_id: int) -> str:
    """Return the key of the job that reads a course's gradebook."""
    return f"results:{context_id}"


def is_stale(read_at: datetime | None, now: datetime) -> bool:
    """Whether a gradebook was never read, or long ago."""
    return read_at is None or now - read_at >= FRESH_FOR


def find_columns(session: Session, context_id: int) -> CourseColumns | None:
    """Return a course's columns, unless we may not ask for their results."""
    found = find_open(session, context_id)
    if found is None or RESULT_READ not in found[0].ags_scopes:
        return None
    context, registration = found
    rows = session.scalars(
        select(LineItem)
        .where(LineItem.context_id == context_id, LineItem.gone_at.is_(None))
        .order_by(LineItem.id)
    )
    return CourseColumns(
        context_id=context.id,
        client=ServiceClient.of(registration),
        scopes=frozenset(context.ags_scopes),
        line_items_url=context.line_items_url,
        columns=tuple(column_of(row) for row in rows),
    )


def find_sent(session: Session, found: CourseColumns, column: Column) -> list[Sent]:
    """Return the grades that a column may hold, each with its platform's user."""
    rows = session.execute(
        select(GradeDelivery.id, GradeDelivery.state, GradeDelivery.sent_share, LtiIdentity.sub)
        .join(Reflection, Reflection.id == GradeDelivery.reflection_id)
        .join(Enrolment, Enrolment.id == Reflection.enrolment_id)
        .join(
            LtiIdentity,
            and_(
                LtiIdentity.person_id == Enrolment.person_id,
                LtiIdentity.registration_id == found.client.registration_id,
            ),
        )
        .where(GradeDelivery.line_item_id == column.id, GradeDelivery.wanted_revision > 0)
        .order_by(GradeDelivery.id)
    )
    sent = DeliveryState.SENT
    return [Sent(row.id, row.sub, row.state is sent and bool(row.sent_share)) for row in rows]


def keep_results(
    session: Session,
    column: Column,
    sent: Iterable[Sent],
    results: Mapping[str, Result],
    *,
    now: datetime,
) -> None:
    """Write down what a column holds for some people, and what follows from it.

    :param results: by the platform's user; who is missing has none.
    """
    held_by = {each.delivery_id: results.get(each.user_id) for each in sent}
    rows = session.execute(
        select(GradeDelivery, IS_QUEUED)
        .join(Reflection, Reflection.id == GradeDelivery.reflection_id)
        .where(GradeDelivery.id.in_(held_by))
    ).all()
    for row, is_queued in rows:
        result = held_by[row.id]
        record_held(row, result, now=now)
        if row.state is not DeliveryState.WAITING and not is_queued:
            _follow(session, row, compare(memory_of(row), result, column.maximum), now)


def _follow(session: Session, row: GradeDelivery, found: Found, now: datetime) -> None:
    """Act on what was found. Nothing that a person did in the gradebook is undone."""
    was_sent = row.state is DeliveryState.SENT
    was_changed = row.answer in CHANGED
    if found is Found.CHANGED and (was_sent or was_changed):
        _say(row, CHANGED_THERE if was_sent or row.answer == CLEARED_THERE else row.answer)
    elif found is Found.CLEARED and (was_changed or (was_sent and not _is_just_sent(row, now))):
        _say(row, CLEARED_THERE)
    elif found is Found.OUTGROWN and was_sent:
        row.posted_revision = None  # or the same share would pass for its having arrived
        send_again(session, row, now=now, insist=False)
    elif found is Found.OURS and was_changed:
        _take_back(session, row, now)


def _say(row: GradeDelivery, sentence: str | None) -> None:
    row.state = DeliveryState.FAILED
    row.answer, row.answer_status, row.next_try_at = sentence, None, None


def _take_back(session: Session, row: GradeDelivery, now: datetime) -> None:
    """Go on where a person has put our grade back: nothing stands in its way any more."""
    if row.sent_revision != row.wanted_revision:
        send_again(session, row, now=now, insist=False)
        return
    row.state, row.answer, row.yields = DeliveryState.SENT, FOUND, False


def _is_just_sent(row: GradeDelivery, now: datetime) -> bool:
    return row.sent_at is not None and now - row.sent_at < JUST_SENT
