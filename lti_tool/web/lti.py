"""The three addresses that platforms know: login, launch, and our public keys."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from curriculum.foundation.clock import utc_now
from lti_tool.extensions import begin_reading, current_settings, db, writing
from lti_tool.lti import keys, launch, login, platform_keys
from lti_tool.lti.browser_proof import StorageNeeded
from lti_tool.lti.claims import DATA_PRIVACY_REQUESTS
from lti_tool.lti.known import Outdated
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.tool_config import (
    forget_platforms,
)
from lti_tool.web import ladder
from lti_tool.web.browser_cookie import BROWSER_COOKIE, set_browser_cookie
from lti_tool.web.destinations import destination
from lti_tool.web.platform_keys import ask_for_keys
from lti_tool.web.privacy import show_privacy
from lti_tool.web.refusal_pages import refuse_for_platform, refuse_launch, refuse_login

bp = Blueprint("lti", __name__, url_prefix="/lti")


@bp.route("/login", methods=["GET", "POST"], endpoint="login")
def begin() -> ResponseReturnValue:
    """Send the browser on to the platform's log-in, known by something. Writes nothing."""
    begin_reading()
    settings, framed = current_settings(), ladder.is_framed()
    try:
        answer = login.begin_login(
            db.engine,
            _given(),
            browser=request.cookies.get(BROWSER_COOKIE),
            framed=framed,
            public_url=settings.public_url.rstrip("/"),
            secret=settings.secret_key,
            now=utc_now(),
        )
        if framed and answer.is_new_browser:
            return ladder.show_login(answer, _given())
    except Refused as refusal:
        return refuse_login(refusal)
    response = redirect(answer.address, 302)
    if answer.is_new_browser:
        set_browser_cookie(response, answer.browser)
    return response


def _given() -> MultiDict[str, str]:
    return request.form if request.method == "POST" else request.args


@bp.route("/launch", methods=["GET", "POST"], endpoint="launch")
def enter() -> ResponseReturnValue:
    """Let a verified launch in, and lead it to its page by GET: a reload sends no token again."""
    begin_reading()
    if "error" in _given():
        return refuse_for_platform(_given()["error"])
    if request.method == "GET":
        return refuse_launch(Refused(Reason.EXPIRED, "launch by GET"))
    try:
        return _enter()
    except Refused as refusal:
        return refuse_launch(refusal)


def _enter() -> ResponseReturnValue:
    for _attempt in range(2):
        try:
            received = _receive()
            if received.claims.message_type in DATA_PRIVACY_REQUESTS:
                return show_privacy(received, current_settings())
            return redirect(destination(db.session(), _admit(received)), 303)
        except StorageNeeded as needed:
            return ladder.show_storage(needed.state)
        except Outdated:
            forget_platforms(db.engine)
    raise Refused(Reason.NOT_CONNECTED, "registration changed during the launch")


def _admit(received: launch.Received) -> launch.Admitted:
    # A connection and no session: every visit takes this path.
    with writing(), db.engine.begin() as connection:
        return launch.admit(connection, received, settings=current_settings(), now=utc_now())


def _receive() -> launch.Received:
    """Verify what came, asking for the platform's keys in between where that is needed."""
    final = False
    for _attempt in range(4):
        try:
            return _receive_once(final=final)
        except platform_keys.KeysNeeded as needed:
            final = ask_for_keys(needed.platform)
            forget_platforms(db.engine)
    raise Refused(Reason.KEYS_UNREADABLE, "keys changed while they were read")


def _receive_once(*, final: bool) -> launch.Received:
    return launch.receive(
        db.engine,
        request.form,
        proof=ladder.proof(),
        settings=current_settings(),
        now=utc_now(),
        final=final,
    )


@bp.get("/jwks")
def jwks() -> ResponseReturnValue:
    """Publish our keys. The first asking makes the first key."""
    session, now = db.session(), utc_now()
    found = keys.public_set(session, now)
    if not found["keys"]:
        session.rollback()
        with writing():
            keys.ensure_key(session, now)
            session.commit()
        found = keys.public_set(session, now)
    age = int(keys.PUBLISHED_FOR.total_seconds())
    return found, {"Cache-Control": f"public, max-age={age}"}
