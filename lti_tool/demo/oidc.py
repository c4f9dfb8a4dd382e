"""The authentication end of a launch: the tool asks, the LMS answers with an id_token."""

from dataclasses import dataclass
from http import HTTPStatus
from sqlite3 import Connection

from flask import Blueprint, Response, abort, jsonify, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lti_tool.demo.launches import Launch, find_launch, storage_fields, use_launch
from lti_tool.demo.lms import Lms, current_lms
from lti_tool.demo.messages import id_token_claims
from lti_tool.demo.pages.frame import auto_post
from lti_tool.demo.people import visitor
from lti_tool.demo.services.guard import ServiceError, demand_user_agent, show_refusal
from lti_tool.demo.settings import Client

bp = Blueprint("oidc", __name__, url_prefix="/lti")
bp.register_error_handler(ServiceError, show_refusal)

DEMANDED = (
    ("response_type", "id_token", "unsupported_response_type"),
    ("scope", "openid", "invalid_scope"),
    ("response_mode", "form_post", "invalid_request"),
    ("prompt", "none", "invalid_request"),
)
"""What an authentication request must say, and the error when it does not (LTI Security 1.0)."""


@dataclass(frozen=True)
class Refusal:
    """An error that goes back to the tool."""

    error: str
    description: str


@bp.get("/jwks")
def jwks() -> Response:
    """Publish the keys that the LMS signs with."""
    demand_user_agent()
    answer = jsonify(current_lms().keys.published())
    answer.cache_control.max_age = 60
    return answer


@bp.route("/auth", methods=["GET", "POST"])
def auth() -> ResponseReturnValue:
    """Answer the tool's authentication request."""
    lms = current_lms()
    client = _asking_tool(lms)
    if refusal := _malformed():
        return _refuse(refusal)
    if "person" not in session and "reposted" not in request.values:
        return _through_our_own_page(lms)
    with lms.store.writing() as db:
        answer = _answer(lms, db, client)
    if isinstance(answer, Refusal):
        return _refuse(answer)
    fields = {"id_token": answer, "state": request.values["state"], **storage_fields(lms)}
    return auto_post(request.values["redirect_uri"], fields)


def _asking_tool(lms: Lms) -> Client:
    """Find who asks. Nothing is sent anywhere before the address to send it to is known good."""
    client = lms.client(request.values.get("client_id", ""))
    if client is None:
        abort(HTTPStatus.BAD_REQUEST, _("The tool's client id is not known here."))
    if request.values.get("redirect_uri") not in lms.tool_of(client).redirect_urls:
        abort(HTTPStatus.BAD_REQUEST, _("The tool's redirect address is not registered."))
    if not request.values.get("nonce"):
        abort(HTTPStatus.BAD_REQUEST, _("The tool sent no nonce."))
    return client


def _malformed() -> Refusal | None:
    for name, value, error in DEMANDED:
        if request.values.get(name) != value:
            return Refusal(error, f"{name} must be {value}.")
    for name in ("state", "login_hint", "lti_message_hint"):
        if not request.values.get(name):
            return Refusal("invalid_request", f"{name} is missing.")
    return None


def _answer(lms: Lms, db: Connection, client: Client) -> str | Refusal:
    """Return the signed id_token of the launch, which is then used up."""
    launch = _launch(db, client)
    if launch.person_id != session.get("person"):
        return Refusal("login_required", "Someone else is logged in, or nobody.")
    if launch.person_id != request.values["login_hint"]:
        return Refusal("invalid_request", "login_hint is not the one that was sent.")
    if not client.is_active:
        return Refusal("unauthorized_client", "The tool is not switched on.")
    who = visitor(db, launch.course_id, launch.person_id, lms.traits.administrator_roles)
    if who is None or not who.is_active:
        return Refusal("access_denied", "The person is not active in the course.")
    nonce = request.values["nonce"]
    if not use_launch(db, launch, nonce):
        return Refusal("invalid_request", "This nonce was used before.")
    claims = id_token_claims(lms, db, launch, client, who, nonce=nonce)
    return lms.keys.sign(claims)


def _launch(db: Connection, client: Client) -> Launch:
    launch = find_launch(db, request.values["lti_message_hint"])
    if launch is None or launch.client_id != client.client_id:
        abort(
            HTTPStatus.BAD_REQUEST,
            _("This launch is not known or was used before. Open the activity again."),
        )
    return launch


def _refuse(refusal: Refusal) -> ResponseReturnValue:
    fields = {"error": refusal.error, "error_description": refusal.description}
    if state := request.values.get("state"):
        fields["state"] = state
    return auto_post(request.values["redirect_uri"], fields)


def _through_our_own_page(lms: Lms) -> ResponseReturnValue:
    """Send the request again from a page of ours.

    A browser keeps the session cookie back when another site's page asks from inside a frame.
    """
    return auto_post(lms.auth_url, {**request.values.to_dict(), "reposted": "1"})
