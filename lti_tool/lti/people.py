"""People as a platform knows them: found by its word for them or by name, and blocked."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from curriculum.foundation.errors import N_, Missing
from curriculum.models.enrolment import Enrolment
from curriculum.models.person import Person
from lti_tool.lti.identities import registration_named
from lti_tool.lti.models.identity import LtiIdentity

MOST = 500
"""Rows of a list. Somebody who looks for one person among more names them."""


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person at one platform."""

    sub: str
    name: str
    courses: int
    is_blocked: bool


def list_people(session: Session, platform: str, find: str = "") -> Sequence[PersonView]:
    """Return a platform's people by name, at most `MOST` of them.

    :param find: a part of the name, or of the platform's word for the person, in any case.
    :raises Missing: there is no such platform.
    """
    registration = registration_named(session, platform)
    courses = (
        select(func.count())
        .where(Enrolment.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )
    query = (
        select(LtiIdentity.sub, Person.name, courses, Person.blocked)
        .join(LtiIdentity.person)
        .where(LtiIdentity.registration_id == registration.id)
        .order_by(Person.name, LtiIdentity.sub)
        .limit(MOST)
    )
    if find:
        query = query.where(
            or_(
                Person.name.icontains(find, autoescape=True),
                LtiIdentity.sub.icontains(find, autoescape=True),
            )
        )
    return [PersonView(*row) for row in session.execute(query)]


def block_person(session: Session, platform: str, sub: str, *, blocked: bool = True) -> Person:
    """Keep one person out, or let them in again. Their work stays as it is.

    :raises Missing: there is no such platform, or nobody came in from it by this word.
    """
    registration = registration_named(session, platform)
    found = session.scalar(
        select(Person)
        .join(LtiIdentity, LtiIdentity.person_id == Person.id)
        .where(LtiIdentity.registration_id == registration.id, LtiIdentity.sub == sub)
    )
    if found is None:
        raise Missing(
            N_("“%(name)s” knows nobody as %(sub)s here. Look with: reciprocal people list."),
            name=platform,
            sub=sub,
        )
    found.blocked = blocked
    session.flush()
    return found
