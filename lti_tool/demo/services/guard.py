"""What every service demands of a request, and how it says no."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from sqlite3 import Connection
from typing import Any
from urllib.parse import urlencode

from flask import Request, Response, current_app, jsonify, request
from werkzeug.datastructures import WWWAuthenticate

from lti_tool.demo.courses import Course, find_course, find_placing
from lti_tool.demo.faults import EXPIRED
from lti_tool.demo.lms import Lms, current_lms
from lti_tool.demo.settings import Client


class ServiceError(Exception):
    """A refusal that goes to a program, not to a person."""

    def __init__(self, status: int, reason: str, error: str = "") -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.error = error
        """The OAuth 2 error, where there is one."""


@dataclass(frozen=True)
class Caller:
    """A tool that has shown a good access token, and the course it asks about."""

    client: Client
    course: Course


def show_refusal(refusal: ServiceError) -> Response:
    """Answer a refused request."""
    answer = jsonify(
        error=refusal.error or HTTPStatus(refusal.status).phrase,
        error_description=refusal.reason,
        status=refusal.status,
    )
    answer.status_code = refusal.status
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        answer.www_authenticate = WWWAuthenticate("bearer", {"error": refusal.error})
    return answer


def demand_user_agent() -> None:
    """Turn away a program that does not say what it is, as Canvas does."""
    if not request.headers.get("User-Agent"):
        raise ServiceError(HTTPStatus.FORBIDDEN, "The request has no User-Agent.")


def digest(token: str) -> str:
    """Return what is stored of an access token."""
    return hashlib.sha256(token.encode()).hexdigest()


def demand_access(lms: Lms, db: Connection, course_id: str, *scopes: str) -> Caller:
    """Return who calls, once their token is good for one of the scopes and for this course.

    A course that does not use the client is answered like one that does not exist.
    """
    client = client_of_token(lms, db, scopes)
    course = find_course(db, course_id)
    if course is None or find_placing(db, course, client.client_id) is None:
        raise ServiceError(HTTPStatus.NOT_FOUND, "There is no such course.")
    demand_number(lms, client)
    return Caller(client, course)


def demand_number(lms: Lms, client: Client) -> None:
    """Refuse an address without the query that it was given out with."""
    if lms.traits.service_query and request.args.get("type_id") != str(lms.number_of(client)):
        raise ServiceError(HTTPStatus.NOT_FOUND, "The address lacks its query, or has another's.")


def client_of_token(lms: Lms, db: Connection, scopes: Sequence[str]) -> Client:
    """Return the tool whose access token the request carries, good for one of the scopes."""
    token = bearer(request)
    row = db.execute("SELECT * FROM access_token WHERE digest = ?", (digest(token),)).fetchone()
    client = lms.client(row["client_id"]) if row else None
    if client is None or row["expires_at"] <= lms.seconds():
        raise ServiceError(HTTPStatus.UNAUTHORIZED, "The token is not good.", "invalid_token")
    if not set(scopes) & set(row["scopes"].split()):
        raise ServiceError(HTTPStatus.FORBIDDEN, "The token lacks the scope.", "insufficient_scope")
    return client


def bearer(asked: Request) -> str:
    """Return the token that a request carries."""
    credentials = asked.authorization
    if credentials is None or credentials.type != "bearer" or not credentials.token:
        raise ServiceError(HTTPStatus.UNAUTHORIZED, "There is no bearer token.", "invalid_request")
    return credentials.token


def let_token_expire() -> None:
    """End the life of this request's token, where a test has ordered that."""
    if request.environ.get(EXPIRED):
        with current_lms().store.writing() as db:
            db.execute("DELETE FROM access_token WHERE digest = ?", (digest(bearer(request)),))


def demand_accept(lms: Lms, media: str) -> None:
    """Refuse a request whose Accept header rules the answer out by asking for something else."""
    wanted = request.headers.get("Accept", "")
    if wanted and not any(item in {media, "*/*"} for item in request.accept_mimetypes.values()):
        raise ServiceError(lms.traits.bad_accept_status, f"The answer would be {media}.")


def posted(lms: Lms, media: str) -> Any:
    """Return the JSON of a request that has to have a certain content type."""
    if request.mimetype != media:
        raise ServiceError(lms.traits.bad_media_status, f"The content type is not {media}.")
    body = request.get_json(force=True, silent=True)
    if body is None:
        raise ServiceError(HTTPStatus.BAD_REQUEST, "The body is not JSON.")
    return body


def reply(body: object, media: str, status: int = HTTPStatus.OK) -> Response:
    """Answer with JSON under a media type of LTI's."""
    text = current_app.json.dumps(body)
    return Response(text, status, content_type=f"{media}; charset=utf-8")


@dataclass(frozen=True)
class Page:
    """Which part of a long list is asked for."""

    limit: int
    """How many entries at most; -1 for all."""
    offset: int

    @property
    def reach(self) -> int:
        """One entry more than will be shown, to know whether there are more."""
        return self.limit + 1 if self.limit > 0 else -1


def page_asked_for(lms: Lms) -> Page:
    """Read `limit` and `from` of the request."""
    limit = request.args.get("limit", type=int)
    if limit is None or limit < 1:
        limit = lms.page_size if lms.traits.pages_unasked else -1
    elif lms.traits.pages_unasked:
        limit = min(limit, lms.page_size)
    return Page(limit, max(request.args.get("from", 0, type=int), 0))


def with_next_link(lms: Lms, answer: Response, page: Page, *, more: bool, curly: bool) -> Response:
    """Say where the rest is (RFC 8288), with Moodle's quotes where asked."""
    if more:
        query = {**request.args.to_dict(), "limit": page.limit, "from": page.offset + page.limit}
        address = f"{lms.issuer}{request.path}?{urlencode(query)}"
        link = _curly_link(address) if curly else f'<{address}>; rel="next"'
        answer.headers["Link"] = link
    return answer


def _curly_link(address: str) -> str:
    """Write a link as Moodle does: escaped for HTML, typographic quotes, in UTF-8.

    Headers leave as Latin-1, so the bytes are spelt out one by one.
    """
    return f"<{escape(address)}>; rel=“next”".encode().decode("latin-1")
