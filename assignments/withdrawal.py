"""A family takes its consent back: its words go, the counts and marks stay.

The one exception to "what was graded stays as it was". A candidate's private notes are not
touched: nothing of ours may read them. The page tells the candidate to look through them.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assignments.access import require_candidate
from assignments.contact_rules import NOTES
from assignments.models.contact_log import Contact, Family
from assignments.models.reflection import (
    Reflection,
    ReflectionContact,
    ReflectionVersion,
    Submission,
    SubmissionContact,
)
from assignments.privacy import UNSPACED
from curriculum.foundation.errors import N_, Missing
from curriculum.models.enrolment import Enrolment

WITHDRAWN = "[withdrawn]"
"""Stands where a family's words stood."""

_QUOTES = re.compile(
    r"“[^”\n]*(?:”|$)"
    r"|„[^“”\n]*(?:[“”]|$)"
    r"|«[^»\n]*(?:»|$)"
    r"|‹[^›\n]*(?:›|$)"
    r"|「[^」\n]*(?:」|$)"
    r'|"[^"\n]*(?:"|$)'
    r"|(?<!\w)‘[^\n]*?(?:’(?!\w)|$)"
    r"|(?<!\w)'[^\n]*?'(?!\w)"
    r"|^[ \t]*>[^\n]+",
    re.MULTILINE,
)
"""What stands in quotation marks, or after the sign of a quoted line. One that is never closed
goes to the end of its line: rather too much than a family's word left behind."""


def find_family(session: Session, enrolment_id: int, family_id: int) -> Family:
    """Return one of somebody's families.

    :raises Missing: they have none with this id.
    """
    found = session.get(Family, family_id)
    if found is None or found.enrolment_id != enrolment_id:
        raise Missing(N_("There is no such family in your log."))
    return found


def withdraw_family(
    session: Session, candidate: Enrolment, family_id: int, *, now: datetime
) -> Family:
    """Erase a family's words wherever they are kept. Doing it twice changes nothing more.

    Notes of its contacts are emptied, in the log and in what was submitted. In every text
    that rests on one of its contacts, or calls the family by its word, quotations are blanked
    and so are its notes where they were copied. Who a quotation belongs to cannot be known, so
    those of other families in the same text go too.

    :raises Missing: there is no such family in the candidate's log.
    """
    require_candidate(candidate)
    family = find_family(session, candidate.id, family_id)
    contacts = session.scalars(select(Contact).where(Contact.family_id == family.id)).all()
    copies = _copies(session, contacts)
    said = _notes_of(contacts) | _notes_in(copies)
    for work in _works(session, candidate.id, family, contacts, copies):
        _blank_work(session, work, said)
    for contact in contacts:
        for note in NOTES:
            setattr(contact, note, "")
        contact.next_step_on = None
        contact.changed_at = now
    for copy in copies:
        copy.entry = {**copy.entry, **dict.fromkeys(NOTES, ""), "next_step_on": None}
    family.withdrawn_at = family.withdrawn_at or now
    session.flush()
    return family


def blank(text: str, said: Iterable[str]) -> str:
    """Return a text without quotations and without what a family said.

    :param said: the family's words as they were noted; found whatever their case and spacing,
        and as whole words.
    """
    for words in sorted(said, key=len, reverse=True):
        text = re.sub(_pattern(words), WITHDRAWN, text, flags=re.IGNORECASE)
    return _QUOTES.sub(WITHDRAWN, text)


def _pattern(words: str) -> str:
    found = r"\s+".join(re.escape(word) for word in words.split())
    # Short notes, such as "no", also stand within other words. Some scripts know no words.
    return found if UNSPACED.search(words) else rf"(?<!\w){found}(?!\w)"


def rests_on_withdrawn(session: Session, reflection_id: int) -> bool:
    """Whether a family has withdrawn from a contact that a reflection rests on."""
    found = (
        select(ReflectionContact.contact_id)
        .join(Contact, Contact.id == ReflectionContact.contact_id)
        .join(Family, Family.id == Contact.family_id)
        .where(ReflectionContact.reflection_id == reflection_id, Family.withdrawn_at.is_not(None))
    )
    return session.scalar(found.limit(1)) is not None


def _copies(session: Session, contacts: Iterable[Contact]) -> list[SubmissionContact]:
    ids = [contact.id for contact in contacts]
    found = select(SubmissionContact).where(SubmissionContact.contact_id.in_(ids))
    return list(session.scalars(found))


def _notes_of(contacts: Iterable[Contact]) -> set[str]:
    return {getattr(contact, note) for contact in contacts for note in NOTES} - {""}


def _notes_in(copies: Iterable[SubmissionContact]) -> set[str]:
    return {copy.entry.get(note, "") for copy in copies for note in NOTES} - {""}


def _works(
    session: Session,
    enrolment_id: int,
    family: Family,
    contacts: Iterable[Contact],
    copies: Iterable[SubmissionContact],
) -> list[Reflection]:
    chosen = select(ReflectionContact.reflection_id).where(
        ReflectionContact.contact_id.in_([contact.id for contact in contacts])
    )
    handed_in = select(Submission.reflection_id).where(
        Submission.id.in_([copy.submission_id for copy in copies])
    )
    linked = {*session.scalars(chosen), *session.scalars(handed_in)}
    mine = session.scalars(select(Reflection).where(Reflection.enrolment_id == enrolment_id))
    return [work for work in mine if work.id in linked or _names(session, work, family.alias)]


def _names(session: Session, work: Reflection, alias: str) -> bool:
    word = re.compile(rf"\b{re.escape(alias)}\b", re.IGNORECASE)
    texts = [work.parts, *(row.parts for row in _kept_texts(session, work))]
    return any(word.search(text) for parts in texts for text in parts.values())


def _kept_texts(session: Session, work: Reflection) -> list[ReflectionVersion | Submission]:
    versions = select(ReflectionVersion).where(ReflectionVersion.reflection_id == work.id)
    submissions = select(Submission).where(Submission.reflection_id == work.id)
    return [*session.scalars(versions), *session.scalars(submissions)]


def _blank_work(session: Session, work: Reflection, said: set[str]) -> None:
    for row in _kept_texts(session, work):
        row.parts = _blanked(row.parts, said)
    parts = _blanked(work.parts, said)
    if parts != work.parts:
        # A new revision: a tab that still shows the old words can no longer save them over.
        work.parts, work.revision, work.saved_from = parts, work.revision + 1, ""


def _blanked(parts: Mapping[str, str], said: set[str]) -> dict[str, str]:
    return {prompt: blank(text, said) for prompt, text in parts.items()}
