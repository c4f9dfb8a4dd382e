"""The page of a login or a launch that goes no further, its line in the log and its row."""

import secrets
from collections.abc import Callable

import structlog
from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict

from curriculum.foundation.clock import utc_now
from lti_tool.extensions import current_settings, db, writing
from lti_tool.lti import pending, refused_launches
from lti_tool.lti.browser_proof import read_state
from lti_tool.lti.refusals import Reason, Refused, Unapproved
from lti_tool.lti.tool_config import find_platform, platform_of
from lti_tool.web import headers
from lti_tool.web.refusals import RefusalText, text_of, text_of_platform_error

PLATFORM_WORDS = frozenset(
    {
        "access_denied", "account_selection_required", "consent_required", "interaction_required",
        "invalid_request", "invalid_request_object", "invalid_scope", "launch_no_longer_valid",
        "login_required", "server_error", "temporarily_unavailable", "unauthorized_client",
        "unsupported_response_type",
    }
)  # fmt: skip
"""What a platform says in place of a token (OpenID Connect Core 1.0, 3.1.2.6; RFC 6749, 4.1.2.1).
Anybody can send the parameter, so no other word of it is written down."""


def refuse_login(refusal: Refused) -> ResponseReturnValue:
    """Show why a login goes no further. Nothing is written: nobody has proved anything yet."""
    registration_id = refusal.registration_id or _named_registration()
    return _page(text_of(refusal.reason), refusal, registration_id)


def refuse_launch(refusal: Refused) -> ResponseReturnValue:
    """Show why a launch goes no further, and write it down for the connection's keeper."""
    if isinstance(refusal, Unapproved):
        _write(lambda: pending.note_pending(db.session(), refusal, now=utc_now()))
    return _page(text_of(refusal.reason), refusal, refusal.registration_id, recorded=True)


def refuse_for_platform(error: str) -> ResponseReturnValue:
    """Show that the platform itself said no.

    :param error: its word for it.
    """
    word = error if error in PLATFORM_WORDS else "something else"
    refusal = Refused(Reason.PLATFORM_ERROR, f"platform said {word}")
    return _page(text_of_platform_error(error), refusal, _promised_registration(), recorded=True)


def _page(
    text: RefusalText, refusal: Refused, registration_id: int | None, *, recorded: bool = False
) -> ResponseReturnValue:
    reference = secrets.token_hex(4)
    structlog.get_logger("lti").warning(
        "launch refused",
        reference=reference,
        check=refusal.check,
        registration_id=registration_id,
    )
    if recorded:
        _record(refusal, reference)
    if registration_id is not None:
        headers.allow_framing(_frame_origins(registration_id))
    page = render_template("lti/refused.html", text=text, reference=reference)
    return page, text.status


def _record(refusal: Refused, reference: str) -> None:
    registration_id = _promised_registration()
    if registration_id is None:
        return
    session, check, now = db.session(), refusal.check, utc_now()
    # Looked up as a reader first: a stream of nonsense must not take the writers' lock.
    if refused_launches.is_due(session, registration_id, check, now=now):
        _write(
            lambda: refused_launches.record(
                session, registration_id,
                reference=reference, reason=refusal.reason, check=check, now=now,
            )
        )  # fmt: skip


def _write(note: Callable[[], object]) -> None:
    """Write a note. The person's page does not depend on it."""
    session = db.session()
    session.rollback()  # a reader cannot become a writer on SQLite
    try:
        with writing():
            note()
            session.commit()
    except SQLAlchemyError as error:
        session.rollback()
        structlog.get_logger("lti").error("refusal not written down", exc_info=error)


def _promised_registration() -> int | None:
    """Return the registration of the login that we signed, whatever the token says."""
    settings = current_settings()
    state = read_state(_given(), secrets=settings.secrets)
    return state.registration_id if state else None


def _named_registration() -> int | None:
    """Return the registration that a refused login names, so that its frame shows the page."""
    named = _given().get("iss", "")[:2000], _given().get("client_id", "")[:2000]
    if not all(named) or "\x00" in "".join(named):
        return None
    try:
        return find_platform(db.engine, *named, "").id
    except Refused as refusal:
        return refusal.registration_id


def _given() -> MultiDict[str, str]:
    return request.form if request.method == "POST" else request.args


def _frame_origins(registration_id: int) -> tuple[str, ...]:
    platform = platform_of(db.engine, registration_id)
    return platform.frame_origins if platform else ()
