"""What stands connected in one course, as an instructor's page shows it: plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from curriculum.foundation.errors import N_, Missing
from curriculum.foundation.jobs import Job, JobState
from curriculum.models.course import Course
from lti_tool.lti.course_copies import can_look, job_key
from lti_tool.lti.models.identity import CourseCopy, LineItem, LtiContext, ResourceLink, ToldBy

NEW_FOR = timedelta(days=14)
"""How long the course home speaks of a copy."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A course that this one was copied from."""

    title: str
    """Empty where we do not know the course."""

    told_by: ToldBy
    created_at: datetime
    bound_at: datetime | None


@dataclass(frozen=True, slots=True)
class Activity:
    """One link of ours in the course."""

    content: str
    title: str
    opened_at: datetime | None
    placed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """One gradebook column."""

    task_id: str
    label: str
    maximum: float | None
    read_at: datetime | None
    gone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Bindings:
    """All that the page shows."""

    origins: tuple[Origin, ...]
    activities: tuple[Activity, ...]
    columns: tuple[ColumnShown, ...]
    can_look: bool
    """Whether the platform lets us list the columns."""

    is_looking: bool
    problem: str
    """Why the last look came to nothing, if it did. For the log's reader, in English."""

    def activities_of(self, content: str) -> list[Activity]:
        """Return the links to one unit or task, or to the course home."""
        return [one for one in self.activities if one.content == content]

    def columns_of(self, task_id: str) -> list[ColumnShown]:
        """Return a task's columns: those that are there, or else those that were."""
        mine = [one for one in self.columns if one.task_id == task_id]
        return [one for one in mine if one.gone_at is None] or mine[-1:]


def context_of(session: Session, course_id: int) -> int:
    """Return the key of a course's context.

    :raises Missing: the course is of no platform.
    """
    found = session.scalar(select(LtiContext.id).where(LtiContext.course_id == course_id))
    if found is None:
        raise Missing(N_("This course is not connected to an LMS."))
    return found


def read_bindings(session: Session, course_id: int) -> Bindings:
    """Return what is connected in one course. A fixed number of statements.

    :raises Missing: the course is of no platform.
    """
    key = context_of(session, course_id)
    context = session.execute(
        select(LtiContext.line_items_url, LtiContext.ags_scopes).where(LtiContext.id == key)
    ).one()
    job = session.execute(
        select(Job.state, Job.last_error)
        .where(Job.key == job_key(key))
        .order_by(Job.id.desc())
        .limit(1)
    ).one_or_none()
    return Bindings(
        origins=tuple(_origins(session, key)),
        activities=tuple(_activities(session, key)),
        columns=tuple(_columns(session, key)),
        can_look=can_look(context.line_items_url, context.ags_scopes),
        is_looking=job is not None and job.state in {JobState.WAITING, JobState.RUNNING},
        problem=(job.last_error or "") if job and job.state is JobState.FAILED else "",
    )


def _origins(session: Session, key: int) -> Iterable[Origin]:
    theirs = aliased(LtiContext)
    rows = session.execute(
        select(Course.title, CourseCopy.told_by, CourseCopy.created_at, CourseCopy.bound_at)
        .select_from(CourseCopy)
        .outerjoin(theirs, theirs.id == CourseCopy.origin_id)
        .outerjoin(Course, Course.id == theirs.course_id)
        .where(CourseCopy.context_id == key)
        .order_by(CourseCopy.id)
    )
    return (Origin(row.title or "", *row[1:]) for row in rows)


def _activities(session: Session, key: int) -> Iterable[Activity]:
    rows = session.execute(
        select(
            ResourceLink.content, ResourceLink.title, ResourceLink.opened_at, ResourceLink.placed_at
        )
        .where(ResourceLink.context_id == key)
        .order_by(ResourceLink.id)
    )
    return (Activity(*row) for row in rows)


def _columns(session: Session, key: int) -> Iterable[ColumnShown]:
    rows = session.execute(
        select(
            LineItem.task_id,
            LineItem.label,
            LineItem.score_maximum,
            LineItem.read_at,
            LineItem.gone_at,
        )
        .where(LineItem.context_id == key)
        .order_by(LineItem.id)
    )
    return (ColumnShown(*row) for row in rows)


def was_copied_lately(session: Session, course_id: int, *, now: datetime) -> bool:
    """Whether a course with something of ours in it was found to be a copy a short while ago."""
    found = (
        select(CourseCopy.id)
        .join(LtiContext, LtiContext.id == CourseCopy.context_id)
        .where(
            LtiContext.course_id == course_id,
            CourseCopy.created_at > now - NEW_FOR,
            # Every shell has a history; what counts is one in which we were.
            or_(CourseCopy.origin_id.is_not(None), CourseCopy.told_by == ToldBy.LINK),
        )
        .limit(1)
    )
    return session.scalar(found) is not None
