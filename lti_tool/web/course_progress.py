"""How the instructor's course is doing in a unit: counts by section, then people."""

from flask import Blueprint, render_template, request

from curriculum.course_progress import count_readers, course_counts, readers
from lti_tool.extensions import db
from lti_tool.web.course_text import current_curriculum
from lti_tool.web.pages import Page
from lti_tool.web.viewer import current_enrolment

bp = Blueprint("course_progress", __name__, url_prefix="/l/<launch>/units/<unit>/course")


@bp.get("")
def show(unit: str) -> str:
    """Show who has come how far."""
    found = current_curriculum().unit(unit)
    session, course_id = db.session(), current_enrolment().course_id
    shown = request.args.get("show", "all")
    counts = course_counts(session, course_id, found)
    page = Page.asked(count_readers(session, course_id, found, shown))
    people = readers(session, course_id, found, shown, start=page.start, size=page.size)
    db.session.rollback()
    kind, _dot, section = shown.partition(".")
    return render_template(
        "course_progress/show.html",
        unit=found,
        counts=counts,
        people=people,
        shown=shown,
        kind=kind,
        chosen=found.section(section) if section else None,
        page=page,
    )
