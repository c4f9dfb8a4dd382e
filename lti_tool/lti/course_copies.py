"""Courses that were made by copying another one: how we know, and what follows.

Copied activities lead to our content by themselves. Of the other course nothing comes along but
its time zone and, on the platform's own word, its program: no person, no work, no grade.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlalchemy.orm import Session

from curriculum.foundation.jobs import enqueue
from curriculum.models.course import Course
from lti_tool.lti.claims import LONGEST_ID, Claims, Context
from lti_tool.lti.course_marks import open_mark
from lti_tool.lti.courses import create_course
from lti_tool.lti.custom import CONTEXT_HISTORY, MADE_IN
from lti_tool.lti.models.identity import CourseCopy, LtiContext, ToldBy
from lti_tool.lti.models.registration import Deployment
from lti_tool.lti.rows import add_row, lock_context, lock_platform, write_row
from lti_tool.lti.services.ags import LINE_ITEM, LINE_ITEM_READ
from lti_tool.settings import Settings

MOST_ORIGINS = 20
"""Of one course. The history of a shell grows by one with every term."""


@dataclass(frozen=True, slots=True)
class Told:
    """Another course that this one is said to be a copy of."""

    origin: str
    """The platform's id of it, or our mark."""

    told_by: ToldBy

    key: int | None = None
    """Of its row with us, where our mark named it."""


def copies_told(claims: Claims, *, secrets: Iterable[str]) -> list[Told]:
    """Return the courses that a launch says this one was copied from, the nearest first."""
    history = claims.custom.get(CONTEXT_HISTORY, "").split(",")
    told = [Told(origin, ToldBy.HISTORY) for origin in _ids(history)]
    mark = claims.custom.get(MADE_IN, "")
    key = open_mark(mark, secrets=secrets) if mark else None
    if key is not None:
        told.append(Told(mark, ToldBy.LINK, key))
    return told


def _ids(listed: Iterable[str]) -> list[str]:
    """Return ids of contexts, each once. Anything that cannot be one is left out."""
    named = (origin.strip() for origin in listed)
    return list(dict.fromkeys(id_ for id_ in named if 0 < len(id_) <= LONGEST_ID))[:MOST_ORIGINS]


def notice_copies(
    connection: Connection,
    context_key: int,
    claims: Claims,
    *,
    registration_id: int,
    settings: Settings,
    now: datetime,
) -> None:
    """Take in what a launch by a link that was new to us says about where the course came from.

    To be called under the lock of the context.
    """
    told = copies_told(claims, secrets=settings.secrets)
    if told:
        record_copies(
            connection,
            context_key,
            told,
            registration_id=registration_id,
            settings=settings,
            now=now,
        )
    unbound = select(CourseCopy.id).where(
        CourseCopy.context_id == context_key, CourseCopy.bound_at.is_(None)
    )
    if connection.execute(unbound.limit(1)).scalar() is not None:
        ask_to_bind(connection, context_key, now=now)


def record_copies(
    connection: Connection,
    context_key: int,
    told: Sequence[Told],
    *,
    registration_id: int,
    settings: Settings,
    now: datetime,
) -> None:
    """Remember where a course came from, and take over what may be taken over."""
    course = _read_course(connection, context_key)
    origins = _read_origins(connection, registration_id, course.deployment_id, told)
    had = _read_copies(connection, context_key)
    for one in told:
        origin = origins.get(one.key or one.origin)
        name = origin.context_id if origin else one.origin
        if name == course.context_id:
            continue  # the same course, seen through another deployment
        if name not in had:
            key = origin.id if origin else None
            values = {"origin": name, "origin_id": key, "told_by": one.told_by, "created_at": now}
            row_id = add_row(connection, CourseCopy, context_id=context_key, **values)
            had[name] = (row_id, one.told_by)
        elif had[name][1] is ToldBy.LINK and one.told_by is not ToldBy.LINK:
            write_row(connection, CourseCopy, had[name][0], told_by=one.told_by)
        if origin is not None:
            course = _take_over(connection, course, origin, one.told_by, settings)


@dataclass(frozen=True, slots=True)
class _Course:
    """As much of a course as a copy takes over."""

    id: int
    """Of its context."""
    context_id: str
    deployment_id: int
    course_id: int
    timezone: str
    program_id: int | None


_COURSE = select(
    LtiContext.id,
    LtiContext.context_id,
    LtiContext.deployment_id,
    LtiContext.course_id,
    Course.timezone,
    Course.program_id,
).join(Course, Course.id == LtiContext.course_id)


def _read_course(connection: Connection, context_key: int) -> _Course:
    return _Course(*connection.execute(_COURSE.where(LtiContext.id == context_key)).one())


def _read_origins(
    connection: Connection, registration_id: int, deployment_key: int, told: Sequence[Told]
) -> dict[int | str, _Course]:
    """Return the origins that we know, by their key and by their id.

    Only those of the same registration: other schools have courses of the same ids. Where two
    of its deployments have the same id, the one at hand counts.
    """
    keys = [one.key for one in told if one.key is not None]
    ids = [one.origin for one in told if one.key is None]
    rows = connection.execute(
        _COURSE.join(Deployment, Deployment.id == LtiContext.deployment_id)
        .where(
            Deployment.registration_id == registration_id,
            or_(LtiContext.id.in_(keys), LtiContext.context_id.in_(ids)),
        )
        .order_by(LtiContext.deployment_id == deployment_key)
    )
    found: dict[int | str, _Course] = {}
    for row in rows:
        course = _Course(*row)
        found[course.id] = found[course.context_id] = course
    return found


def _read_copies(connection: Connection, context_key: int) -> dict[str, tuple[int, ToldBy]]:
    rows = connection.execute(
        select(CourseCopy.origin, CourseCopy.id, CourseCopy.told_by).where(
            CourseCopy.context_id == context_key
        )
    )
    return {row.origin: (row.id, row.told_by) for row in rows}


def _take_over(
    connection: Connection, course: _Course, origin: _Course, told_by: ToldBy, settings: Settings
) -> _Course:
    changed: dict[str, Any] = {}
    if course.timezone == settings.course_timezone != origin.timezone:
        changed["timezone"] = origin.timezone
    # Anybody may carry an activity from one course to another; that makes it no part of a program.
    if course.program_id is None and told_by is not ToldBy.LINK and origin.program_id is not None:
        changed["program_id"] = origin.program_id
    if not changed:
        return course
    write_row(connection, Course, course.course_id, **changed)
    return _read_course(connection, course.id)


def take_notice(
    connection: Connection,
    context: Context,
    origin_ids: Sequence[str],
    *,
    registration_id: int,
    deployment_key: int,
    settings: Settings,
    now: datetime,
) -> None:
    """Take in a platform's word that it made a course by copying others.

    It tells of every course there is. One that is new to us is made only when we know what it
    was copied from; else nothing of ours can be in it.
    """
    told = [Told(origin, ToldBy.NOTICE) for origin in _ids(origin_ids)]
    lock_platform(connection, registration_id)
    context_key = connection.execute(
        select(LtiContext.id).where(
            LtiContext.deployment_id == deployment_key, LtiContext.context_id == context.id
        )
    ).scalar()
    if context_key is None:
        if not _read_origins(connection, registration_id, deployment_key, told):
            return
        _course_id, context_key = create_course(
            connection,
            context,
            registration_id=registration_id,
            deployment_key=deployment_key,
            settings=settings,
        )
    lock_context(connection, context_key)
    record_copies(
        connection, context_key, told, registration_id=registration_id, settings=settings, now=now
    )
    ask_to_bind(connection, context_key, now=now)


def ask_to_bind(connection: Connection, context_key: int, *, now: datetime) -> None:
    """Have a course's gradebook searched for columns of ours, where the platform lets us look."""
    found = connection.execute(
        select(LtiContext.line_items_url, LtiContext.ags_scopes, Course.lane)
        .join(Course, Course.id == LtiContext.course_id)
        .where(LtiContext.id == context_key)
    ).one()
    if not can_look(found.line_items_url, found.ags_scopes):
        return
    with Session(connection) as session:
        enqueue(
            session,
            "bind_course",
            {"context_id": context_key},
            now=now,
            lane=found.lane,
            key=job_key(context_key),
        )
        session.flush()


def can_look(line_items_url: str | None, scopes: Iterable[str]) -> bool:
    """Whether the platform lets us list a course's columns."""
    return bool(line_items_url) and not {LINE_ITEM, LINE_ITEM_READ}.isdisjoint(scopes)


def job_key(context_key: int) -> str:
    """Return the key of the job that searches a course's gradebook."""
    return f"bind:{context_key}"
