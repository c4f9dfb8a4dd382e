"""Invitations: leave to connect one platform, by an address that nobody can guess.

The token in the address is 256 random bits, kept only as a hash. It is used up by one
conditional update, so that of two requests at the same time only one goes on.
"""

import enum
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from curriculum.foundation.errors import N_, Conflict, Missing, Rejected
from lti_tool.lti.launch_record import hash_of
from lti_tool.lti.models.invitation import Invitation
from lti_tool.lti.models.registration import Registration

PATH = "/lti/register/"
GOOD_FOR = timedelta(days=14)
LONGEST_NAME = 255
LONGEST_LIFE = timedelta(days=366)
LONGEST_TOKEN = 100
"""Characters. A longer one is not looked up."""


class Gone(enum.Enum):
    """Why an invitation cannot be used."""

    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    """Never made, mistyped, or revoked."""


class InvitationGone(Exception):
    """There is no such invitation, or it cannot be used any more."""

    def __init__(self, reason: Gone) -> None:
        super().__init__(reason.value)
        self.reason = reason


def create_invitation(
    session: Session,
    name: str,
    *,
    now: datetime,
    good_for: timedelta = GOOD_FOR,
    updates: Registration | None = None,
) -> tuple[Invitation, str]:
    """Invite a platform; return the invitation and the token for its address.

    :param name: what the registration will be called.
    :param updates: the registration that is to be changed, if it is not to be a new one.
    :raises Rejected: the name or the time cannot be used.
    :raises Conflict: a registration of that name is there, and `updates` does not name it.
    """
    _check(name, good_for)
    taken = session.scalar(select(Registration).where(Registration.name == name))
    if taken is not None and taken is not updates:
        raise Conflict(
            N_("There is a platform “%(name)s” already. To change its registration, add --update."),
            field="name",
            name=name,
        )
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_hash=hash_of(token),
        name=name,
        created_at=now,
        expires_at=now + good_for,
        registration=updates,
    )
    session.add(invitation)
    session.flush()
    return invitation, token


def find_invitation(
    session: Session, token: str, now: datetime, *, used_too: bool = False
) -> Invitation:
    """Return the invitation that a token belongs to.

    :param used_too: also one that was used; it can be looked at until it expires.
    :raises InvitationGone: it is unknown, has expired, or was used.
    """
    known = Invitation.token_hash == hash_of(token)
    found = session.scalar(select(Invitation).where(known)) if _is_token(token) else None
    if found is None:
        raise InvitationGone(Gone.UNKNOWN)
    if found.used_at is not None and not used_too:
        raise InvitationGone(Gone.USED)
    if now >= found.expires_at:
        raise InvitationGone(Gone.EXPIRED)
    return found


def use_invitation(
    session: Session, invitation: Invitation, registration: Registration, now: datetime
) -> None:
    """Use an invitation up for a registration, once.

    :raises InvitationGone: somebody was quicker, or it has expired since it was found.
    """
    claim_invitation(session, invitation, now)
    settle_invitation(session, invitation, registration)


def claim_invitation(session: Session, invitation: Invitation, now: datetime) -> None:
    """Use an invitation up before the platform is asked, so that nobody asks it twice.

    :raises InvitationGone: somebody was quicker, or it has expired since it was found.
    """
    claimed = session.scalar(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
        .values(used_at=now)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    if claimed is None:
        raise InvitationGone(_reason_now(session, invitation.id))
    session.refresh(invitation)


def settle_invitation(session: Session, invitation: Invitation, registration: Registration) -> None:
    """Note which registration came of an invitation that was claimed."""
    invitation.registration = registration
    session.flush()


def give_back_invitation(session: Session, invitation: Invitation) -> None:
    """Make a claimed invitation good again: the platform did not register us."""
    invitation.used_at = None
    session.flush()


def list_invitations(session: Session, now: datetime) -> list[Invitation]:
    """Return the invitations that can still be used, the next to expire first."""
    open_ones = Invitation.used_at.is_(None) & (Invitation.expires_at > now)
    return list(
        session.scalars(select(Invitation).where(open_ones).order_by(Invitation.expires_at))
    )


def revoke_invitation(session: Session, name: str, now: datetime) -> int:
    """Withdraw the unused invitations of a name and return how many there were.

    :raises Missing: there is none that could still be used.
    """
    found = [each for each in list_invitations(session, now) if each.name == name]
    if not found:
        raise Missing(N_("There is no open invitation for “%(name)s”."), name=name)
    for invitation in found:
        session.delete(invitation)
    session.flush()
    return len(found)


def forget_invitations(session: Session, before: datetime) -> None:
    """Remove invitations that expired before an instant: nobody asks about them any more."""
    for invitation in session.scalars(select(Invitation).where(Invitation.expires_at < before)):
        session.delete(invitation)
    session.flush()


def address_of(public_url: str, token: str) -> str:
    """Return the address that an administrator is given."""
    return public_url.rstrip("/") + PATH + token


def _is_token(token: str) -> bool:
    return 0 < len(token) <= LONGEST_TOKEN and token.isascii() and "\x00" not in token


def _reason_now(session: Session, invitation_id: int) -> Gone:
    statement = select(Invitation.used_at).where(Invitation.id == invitation_id)
    row = session.execute(statement).one_or_none()
    if row is None:
        return Gone.UNKNOWN
    return Gone.EXPIRED if row.used_at is None else Gone.USED


def _check(name: str, good_for: timedelta) -> None:
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise Rejected(
            N_("The name must not be empty, nor begin or end with a space."), field="name"
        )
    if len(name) > LONGEST_NAME:
        raise Rejected(
            N_("The name must not be longer than %(longest)s characters."),
            field="name",
            longest=LONGEST_NAME,
        )
    if not timedelta(minutes=1) <= good_for <= LONGEST_LIFE:
        raise Rejected(
            N_("An invitation is good for a minute at least and a year at most."), field="expires"
        )
