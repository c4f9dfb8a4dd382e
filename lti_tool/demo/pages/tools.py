"""The administrator's pages: the tools of the LMS, and adding one by its registration address."""

from collections.abc import Sequence
from http import HTTPStatus
from sqlite3 import Connection
from typing import cast, get_args
from urllib.parse import urlsplit

from flask import Blueprint, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lti_tool.demo import clients
from lti_tool.demo.clients import Registered
from lti_tool.demo.lms import current_lms
from lti_tool.demo.pages.layout import demand_own_page, enter_as_administrator, show
from lti_tool.demo.registering import adding
from lti_tool.demo.registering.adding import Adding
from lti_tool.demo.registering.chooser import rules_of
from lti_tool.demo.settings import State

bp = Blueprint("tools", __name__, url_prefix="/tools")


@bp.before_request
def demand_administrator() -> None:
    """Keep everyone else out, and other sites' forms too."""
    if request.method == "POST":
        demand_own_page()
    with current_lms().store.reading() as db:
        enter_as_administrator(db)


@bp.get("/")
def index() -> str:
    """List the tools."""
    return _list()


@bp.post("/")
def add() -> ResponseReturnValue:
    """Begin to add the tool at an address, or first ask whether it is one that is there."""
    lms = current_lms()
    url = request.form.get("url", "").strip()
    if not _is_address(url):
        problem = _("This is no web address. Paste the whole address, with https:// in front.")
        return _list(url=url, problem=problem), HTTPStatus.UNPROCESSABLE_ENTITY
    with lms.store.writing() as db:
        known = clients.same_domain(db, urlsplit(url).netloc)
        as_what = request.form.get("as", "")
        if known and not as_what and rules_of(lms).offers_update:
            return show(db, "tool_choice.html", url=url, known=known)
        updates = next((each for each in known if each.client_id == as_what), None)
        begun = adding.begin_adding(lms, db, url, updates=updates)
    return redirect(url_for(".add_in_frame", ticket=begun.ticket), HTTPStatus.SEE_OTHER)


@bp.get("/adding/<ticket>")
def add_in_frame(ticket: str) -> str:
    """Show the tool's own registration page."""
    with current_lms().store.reading() as db:
        found = _adding(db, ticket)
        g.framed = found.origin
        return show(db, "tool_add.html", adding=found)


@bp.get("/adding/<ticket>/begin")
def begin(ticket: str) -> ResponseReturnValue:
    """Carry the frame to the tool's registration address, with leave to register."""
    lms = current_lms()
    with lms.store.reading() as db:
        found = _adding(db, ticket)
    answer = redirect(adding.start_address(lms, found))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/<client_id>/state")
def switch(client_id: str) -> ResponseReturnValue:
    """Switch a tool on or off."""
    state = request.form.get("state", "")
    if state not in get_args(State):
        abort(HTTPStatus.BAD_REQUEST)
    with current_lms().store.writing() as db:
        adding.switch(db, _registered(db, client_id), cast(State, state))
    return _back()


@bp.post("/<client_id>/proposal")
def decide(client_id: str) -> ResponseReturnValue:
    """Agree to what a tool would like to change, or drop it."""
    with current_lms().store.writing() as db:
        registered = _registered(db, client_id)
        if "agree" in request.form and registered.proposal:
            adding.change(db, client_id, registered.proposal)
        else:
            clients.propose(db, client_id, None)
    return _back()


@bp.post("/<client_id>/privacy")
def share(client_id: str) -> ResponseReturnValue:
    """Decide whether a tool is told names and addresses."""
    if current_lms().client(client_id) is None:
        abort(HTTPStatus.NOT_FOUND, _("There is no such tool."))
    with current_lms().store.writing() as db:
        clients.decide_privacy(db, client_id, shares="shares" in request.form)
    return _back()


def _list(*, url: str = "", problem: str = "") -> str:
    lms = current_lms()
    with lms.store.reading() as db:
        return show(
            db,
            "tools.html",
            privacy_pages=lms.traits.sends_privacy_launch,
            clients=lms.all_clients(),
            registered=_by_client(clients.all_registered(db)),
            url=url,
            problem=problem,
        )


def _by_client(found: Sequence[Registered]) -> dict[str, Registered]:
    return {each.client_id: each for each in found}


def _adding(db: Connection, ticket: str) -> Adding:
    found = adding.find_adding(db, ticket)
    if found is None:
        abort(HTTPStatus.NOT_FOUND, _("Nothing is being added here. Begin again."))
    return found


def _registered(db: Connection, client_id: str) -> Registered:
    found = clients.find_registered(db, client_id)
    if found is None:
        abort(HTTPStatus.NOT_FOUND, _("There is no such tool."))
    return found


def _back() -> ResponseReturnValue:
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"https", "http"} and bool(parts.hostname)
