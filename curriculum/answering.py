"""Answers to the questions of a unit's check: the latest is kept, and whether any was right."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import Session

from curriculum.foundation.upsert import upsert
from curriculum.models.progress import CheckAnswer
from curriculum.unit import Unit


def answer_check(
    session: Session,
    enrolment_id: int,
    unit: Unit,
    item_id: str,
    chosen: Sequence[Any],
    *,
    now: datetime,
) -> bool:
    """Keep an answer in place of the one before. Tries are unlimited; a right one stays right.

    The same answer sent again, by a second press or another tab, is no further try.

    :param chosen: what the question's `judge` takes.
    :return: whether this answer is right.
    :raises Missing: the unit has no such question.
    :raises Rejected: it is no answer to this question.
    """
    item = unit.check(item_id)
    right = item.judge(chosen)
    key = {"enrolment_id": enrolment_id, "unit_id": unit.id, "item": item.id}
    columns = (CheckAnswer.chosen, CheckAnswer.right)
    before = session.execute(select(*columns).filter_by(**key)).one_or_none()
    if before is not None and tuple(before) == (list(chosen), right):
        return right
    latest = {"chosen": list(chosen), "right": right, "answered_at": now}
    again = {
        **latest,
        "ever_right": or_(CheckAnswer.ever_right, literal(right)),
        "tries": CheckAnswer.tries + 1,
    }
    upsert(session, CheckAnswer, key, {**latest, "ever_right": right, "tries": 1}, again)
    return right
