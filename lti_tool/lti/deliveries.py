"""Grades on their way to gradebooks: which there are, sending them again, leaving them be."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import islice

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from assignments.models.reflection import Reflection
from curriculum.foundation.errors import N_, Conflict, Missing
from curriculum.foundation.jobs import Job, JobState
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment
from lti_tool.lti.delivery_answers import ASK_FIRST, CHANGED, COLUMN_GONE
from lti_tool.lti.delivery_views import (
    GRADES,
    GROUP,
    IS_RELEASED,
    IS_SHOWN,
    DeliveryView,
    Group,
    graded_tasks,
    views,
)
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery

BATCH = 500
"""Grades a statement: SQL does not grow with the class."""

MOST_CHOSEN = 1000
"""Grades that one form may name. A page of the board has a hundred."""

_KEY = re.compile(r"([dr])([1-9][0-9]{0,8})")


def deliveries_of_course(
    session: Session,
    course_id: int,
    *,
    groups: Collection[Group] = tuple(Group),
    task_id: str | None = None,
    first: int = 0,
    most: int | None = None,
) -> list[DeliveryView]:
    """Return the grades of a course that are released, or that a gradebook still holds.

    Those that need a person come first, then what is on its way.

    :param first: how many to leave out at the beginning.
    :param most: how many to return; all where nothing is given.
    """
    found = GRADES.where(
        Enrolment.course_id == course_id,
        Reflection.task_id.in_([task_id] if task_id else graded_tasks()),
        IS_SHOWN,
    )
    if len(groups) < len(Group):
        found = found.where(GROUP.in_([group.value for group in groups]))
    return views(session, found.offset(first).limit(most))


def pending_deliveries(session: Session) -> list[DeliveryView]:
    """Return what has not arrived, in every course, and what was changed in an LMS since."""
    unsent = or_(GradeDelivery.id.is_(None), GradeDelivery.state != DeliveryState.SENT)
    tasks = Reflection.task_id.in_(graded_tasks())
    asks = GROUP.not_in([Group.KEPT.value])
    return views(session, GRADES.where(tasks, IS_RELEASED, unsent, asks))


def ids_in(keys: Iterable[str], kind: str) -> list[int]:
    """Return the ids in those keys that are of one kind (`DeliveryView.key`)."""
    found = (_KEY.fullmatch(key) for key in keys)
    return [int(match[2]) for match in found if match and match[1] == kind]


def find_delivery(session: Session, course_id: int, key: str) -> GradeDelivery:
    """Return one delivery of a course.

    :param key: as `DeliveryView.key` has it.
    :raises Missing: there is none in this course.
    """
    found = session.scalar(
        select(GradeDelivery)
        .join(Reflection, Reflection.id == GradeDelivery.reflection_id)
        .join(Enrolment, Enrolment.id == Reflection.enrolment_id)
        .where(GradeDelivery.id.in_(ids_in([key], "d")), Enrolment.course_id == course_id)
    )
    if found is None:
        raise Missing(N_("There is no such grade in this course."))
    return found


def send_again(
    session: Session, delivery: GradeDelivery, *, now: datetime, insist: bool = True
) -> None:
    """Have a grade sent again, from the first try on.

    :param insist: the instructor has read what stood in the way: a grade typed in the LMS is
        replaced, a deleted column is made again. Only where that was the last answer.
    """
    delivery.replaces = insist and delivery.answer in ASK_FIRST
    _begin_anew(delivery, now)
    _enqueue(session, [delivery.reflection_id], now)
    session.flush()


def send_some(session: Session, course_id: int, keys: Iterable[str], *, now: datetime) -> int:
    """Have the chosen grades of a course sent again; return how many.

    They were chosen in a list, so no grade typed in the LMS is replaced. A deleted column is
    made again: its rows say so.

    :param keys: as `DeliveryView.key` has them; those of no grade in this course are left out.
    """
    chosen = set(islice(keys, MOST_CHOSEN))
    found = GRADES.where(
        Enrolment.course_id == course_id,
        Reflection.task_id.in_(graded_tasks()),
        IS_SHOWN,
        or_(GradeDelivery.id.in_(ids_in(chosen, "d")), Reflection.id.in_(ids_in(chosen, "r"))),
    )
    rows = [row for row in views(session, found) if row.key in chosen and row.can_be_sent]
    return _send(session, rows, now)


def send_all(session: Session, course_id: int, *, now: datetime, task_id: str | None = None) -> int:
    """Have every grade of a course, or of one task in it, sent again that did not arrive.

    None whose last word in the LMS was a person's: those are asked about one by one.

    :return: how many.
    """
    failed = deliveries_of_course(session, course_id, groups=[Group.FAILED], task_id=task_id)
    return _send(session, failed, now)


def send_pending(session: Session, *, now: datetime) -> int:
    """Have every grade that has not arrived sent again, in every course; return how many.

    Nobody has looked at each of them, so nothing that a person did in an LMS is undone.
    """
    pending = pending_deliveries(session)
    asks = {Group.CHANGED, Group.GONE}
    return _send(session, [row for row in pending if row.group not in asks], now)


def keep_theirs(session: Session, delivery: GradeDelivery) -> None:
    """Leave the gradebook as a person has changed it, until another grade is released.

    :raises Conflict: it was not changed there, or is being sent.
    """
    if delivery.state is not DeliveryState.FAILED or delivery.answer not in CHANGED:
        raise Conflict(N_("This grade was not changed in the LMS, or is on its way by now."))
    delivery.yields, delivery.replaces = True, False
    session.flush()


def _send(session: Session, rows: Collection[DeliveryView], now: datetime) -> int:
    ids = [row.delivery_id for row in rows if row.delivery_id]
    for batch in _batches(ids):
        for delivery in session.scalars(select(GradeDelivery).where(GradeDelivery.id.in_(batch))):
            delivery.replaces = delivery.answer == COLUMN_GONE
            _begin_anew(delivery, now)
    _enqueue(session, [row.reflection_id for row in rows], now)
    session.flush()
    return len(rows)


def _begin_anew(delivery: GradeDelivery, now: datetime) -> None:
    delivery.state, delivery.yields = DeliveryState.WAITING, False
    delivery.sent_revision = None
    delivery.tries, delivery.next_try_at = 0, now


def _enqueue(session: Session, reflection_ids: Iterable[int], now: datetime) -> None:
    """Have the worker look at these grades now; one that waits already is only due sooner."""
    for batch in _batches(sorted(set(reflection_ids))):
        keys = {f"grade:{reflection_id}": reflection_id for reflection_id in batch}
        waits = (Job.key.in_(keys), Job.state == JobState.WAITING)
        for key in session.scalars(select(Job.key).where(*waits)):
            keys.pop(key or "", None)
        session.execute(
            update(Job).where(*waits, Job.run_at > now).values(run_at=now),
            execution_options={"synchronize_session": False},
        )
        _add_jobs(session, keys, now)


def _add_jobs(session: Session, keys: dict[str, int], now: datetime) -> None:
    lanes = session.execute(
        select(Reflection.id, Course.lane)
        .join(Enrolment, Enrolment.id == Reflection.enrolment_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Reflection.id.in_(keys.values()))
    )
    lane_of = {row.id: row.lane for row in lanes}
    jobs = [
        {
            "kind": "grade_delivery",
            "payload": {"reflection_id": reflection_id},
            "lane": lane_of[reflection_id],
            "key": key,
            "run_at": now,
            "created_at": now,
        }
        for key, reflection_id in keys.items()
    ]
    if jobs:
        session.execute(insert(Job), jobs)


def _batches(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
