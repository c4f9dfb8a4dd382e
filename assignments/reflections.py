"""Reflections: the draft while it is written."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assignments.access import require_candidate
from assignments.contact_log import contacts_of
from assignments.models.reflection import (
    Reflection,
    ReflectionContact,
    WorkState,
)
from assignments.tasks import Prompt, PromptKind, Task, load_tasks
from assignments.versions import keep_version
from assignments.words import clean_line
from curriculum.foundation.errors import N_, Conflict, Missing, Rejected
from curriculum.foundation.words import clean
from curriculum.models.enrolment import Enrolment

PART_LIMIT = 20_000
"""Characters under one prompt."""

OPEN = (WorkState.DRAFT, WorkState.RETURNED)
"""The states in which the text can be written on."""

AGREED = "yes"
RATINGS = ("1", "2", "3", "4", "5")


class StaleDraft(Conflict):
    """The text was saved from somewhere else since this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Another window has a newer text. What you typed here is kept: "
                "you find it under “Earlier texts”."
            )
        )


class AlreadySubmitted(Conflict):
    """Submitted work is read-only until an instructor returns it."""

    def __init__(self) -> None:
        super().__init__(
            N_("This work is submitted, so it cannot be changed unless it is returned.")
        )


def find_reflection(session: Session, enrolment_id: int, task_id: str) -> Reflection | None:
    """Return somebody's work on a task, if it was begun."""
    return session.scalar(
        select(Reflection).where(
            Reflection.enrolment_id == enrolment_id, Reflection.task_id == task_id
        )
    )


def own_reflection(session: Session, enrolment_id: int, reflection_id: int) -> Reflection:
    """Return one of somebody's own reflections.

    :raises Missing: they have none with this id.
    """
    found = session.get(Reflection, reflection_id)
    if found is None or found.enrolment_id != enrolment_id:
        raise Missing(N_("There is no such reflection of yours."))
    return found


def open_reflection(
    session: Session, candidate: Enrolment, task_id: str, *, now: datetime
) -> Reflection:
    """Return the candidate's work on a task. Begun now if need be, on all the task's contacts.

    :raises NotAllowed: the person is not a candidate.
    :raises Missing: there is no such task.
    """
    require_candidate(candidate)
    task = load_tasks().task(task_id)
    found = find_reflection(session, candidate.id, task.id)
    return found or _begin(session, candidate, task, now)


def save_draft(
    session: Session,
    reflection: Reflection,
    parts: Mapping[str, str],
    *,
    base_revision: int,
    now: datetime,
    page: str = "",
) -> int:
    """Save what was typed, and return the text's new revision.

    :param parts: text by prompt id. Prompts that are not named keep their text.
    :param base_revision: the revision that the writer started from.
    :param page: a random word of the page that saves. A page whose answer got lost names an
        old revision, and is still the one that saved last.
    :raises StaleDraft: somebody saved since. Nothing was written; see `versions.keep_aside`.
    :raises AlreadySubmitted: the work was handed in.
    :raises Rejected: a part is too long or belongs to no prompt; `field` is the prompt's id.
    """
    page = clean_line(page)
    if reflection.state not in OPEN:
        raise AlreadySubmitted
    for problem in problems_of(load_tasks().task(reflection.task_id), parts).values():
        raise problem
    merged = {**reflection.parts, **{name: clean(text) for name, text in parts.items()}}
    if merged == reflection.parts:
        return reflection.revision
    same_page = bool(page) and page == reflection.saved_from
    if base_revision != reflection.revision and not same_page:
        raise StaleDraft
    before = dict(reflection.parts)
    move_on(session, reflection, reflection.revision, parts=merged, saved_at=now, saved_from=page)
    keep_version(session, reflection, before)
    return reflection.revision


def problems_of(task: Task, parts: Mapping[str, str]) -> dict[str, Rejected]:
    """Return what is wrong with typed parts, by prompt id. Empty where all can be saved."""
    prompts = {prompt.id: prompt for prompt in task.prompts}
    found = {name: _problem(prompts.get(name), name, text) for name, text in parts.items()}
    return {name: problem for name, problem in found.items() if problem is not None}


def choose_contacts(
    session: Session,
    reflection: Reflection,
    contact_ids: Collection[int],
    *,
    offered: Collection[int] | None = None,
) -> None:
    """Rest the reflection on these contacts.

    :param offered: the contacts that stood to choose from; others stay as they are, such as
        one logged in another window since. None: all of them.
    :raises AlreadySubmitted: the work was handed in.
    :raises Missing: one is not the candidate's own, or counts for another task.
    """
    if reflection.state not in OPEN:
        raise AlreadySubmitted
    now_chosen = chosen_ids(session, reflection.id)
    wanted = set(contact_ids)
    if offered is not None:
        wanted |= now_chosen - set(offered)
    if wanted == now_chosen:
        return
    possible = {c.id for c in contacts_of(session, reflection.enrolment_id, reflection.task_id)}
    if not wanted <= possible:
        raise Missing(N_("There is no such contact in your log."))
    session.execute(
        delete(ReflectionContact).where(
            ReflectionContact.reflection_id == reflection.id,
            ReflectionContact.contact_id.in_(now_chosen - wanted),
        )
    )
    _choose(session, reflection.id, wanted - now_chosen)


def chosen_ids(session: Session, reflection_id: int) -> set[int]:
    """Return the ids of the contacts that a reflection rests on."""
    return set(
        session.scalars(
            select(ReflectionContact.contact_id).where(
                ReflectionContact.reflection_id == reflection_id
            )
        )
    )


def unanswered(task: Task, parts: Mapping[str, str]) -> list[Prompt]:
    """Return the prompts under which nothing stands yet."""
    return [prompt for prompt in task.prompts if not parts.get(prompt.id, "").strip()]


def move_on(session: Session, reflection: Reflection, revision: int, **values: Any) -> None:
    """Write values under the next revision, if nobody else has written in between.

    :raises StaleDraft: somebody has.
    :raises AlreadySubmitted: the work was handed in.
    """
    # The condition is what keeps two writers at the same moment from overwriting each other.
    moved = session.execute(
        update(Reflection)
        .where(
            Reflection.id == reflection.id,
            Reflection.revision == revision,
            Reflection.state.in_(OPEN),
        )
        .values(revision=revision + 1, **values)
        .returning(Reflection.id)
        .execution_options(synchronize_session=False)
    ).all()
    session.refresh(reflection)
    if not moved:
        raise AlreadySubmitted if reflection.state not in OPEN else StaleDraft


def _begin(session: Session, candidate: Enrolment, task: Task, now: datetime) -> Reflection:
    reflection = Reflection(
        enrolment_id=candidate.id, task_id=task.id, parts={}, kept_hits=[], saved_at=now
    )
    try:
        with session.begin_nested():
            session.add(reflection)
            session.flush()
    except IntegrityError:  # another tab began it at this moment (PostgreSQL)
        return session.scalars(
            select(Reflection).where(
                Reflection.enrolment_id == candidate.id, Reflection.task_id == task.id
            )
        ).one()
    _choose(session, reflection.id, {c.id for c in contacts_of(session, candidate.id, task.id)})
    return reflection


def _choose(session: Session, reflection_id: int, contact_ids: Collection[int]) -> None:
    session.add_all(
        ReflectionContact(reflection_id=reflection_id, contact_id=contact_id)
        for contact_id in sorted(contact_ids)
    )
    session.flush()


def _problem(prompt: Prompt | None, name: str, text: str) -> Rejected | None:
    if prompt is None:
        return Rejected(N_("This task has no prompt “%(prompt)s”."), field=name, prompt=name)
    if prompt.kind is PromptKind.TEXT and len(clean(text)) > PART_LIMIT:
        return Rejected(
            N_("This part has %(length)s characters; %(limit)s is the most. Nothing was cut off."),
            field=name,
            length=len(clean(text)),
            limit=PART_LIMIT,
        )
    answers = {PromptKind.AGREE: (AGREED,), PromptKind.SCALE: RATINGS}.get(prompt.kind)
    if answers and text and text not in answers:
        return Rejected(N_("Choose one of the answers."), field=name)
    return None
