"""From the platform's word for a person to ours, and back. For commands."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from curriculum.foundation.errors import N_, Missing
from curriculum.models.person import Person
from lti_tool.lti.models.identity import LtiIdentity
from lti_tool.lti.models.registration import Registration


def registration_named(session: Session, name: str) -> Registration:
    """Return a registration by its name.

    :raises Missing: there is none.
    """
    found = session.scalar(select(Registration).where(Registration.name == name))
    if found is None:
        raise Missing(N_("There is no platform “%(name)s”."), name=name)
    return found


def person_at(session: Session, platform: str, sub: str) -> Person:
    """Return the person whom a platform knows as `sub`, who may not have come in yet.

    :raises Missing: there is no such platform.
    """
    registration = registration_named(session, platform)
    identity = session.scalar(
        select(LtiIdentity).where(
            LtiIdentity.registration_id == registration.id, LtiIdentity.sub == sub
        )
    )
    if identity is None:
        identity = LtiIdentity(registration_id=registration.id, sub=sub, person=Person())
        session.add(identity)
        session.flush()
    return identity.person


def identity_of_person(session: Session, person_id: int) -> tuple[str, str]:
    """Return a platform's name and its word for the person: the newest, where two know them.

    Somebody whose old name was proved under a new registration is known at both (`legacy`).
    """
    known = select(LtiIdentity).where(LtiIdentity.person_id == person_id)
    found = session.scalars(known.order_by(LtiIdentity.id.desc()).limit(1)).one()
    return found.registration.name, found.sub
