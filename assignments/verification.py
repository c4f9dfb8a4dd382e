"""Confirmation, by somebody other than the candidate, that a contact took place."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assignments.access import require_instructor
from assignments.models.contact_log import Contact, Verification
from curriculum.foundation.errors import N_, Missing
from curriculum.models.enrolment import Enrolment


def verify_contact(
    session: Session, instructor: Enrolment, contact_id: int, *, now: datetime
) -> Verification:
    """Confirm a contact of the instructor's own course. Confirming twice changes nothing.

    :raises NotAllowed: the person is not an instructor.
    :raises Missing: there is no such contact in this course.
    """
    contact = _in_course(session, instructor, contact_id)
    found = session.get(Verification, contact.id)
    if found is None:
        found = Verification(
            contact_id=contact.id, verified_by_id=instructor.id, verified_at=now, way="instructor"
        )
        session.add(found)
        session.flush()
    return found


def unverify_contact(session: Session, instructor: Enrolment, contact_id: int) -> None:
    """Take a confirmation back.

    :raises Missing: there is no such contact in this course.
    """
    contact = _in_course(session, instructor, contact_id)
    found = session.get(Verification, contact.id)
    if found is not None:
        session.delete(found)
        session.flush()


def verifications_of(session: Session, contact_ids: Collection[int]) -> dict[int, Verification]:
    """Return the confirmations of these contacts, by contact."""
    found = session.scalars(select(Verification).where(Verification.contact_id.in_(contact_ids)))
    return {verification.contact_id: verification for verification in found}


def _in_course(session: Session, instructor: Enrolment, contact_id: int) -> Contact:
    require_instructor(instructor)
    found = session.scalar(
        select(Contact)
        .join(Enrolment, Enrolment.id == Contact.enrolment_id)
        .where(Contact.id == contact_id, Enrolment.course_id == instructor.course_id)
        .with_for_update(of=Contact)
    )
    if found is None:
        raise Missing(N_("There is no such contact in this course."))
    return found
