"""The contact log: a candidate's direct contacts with families."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, func, select
from sqlalchemy.orm import Session, contains_eager

from assignments.access import require_candidate
from assignments.contact_entry import entry_of
from assignments.contact_rules import NewContact, checked
from assignments.models.contact_log import Contact, Family, Verification
from assignments.models.reflection import (
    Reflection,
    ReflectionContact,
    Submission,
    SubmissionContact,
    WorkState,
)
from assignments.privacy import next_alias
from curriculum.foundation.errors import N_, Missing, Rejected
from curriculum.models.enrolment import Enrolment

TWICE = timedelta(seconds=30)


class ContactLocked(Rejected):
    """The contact is part of work that was handed in."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This contact is part of work you submitted, so it cannot be changed. "
                "It opens again if the work is returned."
            )
        )


@dataclass(frozen=True, slots=True)
class ContactTotals:
    """What some contacts add up to."""

    contacts: int = 0
    minutes: int = 0
    families: int = 0
    """Distinct ones."""


@dataclass(frozen=True, slots=True)
class LogTotals:
    """What a whole log adds up to."""

    all: ContactTotals
    by_task: Mapping[str, ContactTotals]
    """A task without contacts is not in it."""


def record_contact(
    session: Session, candidate: Enrolment, entry: NewContact, *, today: date, now: datetime
) -> Contact:
    """Add one contact to the candidate's own log.

    It is chosen at once for the reflection it counts for, where that is still being written.
    The same entry twice within half a minute is one: a second tap, or a phone that tried again.

    :param today: the candidate's current date.
    :raises NotAllowed: the person is not a candidate.
    :raises Rejected: the entry breaks a rule; see `contact_rules.checked`.
    :raises Missing: the family is not one of the candidate's.
    """
    require_candidate(candidate)
    entry = checked(entry, today=today)
    # One at a time per candidate: two at once could give one alias to two families (PostgreSQL).
    session.execute(select(Enrolment.id).where(Enrolment.id == candidate.id).with_for_update())
    if (again := _just_recorded(session, candidate, entry, now)) is not None:
        return again
    contact = Contact(enrolment_id=candidate.id, created_at=now)
    _write(session, contact, entry, now)
    session.add(contact)
    session.flush()
    _choose_for_draft(session, contact)
    return contact


def change_contact(
    session: Session,
    candidate: Enrolment,
    contact_id: int,
    entry: NewContact,
    *,
    today: date,
    now: datetime,
) -> Contact:
    """Correct a contact. A confirmation of it is taken away: it was for something else.

    :raises ContactLocked: it is part of submitted work.
    """
    contact = _own_open_contact(session, candidate, contact_id)
    entry = checked(entry, today=today, withdrawn=contact.family.withdrawn_at is not None)
    if entry == entry_of(contact):
        return contact
    moved = entry.task_id != contact.task_id
    _write(session, contact, entry, now)
    session.execute(delete(Verification).where(Verification.contact_id == contact.id))
    session.flush()
    if moved:
        session.execute(delete(ReflectionContact).where(ReflectionContact.contact_id == contact.id))
        _choose_for_draft(session, contact)
    return contact


def remove_contact(session: Session, candidate: Enrolment, contact_id: int) -> None:
    """Take a contact out of the log.

    :raises Rejected: it was part of a submission, which must stay as it was.
    """
    contact = _own_open_contact(session, candidate, contact_id)
    if session.scalar(_in_submission(SubmissionContact.contact_id == contact.id).limit(1)):
        raise Rejected(
            N_(
                "This contact was part of an attempt you submitted, so it stays. "
                "You can correct it, or leave it out of your next attempt."
            )
        )
    session.delete(contact)
    session.flush()


def find_contact(session: Session, enrolment_id: int, contact_id: int) -> Contact:
    """Return one of somebody's contacts.

    :raises Missing: they have none with this id.
    """
    found: Contact | None = session.scalar(_contacts(enrolment_id).where(Contact.id == contact_id))
    if found is None:
        raise Missing(N_("There is no such contact in your log."))
    return found


def contacts_of(
    session: Session,
    enrolment_id: int,
    task_id: str | None = None,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Sequence[Contact]:
    """Return somebody's contacts with their families, the newest first."""
    found = _contacts(enrolment_id).order_by(Contact.held_on.desc(), Contact.id.desc())
    if task_id is not None:
        found = found.where(Contact.task_id == task_id)
    return session.scalars(found.limit(limit).offset(offset)).all()


def families_of(session: Session, enrolment_id: int) -> Sequence[Family]:
    """Return the families a candidate has named, in the order of their first contact."""
    own = select(Family).where(Family.enrolment_id == enrolment_id).order_by(Family.id)
    return session.scalars(own).all()


def locked_ids(session: Session, enrolment_id: int) -> frozenset[int]:
    """Return the ids of somebody's contacts that are part of submitted work."""
    return frozenset(
        session.scalars(
            _in_submission(Reflection.enrolment_id == enrolment_id)
            .join(Reflection, Reflection.id == Submission.reflection_id)
            .where(Submission.state != WorkState.RETURNED)
        )
    )


def verified_ids(session: Session, enrolment_id: int) -> frozenset[int]:
    """Return the ids of somebody's contacts that were confirmed."""
    return frozenset(
        session.scalars(
            select(Verification.contact_id)
            .join(Contact, Contact.id == Verification.contact_id)
            .where(Contact.enrolment_id == enrolment_id)
        )
    )


def totals_of(contacts: Iterable[Contact]) -> ContactTotals:
    """Add contacts up."""
    contacts = list(contacts)
    return ContactTotals(
        contacts=len(contacts),
        minutes=sum(contact.minutes for contact in contacts),
        families=len({contact.family_id for contact in contacts}),
    )


def totals(session: Session, enrolment_id: int) -> LogTotals:
    """Add up somebody's whole log, and task by task."""
    numbers = (func.count(), func.sum(Contact.minutes), func.count(Contact.family_id.distinct()))
    own = select(Contact.task_id, *numbers).where(Contact.enrolment_id == enrolment_id)
    by_task = {
        task_id: ContactTotals(contacts, minutes, families)
        for task_id, contacts, minutes, families in session.execute(own.group_by(Contact.task_id))
    }
    families = session.scalar(
        select(numbers[2]).select_from(Contact).where(Contact.enrolment_id == enrolment_id)
    )
    return LogTotals(
        all=ContactTotals(
            contacts=sum(total.contacts for total in by_task.values()),
            minutes=sum(total.minutes for total in by_task.values()),
            families=families or 0,
        ),
        by_task=by_task,
    )


def _contacts(enrolment_id: int) -> Select[Contact]:
    return (
        select(Contact)
        .join(Contact.family)
        .options(contains_eager(Contact.family))
        .where(Contact.enrolment_id == enrolment_id)
    )


def _own_open_contact(session: Session, candidate: Enrolment, contact_id: int) -> Contact:
    require_candidate(candidate)
    contact = find_contact(session, candidate.id, contact_id)
    # Locked against a submission that is being made at this moment (PostgreSQL).
    session.refresh(contact, with_for_update={"of": Contact})
    submitted = _in_submission(SubmissionContact.contact_id == contact.id)
    if session.scalar(submitted.where(Submission.state != WorkState.RETURNED).limit(1)):
        raise ContactLocked
    return contact


def _just_recorded(
    session: Session, candidate: Enrolment, entry: NewContact, now: datetime
) -> Contact | None:
    newest = _contacts(candidate.id).order_by(Contact.id.desc()).limit(1)
    found = session.scalar(newest)
    if found is None or now - found.created_at > TWICE:
        return None
    before = entry_of(found)
    if entry.family_id is None:
        before = replace(before, family_id=None)
    return found if before == entry else None


def _in_submission(condition: ColumnElement[bool]) -> Select[int]:
    return (
        select(SubmissionContact.contact_id)
        .join(Submission, Submission.id == SubmissionContact.submission_id)
        .where(condition)
    )


def _write(session: Session, contact: Contact, entry: NewContact, now: datetime) -> None:
    contact.family = _family(session, contact.enrolment_id, entry.family_id, contact, now)
    for name, value in asdict(entry).items():
        if name not in {"family_id", "consent_scopes"}:
            setattr(contact, name, value)
    contact.consent_scopes = sorted(entry.consent_scopes)
    contact.changed_at = now


def _family(
    session: Session, enrolment_id: int, family_id: int | None, contact: Contact, now: datetime
) -> Family:
    families = families_of(session, enrolment_id)
    if family_id is None:
        alias = next_alias({family.alias for family in families})
        family = Family(enrolment_id=enrolment_id, alias=alias, created_at=now)
        session.add(family)
        return family
    known = next((each for each in families if each.id == family_id), None)
    if known is None:
        raise Missing(N_("There is no such family in your log."))
    if known.withdrawn_at is not None and contact.family_id != known.id:
        raise Rejected(
            N_("%(family)s took its consent back, so no contact can be added."),
            field="family",
            family=known.alias,
        )
    return known


def _choose_for_draft(session: Session, contact: Contact) -> None:
    reflection_id = session.scalar(
        select(Reflection.id).where(
            Reflection.enrolment_id == contact.enrolment_id,
            Reflection.task_id == contact.task_id,
            Reflection.state.in_((WorkState.DRAFT, WorkState.RETURNED)),
        )
    )
    if reflection_id is not None:
        session.add(ReflectionContact(reflection_id=reflection_id, contact_id=contact.id))
        session.flush()
