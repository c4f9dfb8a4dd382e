"""Submissions: the moment work is handed in, and what was handed in."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from assignments.access import require_candidate
from assignments.contact_entry import plain
from assignments.contact_log import contacts_of, totals_of
from assignments.exemptions import exemption_of
from assignments.leaks import find_leaks, roster_names
from assignments.models.contact_log import Contact
from assignments.models.marking import Marking, MarkingState
from assignments.models.reflection import Reflection, Submission, SubmissionContact, WorkState
from assignments.reflections import (
    OPEN,
    AlreadySubmitted,
    StaleDraft,
    chosen_ids,
    find_reflection,
    move_on,
    unanswered,
)
from assignments.requirements import shortfall
from assignments.rubric import load_rubric
from assignments.tasks import PromptKind, Task, load_tasks
from curriculum.editions import curriculum_for
from curriculum.foundation.errors import N_, Missing, Rejected
from curriculum.foundation.jobs import enqueue
from curriculum.models.enrolment import Enrolment

_RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class NotReady(Rejected):
    """Something is still to be done before the work can be submitted."""


def submit(
    session: Session,
    candidate: Enrolment,
    task_id: str,
    *,
    now: datetime,
    base_revision: int | None = None,
) -> Submission:
    """Hand the work in: text, contacts, task and rubric are kept as they are now.

    Writes the job that tells the LMS, in the same transaction.

    :param base_revision: the revision that the candidate looked at last; None: whatever is saved.
    :raises AlreadySubmitted: it was handed in before, perhaps a moment ago.
    :raises StaleDraft: the text was changed since the last look.
    :raises NotReady: too few contacts, nothing written, or a hit of the scan is undecided.
    """
    require_candidate(candidate)
    reflection = find_reflection(session, candidate.id, task_id)
    if reflection is None:
        raise NotReady(N_("Nothing is written yet."))
    session.refresh(reflection, with_for_update=True)
    if reflection.state not in OPEN:
        raise AlreadySubmitted
    if base_revision not in (None, reflection.revision):
        raise StaleDraft
    contacts = _lock_chosen(session, reflection)
    task = load_tasks().task(task_id)
    _check_ready(session, candidate, task, reflection, contacts)
    move_on(session, reflection, reflection.revision, state=WorkState.SUBMITTED)
    submission = _hand_in(session, candidate, reflection, task, contacts, now)
    enqueue(
        session,
        "submission_notice",
        {"submission_id": submission.id},
        lane=candidate.course.lane,
        now=now,
    )
    return submission


def submissions_of(session: Session, enrolment_id: int, task_id: str) -> list[Submission]:
    """Return every attempt somebody made at a task, the newest last."""
    found = session.scalars(
        select(Submission)
        .join(Reflection, Reflection.id == Submission.reflection_id)
        .where(Reflection.enrolment_id == enrolment_id, Reflection.task_id == task_id)
        .order_by(Submission.attempt)
    )
    return list(found)


def find_submission(session: Session, enrolment_id: int, task_id: str, attempt: int) -> Submission:
    """Return one of somebody's own attempts, with its contacts.

    :raises Missing: they made no such attempt.
    """
    found = session.scalar(
        select(Submission)
        .join(Reflection, Reflection.id == Submission.reflection_id)
        .where(
            Reflection.enrolment_id == enrolment_id,
            Reflection.task_id == task_id,
            Submission.attempt == attempt,
        )
        .options(selectinload(Submission.contacts))
    )
    if found is None:
        raise Missing(N_("There is no such attempt of yours."))
    return found


def shown_markings(session: Session, submission_ids: Collection[int]) -> dict[int, Marking]:
    """Return what the candidate may see of these submissions' markings, by submission."""
    visible = session.scalars(
        select(Marking)
        .where(
            Marking.submission_id.in_(submission_ids),
            Marking.state.in_((MarkingState.RELEASED, MarkingState.RETURNED)),
        )
        .options(selectinload(Marking.levels), selectinload(Marking.rater))
        .order_by(Marking.released_at)
    )
    return {marking.submission_id: marking for marking in visible}


def _lock_chosen(session: Session, reflection: Reflection) -> Sequence[Contact]:
    chosen = chosen_ids(session, reflection.id)
    session.execute(select(Contact.id).where(Contact.id.in_(chosen)).with_for_update())
    mine = contacts_of(session, reflection.enrolment_id, reflection.task_id)
    return [contact for contact in mine if contact.id in chosen]


def _check_ready(
    session: Session,
    candidate: Enrolment,
    task: Task,
    reflection: Reflection,
    contacts: Sequence[Contact],
) -> None:
    exempt = exemption_of(session, candidate.id, task.id) is not None
    if shortfall(task, totals_of(contacts), exempt=exempt):
        raise NotReady(N_("The work rests on too few contacts to be submitted."))
    missing = unanswered(task, reflection.parts)
    if len(missing) == len(task.prompts):
        raise NotReady(N_("Nothing is written yet."))
    for prompt in missing:
        if prompt.kind is not PromptKind.TEXT:
            raise NotReady(N_("“%(prompt)s” needs an answer."), prompt=prompt.title)
    leaks = find_leaks(task, reflection, contacts, roster_names(session, candidate.course_id))
    if any(not leak.kept for leak in leaks):
        raise NotReady(N_("Decide what to do with each word that could name somebody."))


def _hand_in(
    session: Session,
    candidate: Enrolment,
    reflection: Reflection,
    task: Task,
    contacts: Sequence[Contact],
    now: datetime,
) -> Submission:
    newest = select(func.max(Submission.attempt)).where(Submission.reflection_id == reflection.id)
    rubric, program = load_rubric(), candidate.course.program
    submission = Submission(
        reflection_id=reflection.id,
        attempt=(session.scalar(newest) or 0) + 1,
        submitted_at=now,
        receipt=_receipt(),
        parts=dict(reflection.parts),
        task=task.to_plain(),
        rubric=rubric.only(tuple(task.criteria)).to_plain(),
        rubric_version=rubric.version,
        curriculum_version=curriculum_for(program.name if program else None).version,
        kept_hits=[{k: hit[k] for k in ("part", "kind", "reason")} for hit in reflection.kept_hits],
        contacts=[SubmissionContact(contact_id=c.id, entry=plain(c)) for c in contacts],
    )
    session.add(submission)
    session.flush()
    return submission


def _receipt() -> str:
    letters = [secrets.choice(_RECEIPT_LETTERS) for _ in range(8)]
    return "".join([*letters[:4], "-", *letters[4:]])
