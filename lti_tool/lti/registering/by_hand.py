"""Connecting a platform with what its administrator typed in, tried out before it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lti_tool.lti.addresses import origin_of
from lti_tool.lti.invitations import use_invitation
from lti_tool.lti.models.invitation import Invitation
from lti_tool.lti.models.registration import Registration
from lti_tool.lti.registering.dialects import Dialect
from lti_tool.lti.registering.hosts import framing_origin
from lti_tool.lti.registrations import NewRegistration, add_registration, change_registration
from lti_tool.lti.services.token import ServiceClient
from lti_tool.lti.trials import TriedPlatform

PRODUCTS = {
    "canvas": "canvas",
    "moodle": "moodle",
    "blackboard": "blackboardlearn",
    "brightspace": "desire2learn",
    "sakai": "sakai",
}
"""By dialect: the word that the LMS itself will send at its first launch."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What an administrator typed in, with the addresses that follow from it."""

    dialect: Dialect
    site: str
    """Scheme and host of the school's LMS; empty where it was not asked for."""

    client_id: str
    deployment_id: str
    """Empty: the first launch names it."""

    addresses: Mapping[str, str]
    """By the field of `NewRegistration`."""


def site_of(text: str, dialect: Dialect) -> str:
    """Return the address of a school's LMS from whatever page of it was pasted.

    No slash stands at its end.
    """
    text = text.strip().partition("#")[0].partition("?")[0]
    if text and "://" not in text:
        text = "https://" + text
    if not dialect.may_have_path:
        return origin_of(text) if text else ""
    scheme, _, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    parts = path.split("/")
    ends = next((n for n, part in enumerate(parts) if part in dialect.inner_pages), len(parts))
    return f"{scheme}://{host}{slash}{'/'.join(parts[:ends])}".rstrip("/") if text else ""


def registration_of(name: str, entered: Entered) -> NewRegistration:
    """Return what was entered as a registration, not yet checked."""
    addresses = {**dict.fromkeys(("issuer", "auth_audience"), ""), **entered.addresses}
    origins = (framing_origin(addresses["issuer"]), *_school(entered))
    return NewRegistration(
        name=name,
        issuer=addresses["issuer"],
        client_id=entered.client_id,
        auth_login_url=addresses.get("auth_login_url", ""),
        auth_token_url=addresses.get("auth_token_url", ""),
        key_set_url=addresses.get("key_set_url", ""),
        auth_audience=addresses["auth_audience"] or None,
        deployment_ids=[entered.deployment_id] if entered.deployment_id else [],
        deployments_follow=True,
        frame_origins=list(dict.fromkeys(origin for origin in origins if origin)),
        product=PRODUCTS.get(entered.dialect.key, ""),
    )


def _school(entered: Entered) -> list[str]:
    site = framing_origin(entered.site)
    return [*([site] if site else []), *entered.dialect.shared_origins]


def store_by_hand(
    session: Session,
    invitation: Invitation,
    new: NewRegistration,
    *,
    allow_loopback: bool,
    now: datetime,
) -> Registration:
    """Store a registration, or change the one that the invitation is for, and use it up.

    :raises Rejected: something entered cannot be used; `field` names what.
    :raises Conflict: the name, or the issuer with this client id, is there already.
    :raises InvitationGone: somebody was quicker.
    """
    registration = invitation.registration
    if registration is None:
        registration = add_registration(session, new, allow_loopback=allow_loopback)
    else:
        change_registration(session, registration, new, allow_loopback=allow_loopback)
    use_invitation(session, invitation, registration, now)
    return registration


def platform_to_try(new: NewRegistration) -> TriedPlatform:
    """Return what is needed to try a registration out before there is one."""
    client = ServiceClient(
        registration_id=0,
        issuer=new.issuer,
        client_id=new.client_id,
        token_url=new.auth_token_url,
        audience=new.auth_audience or new.auth_token_url,
        product=new.product,
    )
    return TriedPlatform(client, new.key_set_url, new.product)
