"""Connecting by invitation: what an LMS's administrator sees in the LMS's own frame.

There is no launch here and no CSRF token: the invitation in the address is the credential,
and nobody can post in its name without knowing it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from curriculum.foundation.clock import utc_now
from lti_tool.extensions import begin_reading, current_settings, db, writing
from lti_tool.lti import invitations
from lti_tool.lti.addresses import is_usable
from lti_tool.lti.invitations import Gone, InvitationGone
from lti_tool.lti.registering import connecting, registrar
from lti_tool.lti.registering.configuration import Configuration, read_configuration
from lti_tool.lti.registering.connecting import Occasion
from lti_tool.lti.registering.hosts import CANVAS_SCHOOLS, framing_origin, is_canvas_host
from lti_tool.lti.registering.intent import makes_new_client
from lti_tool.lti.registering.problems import CannotRegister
from lti_tool.lti.registering.profiles.base import Profile, Tool
from lti_tool.lti.registering.profiles.chooser import name_of, profile_for
from lti_tool.lti.registering.registrar import Registered
from lti_tool.lti.registrations import tool_addresses
from lti_tool.lti.tool_config import forget_platforms
from lti_tool.web import headers, setup
from lti_tool.web.connected import facts_of
from lti_tool.web.static_files import versioned

bp = Blueprint("register", __name__, url_prefix="/lti/register/<invitation>")

LONGEST_TOKEN = 8000
"""Characters of a registration token. Canvas's have some hundred."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is about to happen, before anything has."""

    occasion: Occasion
    found: Configuration
    profile: Profile


@bp.get("")
def show(invitation: str) -> ResponseReturnValue:
    """Show what would be registered; without a platform, how to connect by hand."""
    if "openid_configuration" not in request.args:
        return setup.show(invitation)
    _allow_framing()
    plan = _plan(invitation)
    return render_template(
        "register/show.html",
        plan=plan,
        invitation=invitation,
        address=plan.found.address,
        token=_token() or "",
        platform=name_of(plan.found.product),
        services=plan.profile.services(plan.found),
        missing=plan.profile.missing(plan.found),
        places=plan.profile.places(plan.found),
        replaces_client=_replaces_client(plan),
    )


@bp.post("")
def connect(invitation: str) -> ResponseReturnValue:
    """Register with the platform, once."""
    begin_reading()
    _allow_framing()
    plan = _plan(invitation)
    with _used_up(plan.occasion):
        registered = _register(plan)
        with writing():
            registration = connecting.store(
                db.session(),
                plan.occasion,
                plan.found,
                plan.profile,
                registered,
                allow_loopback=current_settings().lti.allow_loopback,
            )
            _log().info("platform registered", registration_id=registration.id)
            db.session.commit()
    forget_platforms(db.engine)
    return redirect(url_for(".connected", invitation=invitation), 303)


def _register(plan: _Plan) -> Registered:
    """Ask the platform: to change what we have there if it can be, else to register us."""
    body = plan.profile.request(plan.found, _tool())
    own, token = plan.occasion.own, _token()
    if own is not None and makes_new_client(token):
        return registrar.change(current_settings(), plan.found, body, own)
    is_change = plan.occasion.is_update
    return registrar.register(current_settings(), plan.found, body, token, is_change=is_change)


@bp.get("/connected")
def connected(invitation: str) -> ResponseReturnValue:
    """Show what came of an invitation, and what is left to do in the LMS."""
    found = invitations.find_invitation(db.session(), invitation, utc_now(), used_too=True)
    if found.used_at is None:
        return redirect(url_for(".show", invitation=invitation))
    if found.registration is None:
        raise InvitationGone(Gone.USED)
    facts = facts_of(found, found.registration)
    _frame(*facts.frame_origins)
    return render_template("register/connected.html", facts=facts, invitation=invitation)


@bp.app_errorhandler(InvitationGone)
def on_gone(error: InvitationGone) -> ResponseReturnValue:
    """Show that an invitation cannot be used, and whom to ask."""
    db.session.rollback()
    _allow_framing()
    token = (request.view_args or {}).get("invitation", "")
    settled = error.reason is Gone.USED and _is_settled(token)
    page = render_template("register/gone.html", reason=error.reason.value, settled=settled)
    return page, {Gone.UNKNOWN: 404, Gone.EXPIRED: 410, Gone.USED: 409}[error.reason]


@bp.errorhandler(CannotRegister)
def on_trouble(error: CannotRegister) -> ResponseReturnValue:
    """Show what stopped a registration, in the platform's own words as well."""
    db.session.rollback()
    _log().warning("registration refused", problem=error.problem.name, origin=_origin())
    page = render_template(
        "register/trouble.html", error=error, invitation=(request.view_args or {})["invitation"]
    )
    return page, 422


def _replaces_client(plan: _Plan) -> bool:
    """Whether what is there would be left behind, with all links that belong to it."""
    occasion = plan.occasion
    return occasion.is_update and occasion.own is None and makes_new_client(_token())


def _is_settled(token: str) -> bool:
    try:
        found = invitations.find_invitation(db.session(), token, utc_now(), used_too=True)
    except InvitationGone:
        return False
    return found.registration_id is not None


def _plan(invitation: str) -> _Plan:
    """Read the invitation, then the platform's configuration, and judge both together."""
    session = db.session()
    occasion = connecting.find_occasion(session, invitation, utc_now())
    session.rollback()  # nothing is open while the platform is asked
    found = read_configuration(current_settings(), _address(), _token())
    connecting.check_same_platform(occasion, found)
    profile = profile_for(found.product)
    _frame(*profile.frame_origins(found))
    return _Plan(occasion, found, profile)


@contextmanager
def _used_up(occasion: Occasion) -> Iterator[None]:
    """Use the invitation up for the block; it is good again if the block fails."""
    with writing():
        connecting.claim(db.session(), occasion, utc_now())
        db.session.commit()
    try:
        yield
    except Exception:
        db.session.rollback()
        with writing():
            connecting.give_back(db.session(), occasion)
            db.session.commit()
        raise


def _allow_framing() -> None:
    """Let the page that opened us show the answer, once its address was judged."""
    if origin := _origin():
        _frame(origin, CANVAS_SCHOOLS if is_canvas_host(origin) else "")


def _origin() -> str | None:
    """Return the origin of the configuration's address, if that may be opened at all."""
    address = _address()
    if not is_usable(address, allow_loopback=current_settings().lti.allow_loopback):
        return None
    return framing_origin(address)


def _frame(*origins: str) -> None:
    known = headers.frame_origins()
    new = tuple(origin for origin in origins if origin and origin not in known)
    if new:
        headers.allow_framing(new)


def _address() -> str:
    return request.values.get("openid_configuration", "")


def _token() -> str | None:
    """Return the platform's registration token, if it is one that can be sent."""
    token = request.values.get("registration_token", "")
    sound = 0 < len(token) <= LONGEST_TOKEN and all("!" <= letter <= "~" for letter in token)
    return token if sound else None


def _tool() -> Tool:
    settings = current_settings()
    home = settings.public_url.rstrip("/")
    contact = settings.lti.contact
    return Tool(
        addresses=tool_addresses(home),
        home=home,
        logo=home + versioned("icon.svg"),
        contact=contact if "@" in contact and "/" not in contact else "",
    )


def _log() -> structlog.typing.FilteringBoundLogger:
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger("register")
    return logger
