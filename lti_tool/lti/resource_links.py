"""What of ours stands in a course: sent by deep linking, or seen when somebody first opens it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from assignments.tasks import load_tasks
from curriculum.units import load_curriculum
from lti_tool.lti.claims import RESOURCE_LINK_REQUEST, Claims
from lti_tool.lti.custom import TASK, UNIT
from lti_tool.lti.models.identity import LtiContext, ResourceLink
from lti_tool.lti.models.registration import Deployment, Registration
from lti_tool.lti.rows import add_row, lock_context, write_row

HOME = ""
"""The content of a link that names nothing of ours: it opens the course home."""

_link = ResourceLink.__table__.c
_OF_LINK = select(_link.id).where(
    _link.context_id == bindparam("context"), _link.link_id == bindparam("link")
)
_PLACED = (
    select(_link.id)
    .where(
        _link.context_id == bindparam("context"),
        _link.link_id.is_(None),
        _link.content == bindparam("content"),
    )
    .order_by(_link.id)
    .limit(1)
)


def content_of(custom: Mapping[str, str]) -> str:
    """Return what a link opens, by its custom parameters."""
    task, unit = custom.get(TASK, ""), custom.get(UNIT, "")
    if task in load_tasks():
        return f"task:{task}"
    if any(unit == known.id for known in load_curriculum().units):
        return f"unit:{unit}"
    return HOME


def refresh_link(connection: Connection, known: Any, claims: Claims, *, now: datetime) -> bool:
    """Keep what the platform says of the link that somebody came in by.

    :param known: a row of `known.read_known`.
    :return: whether nobody came in by it before.
    """
    if claims.message_type != RESOURCE_LINK_REQUEST or not claims.resource_link_id:
        return False
    said = {"content": content_of(claims.custom)}
    if claims.resource_link_title:
        said["title"] = claims.resource_link_title
    if known.link_key is None:
        return _take_in(connection, known.context_key, claims.resource_link_id, said, now=now)
    was = {"content": known.link_content, "title": known.link_title}
    changed = {name: text for name, text in said.items() if was[name] != text}
    if changed:
        write_row(connection, ResourceLink, known.link_key, **changed)
    return False


def _take_in(
    connection: Connection, context_key: int, link_id: str, said: dict[str, str], *, now: datetime
) -> bool:
    # A class opens its first activity together: one at a time looks and writes.
    lock_context(connection, context_key)
    asked = {"context": context_key, "link": link_id, "content": said["content"]}
    if connection.execute(_OF_LINK, asked).scalar() is not None:
        return False
    placed = connection.execute(_PLACED, asked).scalar()
    values = {**said, "link_id": link_id, "opened_at": now}
    if placed is None:
        add_row(connection, ResourceLink, context_id=context_key, **values)
    else:
        write_row(connection, ResourceLink, placed, **values)
    return True


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the picker must know of the course that it adds to."""

    context_key: int
    product: str
    """Of the platform; chooses its policy."""

    opened: frozenset[str]
    """Contents that people have come in by."""

    placed: frozenset[str]
    """Contents that were sent, and that nobody has opened: perhaps the platform kept none."""


_SHELF = (
    select(
        LtiContext.id.label("context_key"),
        Registration.product,
        ResourceLink.content,
        ResourceLink.opened_at,
    )
    .join(Deployment, Deployment.id == LtiContext.deployment_id)
    .join(Registration, Registration.id == Deployment.registration_id)
    .outerjoin(ResourceLink, ResourceLink.context_id == LtiContext.id)
    .where(LtiContext.course_id == bindparam("course"))
)


def read_shelf(session: Session, course_id: int) -> Shelf:
    """Return what stands in a course already. One statement."""
    rows = session.execute(_SHELF, {"course": course_id}).all()
    opened = frozenset(row.content for row in rows if row.opened_at is not None)
    named = frozenset(row.content for row in rows if row.content)
    return Shelf(rows[0].context_key, rows[0].product, opened, named - opened)


def note_placed(
    session: Session, context_key: int, titles: Mapping[str, str], *, now: datetime
) -> None:
    """Remember what was sent to a course.

    What was sent before and is still unopened is not counted twice.

    :param titles: by content.
    """
    connection = session.connection()
    lock_context(connection, context_key)
    waiting = _waiting(session, context_key, titles)
    for content, title in titles.items():
        values = {"title": title, "placed_at": now}
        if content in waiting:
            write_row(connection, ResourceLink, waiting[content], **values)
        else:
            add_row(connection, ResourceLink, context_id=context_key, content=content, **values)


def _waiting(session: Session, context_key: int, contents: Iterable[str]) -> dict[str, int]:
    rows = session.execute(
        select(ResourceLink.content, ResourceLink.id).where(
            ResourceLink.context_id == context_key,
            ResourceLink.link_id.is_(None),
            ResourceLink.content.in_(list(contents)),
        )
    )
    return {row.content: row.id for row in rows}
