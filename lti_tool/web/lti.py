"""The three addresses that platforms know: login, launch, and our public keys."""

import re
import secrets
import time
from urllib.parse import parse_qs, urlsplit

import structlog
from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from assignments.tasks import load_tasks
from curriculum.foundation.clock import utc_now
from curriculum.models.enrolment import Role
from curriculum.units import load_curriculum
from lti_tool.extensions import begin_reading, db, writing
from lti_tool.lti import keys, launch, login, platform_keys
from lti_tool.lti.known import Outdated
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.tool_config import (
    KnownPlatform,
    find_platform,
    forget_platforms,
    platform_of,
)
from lti_tool.settings import Settings
from lti_tool.web import headers
from lti_tool.web.browser_cookie import BROWSER_COOKIE, set_browser_cookie
from lti_tool.web.refusals import RefusalText, text_of, text_of_platform_error

bp = Blueprint("lti", __name__, url_prefix="/lti")

PATIENCE = 5.0
"""Seconds to wait for another request that is asking for the same platform's keys."""


@bp.route("/login", methods=["GET", "POST"], endpoint="login")
def begin() -> ResponseReturnValue:
    """Send the browser on to the platform's log-in. Writes nothing."""
    begin_reading()
    settings = _settings()
    try:
        answer = login.begin_login(
            db.engine,
            _given(),
            browser=request.cookies.get(BROWSER_COOKIE),
            public_url=settings.public_url.rstrip("/"),
            secret=settings.secret_key,
            now=utc_now(),
        )
    except Refused as refusal:
        return _refuse(refusal, refusal.registration_id or _named_registration())
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
        return _platform_error(_given()["error"])
    if request.method == "GET":
        return _refuse(Refused(Reason.EXPIRED, "launch by GET"), None)
    try:
        admitted = _admit()
    except Refused as refusal:
        return _refuse(refusal, refusal.registration_id)
    return redirect(_destination(admitted), 303)


def _admit() -> launch.Admitted:
    for _attempt in range(2):
        received = _receive()
        try:
            # A connection and no session: every visit takes this path.
            with writing(), db.engine.begin() as connection:
                return launch.admit(connection, received, settings=_settings(), now=utc_now())
        except Outdated:
            forget_platforms(db.engine)
    raise Refused(Reason.NOT_CONNECTED, "registration changed during the launch")


def _receive() -> launch.Received:
    """Verify what came, asking for the platform's keys in between where that is needed."""
    final = False
    for _attempt in range(4):
        try:
            return _receive_once(final=final)
        except platform_keys.KeysNeeded as needed:
            final = _ask_for_keys(needed.platform)
            forget_platforms(db.engine)
    raise Refused(Reason.KEYS_UNREADABLE, "keys changed while they were read")


def _receive_once(*, final: bool) -> launch.Received:
    return launch.receive(
        db.engine,
        request.form,
        browser=request.cookies.get(BROWSER_COOKIE),
        settings=_settings(),
        now=utc_now(),
        final=final,
    )


def _ask_for_keys(platform: KnownPlatform) -> bool:
    """Read a platform's key set again; False where another request was already at it."""
    with writing(), db.engine.begin() as connection:
        claimed = platform_keys.claim_asking(connection, platform, now=utc_now())
    if not claimed:
        _wait_for_keys(platform)
        return False
    try:
        found = platform_keys.fetch_key_set(_settings(), platform.row.key_set_url)
    except platform_keys.KeySetUnusable as error:
        _log().warning("key set unusable", registration_id=platform.id, problem=str(error))
        return True
    with writing(), db.engine.begin() as connection:
        platform_keys.store_key_set(connection, platform, found, now=utc_now())
    return True


def _wait_for_keys(platform: KnownPlatform) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        present = platform_of(db.engine, platform.id)
        if present is None or not platform_keys.is_being_asked(present, utc_now()):
            return
        time.sleep(0.1)


def _destination(admitted: launch.Admitted) -> str:
    """Return the page that a launch leads to: what its link names, else the course home."""
    launch_id, custom = admitted.launch_id, admitted.custom
    if admitted.is_deep_linking:
        return url_for("content.pick", launch=launch_id)
    submission = _submission_in(admitted.target)
    if submission is not None and admitted.role is Role.INSTRUCTOR:
        return url_for("grading.submission", launch=launch_id, submission=submission)
    task, unit = custom.get("task", ""), custom.get("unit", "")
    if task in load_tasks() and admitted.role is Role.INSTRUCTOR:
        return url_for("grading.board", launch=launch_id, task=task)
    if task in load_tasks() and admitted.role is Role.CANDIDATE:
        return url_for("tasks.show", launch=launch_id, task=task)
    if any(unit == known.id for known in load_curriculum().units):
        return url_for("units.show", launch=launch_id, unit=unit)
    return url_for("home.index", launch=launch_id)


def _submission_in(target: str) -> int | None:
    """Return the submission that a gradebook's link names (`jobs.grade_delivery.work_address`)."""
    named = parse_qs(urlsplit(target).query).get("submission", [""])[0]
    return int(named) if re.fullmatch(r"[1-9][0-9]{0,8}", named) else None


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


def _named_registration() -> int | None:
    """Return the registration that a refused login names, so that its frame shows the page."""
    named = _given().get("iss", "")[:2000], _given().get("client_id", "")[:2000]
    if not all(named) or "\x00" in "".join(named):
        return None
    try:
        return find_platform(db.engine, *named, "").id
    except Refused as refusal:
        return refusal.registration_id


def _platform_error(error: str) -> ResponseReturnValue:
    state = launch.read_state(_given(), secret=_settings().secret_key)
    registration_id = state.registration_id if state else None
    return _page(text_of_platform_error(error), f"platform said {error[:60]}", registration_id)


def _refuse(refusal: Refused, registration_id: int | None) -> ResponseReturnValue:
    return _page(text_of(refusal.reason), refusal.check, registration_id)


def _page(text: RefusalText, check: str, registration_id: int | None) -> ResponseReturnValue:
    reference = secrets.token_hex(4)
    _log().warning(
        "launch refused", reference=reference, check=check, registration_id=registration_id
    )
    if registration_id is not None:
        headers.allow_framing(_frame_origins(registration_id))
    page = render_template("lti/refused.html", text=text, reference=reference)
    return page, text.status


def _frame_origins(registration_id: int) -> tuple[str, ...]:
    platform = platform_of(db.engine, registration_id)
    return platform.frame_origins if platform else ()


def _log() -> structlog.typing.FilteringBoundLogger:
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger("lti")
    return logger


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
