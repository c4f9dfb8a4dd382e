"""Adding content: the tool's picker in a frame, and what comes back from it."""

from http import HTTPStatus
from sqlite3 import Connection

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lti_tool.demo.courses import Course, get_course
from lti_tool.demo.deep_linking import (
    DeepLink,
    ResponseRefusedError,
    accept_response,
    find_deep_link,
    find_outcome,
    verify_response,
)
from lti_tool.demo.lms import Lms, current_lms
from lti_tool.demo.pages.frame import content_tool
from lti_tool.demo.pages.layout import enter_as_instructor, show
from lti_tool.demo.settings import Client

bp = Blueprint("content", __name__)


@bp.get("/courses/<course_id>/content")
def choose(course_id: str) -> str:
    """Show the tool's picker."""
    with current_lms().store.reading() as db:
        placing, client = content_tool(db, enter_as_instructor(db, course_id))
        return show(db, "content.html", tool=client, placing=placing)


@bp.post("/deep-links/<ticket>")
def receive(ticket: str) -> ResponseReturnValue:
    """Take what was picked.

    The browser brings it from the tool's site, so it comes without the LMS's cookie. What
    counts is the signature, and the ticket that only this request for content has.
    """
    lms = current_lms()
    with lms.store.reading() as db:
        link, course, client = _find(lms, db, ticket)
    try:
        claims = verify_response(lms, client, link, request.form.get("JWT", ""))
        with lms.store.writing() as db:
            accept_response(lms, db, client, course, link, claims)
    except ResponseRefusedError as error:
        return _refused(course, str(error))
    return redirect(url_for(".done", ticket=ticket), HTTPStatus.SEE_OTHER)


@bp.get("/deep-links/<ticket>")
def done(ticket: str) -> str:
    """Say what was added. This page stands in the frame where the picker was."""
    lms = current_lms()
    with lms.store.reading() as db:
        _link, course, _client = _find(lms, db, ticket)
        outcome = find_outcome(db, ticket)
    if outcome is None:
        abort(HTTPStatus.NOT_FOUND, _("Nothing was chosen yet."))
    return render_template("demo/content_done.html", course=course, outcome=outcome)


def _find(lms: Lms, db: Connection, ticket: str) -> tuple[DeepLink, Course, Client]:
    link = find_deep_link(db, ticket)
    if link is None:
        abort(HTTPStatus.NOT_FOUND, _("There is no such request for content."))
    course = get_course(db, link.course_id)
    client = lms.client(link.placing.client_id)
    if client is None:
        abort(HTTPStatus.NOT_FOUND, _("The tool is no longer registered."))
    return link, course, client


def _refused(course: Course, reason: str) -> Response:
    page = render_template("demo/content_refused.html", course=course, reason=reason)
    return Response(page, HTTPStatus.BAD_REQUEST)
