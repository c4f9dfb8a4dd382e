"""Courses, their activities, people and grades."""

from http import HTTPStatus

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lti_tool.demo.copying import copy_course
from lti_tool.demo.courses import (
    NAVIGATION,
    activities_of,
    all_courses,
    courses_of,
    find_activity,
    tools_in,
)
from lti_tool.demo.gradebook import columns_of, results_of
from lti_tool.demo.lms import current_lms
from lti_tool.demo.notices import copy_notices, send_later
from lti_tool.demo.pages.layout import (
    demand_own_page,
    enter,
    enter_as_instructor,
    show,
    who_looks,
)
from lti_tool.demo.people import is_administrator, roster
from lti_tool.demo.settings import Client
from lti_tool.demo.vocabulary import LEARNER

bp = Blueprint("course", __name__)

FEATURES = ("microphone", "camera", "midi", "encrypted-media", "autoplay")

ROWS = 100
"""How many people a page lists at most."""


@bp.get("/")
def home() -> str:
    """List the visitor's courses."""
    with current_lms().store.reading() as db:
        me = who_looks(db)
        found = all_courses(db) if is_administrator(db, me.id) else courses_of(db, me.id)
        return show(db, "home.html", courses=found)


@bp.get("/courses/<course_id>")
def course(course_id: str) -> str:
    """List a course's activities."""
    with current_lms().store.reading() as db:
        place = enter(db, course_id)
        columns = columns_of(db, course_id)
        placed = [current_lms().client(each.client_id) for each in tools_in(db, place.course)]
        return show(
            db,
            "course.html",
            activities=activities_of(db, course_id),
            columns={column.activity_id: column for column in columns},
            pickers=[each for each in placed if each and has_picker(each)],
            mine=results_of(db, course_id, [place.me.person.id]),
            message=request.args.get("lti_msg", ""),
            error=request.args.get("lti_errormsg", ""),
        )


@bp.post("/courses/<course_id>/copy")
def copy(course_id: str) -> ResponseReturnValue:
    """Make a new course of this one, without its people."""
    demand_own_page()
    lms = current_lms()
    with lms.store.writing() as db:
        place = enter_as_instructor(db, course_id)
        made = copy_course(db, place.course, place.me)
        notices = copy_notices(lms, db, made) if lms.traits.sends_notices else []
    send_later(lms, notices)
    return redirect(url_for(".course", course_id=made.id), HTTPStatus.SEE_OTHER)


@bp.get("/courses/<course_id>/tool")
def tool(course_id: str) -> str:
    """Open the tool from the course's navigation."""
    with current_lms().store.reading() as db:
        enter(db, course_id)
        link = activities_of(db, course_id, kind=NAVIGATION)[0]
        return show(db, "activity.html", activity=link, permissions=permissions())


@bp.get("/courses/<course_id>/activities/<activity_id>")
def activity(course_id: str, activity_id: str) -> str:
    """Show an activity with the tool inside."""
    with current_lms().store.reading() as db:
        enter(db, course_id)
        found = find_activity(db, course_id, activity_id)
        if found is None:
            abort(HTTPStatus.NOT_FOUND, _("There is no such activity."))
        return show(db, "activity.html", activity=found, permissions=permissions())


@bp.get("/courses/<course_id>/people")
def people(course_id: str) -> str:
    """List who is in a course."""
    number = _page_number()
    with current_lms().store.reading() as db:
        enter_as_instructor(db, course_id)
        found = roster(db, course_id, limit=ROWS + 1, offset=(number - 1) * ROWS)
        more = len(found) > ROWS
        return show(db, "people.html", members=found[:ROWS], number=number, more=more)


@bp.get("/courses/<course_id>/grades")
def grades(course_id: str) -> str:
    """Show the gradebook: all of it to an instructor, their own line to a candidate."""
    number = _page_number()
    with current_lms().store.reading() as db:
        me = enter(db, course_id).me
        if me.is_instructor:
            found = roster(db, course_id, role=LEARNER, limit=ROWS + 1, offset=(number - 1) * ROWS)
        elif me.is_candidate:
            found = [me]
        else:
            abort(HTTPStatus.FORBIDDEN, _("This page is for instructors and candidates."))
        shown = found[:ROWS]
        return show(
            db,
            "grades.html",
            members=shown,
            columns=columns_of(db, course_id),
            reviews=current_lms().traits.reviews_submissions,
            results=results_of(db, course_id, [row.person.id for row in shown]),
            number=number,
            more=len(found) > ROWS,
        )


def has_picker(client: Client) -> bool:
    """Say whether content can be chosen from a tool."""
    return client.is_active and bool(current_lms().tool_of(client).deep_link_url)


def permissions() -> str:
    """Return what the frame may use, the same as in Moodle: no clipboard, for one."""
    tools = " ".join(current_lms().origins())
    return "; ".join(f"{feature} {tools}" for feature in FEATURES)


def _page_number() -> int:
    return max(request.args.get("page", 1, type=int), 1)
