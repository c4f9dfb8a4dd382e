"""From the gradebook to one person's submission in the tool."""

from dataclasses import dataclass
from http import HTTPStatus
from sqlite3 import Connection

from flask import Blueprint, Response, abort, url_for
from flask_babel import gettext as _

from lti_tool.demo.courses import Activity, find_activity, placing_of
from lti_tool.demo.custom import review_of
from lti_tool.demo.gradebook import Column, Result, find_column, find_result
from lti_tool.demo.launches import begin_launch
from lti_tool.demo.lms import Lms, current_lms
from lti_tool.demo.pages.course import permissions
from lti_tool.demo.pages.frame import acting, set_out
from lti_tool.demo.pages.layout import enter_as_instructor, show
from lti_tool.demo.people import Member, member
from lti_tool.demo.vocabulary import RESOURCE_LINK_REQUEST, SUBMISSION_REVIEW_REQUEST

bp = Blueprint("review", __name__)
ADDRESS = "/courses/<course_id>/grades/<int:column_id>/<person_id>"


@dataclass(frozen=True)
class Work:
    """One person's work in one column, as far as the LMS knows it."""

    column: Column
    activity: Activity
    whose: Member
    result: Result | None


@bp.get(ADDRESS)
def review(course_id: str, column_id: int, person_id: str) -> str:
    """Show somebody's submission, in the tool."""
    lms = current_lms()
    with lms.store.reading() as db:
        enter_as_instructor(db, course_id)
        work = _work(db, course_id, column_id, person_id)
        _target(lms, db, work)
        address = url_for(".launch", course_id=course_id, column_id=column_id, person_id=person_id)
        heading = f"{work.column.label} · {work.whose.person.name}"
        return show(
            db,
            "framed.html",
            heading=heading,
            address=address,
            back=url_for("course.grades", course_id=course_id),
            back_to=_("Back to the grades"),
            permissions=permissions(),
        )


@bp.get(f"{ADDRESS}/launch")
def launch(course_id: str, column_id: int, person_id: str) -> Response:
    """Set out for the tool, to see somebody's submission."""
    lms = current_lms()
    with lms.store.writing() as db:
        place = enter_as_instructor(db, course_id)
        work = _work(db, course_id, column_id, person_id)
        sends = lms.traits.reviews_submissions
        begun = begin_launch(
            lms,
            db,
            placing_of(db, place.course, work.activity),
            place.me.person.id,
            course_id=course_id,
            message=SUBMISSION_REVIEW_REQUEST if sends else RESOURCE_LINK_REQUEST,
            target=_target(lms, db, work),
            activity=work.activity,
            about=acting() | ({"for_user": person_id} if sends else {}),
        )
    return set_out(lms, begun)


def _work(db: Connection, course_id: str, column_id: int, person_id: str) -> Work:
    column = find_column(db, course_id, column_id)
    whose = member(db, course_id, person_id)
    activity_id = column.activity_id if column else None
    activity = find_activity(db, course_id, activity_id) if activity_id else None
    if column is None or activity is None or whose is None:
        abort(HTTPStatus.NOT_FOUND, _("There is no such submission."))
    return Work(column, activity, whose, find_result(db, column_id, person_id))


def _target(lms: Lms, db: Connection, work: Work) -> str:
    """Return what the tool is to show: the column's own review page, or the activity's.

    Canvas has no such message: it opens the address that came with the submission itself.
    """
    if lms.traits.reviews_submissions:
        return str(review_of(db, work.activity).get("url") or work.activity.url)
    if work.result is None or not work.result.work_url:
        abort(HTTPStatus.NOT_FOUND, _("The tool has not said where this submission is."))
    return work.result.work_url
