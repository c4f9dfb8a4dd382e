"""The columns of ours in one course's gradebook, as a look into the whole of it finds them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assignments.tasks import load_tasks
from lti_tool.lti import addresses
from lti_tool.lti.addresses import origin_of
from lti_tool.lti.closed import find_open
from lti_tool.lti.columns import keep_gone
from lti_tool.lti.custom import TASK
from lti_tool.lti.deep_linking import TAG
from lti_tool.lti.enrol_services import is_elsewhere
from lti_tool.lti.models.identity import CourseCopy, LineItem, ResourceLink
from lti_tool.lti.rows import lock_context
from lti_tool.lti.services.ags import LineItemData
from lti_tool.lti.services.token import ServiceClient
from lti_tool.lti.wanted_grades import column_of
from lti_tool.settings import Settings


@dataclass(frozen=True, slots=True)
class CourseBook:
    """One course's gradebook: where it is, and what we know of it."""

    context_id: int
    client: ServiceClient
    line_items_url: str
    scopes: frozenset[str]
    known: tuple[str, ...]
    """Addresses of the columns that we take to be there."""


def find_book(session: Session, context_id: int) -> CourseBook | None:
    """Return a course's gradebook; None where its platform is blocked or offers none."""
    found = find_open(session, context_id)
    if found is None or found[0].line_items_url is None:
        return None
    context, registration = found
    known = select(LineItem.url).where(
        LineItem.context_id == context_id, LineItem.gone_at.is_(None)
    )
    return CourseBook(
        context.id,
        ServiceClient.of(registration),
        context.line_items_url or "",
        frozenset(context.ags_scopes),
        tuple(session.scalars(known)),
    )


def bind_columns(
    session: Session,
    book: CourseBook,
    listed: Sequence[LineItemData],
    gone: Iterable[str],
    *,
    settings: Settings,
    now: datetime,
) -> None:
    """Remember which columns of a course are ours, and for which task.

    :param listed: every column that the platform showed us.
    :param gone: addresses at which the platform says there is none any more.
    """
    lock_context(session.connection(), book.context_id)
    rows = {row.url: row for row in _rows(session, book.context_id)}
    for url in gone:
        if url in rows:
            keep_gone(session, column_of(rows[url]), now=now)
    sound = [item for item in listed if _is_sound(session, book, item, settings)]
    for task_id, item in ours_among(sound, _tasks_of_links(session, book.context_id)):
        _keep(session, book.context_id, rows.get(item.url), task_id, item, now=now)
    copies = update(CourseCopy).where(CourseCopy.context_id == book.context_id)
    session.execute(copies.values(bound_at=now))


def _rows(session: Session, context_id: int) -> Iterable[LineItem]:
    return session.scalars(select(LineItem).where(LineItem.context_id == context_id))


def _is_sound(session: Session, book: CourseBook, item: LineItemData, settings: Settings) -> bool:
    """Whether a column can be one of this course: grades, and our token, will be sent there."""
    return (
        addresses.is_usable(item.url, allow_loopback=settings.lti.allow_loopback)
        and origin_of(item.url) == origin_of(book.line_items_url)
        and not is_elsewhere(session.connection(), book.context_id, item.url)
    )


def _tasks_of_links(session: Session, context_id: int) -> dict[str, str]:
    """Return the task that each activity of a course opens, by the platform's id of the link."""
    rows = session.execute(
        select(ResourceLink.link_id, ResourceLink.content).where(
            ResourceLink.context_id == context_id,
            ResourceLink.link_id.is_not(None),
            ResourceLink.content.startswith(f"{TASK}:"),
        )
    )
    return {row.link_id: row.content.removeprefix(f"{TASK}:") for row in rows}


def ours_among(
    listed: Iterable[LineItemData], tasks_of_links: Mapping[str, str]
) -> list[tuple[str, LineItemData]]:
    """Return the columns that are ours, each with its task.

    By what we wrote on it; else by the activity that it belongs to, since some platforms copy
    a column without that. One that belongs to no activity counts only where no other does.
    """
    graded = {task.id for task in load_tasks() if task.has_column}
    found: dict[str, list[LineItemData]] = {}
    for item in sorted(listed, key=lambda item: not item.resource_link_id):
        task_id = item.resource_id if item.tag == TAG else tasks_of_links.get(item.resource_link_id)
        if task_id in graded and (item.resource_link_id or task_id not in found):
            found.setdefault(task_id, []).append(item)
    return [(task_id, item) for task_id, items in found.items() for item in items]


def _keep(
    session: Session,
    context_id: int,
    row: LineItem | None,
    task_id: str,
    item: LineItemData,
    *,
    now: datetime,
) -> None:
    if row is None:
        row = LineItem(context_id=context_id, url=item.url, created_at=now)
        session.add(row)
    row.task_id, row.gone_at = task_id, None
    row.resource_link_id = item.resource_link_id or row.resource_link_id
    row.label, row.score_maximum, row.read_at = item.label, float(item.score_maximum), now
    session.flush()
