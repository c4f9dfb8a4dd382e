"""From an invitation to a registration: what may be connected, and what is stored of it.

The platform is asked between transactions: the invitation is used up before, so that nobody
asks twice, and given back if nothing came of it.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from curriculum.foundation.errors import Conflict, Rejected
from lti_tool.lti import invitations
from lti_tool.lti.invitations import Gone, InvitationGone
from lti_tool.lti.models.invitation import Invitation
from lti_tool.lti.models.registration import Registration
from lti_tool.lti.registering.configuration import Configuration
from lti_tool.lti.registering.problems import CannotRegister, Problem
from lti_tool.lti.registering.profiles.base import Profile
from lti_tool.lti.registering.registrar import REGISTRATION, OwnRegistration, Registered
from lti_tool.lti.registrations import (
    NewRegistration,
    add_registration,
    change_registration,
)
from lti_tool.lti.services.token import ServiceClient


@dataclass(frozen=True, slots=True)
class Occasion:
    """What an invitation is for, without an open session."""

    invitation_id: int
    name: str
    issuer: str
    """Of the registration that is to be changed; empty: a new one is made."""

    token_url: str
    own: OwnRegistration | None = None
    """How to change that registration ourselves, where its platform lets us."""

    @property
    def is_update(self) -> bool:
        """Whether a registration that is there is to be changed."""
        return bool(self.issuer)


def find_occasion(session: Session, token: str, now: datetime) -> Occasion:
    """Return what an invitation is for.

    :raises InvitationGone: it cannot be used.
    :raises CannotRegister: its name was given to another registration since it was made.
    """
    invitation = invitations.find_invitation(session, token, now)
    there = invitation.registration
    named = session.scalar(select(Registration).where(Registration.name == invitation.name))
    if named is not None and named is not there:
        raise CannotRegister(Problem.NAME_TAKEN, name=invitation.name)
    if there is None:
        return Occasion(invitation.id, invitation.name, issuer="", token_url="")
    return Occasion(invitation.id, there.name, there.issuer, there.auth_token_url, own=_own(there))


def _own(there: Registration) -> OwnRegistration | None:
    if there.client_url is None or REGISTRATION not in there.scopes:
        return None
    return OwnRegistration(there.client_url, ServiceClient.of(there))


def check_same_platform(occasion: Occasion, found: Configuration) -> None:
    """Refuse to change one LMS's registration into another's.

    Hosted schools of Canvas share their issuer, so the host that gives tokens counts as well.

    :raises CannotRegister: the invitation is for another LMS.
    """
    if not occasion.is_update:
        return
    same_host = _host(occasion.token_url) == _host(found.token_endpoint)
    if occasion.issuer != found.issuer or not same_host:
        raise CannotRegister(Problem.ANOTHER_LMS, name=occasion.name)


def claim(session: Session, occasion: Occasion, now: datetime) -> None:
    """Use the invitation up, before the platform is asked.

    :raises InvitationGone: somebody was quicker.
    """
    invitations.claim_invitation(session, _invitation(session, occasion), now)


def give_back(session: Session, occasion: Occasion) -> None:
    """Make the invitation good again: no registration came of it."""
    invitation = session.get(Invitation, occasion.invitation_id)
    if invitation is not None:
        invitations.give_back_invitation(session, invitation)


def store(
    session: Session,
    occasion: Occasion,
    found: Configuration,
    profile: Profile,
    registered: Registered,
    *,
    allow_loopback: bool,
) -> Registration:
    """Keep what the platform made of our registration.

    :raises CannotRegister: what it answered cannot be kept beside what is there.
    :raises InvitationGone: the registration was removed meanwhile, and its invitation with it.
    """
    invitation = _invitation(session, occasion)
    new = _described(occasion.name, found, profile, registered)
    try:
        registration = invitation.registration
        if registration is None:
            registration = add_registration(session, new, allow_loopback=allow_loopback)
        else:
            change_registration(session, registration, new, allow_loopback=allow_loopback)
    except Conflict as error:
        taken = error.values.get("name", occasion.name)
        raise CannotRegister(Problem.CONNECTED_ALREADY, name=taken) from error
    except IntegrityError as error:  # somebody stored the same at this very moment
        raise CannotRegister(Problem.CONNECTED_ALREADY, name=occasion.name) from error
    except Rejected as error:
        raise CannotRegister(Problem.NO_CLIENT, field=error.field or "") from error
    invitations.settle_invitation(session, invitation, registration)
    return registration


def _invitation(session: Session, occasion: Occasion) -> Invitation:
    found = session.get(Invitation, occasion.invitation_id)
    if found is None:
        raise InvitationGone(Gone.UNKNOWN)
    return found


def _described(
    name: str, found: Configuration, profile: Profile, registered: Registered
) -> NewRegistration:
    deployment = registered.deployment_id
    return NewRegistration(
        name=name,
        issuer=found.issuer,
        client_id=registered.client_id,
        auth_login_url=found.authorization_endpoint,
        auth_token_url=found.token_endpoint,
        key_set_url=found.jwks_uri,
        auth_audience=profile.audience(found),
        frame_origins=profile.frame_origins(found),
        product=found.product,
        scopes=registered.scopes,
        client_url=registered.client_url,
        deployment_ids=[deployment] if deployment else [],
        deployments_follow=True,
    )


def _host(address: str) -> str:
    return urlsplit(address).netloc.lower()
