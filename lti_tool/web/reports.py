"""Completion reports: choose, look at the numbers, ask, and fetch the PDF.

Nothing here renders a PDF: that is the worker's business.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from assignments import reports
from assignments.candidate_evidence import candidate_evidence
from assignments.cohort_evidence import cohort_evidence
from assignments.models.report import Report, ReportKind, ReportState
from assignments.reports import Asker
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import N_, Missing
from curriculum.models.enrolment import Enrolment
from lti_tool.extensions import db
from lti_tool.reports import words
from lti_tool.web.errors import sentence_of, status_of
from lti_tool.web.forms.reports import ReportForm
from lti_tool.web.locale import choose_locale
from lti_tool.web.notices import redirect_with
from lti_tool.web.viewer import viewer

bp = Blueprint("reports", __name__, url_prefix="/l/<launch>/reports")


@bp.get("/")
def index() -> str:
    """Show what can be reported on, and the reports that were made."""
    return _index(ReportForm(formdata=_as_chosen()))


@bp.get("/preview")
def preview() -> ResponseReturnValue:
    """Show the numbers that the report would have now."""
    form = ReportForm(formdata=request.args)
    try:
        wanted = form.wanted(choose_locale())
        report = reports.draft_report(db.session(), _asker(), wanted, now=utc_now())
        facts = _facts(report)
    except Missing as error:
        return _refused(form, error)
    return render_template("reports/preview.html", form=form, report=report, **facts)


@bp.post("/")
def create() -> ResponseReturnValue:
    """Ask for a report."""
    form = ReportForm()
    try:
        wanted = form.wanted(choose_locale())
        report = reports.request_report(db.session(), _asker(), wanted, now=utc_now())
    except Missing as error:
        return _refused(form, error)
    db.session.commit()
    return redirect_with(url_for(".show", report=report.id), "report-asked")


@bp.get("/<report>")
def show(report: str) -> str:
    """Show how far a report is, and where to fetch it."""
    found = reports.find_report(db.session(), _asker(), report)
    return render_template(
        "reports/show.html", report=found, about=about(found), how_far=_how_far(found), words=words
    )


@bp.get("/<report>/state")
def state(report: str) -> ResponseReturnValue:
    """Answer how far a report is, for the script that asks again and again."""
    found = reports.find_report(db.session(), _asker(), report)
    return {
        "state": found.state.value,
        "progress": found.progress,
        "text": words.per_cent(found.progress, 100),
        "said": _how_far(found).text,
    }


@bp.post("/<report>/again")
def again(report: str) -> ResponseReturnValue:
    """Ask for the same report once more, with today's numbers."""
    new = reports.ask_again(db.session(), _asker(), report, now=utc_now())
    db.session.commit()
    return redirect_with(url_for(".show", report=new.id), "report-asked")


@bp.get("/<report>/file")
def file(report: str) -> Response:
    """Hand out the PDF."""
    found = reports.find_report(db.session(), _asker(), report)
    if found.state is not ReportState.READY or found.pdf is None:
        raise Missing(N_("This report is not ready yet."))
    answer = Response(found.pdf, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{found.id}.pdf")
    answer.set_etag(found.sha256 or "")
    return answer


def _asker() -> Asker:
    here = viewer()
    own = db.session.get(Enrolment, here.enrolment_id) if here.enrolment_id is not None else None
    return Asker(here.person_id, own)


def _as_chosen() -> MultiDict[str, str]:
    """Return what an address asks to be chosen already, e.g. the candidate one came from."""
    return MultiDict({name: value for name, value in request.args.items() if name != "course"})


def _index(form: ReportForm) -> str:
    session, asker = db.session(), _asker()
    courses = reports.reportable_courses(session, asker)
    course_id = request.args.get("course", type=int) or viewer().course_id
    focus = next((each for each in courses if each.id == course_id), None)
    form.offer(
        reports.reportable_programs(session, asker),
        courses,
        reports.reportable_candidates(session, asker, focus.id) if focus else (),
        reports.cycles_for(session, asker),
    )
    if form.about.data is None and focus is not None:
        form.about.data = f"{ReportKind.COURSE.value}:{focus.id}"
    made = [(each, about(each), _how_far(each)) for each in reports.list_reports(session, asker)]
    return render_template(
        "reports/index.html", form=form, courses=courses, focus=focus, reports=made
    )


def _refused(form: ReportForm, error: Missing) -> ResponseReturnValue:
    db.session.rollback()
    # In one place for good: a form that was never validated keeps no errors otherwise.
    form.form_errors = [] if error.field else [sentence_of(error)]
    if error.field is not None:
        form[error.field].errors = [sentence_of(error)]
    status = 422 if error.field else status_of(error)
    return _index(form), status


def _facts(report: Report) -> dict[str, object]:
    session = db.session()
    if report.kind is ReportKind.CANDIDATE:
        evidence = candidate_evidence(session, report, as_of=utc_now())
        return {"evidence": evidence, "about": evidence.who.name, "words": words}
    cohort = cohort_evidence(session, report, as_of=utc_now())
    return {"evidence": cohort, "about": about(report), "words": words}


def about(report: Report) -> str:
    """Return whom or what a report is about."""
    if report.enrolment is not None:
        return report.enrolment.person.label
    if report.course is not None:
        return report.course.title or f"#{report.course_id}"
    return report.program.name if report.program else ""


@dataclass(frozen=True)
class HowFar:
    """How far a report is, in words."""

    text: str
    kind: str
    """Of the badge."""


def _how_far(report: Report) -> HowFar:
    return {
        ReportState.WAITING: HowFar(_("Waiting for its turn"), "plain"),
        ReportState.RENDERING: HowFar(_("Being made"), "plain"),
        ReportState.READY: HowFar(_("Ready"), "done"),
        ReportState.FAILED: HowFar(_("Not made"), "error"),
    }[report.state]
