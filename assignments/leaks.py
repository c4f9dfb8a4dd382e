"""Words in a reflection and its contacts that could name somebody, and what became of them."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assignments.contact_rules import NOTES
from assignments.models.contact_log import Contact
from assignments.models.reflection import Reflection
from assignments.privacy import Hit, Names, mask, scan
from assignments.tasks import PromptKind, Task
from assignments.words import clean_line
from curriculum.foundation.errors import N_, Rejected
from curriculum.models.enrolment import Enrolment
from curriculum.models.person import Person

LONGEST_REASON = 200


class Choice(enum.Enum):
    """What to do with a hit."""

    MASK = "mask"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the candidate decided about one hit."""

    choice: Choice
    reason: str = ""
    """Why it may stay. Needed to keep it."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A hit and the place it was found in."""

    part: str
    """A prompt's id, or "contact-7.heard" for a note of a contact."""

    hit: Hit
    kept: str
    """The reason for which it was kept; empty while it is undecided."""

    @property
    def key(self) -> str:
        """Name the leak, the same as long as it and its surroundings stay."""
        return f"{self.part}-{self.hit.key}"


def roster_names(session: Session, course_id: int) -> Names:
    """Return the names of everybody in the course, the writer's own among them.

    One's own name counts as well: it is often a classmate's or a relative's too, and the
    work may be read outside the course.
    """
    people = session.execute(
        select(Person.name, Person.given_name, Person.family_name)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.course_id == course_id)
    )
    return Names((full, given, family) for full, given, family in people)


def find_leaks(
    task: Task, reflection: Reflection, contacts: Sequence[Contact], names: Names
) -> list[Leak]:
    """Return every hit in the text and in the chosen contacts' notes, in reading order."""
    kept = {hit["key"]: hit["reason"] for hit in reflection.kept_hits}
    return [
        Leak(part, hit, kept.get(f"{part}-{hit.key}", ""))
        for part, text in _texts(task, reflection, contacts).items()
        for hit in scan(text, names)
    ]


def decide_leaks(
    reflection: Reflection,
    contacts: Sequence[Contact],
    leaks: Sequence[Leak],
    decisions: Mapping[str, Decision],
    *,
    now: datetime,
) -> dict[str, str]:
    """Note what is kept and mask the rest of what was decided.

    Notes of contacts are masked at once. A confirmation of them stays: masking changes
    nothing of what was confirmed.

    :param leaks: as `find_leaks` returned them for the present text.
    :param decisions: by a leak's key. Leaks that are not named stay undecided.
    :return: the parts of the reflection that changed, to be saved as a draft.
    :raises Rejected: something is kept without a reason; `field` is the leak's key.
    """
    for leak in leaks:
        _check(leak, decisions.get(leak.key))
    reflection.kept_hits = [
        _kept(leak, decisions.get(leak.key))
        for leak in leaks
        if _reason(leak, decisions.get(leak.key))
    ]
    masked = [leak for leak in leaks if _is_masked(decisions.get(leak.key))]
    _mask_contacts(contacts, masked, now)
    return {
        part: mask(text, [leak.hit for leak in masked if leak.part == part])
        for part, text in reflection.parts.items()
        if any(leak.part == part for leak in masked)
    }


def place_of(contact: Contact, note: str) -> str:
    """Return the part name of a contact's note."""
    return f"contact-{contact.id}.{note}"


def _texts(task: Task, reflection: Reflection, contacts: Sequence[Contact]) -> dict[str, str]:
    written = {
        prompt.id: reflection.parts.get(prompt.id, "")
        for prompt in task.prompts
        if prompt.kind is PromptKind.TEXT
    }
    notes = {
        place_of(contact, note): getattr(contact, note) for contact in contacts for note in NOTES
    }
    return written | notes


def _check(leak: Leak, decision: Decision | None) -> None:
    if decision is None or decision.choice is Choice.MASK:
        return
    reason = clean_line(decision.reason)
    if not reason:
        raise Rejected(N_("Say in a few words why this may stay."), field=leak.key)
    if len(reason) > LONGEST_REASON:
        raise Rejected(
            N_("The reason is too long: %(limit)s characters at most."),
            field=leak.key,
            limit=LONGEST_REASON,
        )


def _is_masked(decision: Decision | None) -> bool:
    return decision is not None and decision.choice is Choice.MASK


def _reason(leak: Leak, decision: Decision | None) -> str:
    if decision is None:
        return leak.kept
    return clean_line(decision.reason) if decision.choice is Choice.KEEP else ""


def _kept(leak: Leak, decision: Decision | None) -> dict[str, str]:
    return {
        "key": leak.key,
        "part": leak.part,
        "kind": leak.hit.kind.value,
        "reason": _reason(leak, decision),
    }


def _mask_contacts(contacts: Sequence[Contact], masked: Sequence[Leak], now: datetime) -> None:
    for contact in contacts:
        for note in NOTES:
            hits = [leak.hit for leak in masked if leak.part == place_of(contact, note)]
            if hits:
                setattr(contact, note, mask(getattr(contact, note), hits))
                contact.changed_at = now
