"""Notices that a platform sends by itself (LTI Platform Notification Service 1.0).

Nobody logs in before one, so a notice proves itself: the platform's signature, our client, an
approved installation, a fresh date, and an id that was not seen before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lti_tool.lti import claims, course_copies
from lti_tool.lti.claims import Context
from lti_tool.lti.closed import IS_OPEN
from lti_tool.lti.models.launch import Notice
from lti_tool.lti.models.registration import Deployment, DeploymentState, Registration
from lti_tool.lti.platform_keys import find_key
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.signed_tokens import check_signature, client_of, read_token
from lti_tool.lti.tool_config import KnownPlatform, find_platform
from lti_tool.lti.verify import check_audience, check_times
from lti_tool.settings import Settings

PATH = "/lti/notices"

NOTICE = claims.CLAIM + "notice"
ORIGIN_CONTEXTS = claims.CLAIM + "origin_contexts"

MOST = 100
"""Notices in one request."""

OLDEST = timedelta(hours=1)
"""Since a notice was signed. It waits in a queue of the platform before it is sent."""

KEPT = timedelta(days=30)
"""How long the id of a notice is remembered: far longer than one is good for."""


@dataclass(frozen=True, slots=True)
class CopyNotice:
    """A verified notice that a course was made by copying others."""

    jti: str
    registration_id: int
    deployment_key: int
    context: Context
    origins: tuple[str, ...]


def tokens_in(body: bytes) -> list[object]:
    """Return what a request holds in the place of tokens, in its order.

    :raises Refused: it is no list of notices, or too long a one.
    """
    try:
        listed = claims.parse_json(body).get("notices")
    except claims.ClaimRefused as error:
        raise Refused(Reason.MALFORMED, str(error)) from error
    if not isinstance(listed, list) or len(listed) > MOST:
        raise Refused(Reason.MALFORMED, f"notices is not a list of at most {MOST}")
    return [one.get("jwt") if isinstance(one, dict) else None for one in listed]


def verify_notice(
    engine: Engine, token: object, *, settings: Settings, now: datetime, final: bool
) -> CopyNotice | None:
    """Return a notice that was verified; None where it is of a kind that we need not act upon.

    :param final: do not ask for the platform's keys again.
    :raises Refused: it is not to be believed.
    :raises KeysNeeded: the platform's keys must be read first.
    """
    if not isinstance(token, str):
        raise Refused(Reason.MALFORMED, "jwt is not a string")
    header, body = read_token(token)
    issuer, deployment = body.get("iss"), body.get(claims.DEPLOYMENT_ID)
    if not issuer or not deployment:
        raise Refused(Reason.MALFORMED, "iss or deployment_id missing")
    client_id = client_of(body)
    platform = find_platform(engine, issuer, client_id, deployment)
    check_signature(token, find_key(engine, platform, header["kid"], now=now, final=final))
    check_audience(body, client_id)
    leeway = timedelta(seconds=settings.lti.clock_leeway)
    check_times(body, now, leeway=leeway, oldest=OLDEST)
    if body.get(claims.VERSION) != claims.LTI_VERSION:
        raise Refused(Reason.MALFORMED, "version is not 1.3.0")
    _check_deployment(platform)
    return _read_notice(body, platform)


def _check_deployment(platform: KnownPlatform) -> None:
    if platform.row.deployment_key is None:
        raise Refused(Reason.NOT_APPROVED, "deployment unknown", registration_id=platform.id)
    if platform.row.deployment_state is not DeploymentState.APPROVED:
        check = f"deployment {platform.row.deployment_state.value}"
        raise Refused(Reason.NOT_APPROVED, check, registration_id=platform.id)


def _read_notice(body: Mapping[str, Any], platform: KnownPlatform) -> CopyNotice | None:
    notice = body.get(NOTICE)
    kind = notice.get("type") if isinstance(notice, dict) else None
    if not isinstance(notice, dict) or not isinstance(kind, str):
        raise Refused(Reason.MALFORMED, "notice has no type", registration_id=platform.id)
    if kind != claims.COPY_NOTICE:
        return None
    ids = claims.texts([body.get("jti"), body.get("nonce"), notice.get("id")])
    jti = next((name for name in ids if 0 < len(name) <= claims.LONGEST_ID), None)
    context = claims.read_context(body)
    origins = claims.texts(body.get(ORIGIN_CONTEXTS))
    if jti is None or context is None or not origins:
        raise Refused(
            Reason.MALFORMED,
            "jti, context or origin_contexts missing",
            registration_id=platform.id,
        )
    return CopyNotice(jti, platform.id, platform.row.deployment_key, context, origins)


def take_notice(
    connection: Connection, notice: CopyNotice, *, settings: Settings, now: datetime
) -> None:
    """Act upon a notice, unless the same one was taken before.

    :raises Refused: what its verification rested on has just changed.
    """
    still = connection.execute(
        select(Registration.id)
        .join(Deployment, Deployment.registration_id == Registration.id)
        .where(
            Registration.id == notice.registration_id,
            Deployment.id == notice.deployment_key,
            IS_OPEN,
        )
    ).scalar()
    if still is None:
        raise Refused(Reason.NOT_CONNECTED, "registration changed meanwhile")
    if _is_first(connection, notice, now):
        course_copies.take_notice(
            connection,
            notice.context,
            notice.origins,
            registration_id=notice.registration_id,
            deployment_key=notice.deployment_key,
            settings=settings,
            now=now,
        )


def _is_first(connection: Connection, notice: CopyNotice, now: datetime) -> bool:
    on_sqlite = connection.dialect.name == "sqlite"
    insert: Any = sqlite.insert if on_sqlite else postgresql.insert
    values = {"registration_id": notice.registration_id, "jti": notice.jti, "created_at": now}
    add = insert(Notice).values(**values).on_conflict_do_nothing().returning(Notice.id)
    return connection.execute(add).scalar() is not None


def forget_old(session: Session, *, now: datetime) -> None:
    """Delete the ids of notices that are too old to be taken again."""
    session.execute(delete(Notice).where(Notice.created_at < now - KEPT))
