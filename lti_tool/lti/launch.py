"""The second step of a launch: the platform's signed answer, verified and let in.

`receive` reads and verifies, and writes nothing; `admit` writes everything in one transaction,
the used-up nonce included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pylti1p3.exception import LtiException
from sqlalchemy import Connection, Engine, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from curriculum.models.enrolment import Role
from lti_tool.lti import claims, enrol
from lti_tool.lti.claims import Claims
from lti_tool.lti.launch_record import create_launch
from lti_tool.lti.login import STATE_PREFIX, Parameters
from lti_tool.lti.message import Message
from lti_tool.lti.models.launch import Launch
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.state import LoginState, StateForged, digest, open_state
from lti_tool.lti.tool_config import KnownPlatform
from lti_tool.lti.verify import LaunchVerifier
from lti_tool.settings import Settings

KEPT = timedelta(days=7)
"""How long a launch that has ended is remembered."""


@dataclass(frozen=True, slots=True)
class Received:
    """A launch that was verified, and not yet let in."""

    platform: KnownPlatform
    state: LoginState
    claims: Claims
    browser: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """A launch that was let in."""

    launch_id: str
    role: Role
    is_deep_linking: bool
    target: str
    """The address that the link names, on our own host."""
    custom: Mapping[str, str]


def read_state(given: Mapping[str, str], *, secret: str) -> LoginState | None:
    """Return the state that came back, however old, if it is one of ours."""
    sealed = given.get("state", "")
    if not sealed.startswith(STATE_PREFIX):
        return None
    try:
        return open_state(sealed.removeprefix(STATE_PREFIX), secret=secret)
    except StateForged:
        return None


def receive(
    engine: Engine,
    given: Mapping[str, str],
    *,
    browser: str | None,
    settings: Settings,
    now: datetime,
    final: bool,
) -> Received:
    """Verify a platform's answer.

    :param given: the form that came.
    :param browser: our cookie.
    :param final: do not ask for the platform's keys again.
    :raises Refused: it is not to be let in.
    :raises KeysNeeded: the platform's keys must be read first; then again, with `final`.
    """
    state = _agreed_state(given, browser, settings.secret_key, now)
    message = Message(engine, Parameters(given), state, now, final=final)
    try:
        message.validate()
        LaunchVerifier(
            state,
            client_id=message.get_client_id(),
            public_url=settings.public_url,
            leeway=timedelta(seconds=settings.lti.clock_leeway),
            allow_loopback=settings.lti.allow_loopback,
        ).verify(message.body, now=now)
    except LtiException as error:
        raise Refused(
            Reason.MALFORMED, str(error)[:200], registration_id=state.registration_id
        ) from error
    except Refused as error:
        error.registration_id = error.registration_id or state.registration_id
        raise
    return Received(message.platform, state, claims.read_claims(message.body), browser or "")


def _agreed_state(
    given: Mapping[str, str], browser: str | None, secret: str, now: datetime
) -> LoginState:
    state = read_state(given, secret=secret)
    if state is None:
        raise Refused(Reason.EXPIRED, "state missing or not ours")
    if browser is None:
        raise Refused(Reason.NO_COOKIE, "no cookie", registration_id=state.registration_id)
    if digest(browser) != state.browser:
        raise Refused(
            Reason.OTHER_BROWSER, "cookie of another browser", registration_id=state.registration_id
        )
    if state.has_expired(now):
        raise Refused(Reason.EXPIRED, "state expired", registration_id=state.registration_id)
    return state


def admit(
    connection: Connection, received: Received, *, settings: Settings, now: datetime
) -> Admitted:
    """Let a verified launch in: enrol the person, write the launch record, use the nonce up.

    :raises Refused: the same token was let in before, or its bearer may not do this.
    :raises Outdated: what the verification rested on has just changed.
    """
    platform = received.platform
    place = enrol.enrol(connection, platform, received.claims, settings=settings, now=now)
    request = received.claims.deep_linking
    if request is not None and place.role is not Role.INSTRUCTOR:
        raise Refused(
            Reason.NOT_INSTRUCTOR, "deep linking by a non-instructor", registration_id=platform.id
        )
    try:
        launch_id = create_launch(
            connection,
            now=now,
            browser=received.browser,
            registration_id=platform.id,
            deployment_id=platform.row.deployment_key,
            context_id=place.context_id,
            person_id=place.person_id,
            enrolment_id=place.enrolment_id,
            locale=received.claims.locale,
            return_url=received.claims.return_url or None,
            deep_linking=dict(request) if request is not None else None,
            nonce=received.state.nonce,
        )
    except IntegrityError as error:
        raise Refused(Reason.USED, "nonce used before", registration_id=platform.id) from error
    return Admitted(
        launch_id,
        role=place.role,
        is_deep_linking=request is not None,
        target=received.claims.target,
        custom=received.claims.custom,
    )


def forget_ended(session: Session, *, now: datetime) -> None:
    """Delete launches that ended a week ago. No token can carry their nonces any more.

    Until then somebody who comes back to an old page is told that the visit has ended.
    """
    session.execute(delete(Launch).where(Launch.ends_at < now - KEPT))
