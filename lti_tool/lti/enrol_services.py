"""What a launch says of the platform's services: their addresses, and the link's own column."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from assignments.tasks import load_tasks
from curriculum.foundation.errors import Missing
from curriculum.foundation.jobs import Job, enqueue
from lti_tool.lti import addresses
from lti_tool.lti.claims import RESOURCE_LINK_REQUEST, Claims
from lti_tool.lti.custom import TASK
from lti_tool.lti.models.identity import LineItem, LtiContext
from lti_tool.lti.models.registration import Deployment
from lti_tool.lti.rows import add_row, lock_context, update_row
from lti_tool.settings import Settings

ROSTER_AGE = timedelta(minutes=15)
"""How old the roster may be before an instructor's launch asks for it again."""

NOTICES_AGE = timedelta(days=30)
"""How long a platform's promise to tell us of copied courses is taken to stand."""

NOTICES_PAUSE = timedelta(days=1)
"""Between two askings, whatever the first one came to."""

_line_item = LineItem.__table__.c
_context = LtiContext.__table__.c
_deployment = Deployment.__table__.c

_COLUMN = select(
    _line_item.id, _line_item.task_id, _line_item.resource_link_id, _line_item.gone_at
).where(_line_item.context_id == bindparam("context"), _line_item.url == bindparam("url"))


def _other_course() -> Any:
    """Return the statement that finds a column's address in another course of the platform."""
    theirs, ours = LtiContext.__table__.alias(), LtiContext.__table__.alias()
    their_home, our_home = Deployment.__table__.alias(), Deployment.__table__.alias()
    return (
        select(_line_item.id)
        .join(theirs, theirs.c.id == _line_item.context_id)
        .join(their_home, their_home.c.id == theirs.c.deployment_id)
        .join(our_home, our_home.c.registration_id == their_home.c.registration_id)
        .join(ours, ours.c.deployment_id == our_home.c.id)
        .where(
            ours.c.id == bindparam("context"),
            _line_item.url == bindparam("url"),
            theirs.c.context_id != ours.c.context_id,
        )
        .limit(1)
    )


_ELSEWHERE = _other_course()


def refresh(
    connection: Connection,
    known: Any,
    claims: Claims,
    *,
    deployment_key: int,
    by_instructor: bool,
    settings: Settings,
    now: datetime,
) -> None:
    """Keep the addresses of the course's services, and ask them for what has aged.

    :param known: a row of `known.read_known`.
    """
    memberships_url = _refresh_context(connection, known, claims, settings)
    _refresh_line_item(connection, known, claims, settings)
    notices_url = _usable(claims.notices_url, known.notices_url, settings)
    if notices_url:
        update_row(connection, Deployment, deployment_key, known, {"notices_url": notices_url})
    if by_instructor and memberships_url:
        _ask_for_roster(connection, known, now)
    if by_instructor and notices_url:
        _ask_for_notices(connection, known, deployment_key, now)


def _refresh_context(
    connection: Connection, known: Any, claims: Claims, settings: Settings
) -> str | None:
    """Keep the addresses of the course's services; return the roster's."""
    memberships_url = _usable(claims.memberships_url, known.memberships_url, settings)
    said = {
        "line_items_url": _usable(claims.line_items_url, known.line_items_url, settings),
        "ags_scopes": list(claims.ags_scopes),
        "memberships_url": memberships_url,
    }
    update_row(connection, LtiContext, known.context_key, known, said)
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
    """Remember which gradebook column a task's activity has.

    By the launch's own claim alone: nothing that an activity carries along names a column.
    """
    task_id, address = claims.custom.get(TASK), claims.line_item_url
    if not task_id or not address or claims.message_type != RESOURCE_LINK_REQUEST:
        return
    if not _is_graded(task_id) or _usable(address, None, settings) is None:
        return
    asked = {"context": known.context_key, "url": address}
    found = connection.execute(_COLUMN, asked).one_or_none()
    if found is None:
        # Two first launches of one activity may meet here; the lock lets one through.
        lock_context(connection, known.context_key)
        found = connection.execute(_COLUMN, asked).one_or_none()
    said = {"task_id": task_id, "resource_link_id": claims.resource_link_id, "gone_at": None}
    if found is not None:
        update_row(connection, LineItem, found.id, found, said)
    elif not is_elsewhere(connection, known.context_key, address):
        add_row(connection, LineItem, context_id=known.context_key, url=address, **said)


def is_elsewhere(connection: Connection, context_key: int, address: str) -> bool:
    """Whether a column belongs to another course of the same platform.

    A copied activity may still bring the column of the one that it was copied from.
    """
    asked = {"context": context_key, "url": address}
    return connection.execute(_ELSEWHERE, asked).scalar() is not None


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


def _ask_for_notices(
    connection: Connection, known: Any, deployment_key: int, now: datetime
) -> None:
    asked = known.notices_asked_at
    if asked is not None and now - asked < NOTICES_AGE:
        return
    key = f"notices:{deployment_key}"
    with Session(connection) as session:
        tried = select(Job.id).where(Job.key == key, Job.created_at > now - NOTICES_PAUSE)
        if session.scalar(tried.limit(1)) is not None:
            return
        enqueue(
            session,
            "subscribe_notices",
            {"deployment_id": deployment_key},
            now=now,
            lane=known.lane,
            key=key,
        )
        session.flush()
