"""Grading: levels and comments saved as a draft, released, or returned for revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from assignments.access import require_instructor, submission_in_course
from assignments.models.marking import Marking, MarkingLevel, MarkingState
from assignments.models.reflection import Submission, WorkState
from assignments.rubric import LEVELS, Rubric
from assignments.tasks import Grading, Task
from curriculum.foundation.errors import N_, Conflict, Rejected
from curriculum.foundation.jobs import enqueue
from curriculum.foundation.words import clean
from curriculum.models.enrolment import Enrolment

LONGEST_COMMENT = 4000


@dataclass(frozen=True)
class Given:
    """What a rater gave on one criterion."""

    level: int | None
    comment: str = ""


@dataclass(frozen=True)
class NewMarking:
    """What a rater filled in."""

    levels: Mapping[str, Given]
    """By criterion id."""

    comment: str
    base_revision: int
    """The revision of the marking that the rater started from; 0 for none."""


def marking_of(session: Session, submission_id: int) -> Marking | None:
    """Return the marking of a submission with its levels, if there is one."""
    return session.scalar(
        select(Marking)
        .where(Marking.submission_id == submission_id)
        .options(selectinload(Marking.levels))
        .order_by(Marking.id)
        .limit(1)
    )


def save_marking(
    session: Session,
    rater: Enrolment,
    submission_id: int,
    new: NewMarking,
    *,
    now: datetime,
    answers: bool = False,
) -> Marking:
    """Keep levels and comments. The candidate sees them once they are released.

    :param answers: the same transaction goes on to release or return the work. What the
        candidate reads already changes in no other way.
    :raises Missing: there is no such submission in the rater's course.
    :raises Conflict: somebody saved in between.
    :raises Rejected: a level or criterion is unknown, a comment is too long, or the grade is
        released and `answers` is not said.
    """
    submission = _locked_submission(session, rater, submission_id)
    if submission.state is WorkState.RETURNED:
        raise Rejected(
            N_("This attempt was returned. The next one can be marked when it comes in.")
        )
    _check_entries(Rubric.from_plain(submission.rubric), new)
    marking = marking_of(session, submission.id)
    if marking is not None and marking.state is MarkingState.RELEASED and not answers:
        raise Rejected(N_("The candidate sees this grade already. Release it again to change it."))
    if new.base_revision != (marking.revision if marking else 0):
        raise Conflict(
            N_(
                "Another window or another instructor saved this marking in between. "
                "What you typed is still here: compare, then save again."
            )
        )
    if marking is None:
        marking = Marking(submission=submission, created_at=now, levels=[])
        session.add(marking)
    _write(marking, rater, new, now)
    session.flush()
    return marking


def release(session: Session, rater: Enrolment, submission_id: int, *, now: datetime) -> Marking:
    """Make the saved marking the candidate's grade, and have it sent to the LMS.

    The mark and the job that delivers it are written together. Releasing again after a
    change replaces the grade.

    :raises Rejected: a criterion has no level yet, or a gate stands at level 1.
    """
    submission = _locked_submission(session, rater, submission_id)
    if submission.state is WorkState.RETURNED:
        raise Rejected(N_("This attempt was returned, so it cannot be released."))
    task = Task.from_plain(submission.task)
    marking = marking_of(session, submission.id) or Marking(
        submission=submission, rater=rater, created_at=now, saved_at=now, levels=[], revision=0
    )
    session.add(marking)
    _set_score(marking, task, Rubric.from_plain(submission.rubric))
    marking.state = MarkingState.RELEASED
    marking.released_at = now
    marking.rater = rater
    marking.revision += 1
    _move(submission, WorkState.GRADED)
    session.flush()
    if task.has_column:
        _enqueue_delivery(session, submission, marking, lane=rater.course.lane, now=now)
    return marking


def return_for_revision(
    session: Session, rater: Enrolment, submission_id: int, *, now: datetime
) -> Marking:
    """Hand the work back with the saved levels and comments; the candidate makes a new attempt.

    :raises Rejected: the saved marking says nothing that the candidate could work with.
    """
    submission = _locked_submission(session, rater, submission_id)
    if submission.state is WorkState.RETURNED:
        raise Rejected(N_("This attempt was returned already."))
    if newer_attempt_exists(session, submission):
        raise Rejected(N_("There is a newer attempt. Return that one."))
    marking = marking_of(session, submission.id)
    if marking is None or not _says_something(marking):
        raise Rejected(
            N_("Write a comment that says what to change, then return the work."), field="comment"
        )
    marking.state = MarkingState.RETURNED
    marking.released_at = now
    marking.rater = rater
    marking.revision += 1
    _move(submission, WorkState.RETURNED)
    session.flush()
    return marking


def newer_attempt_exists(session: Session, submission: Submission) -> bool:
    """Whether the candidate has handed in again since."""
    newer = select(Submission.id).where(
        Submission.reflection_id == submission.reflection_id,
        Submission.attempt > submission.attempt,
    )
    return session.scalar(newer.limit(1)) is not None


def _locked_submission(session: Session, rater: Enrolment, submission_id: int) -> Submission:
    require_instructor(rater)
    submission = submission_in_course(session, rater.course_id, submission_id)
    # One rater at a time: two at once would both believe to be the first (PostgreSQL).
    session.refresh(submission, with_for_update={"of": Submission})
    return submission


def _check_entries(rubric: Rubric, new: NewMarking) -> None:
    known = {criterion.id for criterion in rubric.criteria}
    for criterion_id, given in new.levels.items():
        if criterion_id not in known:
            raise Rejected(
                N_("“%(criterion)s” is not a criterion of this task."), criterion=criterion_id
            )
        if given.level is not None and given.level not in range(1, LEVELS + 1):
            raise Rejected(N_("A level is a number from 1 to 4."), field=f"level-{criterion_id}")
        _check_length(given.comment, f"comment-{criterion_id}")
    _check_length(new.comment, "comment")


def _check_length(comment: str, field: str) -> None:
    if len(comment) > LONGEST_COMMENT:
        raise Rejected(
            N_("The comment has %(length)s characters; %(limit)s is the most."),
            field=field,
            length=len(comment),
            limit=LONGEST_COMMENT,
        )


def _write(marking: Marking, rater: Enrolment, new: NewMarking, now: datetime) -> None:
    marking.rater = rater
    marking.comment = clean(new.comment).strip()
    marking.saved_at = now
    marking.revision = (marking.revision or 0) + 1
    rows = {row.criterion_id: row for row in marking.levels}
    for criterion_id, given in new.levels.items():
        row = rows.get(criterion_id)
        if row is None:
            row = MarkingLevel(criterion_id=criterion_id)
            marking.levels.append(row)
        row.level = given.level
        row.comment = clean(given.comment).strip()


def _set_score(marking: Marking, task: Task, rubric: Rubric) -> None:
    levels = {row.criterion_id: row.level for row in marking.levels if row.level is not None}
    shut = rubric.shut_gate(levels)
    if shut is not None:
        raise Rejected(
            N_("“%(name)s” is at level 1, so this work can only be returned."),
            field=f"level-{shut.id}",
            name=shut.name,
        )
    if task.grading is not Grading.SCORED:
        return
    unmarked = [criterion for criterion in rubric.criteria if criterion.id not in levels]
    if unmarked:
        raise Rejected(
            N_("Choose a level for: %(names)s. Then release."),
            field=f"level-{unmarked[0].id}",
            names="; ".join(criterion.name for criterion in unmarked),
        )
    score = rubric.score(levels)
    marking.score, marking.score_maximum = score.given, score.maximum


def _says_something(marking: Marking) -> bool:
    return bool(marking.comment or any(row.comment for row in marking.levels))


def _move(submission: Submission, state: WorkState) -> None:
    submission.state = state
    submission.reflection.state = state


def _enqueue_delivery(
    session: Session, submission: Submission, marking: Marking, *, lane: str | None, now: datetime
) -> None:
    enqueue(
        session,
        "grade_delivery",
        {
            "reflection_id": submission.reflection_id,
            "submission_id": submission.id,
            "revision": marking.revision,
        },
        now=now,
        lane=lane,
        key=f"grade:{submission.reflection_id}",
    )
