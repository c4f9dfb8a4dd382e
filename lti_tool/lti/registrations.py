"""Connecting platforms: what an administrator enters, checked before a launch could fail on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session, selectinload

from curriculum.foundation.errors import N_, Conflict, Rejected
from lti_tool.lti import addresses
from lti_tool.lti.claims import LONGEST_ID
from lti_tool.lti.identities import registration_named
from lti_tool.lti.login import LAUNCH_PATH
from lti_tool.lti.models.identity import LtiIdentity
from lti_tool.lti.models.registration import (
    AccessToken,
    Deployment,
    DeploymentState,
    PlatformKeySet,
    Registration,
)
from lti_tool.lti.registering.hosts import is_frame_origin, token_givers


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRegistration:
    """What the platform's administrator told ours."""

    name: str
    issuer: str
    client_id: str
    auth_login_url: str
    auth_token_url: str
    key_set_url: str
    deployment_ids: Sequence[str]
    auth_audience: str | None = None
    frame_origins: Sequence[str] = ()
    product: str = ""
    scopes: Sequence[str] = ()
    client_url: str | None = None

    deployments_follow: bool = False
    """The platform names its deployments only at their first launches: none need be known."""


@dataclass(frozen=True, slots=True)
class ToolAddresses:
    """What to enter on the platform's side."""

    login_url: str
    launch_url: str
    """The only redirect address, the target of every link, and of deep linking."""
    jwks_url: str
    domain: str


def tool_addresses(public_url: str) -> ToolAddresses:
    """Return our own addresses, for the platform's administrator."""
    base = public_url.rstrip("/")
    return ToolAddresses(
        login_url=base + "/lti/login",
        launch_url=base + LAUNCH_PATH,
        jwks_url=base + "/lti/jwks",
        domain=urlsplit(base).netloc,
    )


def add_registration(
    session: Session, new: NewRegistration, *, allow_loopback: bool
) -> Registration:
    """Connect a platform.

    :raises Rejected: something entered cannot be used; `field` names what.
    :raises Conflict: the name, or the issuer with this client id, is there already.
    """
    _check(new, allow_loopback=allow_loopback)
    _check_is_new(session, new)
    registration = Registration(
        name=new.name,
        issuer=new.issuer,
        deployments=[Deployment(deployment_id=name) for name in new.deployment_ids],
    )
    _fill_in(registration, new)
    session.add(registration)
    session.flush()
    return registration


def change_registration(
    session: Session, registration: Registration, new: NewRegistration, *, allow_loopback: bool
) -> None:
    """Change what a registration says, as its platform told us anew.

    The issuer stays: people are known by it. A deployment that is named is approved; the
    others stay as they are, and a blocked one stays blocked.

    :raises Rejected: something cannot be used, or comes from another issuer.
    :raises Conflict: the client id belongs to another registration.
    """
    _check(new, allow_loopback=allow_loopback)
    if new.issuer != registration.issuer:
        raise Rejected(N_("The issuer of a registration cannot be changed."), field="issuer")
    _check_is_new(session, new, besides=registration)
    keys_moved = new.key_set_url != registration.key_set_url
    _fill_in(registration, new)
    for name in new.deployment_ids:
        _approve(registration, name)
    # Tokens were given to the client as it was, keys were read where they were.
    session.execute(delete(AccessToken).where(AccessToken.registration_id == registration.id))
    if keys_moved:
        gone = PlatformKeySet.registration_id == registration.id
        session.execute(delete(PlatformKeySet).where(gone))
    session.flush()


def _fill_in(registration: Registration, new: NewRegistration) -> None:
    registration.client_id = new.client_id
    registration.auth_login_url = new.auth_login_url
    registration.auth_token_url = new.auth_token_url
    registration.key_set_url = new.key_set_url
    registration.auth_audience = new.auth_audience or None
    registration.frame_origins = list(new.frame_origins)
    registration.product = new.product
    registration.scopes = list(new.scopes)
    registration.client_url = new.client_url


def _approve(registration: Registration, name: str) -> None:
    known = {each.deployment_id: each for each in registration.deployments}
    if name not in known:
        registration.deployments.append(Deployment(deployment_id=name))
    elif known[name].state is DeploymentState.PENDING:
        known[name].state = DeploymentState.APPROVED


def list_registrations(session: Session) -> list[Registration]:
    """Return every platform with its deployments, by name."""
    everything = select(Registration).options(selectinload(Registration.deployments))
    return list(session.scalars(everything.order_by(Registration.name)))


def add_deployment(session: Session, name: str, deployment_id: str) -> Deployment:
    """Let another installation of a platform in.

    :raises Missing: there is no such platform.
    :raises Rejected: the deployment id is empty, too long, or known already.
    """
    registration = registration_named(session, name)
    known = [deployment.deployment_id for deployment in registration.deployments]
    _check_deployments([*known, deployment_id])
    deployment = Deployment(deployment_id=deployment_id)
    registration.deployments.append(deployment)
    session.flush()
    return deployment


def block_registration(session: Session, name: str, *, blocked: bool = True) -> Registration:
    """Keep everybody from a platform out, or let them in again.

    Visits that are open end with their next request; what other processes have read of the
    platform they keep for a few seconds (`tool_config.KEPT_SECONDS`), launches excepted.

    :raises Missing: there is no such platform.
    """
    registration = registration_named(session, name)
    registration.blocked = blocked
    session.flush()
    return registration


def remove_registration(session: Session, name: str, *, force: bool = False) -> None:
    """Disconnect a platform: nobody from there gets in any more, and no grade goes there.

    Courses and people's work stay, but nothing leads to them from the platform again, even
    if it is connected anew.

    :param force: also where people have already come in from there.
    :raises Missing: there is no such platform.
    :raises Conflict: people have come in from there, and `force` is not set.
    """
    registration = registration_named(session, name)
    here = select(func.count()).where(LtiIdentity.registration_id == registration.id)
    people = session.scalar(here) or 0
    if people and not force:
        raise Conflict(
            N_(
                "%(people)s people came in from “%(name)s”. "
                "Removing it cuts them off from their work."
            ),
            people=people,
            name=name,
        )
    session.delete(registration)
    session.flush()


def _check(new: NewRegistration, *, allow_loopback: bool) -> None:
    for field in ("name", "client_id"):
        _check_word(field, getattr(new, field))
    if new.auth_audience is not None:
        _check_word("auth_audience", new.auth_audience, addresses.LONGEST)
    for field in ("issuer", "auth_login_url", "auth_token_url", "key_set_url"):
        _check_address(field, getattr(new, field), allow_loopback=allow_loopback)
    if "?" in new.issuer:
        raise Rejected(
            N_("The issuer may hold no query: enter it exactly as the platform shows it."),
            field="issuer",
        )
    if new.deployment_ids or not new.deployments_follow:
        _check_deployments(new.deployment_ids)
    for origin in new.frame_origins:
        _check_address("frame_origins", origin, allow_loopback=allow_loopback)
        if not is_frame_origin(origin):
            raise Rejected(
                N_("%(origin)s must end after the host, like https://lms.school.edu"),
                field="frame_origins",
                origin=origin,
            )


def _check_word(field: str, text: str, longest: int = LONGEST_ID) -> None:
    if not text.strip() or text != text.strip() or len(text) > longest or not text.isprintable():
        raise Rejected(
            N_(
                "%(name)s must not be empty, begin or end with a space, "
                "or be longer than %(longest)s characters."
            ),
            field=field,
            name=field,
            longest=longest,
        )


def _check_address(field: str, address: str, *, allow_loopback: bool) -> None:
    try:
        addresses.check_platform_address(address, allow_loopback=allow_loopback)
    except addresses.AddressRefused as error:
        raise Rejected(
            N_("%(name)s %(rule)s: %(address)s"),
            field=field,
            name=field,
            rule=str(error),
            address=address,
        ) from error


def _check_deployments(deployment_ids: Sequence[str]) -> None:
    if not deployment_ids:
        raise Rejected(N_("Enter at least one deployment id."), field="deployment_ids")
    for deployment_id in deployment_ids:
        _check_word("deployment_ids", deployment_id)
    if len(set(deployment_ids)) < len(deployment_ids):
        raise Rejected(N_("A deployment id is there twice."), field="deployment_ids")


def _check_is_new(
    session: Session, new: NewRegistration, *, besides: Registration | None = None
) -> None:
    same = or_(Registration.name == new.name, Registration.client_id == new.client_id)
    found = session.scalars(select(Registration).where(same).order_by(Registration.id))
    taken = next((each for each in found if each is not besides and _clashes(each, new)), None)
    if taken is None:
        return
    if taken.name == new.name:
        raise Conflict(N_("There is a platform “%(name)s” already."), field="name", name=new.name)
    raise Conflict(
        N_("This LMS and client id belong to “%(name)s” already."),
        field="client_id",
        name=taken.name,
    )


def _clashes(there: Registration, new: NewRegistration) -> bool:
    """Whether both cannot be there at once.

    One client at one giver of tokens is one LMS's. With it under a second name, somebody else's
    LMS would be sent the tokens, or the signed requests for them, that open the first.
    """
    if there.name == new.name or there.issuer == new.issuer:
        return True
    theirs = token_givers(there.auth_token_url, there.auth_audience)
    return not theirs.isdisjoint(token_givers(new.auth_token_url, new.auth_audience))
