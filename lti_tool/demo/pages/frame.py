"""Pages inside the frame: they carry a person to the tool by forms that submit themselves."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask_babel import gettext as _

from lti_tool.demo.courses import find_activity
from lti_tool.demo.deep_linking import open_deep_link
from lti_tool.demo.launches import begin_launch, initiation_fields
from lti_tool.demo.lms import current_lms
from lti_tool.demo.pages.layout import enter, enter_as_instructor

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
            place.course,
            place.me,
            target=activity.url,
            activity=activity,
            document_target="window" if "window" in request.args else "iframe",
        )
    fields = initiation_fields(lms, place.course, begun)
    return auto_post(lms.tool_of(place.client).login_url, fields)


@bp.get("/courses/<course_id>/content/launch")
def choose_content(course_id: str) -> Response:
    """Set out for the tool to choose what to add to the course."""
    lms = current_lms()
    with lms.store.writing() as db:
        place = enter_as_instructor(db, course_id)
        tool = lms.tool_of(place.client)
        link = open_deep_link(lms, db, place.course)
        begun = begin_launch(
            lms, db, place.course, place.me, target=tool.deep_link_url, ticket=link.ticket
        )
    return auto_post(tool.login_url, initiation_fields(lms, place.course, begun))
