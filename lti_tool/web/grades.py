"""The grade board: for every released grade, what we hold, what the LMS says, and what to do."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from assignments.tasks import load_tasks
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import N_, Missing
from lti_tool.extensions import db
from lti_tool.lti import deliveries, held_grades
from lti_tool.lti.delivery_counts import count_in_course
from lti_tool.lti.delivery_views import NEEDS_SOMEBODY, Group
from lti_tool.web.notices import redirect_with
from lti_tool.web.pages import Page
from lti_tool.web.viewer import current_enrolment

FILTERS: dict[str, frozenset[Group]] = {
    "all": frozenset(Group),
    "needs": NEEDS_SOMEBODY,
    "waiting": frozenset({Group.WAITING}),
    "sent": frozenset({Group.SENT}),
    "changed": frozenset({Group.CHANGED, Group.KEPT}),
}
"""What the address may ask to be shown. A grade can be in two: a changed one needs somebody."""

bp = Blueprint("grades", __name__, url_prefix="/l/<launch>/grades")


@bp.get("/")
def index() -> str:
    """List the course's released grades, those that need somebody first."""
    session, course_id = db.session(), current_enrolment().course_id
    shown, task_id = _asked()
    counts = count_in_course(session, course_id, task_id=task_id)
    numbers = {word: sum(counts[each] for each in groups) for word, groups in FILTERS.items()}
    page = Page.asked(numbers[shown])
    rows = deliveries.deliveries_of_course(
        session,
        course_id,
        groups=FILTERS[shown],
        task_id=task_id,
        first=page.start,
        most=page.size,
    )
    return render_template(
        "grades/index.html",
        rows=rows,
        numbers=numbers,
        to_send=counts[Group.FAILED],
        shown=shown,
        task_id=task_id,
        page=page,
        tasks=load_tasks(),
        reading=held_grades.reading_of(session, course_id, now=utc_now()),
        way_back=_way_back(),
    )


def _asked() -> tuple[str, str | None]:
    """Return the filter and the task that the address names; the whole board for the rest."""
    shown, task_id = request.args.get("show", "all"), request.args.get("task", "")
    return shown if shown in FILTERS else "all", task_id if task_id in load_tasks() else None


def _way_back() -> dict[str, Any]:
    """Return what leads from an action back to the same part of the board."""
    return {name: request.args[name] for name in ("show", "task", "page") if name in request.args}


@bp.post("/send")
def send() -> ResponseReturnValue:
    """Do what the pressed button says: send one, some or all again, or keep the LMS's grade."""
    session, course_id = db.session(), current_enrolment().course_id
    action, _, key = request.form.get("do", "").partition(" ")
    board = url_for(".index", **_way_back())
    if action in {"replace", "keep"}:
        word = _decide(session, course_id, action, key)
        session.commit()
        return redirect_with(board, word)
    count = _send(session, course_id, action, key)
    session.commit()
    if count == 0:
        return redirect_with(board, "nothing-to-send")
    if action == "one":
        return redirect_with(board, "delivery-queued")
    return redirect_with(board, "deliveries-queued", count=count)


def _send(session: Session, course_id: int, action: str, key: str) -> int:
    now = utc_now()
    if action == "all":
        return deliveries.send_all(session, course_id, now=now, task_id=_asked()[1])
    keys = [key] if action == "one" else request.form.getlist("grade")
    count = deliveries.send_some(session, course_id, keys, now=now)
    if action == "one" and not count:
        raise Missing(N_("There is no such grade in this course."))
    return count


def _decide(session: Session, course_id: int, action: str, key: str) -> str:
    """Ours or theirs: the answer to a grade that was changed in the LMS."""
    found = deliveries.find_delivery(session, course_id, key)
    if action == "keep":
        deliveries.keep_theirs(session, found)
        return "delivery-kept"
    deliveries.send_again(session, found, now=utc_now())
    return "delivery-replaces"


@bp.post("/read")
def read() -> ResponseReturnValue:
    """Have the gradebook read again."""
    session, course_id = db.session(), current_enrolment().course_id
    asked = held_grades.ask_for_reading(session, course_id, now=utc_now())
    session.commit()
    if request.accept_mimetypes.best == "application/json":
        return jsonify(asked=asked)
    word = "results-asked" if asked else "results-closed"
    return redirect_with(url_for(".index", **_way_back()), word)


@bp.get("/state")
def state() -> ResponseReturnValue:
    """Say when the gradebook was last read: the board asks while it waits for that."""
    found = held_grades.reading_of(db.session(), current_enrolment().course_id, now=utc_now())
    return jsonify(read_at=found.read_at and found.read_at.isoformat(), is_on=found.is_on)
