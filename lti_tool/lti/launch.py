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
from lti_tool.lti.browser_proof import BrowserProof, agreed_state
from lti_tool.lti.claims import DEEP_LINKING_REQUEST, SUBMISSION_REVIEW_REQUEST, Claims
from lti_tool.lti.custom import TASK
from lti_tool.lti.launch_record import create_launch
from lti_tool.lti.login import Parameters
from lti_tool.lti.message import Message
from lti_tool.lti.models.launch import Launch
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.state import LoginState
from lti_tool.lti.submission_review import Review
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
    """Our cookie; empty where the platform's storage took its place."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A launch that was let in."""

    launch_id: str
    role: Role
    is_deep_linking: bool
    target: str
    """The address that the link names, on our own host."""
    custom: Mapping[str, str]
    review: Review | None
    """Whose work was asked for, on a submission review."""


def receive(
    engine: Engine,
    given: Mapping[str, str],
    *,
    proof: BrowserProof,
    settings: Settings,
    now: datetime,
    final: bool,
) -> Received:
    """Verify a platform's answer.

    :param given: the form that came.
    :param proof: what the browser brought to prove that the login was its own.
    :param final: do not ask for the platform's keys again.
    :raises Refused: it is not to be let in.
    :raises StorageNeeded: a page must ask the platform's storage first; then again.
    :raises KeysNeeded: the platform's keys must be read first; then again, with `final`.
    """
    state = agreed_state(given, proof, secrets=settings.secrets, now=now)
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
        message.check_approval()
    except LtiException as error:
        raise Refused(
            Reason.MALFORMED, str(error)[:200], registration_id=state.registration_id
        ) from error
    except Refused as error:
        error.registration_id = error.registration_id or state.registration_id
        raise
    return Received(message.platform, state, claims.read_claims(message.body), proof.cookie or "")


def admit(
    connection: Connection, received: Received, *, settings: Settings, now: datetime
) -> Admitted:
    """Let a verified launch in: enrol the person, write the launch record, use the nonce up.

    :param received: of a message that makes a launch record (`claims.ADMITTED`).
    :raises Refused: the same token was let in before, or its bearer may not do this.
    :raises Outdated: what the verification rested on has just changed.
    """
    platform = received.platform
    place = enrol.enrol(connection, platform, received.claims, settings=settings, now=now)
    request = received.claims.deep_linking
    _check_role(received, place.role)
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
            impersonated=received.claims.impersonated,
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
        review=_review_in(received, place),
    )


def _check_role(received: Received, role: Role) -> None:
    """See that somebody may do what the message is for."""
    message_type = received.claims.message_type
    if role is Role.INSTRUCTOR:
        return
    if message_type == DEEP_LINKING_REQUEST:
        reason, check = Reason.NOT_INSTRUCTOR, "deep linking by a non-instructor"
    elif message_type == SUBMISSION_REVIEW_REQUEST and not _is_own_review(received, role):
        reason, check = Reason.NOT_REVIEWER, "submission review by a non-instructor"
    else:
        return
    raise Refused(reason, check, registration_id=received.platform.id)


def _is_own_review(received: Received, role: Role) -> bool:
    return role is Role.CANDIDATE and received.claims.for_user == received.claims.sub


def _review_in(received: Received, place: enrol.Place) -> Review | None:
    if received.claims.message_type != SUBMISSION_REVIEW_REQUEST or place.context_id is None:
        return None
    return Review(
        received.platform.id,
        place.context_id,
        for_user=received.claims.for_user,
        task=received.claims.custom.get(TASK, ""),
        line_item_url=received.claims.line_item_url,
    )


def forget_ended(session: Session, *, now: datetime) -> None:
    """Delete launches that ended a week ago. No token can carry their nonces any more.

    Until then somebody who comes back to an old page is told that the visit has ended.
    """
    session.execute(delete(Launch).where(Launch.ends_at < now - KEPT))
