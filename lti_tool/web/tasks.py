"""A task: what to do, where the candidate stands, and the one next thing."""

from flask import Blueprint, render_template

from assignments import contact_log
from assignments.exemptions import exemption_of
from assignments.models.marking import Marking
from assignments.models.reflection import Reflection, Submission, WorkState
from assignments.reflections import find_reflection
from assignments.requirements import Shortfall, shortfall
from assignments.rubric import Rubric
from assignments.submissions import shown_markings, submissions_of
from assignments.tasks import load_tasks
from curriculum.models.enrolment import Role
from lti_tool.extensions import db
from lti_tool.web.course_text import current_curriculum
from lti_tool.web.viewer import current_enrolment, viewer

bp = Blueprint("tasks", __name__, url_prefix="/l/<launch>/tasks")


@bp.get("/<task>")
def show(task: str) -> str:
    """Show a task: to a candidate with their own work, to an instructor as candidates see it."""
    found = load_tasks().task(task)
    unit = current_curriculum().unit(found.unit)
    if viewer().role is Role.INSTRUCTOR:
        return render_template("tasks/instructor.html", task=found, unit=unit)
    session, mine = db.session(), current_enrolment().id
    contacts = contact_log.contacts_of(session, mine, found.id)
    reflection = find_reflection(session, mine, found.id)
    attempts = submissions_of(session, mine, found.id) if reflection else []
    markings = shown_markings(session, [attempt.id for attempt in attempts]) if attempts else {}
    exemption = exemption_of(session, mine, found.id)
    totals = contact_log.totals_of(contacts)
    missing = shortfall(found, totals, exempt=exemption is not None)
    return render_template(
        "tasks/show.html",
        task=found,
        unit=unit,
        contacts=contacts,
        totals=totals,
        missing=missing,
        exemption=exemption,
        verified=contact_log.verified_ids(session, mine) if contacts else frozenset(),
        locked=contact_log.locked_ids(session, mine) if contacts else frozenset(),
        state=reflection.state if reflection else None,
        attempts=attempts,
        answer=newest_answer(attempts, markings),
        next_thing=_next_thing(missing, reflection),
    )


def newest_answer(
    attempts: list[Submission], markings: dict[int, Marking]
) -> tuple[Submission, Marking, Rubric] | None:
    """Return the newest attempt that was answered, its marking, and the rubric it was marked with.

    :param attempts: the newest last.
    :param markings: by submission.
    """
    for attempt in reversed(attempts):
        if attempt.id in markings:
            return attempt, markings[attempt.id], Rubric.from_plain(attempt.rubric)
    return None


def _next_thing(missing: Shortfall, reflection: Reflection | None) -> str:
    if reflection is None:
        return "log" if missing else "begin"
    if reflection.state is WorkState.RETURNED:
        return "revise"
    if reflection.state is WorkState.DRAFT:
        return "write"
    return "read"
