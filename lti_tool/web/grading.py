"""Grading: the board of a task, one candidate's work beside the rubric, exceptions."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assignments import boards, exemptions, grading
from assignments.access import candidate_in_course, submission_in_course
from assignments.contact_log import contacts_of
from assignments.models.marking import Marking, MarkingState
from assignments.models.reflection import Submission
from assignments.rubric import Rubric
from assignments.submissions import submissions_of
from assignments.tasks import Task, load_tasks
from assignments.verification import verifications_of
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import N_, Conflict, DomainError, Missing, Rejected
from curriculum.models.enrolment import Enrolment
from lti_tool.extensions import db
from lti_tool.web.errors import sentence_of, status_of
from lti_tool.web.forms.grading import MarkingForm
from lti_tool.web.notices import redirect_with
from lti_tool.web.pages import Page
from lti_tool.web.viewer import current_enrolment

ANSWERS = {
    "release": (grading.release, "released"),
    "return": (grading.return_for_revision, "returned"),
}
"""What the buttons do besides saving, and the notice that follows."""

FILTERS: dict[str, Callable[[boards.BoardRow], bool]] = {
    "all": lambda _row: True,
    "waiting": lambda row: row.waits,
    "new": lambda row: row.state is None,
    "no-contact": lambda row: not row.contacts,
    "absent": lambda row: row.last_launch_at is None,
}
"""What the board may be asked to show."""

bp = Blueprint("grading", __name__, url_prefix="/l/<launch>/grading")


@dataclass(frozen=True)
class Work:
    """What one candidate has handed in for one task."""

    task: Task
    candidate: Enrolment
    attempts: list[Submission]

    @property
    def newest(self) -> Submission | None:
        """The attempt that counts."""
        return self.attempts[-1] if self.attempts else None


@bp.get("/<task>")
def board(task: str) -> str:
    """Show who has done what on a task."""
    found = load_tasks().task(task)
    everybody = boards.task_board(db.session(), current_enrolment().course_id, found.id)
    shown = request.args.get("show", "all")
    rows = list(filter(FILTERS.get(shown, FILTERS["all"]), everybody))
    page = Page.asked(len(rows))
    return render_template(
        "grading/board.html",
        task=found,
        rows=rows[page.start : page.end],
        numbers={word: sum(map(test, everybody)) for word, test in FILTERS.items()},
        shown=shown,
        page=page,
        looked_in_vain=request.args.get("looked_for") == "nobody",
    )


@bp.get("/<task>/next")
def next_one(task: str) -> ResponseReturnValue:
    """Go to the work that has waited longest, after the one just seen."""
    found = load_tasks().task(task)
    queue = boards.waiting_on(db.session(), current_enrolment().course_id, found.id)
    after = request.args.get("after", type=int)
    if after in queue:
        queue = [*queue[queue.index(after) + 1 :], *queue[: queue.index(after)]]
    if not queue:
        return redirect_with(url_for(".board", task=found.id), "all-graded")
    return redirect(url_for(".show", task=found.id, enrolment=queue[0]), 303)


@bp.get("/submissions/<int:submission>")
def submission(submission: int) -> ResponseReturnValue:
    """Go from a gradebook's link to the work it names."""
    found = submission_in_course(db.session(), current_enrolment().course_id, submission)
    work = found.reflection
    return redirect(url_for(".show", task=work.task_id, enrolment=work.enrolment_id), 303)


@bp.get("/<task>/<int:enrolment>")
def show(task: str, enrolment: int) -> str:
    """Show one candidate's work beside the rubric."""
    work = _work(task, enrolment)
    marking = grading.marking_of(db.session(), work.newest.id) if work.newest else None
    return _page(work, MarkingForm.saved(marking))


@bp.post("/<task>/<int:enrolment>")
def mark(task: str, enrolment: int) -> ResponseReturnValue:
    """Save the marking, and release or return the work if the button said so."""
    work = _work(task, enrolment)
    if work.newest is None:
        raise Missing(N_("There is nothing to mark yet."))
    form = MarkingForm.typed(request.form, Rubric.from_plain(work.newest.rubric))
    action, _, then = request.form.get("do", "save").partition("-")
    try:
        done = _carry_out(work.newest.id, form, action)
    except (Rejected, Conflict) as error:
        return _not_marked(task, enrolment, form, error)
    if then == "next":
        return redirect(url_for(".next_one", task=task, after=enrolment), 303)
    return redirect_with(url_for(".show", task=task, enrolment=enrolment), done)


def _carry_out(submission_id: int, form: MarkingForm, action: str) -> str:
    """Do what the pressed button says; return the notice.

    What was typed is kept as a draft also where it cannot be released or returned, unless the
    candidate would see it.
    """
    session, rater, now = db.session(), current_enrolment(), utc_now()
    answer, notice = ANSWERS.get(action, (None, "marking-saved"))
    marking = grading.save_marking(
        session, rater, submission_id, form.entry(), now=now, answers=answer is not None
    )
    if answer is not None:
        try:
            with session.begin_nested():
                answer(session, rater, submission_id, now=now)
        except Rejected:
            if marking.state is MarkingState.DRAFT:
                session.commit()
                form.revision = marking.revision
            raise
    session.commit()
    return notice


def _not_marked(
    task: str, enrolment: int, form: MarkingForm, error: DomainError
) -> ResponseReturnValue:
    db.session.rollback()
    form.errors[error.field or ""] = sentence_of(error)
    work = _work(task, enrolment)
    stored = None
    if isinstance(error, Conflict) and work.newest is not None:
        # Shown beside what was typed: whoever saves now has seen both.
        stored = grading.marking_of(db.session(), work.newest.id)
        form.revision = stored.revision if stored else 0
    return _page(work, form, stored=stored), status_of(error)


@bp.post("/<task>/<int:enrolment>/exemption")
def exempt(task: str, enrolment: int) -> ResponseReturnValue:
    """Grant an exception from the task's minimum, or take it back."""
    found = load_tasks().task(task)
    session, instructor = db.session(), current_enrolment()
    if request.form.get("do") == "revoke":
        exemptions.revoke_exemption(session, instructor, enrolment, found.id)
        session.commit()
        return redirect_with(url_for(".show", task=task, enrolment=enrolment), "exemption-removed")
    reason = request.form.get("reason", "")
    try:
        exemptions.grant_exemption(session, instructor, enrolment, found.id, reason, now=utc_now())
    except Rejected as error:
        return _refused_exemption(task, enrolment, reason, error)
    session.commit()
    return redirect_with(url_for(".show", task=task, enrolment=enrolment), "exemption-granted")


def _refused_exemption(
    task: str, enrolment: int, reason: str, error: DomainError
) -> ResponseReturnValue:
    db.session.rollback()
    work = _work(task, enrolment)
    marking = grading.marking_of(db.session(), work.newest.id) if work.newest else None
    form = MarkingForm.saved(marking)
    form.errors["reason"] = sentence_of(error)
    return _page(work, form, reason=reason), status_of(error)


def _work(task: str, enrolment_id: int) -> Work:
    found = load_tasks().task(task)
    course_id = current_enrolment().course_id
    candidate = candidate_in_course(db.session(), course_id, enrolment_id)
    return Work(found, candidate, submissions_of(db.session(), candidate.id, found.id))


def _page(work: Work, form: MarkingForm, *, reason: str = "", stored: Marking | None = None) -> str:
    session, newest = db.session(), work.newest
    contacts = contacts_of(session, work.candidate.id, work.task.id)
    queue = boards.waiting_on(session, work.candidate.course_id, work.task.id)
    return render_template(
        "grading/show.html",
        task=Task.from_plain(newest.task) if newest else work.task,
        candidate=work.candidate,
        attempts=work.attempts,
        submission=newest,
        rubric=Rubric.from_plain(newest.rubric) if newest else None,
        marking=grading.marking_of(session, newest.id) if newest else None,
        form=form,
        contacts=contacts,
        verified=verifications_of(session, [contact.id for contact in contacts]),
        exemption=exemptions.exemption_of(session, work.candidate.id, work.task.id),
        reason=reason,
        stored=stored,
        rests_on={row.contact_id for row in newest.contacts} if newest else set(),
        queue=queue,
    )
