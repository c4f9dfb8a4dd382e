"""Finding the gradebook column of a task: the one that is there first, a new one last."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assignments.tasks import Grading, Task
from lti_tool.lti.deep_linking import PASS_MAXIMUM, SCORE_MAXIMUM, TAG
from lti_tool.lti.delivery_answers import COLUMN_GONE
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.models.identity import LineItem
from lti_tool.lti.rows import lock_context
from lti_tool.lti.services.ags import Gradebook, LineItemData
from lti_tool.lti.wanted_grades import Column, Place, column_of

FRESH_FOR = timedelta(minutes=10)
"""How long a column's maximum is taken as read."""


def find_column(book: Gradebook, task_id: str) -> LineItemData | None:
    """Return the column that was made for this task, if the platform has one."""
    if not book.can_list:
        return None
    listed = book.line_items(resource_id=task_id, tag=TAG)
    ours = [item for item in listed if item.resource_id == task_id and item.tag == TAG]
    # One that belongs to an activity is what people see; a loose one may be ours from before.
    return max(ours, key=lambda item: bool(item.resource_link_id), default=None)


def create_column(book: Gradebook, task: Task) -> LineItemData:
    """Add a column for this task.

    It belongs to no activity: given one, Moodle would stop naming the activity's own column.
    """
    scored = task.grading is Grading.SCORED
    maximum = Decimal(SCORE_MAXIMUM if scored else PASS_MAXIMUM)
    wanted = LineItemData("", task.title, maximum, resource_id=task.id, tag=TAG)
    made = book.create_line_item(wanted)
    return replace(made, resource_id=task.id, tag=TAG)


def keep_column(session: Session, place: Place, found: LineItemData, *, now: datetime) -> Column:
    """Remember a column that was found or made."""
    # A launch that tells of the same column waits here, as we wait for it.
    lock_context(session.connection(), place.context_id)
    row = session.scalar(
        select(LineItem).where(LineItem.context_id == place.context_id, LineItem.url == found.url)
    )
    if row is None:
        row = LineItem(
            context_id=place.context_id, task_id=place.task_id, url=found.url, created_at=now
        )
        session.add(row)
    row.task_id, row.gone_at = place.task_id, None
    row.resource_link_id = found.resource_link_id or row.resource_link_id
    row.score_maximum, row.read_at = float(found.score_maximum), now
    row.label = found.label or row.label or ""
    session.flush()
    return column_of(row)


def needs_reading(column: Column, now: datetime) -> bool:
    """Whether the column's maximum is unknown or was read long ago."""
    return column.read_at is None or now - column.read_at >= FRESH_FOR


def keep_reading(session: Session, column: Column, found: LineItemData, *, now: datetime) -> Column:
    """Remember a column's maximum and label as they are now."""
    label = {"label": found.label} if found.label else {}
    session.execute(
        update(LineItem)
        .where(LineItem.id == column.id)
        .values(score_maximum=float(found.score_maximum), read_at=now, **label)
    )
    return replace(column, maximum=found.score_maximum, read_at=now)


def keep_gone(session: Session, column: Column, *, now: datetime) -> None:
    """Remember that a column is gone. What was sent there is in no gradebook any more."""
    session.execute(update(LineItem).where(LineItem.id == column.id).values(gone_at=now))
    lost = GradeDelivery.line_item_id == column.id
    session.execute(
        update(GradeDelivery)
        .where(lost, GradeDelivery.wanted_revision > 0)
        .values(state=DeliveryState.FAILED, answer=COLUMN_GONE, answer_status=None)
    )
    session.execute(
        update(GradeDelivery)
        .where(lost)
        .values(line_item_id=None, sent_revision=None, sent_share=None, sent_comment=None)
        .values(posted_revision=None, score=None, score_maximum=None, noticed_submission_id=None)
        .values(held_score=None, held_maximum=None, held_at=None, held_read_at=now, yields=False)
    )
