"""Grades sent: for every released grade, what the LMS has and what it answered."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assignments.tasks import load_tasks
from curriculum.foundation.clock import utc_now
from lti_tool.extensions import db
from lti_tool.lti import deliveries
from lti_tool.lti.models.grade_delivery import DeliveryState
from lti_tool.web.notices import redirect_with
from lti_tool.web.viewer import current_enrolment

bp = Blueprint("grades", __name__, url_prefix="/l/<launch>/grades")


@bp.get("/")
def index() -> str:
    """List the course's released grades, those that need somebody first."""
    rows = deliveries.deliveries_of_course(db.session(), current_enrolment().course_id)
    counts = {state.value: sum(row.state is state for row in rows) for state in DeliveryState}
    return render_template(
        "grades/index.html",
        rows=rows,
        counts=counts,
        shown=request.args.get("show", "all"),
        tasks=load_tasks(),
    )


@bp.post("/<int:delivery>/send")
def send(delivery: int) -> ResponseReturnValue:
    """Have one grade sent again."""
    session = db.session()
    found = deliveries.find_delivery(session, current_enrolment().course_id, delivery)
    deliveries.send_again(session, found, now=utc_now())
    session.commit()
    return redirect_with(url_for(".index"), "delivery-queued")
