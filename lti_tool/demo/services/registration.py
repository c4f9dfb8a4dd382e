"""What the LMS says about itself, and where a tool registers (LTI Dynamic Registration 1.0)."""

from http import HTTPStatus
from sqlite3 import Connection

from flask import Blueprint, Response, jsonify, request

from lti_tool.demo.clients import Registered, find_registered
from lti_tool.demo.lms import Lms, current_lms
from lti_tool.demo.registering.adding import register, update
from lti_tool.demo.registering.chooser import rules_of
from lti_tool.demo.registering.rules import RegistrationRefusedError
from lti_tool.demo.registering.tokens import Leave, TokenRefusedError, read_token
from lti_tool.demo.services.guard import (
    ServiceError,
    bearer,
    client_of_token,
    demand_user_agent,
    show_refusal,
)
from lti_tool.demo.vocabulary import SCOPE_REGISTRATION

bp = Blueprint("registration", __name__)
bp.before_request(demand_user_agent)
bp.register_error_handler(ServiceError, show_refusal)


@bp.errorhandler(RegistrationRefusedError)
def refuse(refusal: RegistrationRefusedError) -> Response:
    """Answer in the LMS's words: a bare one, or an object."""
    if isinstance(refusal.body, str):
        return Response(refusal.body, refusal.status, content_type="text/html; charset=utf-8")
    answer = jsonify(refusal.body)
    answer.status_code = refusal.status
    return answer


@bp.get("/.well-known/openid-configuration")
def configuration() -> Response:
    """Say what the LMS is."""
    lms = current_lms()
    if rules_of(lms).guards_configuration:
        _leave(lms, request.args.get("registration_token"))
    return jsonify(rules_of(lms).configuration(lms))


@bp.post("/lti/registrations")
def create() -> tuple[Response, int]:
    """Take a registration, or the change of one by the token for it."""
    lms = current_lms()
    leave = _leave(lms)
    if request.mimetype != "application/json":
        raise rules_of(lms).refused("The content type is not application/json.")
    with lms.store.writing() as db:
        registered = register(lms, db, leave, request.get_json(silent=True))
    status = HTTPStatus.OK if leave.is_update else rules_of(lms).status
    return jsonify(rules_of(lms).answer(lms, registered)), status


@bp.get("/lti/registrations")
def current() -> Response:
    """Show the registration that a token is for."""
    lms = current_lms()
    leave = _leave(lms)
    with lms.store.reading() as db:
        registered = find_registered(db, leave.client_id) if leave.is_update else None
    if registered is None:
        raise ServiceError(HTTPStatus.NOT_FOUND, "There is no registration yet.")
    return jsonify(rules_of(lms).answer(lms, registered))


@bp.get("/lti/registrations/<client_id>")
def show(client_id: str) -> Response:
    """Show a tool its registration."""
    lms = current_lms()
    with lms.store.reading() as db:
        registered = _own(lms, db, client_id)
    return jsonify(rules_of(lms).answer(lms, registered))


@bp.put("/lti/registrations/<client_id>")
def replace(client_id: str) -> Response:
    """Let a tool change its registration, or ask for the change."""
    lms = current_lms()
    with lms.store.writing() as db:
        registered = _own(lms, db, client_id)
        terms = rules_of(lms).read(lms, request.get_json(silent=True))
        changed = update(lms, db, registered, terms)
    return jsonify(rules_of(lms).answer(lms, changed))


def _leave(lms: Lms, token: str | None = None) -> Leave:
    """Return what the request's registration token allows."""
    rules = rules_of(lms)
    try:
        return read_token(lms, token or bearer(request))
    except ServiceError as error:
        raise rules.token_refused("missing_registration_token") from error
    except TokenRefusedError as error:
        raise rules.token_refused("invalid_registration_token") from error


def _own(lms: Lms, db: Connection, client_id: str) -> Registered:
    """Return a tool's own registration, once it has shown that it is its own."""
    rules = rules_of(lms)
    registered = find_registered(db, client_id) if rules.takes_update_by_put else None
    if rules.asks_before_update:
        caller = client_of_token(lms, db, [SCOPE_REGISTRATION]).client_id
    else:
        leave = _leave(lms)
        caller = leave.client_id if leave.is_update else ""
    if registered is None or caller != client_id:
        raise ServiceError(HTTPStatus.NOT_FOUND, "There is no such registration.")
    return registered
