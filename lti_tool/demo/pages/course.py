"""Courses, their activities, people and grades."""

from http import HTTPStatus

from flask import Blueprint, abort, request
from flask_babel import gettext as _

from lti_tool.demo.courses import NAVIGATION, activities_of, courses_of, find_activity
from lti_tool.demo.gradebook import columns_of, results_of
from lti_tool.demo.lms import current_lms
from lti_tool.demo.pages.layout import enter, enter_as_instructor, show, who_looks
from lti_tool.demo.people import roster
from lti_tool.demo.vocabulary import LEARNER

bp = Blueprint("course", __name__)

FEATURES = ("microphone", "camera", "midi", "encrypted-media", "autoplay")

ROWS = 100
"""How many people a page lists at most."""


@bp.get("/")
def home() -> str:
    """List the visitor's courses."""
    with current_lms().store.reading() as db:
        return show(db, "home.html", courses=courses_of(db, who_looks(db).id))


@bp.get("/courses/<course_id>")
def course(course_id: str) -> str:
    """List a course's activities."""
    with current_lms().store.reading() as db:
        place = enter(db, course_id)
        columns = columns_of(db, course_id)
        return show(
            db,
            "course.html",
            activities=activities_of(db, course_id),
            columns={column.activity_id: column for column in columns},
            mine=results_of(db, course_id, [place.me.person.id]),
            message=request.args.get("lti_msg", ""),
            error=request.args.get("lti_errormsg", ""),
        )


@bp.get("/courses/<course_id>/tool")
def tool(course_id: str) -> str:
    """Open the tool from the course's navigation."""
    with current_lms().store.reading() as db:
        enter(db, course_id)
        link = activities_of(db, course_id, kind=NAVIGATION)[0]
        return show(db, "activity.html", activity=link, permissions=_permissions())


@bp.get("/courses/<course_id>/activities/<activity_id>")
def activity(course_id: str, activity_id: str) -> str:
    """Show an activity with the tool inside."""
    with current_lms().store.reading() as db:
        enter(db, course_id)
        found = find_activity(db, course_id, activity_id)
        if found is None:
            abort(HTTPStatus.NOT_FOUND, _("There is no such activity."))
        return show(db, "activity.html", activity=found, permissions=_permissions())


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
            results=results_of(db, course_id, [row.person.id for row in shown]),
            number=number,
            more=len(found) > ROWS,
        )


def _permissions() -> str:
    """Return what the frame may use, the same as in Moodle: no clipboard, for one."""
    tools = " ".join(current_lms().origins())
    return "; ".join(f"{feature} {tools}" for feature in FEATURES)


def _page_number() -> int:
    return max(request.args.get("page", 1, type=int), 1)
