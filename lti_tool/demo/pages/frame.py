"""Pages inside the frame: they carry a person to the tool by forms that submit themselves."""

from collections.abc import Mapping
from http import HTTPStatus
from sqlite3 import Connection

from flask import Blueprint, Response, abort, make_response, render_template, request, session
from flask_babel import gettext as _

from lti_tool.demo.courses import Placing, find_activity, find_placing, placing_of
from lti_tool.demo.deep_linking import open_deep_link
from lti_tool.demo.launches import Launch, begin_launch, initiation_fields
from lti_tool.demo.lms import Lms, current_lms
from lti_tool.demo.pages.layout import Place, enter, enter_as_instructor
from lti_tool.demo.settings import Client
from lti_tool.demo.vocabulary import DEEP_LINKING_REQUEST

bp = Blueprint("frame", __name__)


def auto_post(action: str, fields: Mapping[str, str]) -> Response:
    """Answer with a form that submits itself. It has a button for browsers without scripts."""
    answer = make_response(render_template("demo/auto_post.html", action=action, fields=fields))
    answer.cache_control.no_store = True
    return answer


@bp.get("/courses/<course_id>/activities/<activity_id>/launch")
def launch(course_id: str, activity_id: str) -> Response:
    """Set out for the tool from an activity, or from the course's own link."""
    lms = current_lms()
    with lms.store.writing() as db:
        place = enter(db, course_id)
        activity = find_activity(db, course_id, activity_id)
        if activity is None:
            abort(HTTPStatus.NOT_FOUND, _("There is no such activity."))
        begun = begin_launch(
            lms,
            db,
            placing_of(db, place.course, activity),
            place.me.person.id,
            course_id=course_id,
            target=activity.url,
            activity=activity,
            document_target="window" if "window" in request.args else "iframe",
            about=acting(),
        )
    return set_out(lms, begun)


@bp.get("/courses/<course_id>/content/launch")
def choose_content(course_id: str) -> Response:
    """Set out for the tool to choose what to add to the course."""
    lms = current_lms()
    with lms.store.writing() as db:
        place = enter_as_instructor(db, course_id)
        placing, client = content_tool(db, place)
        link = open_deep_link(lms, db, place.course, placing)
        begun = begin_launch(
            lms,
            db,
            placing,
            place.me.person.id,
            course_id=course_id,
            message=DEEP_LINKING_REQUEST,
            target=lms.tool_of(client).deep_link_url,
            ticket=link.ticket,
            about=acting(),
        )
    return set_out(lms, begun)


def content_tool(db: Connection, place: Place) -> tuple[Placing, Client]:
    """Return the tool that content is chosen from: the one asked for, or the course's own."""
    asked = request.args.get("tool", place.course.client_id)
    placing = find_placing(db, place.course, asked)
    client = current_lms().client(asked) if placing else None
    if placing is None or client is None:
        abort(HTTPStatus.NOT_FOUND, _("There is no such tool in this course."))
    return placing, client


def set_out(lms: Lms, begun: Launch) -> Response:
    """Send the browser to the login of the tool that a launch is for."""
    client = lms.client(begun.client_id)
    if client is None:
        abort(HTTPStatus.NOT_FOUND, _("The tool is no longer registered."))
    return auto_post(lms.tool_of(client).login_url, initiation_fields(lms, begun))


def acting() -> dict[str, str]:
    """Return who looks through somebody else's eyes, if anyone does."""
    return {"acting": session["acting"]} if "acting" in session else {}
