"""Keeping the record of each delivery: what was wanted, posted and confirmed.

What is about to be posted is committed first, so that after a crash nobody has to guess.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lti_tool.lti.judging import Memory, digest
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.services.ags import Result, Score
from lti_tool.lti.wanted_grades import WantedGrade


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a grade did not go out, and when to try again."""

    sentence: str
    status: int | None = None

    wait: timedelta | None = None
    """Nothing: a person must act."""

    is_try: bool = True
    """Whether it counts against the number of tries."""


_ROWS = (
    select(GradeDelivery)
    .where(GradeDelivery.reflection_id == bindparam("reflection"))
    .order_by(GradeDelivery.id)
)


def find_rows(
    session: Session, reflection_id: int, column_ids: Sequence[int | None]
) -> list[GradeDelivery | None]:
    """Return the delivery for each column; failing that, one that has no column yet."""
    rows = session.scalars(_ROWS, {"reflection": reflection_id}).all()
    exact = {row.line_item_id: row for row in rows if row.line_item_id is not None}
    loose = [row for row in rows if row.line_item_id is None]
    found = [exact.get(key) if key is not None else None for key in column_ids]
    return [row or (loose.pop(0) if loose else None) for row in found]


def memory_of(row: GradeDelivery | None) -> Memory:
    """Return a record as plain values."""
    if row is None:
        return Memory()
    posted = row.score / row.score_maximum if row.score is not None and row.score_maximum else None
    return Memory(
        submission_id=row.submission_id,
        sent_revision=row.sent_revision,
        posted_revision=row.posted_revision,
        posted_at=row.posted_at,
        posted_share=posted,
        posted_score=row.score,
        posted_maximum=row.score_maximum,
        sent_share=row.sent_share,
        sent_comment=row.sent_comment,
        replaces=row.replaces,
        yields=row.yields,
        noticed_submission_id=row.noticed_submission_id,
        wanted=(row.submission_id, row.wanted_revision),
        tries=row.tries,
    )


def open_record(
    session: Session,
    row: GradeDelivery | None,
    wanted: WantedGrade,
    column_id: int | None,
    *,
    now: datetime,
) -> GradeDelivery:
    """Return the record of a grade, brought up to the marking that is wanted.

    :param row: the record that `find_rows` found, in this session or an earlier one.
    """
    if row is None:
        row = GradeDelivery(
            reflection_id=wanted.place.reflection_id,
            submission_id=wanted.submission_id,
            created_at=now,
            wanted_revision=0,
            tries=0,
            replaces=False,
            yields=False,
        )
    session.add(row)
    row.line_item_id = column_id
    if (row.submission_id, row.wanted_revision) != (wanted.submission_id, wanted.revision):
        if row.submission_id != wanted.submission_id:
            row.sent_revision = row.posted_revision = None
        row.submission_id, row.wanted_revision = wanted.submission_id, wanted.revision
        row.tries, row.next_try_at, row.yields = 0, None, False
    row.state = DeliveryState.WAITING
    return row


def record_posting(row: GradeDelivery, score: Score, *, revision: int | None) -> None:
    """Write down what is about to be posted. To be committed before it is.

    :param revision: of the marking; nothing for a notice that carries no grade.
    """
    row.posted_at = score.timestamp
    if revision is not None:
        row.posted_revision = revision
        row.score, row.score_maximum = score.given, score.maximum


def record_not_arrived(row: GradeDelivery, before: Memory) -> None:
    """Take back that something was posted: the platform certainly did not take it.

    The timestamp stays: it must only grow.
    """
    row.posted_revision = before.posted_revision
    row.noticed_submission_id = before.noticed_submission_id


def record_sent(
    row: GradeDelivery, wanted: WantedGrade, share: Decimal, answer: str, *, now: datetime
) -> None:
    """Write down that the platform has the grade."""
    row.sent_revision = wanted.revision
    row.sent_share = share
    row.sent_comment = digest(wanted.comment)
    row.sent_at = now
    row.state = DeliveryState.SENT
    row.replaces = row.yields = False
    _answer(row, answer, None, None)


def record_held(row: GradeDelivery, result: Result | None, *, now: datetime) -> None:
    """Write down what the gradebook says it holds.

    :param result: nothing: it holds none, or does not tell.
    """
    row.held_score = result.score if result else None
    row.held_maximum = result.maximum if result else None
    row.held_at = result.timestamp if result and result.score is not None else None
    row.held_read_at = now


def as_result(score: Score) -> Result:
    """Return what the gradebook holds once it has taken a score."""
    return Result(score.user_id, score.given, score.maximum, score.timestamp, score.comment)


def record_trouble(row: GradeDelivery, trouble: Trouble, *, now: datetime) -> None:
    """Write down why the grade did not go out."""
    if trouble.is_try:
        row.tries += 1
    row.state = DeliveryState.FAILED if trouble.wait is None else DeliveryState.WAITING
    row.replaces = row.replaces and trouble.wait is not None
    due = None if trouble.wait is None else now + trouble.wait
    _answer(row, trouble.sentence, trouble.status, due)


def _answer(row: GradeDelivery, sentence: str, status: Any, due: datetime | None) -> None:
    row.answer, row.answer_status, row.next_try_at = sentence, status, due
