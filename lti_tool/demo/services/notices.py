"""Where a tool says what it wants to be told of (LTI Platform Notification Service 1.0)."""

from http import HTTPStatus
from sqlite3 import Connection

from flask import Blueprint, Response, abort, jsonify, request

from lti_tool.demo.courses import Placing
from lti_tool.demo.lms import current_lms
from lti_tool.demo.notices import (
    HELLO,
    HandlerRefusedError,
    handlers_of,
    hello,
    send_later,
    set_handler,
)
from lti_tool.demo.services.guard import ServiceError, client_of_token, demand_number
from lti_tool.demo.settings import Client
from lti_tool.demo.vocabulary import SCOPE_NOTICES

bp = Blueprint("notices", __name__)


@bp.before_request
def demand_service() -> None:
    """Answer as if nothing was here, where the LMS sends no notices."""
    if not current_lms().traits.sends_notices:
        abort(HTTPStatus.NOT_FOUND)


@bp.get("/notice-handlers")
def index() -> Response:
    """List what the tool is told of."""
    with current_lms().store.reading() as db:
        return _catalogue(db, _caller(db))


@bp.put("/notice-handlers")
def change() -> Response:
    """Begin or cease to tell the tool of one kind of event."""
    lms = current_lms()
    body = request.get_json(silent=True)
    asked = body if isinstance(body, dict) else {}
    notice_type, handler = asked.get("notice_type"), asked.get("handler")
    if not isinstance(notice_type, str) or not isinstance(handler, str):
        raise ServiceError(HTTPStatus.BAD_REQUEST, "notice_type or handler is not a text.")
    with lms.store.writing() as db:
        client = _caller(db)
        try:
            set_handler(lms, db, client, notice_type, handler)
        except HandlerRefusedError as error:
            raise ServiceError(HTTPStatus.BAD_REQUEST, str(error)) from error
        answer = _catalogue(db, client)
    if notice_type == HELLO and handler:
        placing = Placing(client.client_id, client.deployment_ids[0])
        send_later(lms, [hello(lms, placing, handler)])
    return answer


def _caller(db: Connection) -> Client:
    lms = current_lms()
    client = client_of_token(lms, db, [SCOPE_NOTICES])
    demand_number(lms, client)
    return client


def _catalogue(db: Connection, client: Client) -> Response:
    handlers = handlers_of(db, client.client_id)
    return jsonify(
        client_id=client.client_id,
        deployment_id=client.deployment_ids[0],
        notice_handlers=[
            {"notice_type": notice_type, "handler": handler}
            for notice_type, handler in handlers.items()
        ],
    )
