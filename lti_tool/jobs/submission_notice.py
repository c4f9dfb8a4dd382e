"""Telling the platform that an attempt waits for its grade, where its policy says to.

A notice carries no grade and must never cost one: whether anything is sent, and what, is
decided by the platform's policy alone.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assignments.models.reflection import Submission, WorkState
from lti_tool.jobs.endings import next_try
from lti_tool.jobs.grade_delivery import work_address
from lti_tool.jobs.queue import GiveUp, JobRun, RetryLater
from lti_tool.lti.delivery_records import find_rows, memory_of
from lti_tool.lti.judging import Memory, next_timestamp
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.platforms.base import HandedIn
from lti_tool.lti.platforms.chooser import policy_for
from lti_tool.lti.services.ags import SCORE, Gradebook, Score
from lti_tool.lti.services.connector import Connector
from lti_tool.lti.services.errors import ServiceError, ServiceRefused, ServiceUnreachable
from lti_tool.lti.wanted_grades import Column, Place, find_place


@dataclass(frozen=True, slots=True)
class Waiting:
    """An attempt that the platform may be told about."""

    submission_id: int
    reflection_id: int
    submitted_at: datetime
    place: Place


def run(job: JobRun) -> None:
    """Tell of one attempt, in each column of its task."""
    with job.reading() as session:
        waiting = _find(session, int(job.payload["submission_id"]))
    if waiting is None or SCORE not in waiting.place.scopes:
        return
    place = waiting.place
    book = Gradebook(Connector(place.client, job), place.scopes, place.line_items_url)
    for column in place.columns:
        _tell(job, book, waiting, column)


def _find(session: Session, submission_id: int) -> Waiting | None:
    """Return the attempt, unless it has been answered by now: then the grade says it all."""
    submission = session.get(Submission, submission_id)
    if submission is None or submission.state is not WorkState.SUBMITTED:
        return None
    place = find_place(session, submission.reflection_id)
    if place is None:
        return None
    return Waiting(submission.id, submission.reflection_id, submission.submitted_at, place)


def _tell(job: JobRun, book: Gradebook, waiting: Waiting, column: Column) -> None:
    with job.reading() as session:
        (row,) = find_rows(session, waiting.reflection_id, [column.id])
        memory = memory_of(row)
    told = memory.noticed_submission_id == waiting.submission_id
    if told and job.attempt == 1:
        return
    policy = policy_for(waiting.place.client.product)
    now = job.now().replace(microsecond=job.now().microsecond // 1000 * 1000)
    handed_in = HandedIn(
        user_id=waiting.place.user_id,
        submitted_at=min(waiting.submitted_at, now),
        address=work_address(job.settings, waiting.submission_id),
        is_new=not told,
    )
    score = policy.on_submission(handed_in, now)
    if score is None:
        return
    earliest = next_timestamp(memory, None, policy.gap)
    if earliest is not None and earliest > now:
        raise RetryLater(earliest - now, "A notice waits for its turn.")
    _write_down(job, waiting, column, score)
    _post(job, book, waiting, column, score, memory)


def _write_down(job: JobRun, waiting: Waiting, column: Column, score: Score) -> None:
    with job.writing() as session:
        job.hold(session)
        (row,) = find_rows(session, waiting.reflection_id, [column.id])
        if row is None:
            row = GradeDelivery(
                reflection_id=waiting.reflection_id,
                submission_id=waiting.submission_id,
                wanted_revision=0,
                state=DeliveryState.WAITING,
                created_at=job.now(),
            )
            session.add(row)
        row.line_item_id = column.id
        row.posted_at = score.timestamp
        row.noticed_submission_id = waiting.submission_id


def _post(
    job: JobRun, book: Gradebook, waiting: Waiting, column: Column, score: Score, before: Memory
) -> None:
    try:
        book.post_score(column.url, score)
    except ServiceError as error:
        lost = isinstance(error, ServiceUnreachable) and error.maybe_done
        refused = error if isinstance(error, ServiceRefused) else None
        if not lost and (refused is None or refused.status < 500):
            _take_back(job, waiting, column, before)
        wait = next_try(job, error)
        if wait is None:
            raise GiveUp("The LMS was not told of a submission.") from error
        raise RetryLater(wait, "A notice waits for its next try.") from error


def _take_back(job: JobRun, waiting: Waiting, column: Column, before: Memory) -> None:
    with job.writing() as session:
        (row,) = find_rows(session, waiting.reflection_id, [column.id])
        if row is not None:
            row.noticed_submission_id = before.noticed_submission_id
