"""The one bridge from claims to people, courses, enrolments and gradebook columns.

A launch by somebody known, into a course known, writes one row: when they last came in.
Whatever else the platform says is compared first and written only where it changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.orm import Session

from assignments.tasks import load_tasks
from curriculum.foundation.errors import Missing
from curriculum.foundation.jobs import enqueue
from curriculum.foundation.tables import Base
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment, Role, Standing
from curriculum.models.person import Person
from lti_tool.lti import addresses
from lti_tool.lti.claims import RESOURCE_LINK_REQUEST, Claims, Context
from lti_tool.lti.known import read_known
from lti_tool.lti.models.identity import LineItem, LtiContext, LtiIdentity
from lti_tool.lti.models.registration import Registration
from lti_tool.lti.roles import is_test_user, role_of
from lti_tool.lti.tool_config import KnownPlatform
from lti_tool.settings import Settings

ROSTER_AGE = timedelta(minutes=15)
"""How old the roster may be before an instructor's launch asks for it again."""


@dataclass(frozen=True, slots=True)
class Place:
    """Who came in, and where to."""

    person_id: int
    context_id: int | None
    course_id: int | None
    enrolment_id: int | None
    role: Role


_context = LtiContext.__table__.c
_enrolment = Enrolment.__table__.c
_line_item = LineItem.__table__.c
_registration = Registration.__table__.c

_LOCK_PLATFORM = (
    select(_registration.id)
    .where(_registration.id == bindparam("registration"))
    .with_for_update(key_share=True)
)

_LOCK_COURSE = (
    select(_context.id).where(_context.id == bindparam("key")).with_for_update(key_share=True)
)
_COLUMN = select(
    _line_item.id, _line_item.task_id, _line_item.resource_link_id, _line_item.gone_at
).where(_line_item.context_id == bindparam("context"), _line_item.url == bindparam("url"))
_CAME_IN = (
    update(Enrolment.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
    .where(_enrolment.id == bindparam("key"))
    .values(last_launch_at=bindparam("now"))
)


def enrol(
    connection: Connection,
    platform: KnownPlatform,
    claims: Claims,
    *,
    settings: Settings,
    now: datetime,
) -> Place:
    """Make or refresh everything that a verified launch tells us.

    What the platform got wrong is left out.

    :raises Outdated: the registration, the deployment or its keys changed after they were read.
    """
    known = read_known(connection, platform, claims)
    if _is_new(known, claims):
        # The first launches of a class come together: one at a time makes the rows.
        connection.execute(_LOCK_PLATFORM, {"registration": platform.id})
        known = read_known(connection, platform, claims)
        _create(connection, platform, claims, known, settings)
        known = read_known(connection, platform, claims)
    _refresh_person(connection, known, claims)
    if claims.product:
        _update(connection, Registration, platform.id, known, {"product": claims.product})
    if known.context_key is None or claims.context is None:
        return Place(known.person_id, None, None, None, Role.VISITOR)
    role = role_of(claims.roles)
    connection.execute(_CAME_IN, {"key": known.enrolment_id, "now": now})
    standing = {"role": role, "standing": Standing.ACTIVE}
    _update(connection, Enrolment, known.enrolment_id, known, standing)
    _refresh_course(connection, known, claims.context)
    memberships_url = _refresh_services(connection, known, claims, settings)
    _refresh_line_item(connection, known, claims, settings)
    if role is Role.INSTRUCTOR and memberships_url:
        _ask_for_roster(connection, known, now)
    return Place(known.person_id, known.context_key, known.course_id, known.enrolment_id, role)


def _is_new(known: Any, claims: Claims) -> bool:
    return known.person_id is None or (claims.context is not None and known.enrolment_id is None)


def _create(
    connection: Connection, platform: KnownPlatform, claims: Claims, known: Any, settings: Settings
) -> None:
    """Add whatever is missing of person, course and enrolment."""
    person_id = known.person_id or _create_person(connection, platform, claims)
    if claims.context is None or known.enrolment_id is not None:
        return
    course_id = known.course_id or _create_course(connection, platform, claims.context, settings)
    _add(connection, Enrolment, course_id=course_id, person_id=person_id, role=Role.VISITOR)


def _create_person(connection: Connection, platform: KnownPlatform, claims: Claims) -> int:
    person_id = _add(connection, Person)
    _add(
        connection,
        LtiIdentity,
        registration_id=platform.id,
        sub=claims.sub,
        person_id=person_id,
    )
    return person_id


def _create_course(
    connection: Connection, platform: KnownPlatform, context: Context, settings: Settings
) -> int:
    lane = f"registration:{platform.id}"
    course_id = _add(connection, Course, timezone=settings.course_timezone, lane=lane)
    _add(
        connection,
        LtiContext,
        deployment_id=platform.row.deployment_key,
        context_id=context.id,
        course_id=course_id,
    )
    return course_id


def _refresh_person(connection: Connection, known: Any, claims: Claims) -> None:
    """Keep the name. One that is not given stays as the roster may have told it."""
    said: dict[str, Any] = {"is_test": is_test_user(claims.roles)}
    if claims.name:
        said["name"] = claims.name
        said["given_name"], said["family_name"] = claims.given_name, claims.family_name
    _update(connection, Person, known.person_id, known, said)


def _refresh_course(connection: Connection, known: Any, context: Context) -> None:
    titles = {"title": context.title, "label": context.label}
    said = {name: text for name, text in titles.items() if text}
    _update(connection, Course, known.course_id, known, said)


def _refresh_services(
    connection: Connection, known: Any, claims: Claims, settings: Settings
) -> str | None:
    """Keep the addresses of the course's services; return the roster's."""
    memberships_url = _usable(claims.memberships_url, known.memberships_url, settings)
    said = {
        "line_items_url": _usable(claims.line_items_url, known.line_items_url, settings),
        "ags_scopes": list(claims.ags_scopes),
        "memberships_url": memberships_url,
    }
    _update(connection, LtiContext, known.context_key, known, said)
    return memberships_url


def _usable(address: str, known: str | None, settings: Settings) -> str | None:
    """Return an address if we would ever ask it. One that was kept before has been checked."""
    if address and address == known:
        return address
    allow_loopback = settings.lti.allow_loopback
    return address if addresses.is_usable(address, allow_loopback=allow_loopback) else None


def _refresh_line_item(
    connection: Connection, known: Any, claims: Claims, settings: Settings
) -> None:
    """Remember which gradebook column a task's activity has."""
    task_id, address = claims.custom.get("task"), claims.line_item_url
    if not task_id or not address or claims.message_type != RESOURCE_LINK_REQUEST:
        return
    if not _is_graded(task_id) or _usable(address, None, settings) is None:
        return
    asked = {"context": known.context_key, "url": address}
    found = connection.execute(_COLUMN, asked).one_or_none()
    if found is None:
        # Two first launches of one activity may meet here; the lock lets one through.
        connection.execute(_LOCK_COURSE, {"key": known.context_key})
        found = connection.execute(_COLUMN, asked).one_or_none()
    said = {"task_id": task_id, "resource_link_id": claims.resource_link_id, "gone_at": None}
    if found is None:
        _add(connection, LineItem, context_id=known.context_key, url=address, **said)
    else:
        _update(connection, LineItem, found.id, found, said)


def _is_graded(task_id: str) -> bool:
    try:
        return load_tasks().task(task_id).has_column
    except Missing:
        return False


def _ask_for_roster(connection: Connection, known: Any, now: datetime) -> None:
    synced = known.roster_synced_at
    if synced is not None and now - synced < ROSTER_AGE:
        return
    with Session(connection) as session:
        enqueue(
            session,
            "roster_sync",
            {"context_id": known.context_key},
            now=now,
            lane=known.lane,
            key=f"roster:{known.context_key}",
        )
        session.flush()


def _add(connection: Connection, table: type[Base], **values: Any) -> int:
    """Insert a row and return its key."""
    done = connection.execute(insert(table).values(**values))
    # An INSERT of one row has a key; the stubs allow for those that have none.
    key: int = done.inserted_primary_key[0]  # type: ignore[index]
    return key


def _update(
    connection: Connection, table: type[Base], key: int, known: Any, said: Mapping[str, Any]
) -> None:
    """Write those of `said` that differ from what is known."""
    changed = {name: value for name, value in said.items() if getattr(known, name) != value}
    if changed:
        rows = table.__table__
        change = update(rows)  # type: ignore[arg-type]  # a mapped class's table is a Table
        connection.execute(change.where(rows.c.id == key).values(**changed))
