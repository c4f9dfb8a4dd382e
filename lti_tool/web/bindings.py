"""What is connected: where the course came from, its activities and its gradebook's columns."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from assignments.tasks import load_tasks
from curriculum.foundation.clock import utc_now
from lti_tool.extensions import db
from lti_tool.lti import bindings
from lti_tool.lti.course_copies import ask_to_bind
from lti_tool.web.course_text import current_curriculum
from lti_tool.web.notices import redirect_with
from lti_tool.web.viewer import current_enrolment

bp = Blueprint("bindings", __name__, url_prefix="/l/<launch>/connected")


@bp.get("")
def index() -> str:
    """Show what of ours stands in the course, and which columns belong to it."""
    return render_template(
        "bindings/index.html",
        found=bindings.read_bindings(db.session(), current_enrolment().course_id),
        units=current_curriculum().units,
        tasks=load_tasks(),
    )


@bp.post("/look")
def look() -> ResponseReturnValue:
    """Have the gradebook searched again."""
    session = db.session()
    context_key = bindings.context_of(session, current_enrolment().course_id)
    ask_to_bind(session.connection(), context_key, now=utc_now())
    session.commit()
    return redirect_with(url_for(".index"), "look-queued")
