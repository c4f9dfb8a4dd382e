"""Writing a reflection, looking it over, and handing it in."""

import secrets
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assignments import contact_log, leaks, reflections, submissions, versions
from assignments.exemptions import exemption_of
from assignments.models.reflection import Reflection, WorkState
from assignments.requirements import shortfall
from assignments.rubric import Rubric
from assignments.tasks import Task, load_tasks
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import N_, DomainError, Missing, Rejected
from lti_tool.extensions import db
from lti_tool.web.course_text import current_curriculum
from lti_tool.web.errors import sentence_of, status_of
from lti_tool.web.forms.reflections import ReflectionForm, decisions
from lti_tool.web.locale import as_day
from lti_tool.web.notes import own_notes_on
from lti_tool.web.notices import redirect_with
from lti_tool.web.tasks import newest_answer
from lti_tool.web.tickets import Ticket, write_ticket
from lti_tool.web.viewer import current_enrolment, viewer

bp = Blueprint("reflections", __name__, url_prefix="/l/<launch>/tasks/<task>")


@bp.app_template_filter("iso_day")
def as_iso_day(text: str) -> str:
    """Return a day that a submission keeps as text, as people say it."""
    return as_day(date.fromisoformat(text))


@bp.get("/reflection")
def edit(task: str) -> ResponseReturnValue:
    """Open the draft, begun now if need be. Submitted work is read, not edited."""
    found = load_tasks().task(task)
    reflection = _opened(found)
    if reflection.state not in reflections.OPEN:
        return redirect(url_for(".receipt", task=task), 303)
    chosen = reflections.chosen_ids(db.session(), reflection.id)
    return _editor(found, reflection, ReflectionForm.saved(found, reflection, chosen))


@bp.post("/reflection")
def save(task: str) -> ResponseReturnValue:
    """Save by the button. Whatever goes wrong, the page that follows holds what was typed."""
    found = load_tasks().task(task)
    session = db.session()
    reflection = reflections.open_reflection(session, current_enrolment(), found.id, now=utc_now())
    form = ReflectionForm.typed(found, request.form)
    try:
        _save(reflection, form)
    except reflections.StaleDraft as error:
        versions.keep_aside(session, reflection, form.parts, now=utc_now())
        session.commit()
        return _too_late(found, reflection, form, error)
    except reflections.AlreadySubmitted as error:
        session.rollback()
        return _too_late(found, reflection, form, error)
    except (Missing, Rejected) as error:
        session.rollback()
        if not form.errors:
            form.errors[""] = sentence_of(error)
        return _editor(found, reflection, form), 422
    session.commit()
    if request.form.get("then") == "review":
        return redirect(url_for(".review", task=task), 303)
    return redirect_with(url_for(".edit", task=task), "draft-saved")


@bp.get("/review")
def review(task: str) -> ResponseReturnValue:
    """Show what is missing, each word that could name somebody, and the whole text once more."""
    found, reflection = _written(task)
    if reflection.state not in reflections.OPEN:
        return redirect(url_for(".receipt", task=task), 303)
    return _review(found, reflection)


@bp.post("/review")
def decide(task: str) -> ResponseReturnValue:
    """Mask or keep the words that the scan found."""
    found, reflection = _written(task)
    hits, contacts = _leaks(found, reflection)
    try:
        masked = leaks.decide_leaks(
            reflection, contacts, hits, decisions(hits, request.form), now=utc_now()
        )
        revision = request.form.get("revision", -1, int)
        reflections.save_draft(
            db.session(), reflection, masked, base_revision=revision, now=utc_now()
        )
    except (reflections.AlreadySubmitted, reflections.StaleDraft, Rejected) as error:
        return _not_yet(found, reflection, error)
    db.session.commit()
    return redirect(url_for(".review", task=task), 303)


@bp.post("/submit")
def submit(task: str) -> ResponseReturnValue:
    """Hand in what was looked at last. Pressed twice, it was still handed in once."""
    found, reflection = _written(task)
    try:
        submissions.submit(
            db.session(),
            current_enrolment(),
            found.id,
            now=utc_now(),
            base_revision=request.form.get("revision", -1, int),
        )
    except reflections.AlreadySubmitted:
        db.session.rollback()
        return redirect(url_for(".receipt", task=task), 303)
    except (reflections.StaleDraft, submissions.NotReady) as error:
        return _not_yet(found, reflection, error)
    db.session.commit()
    return redirect_with(url_for(".receipt", task=task), "submitted")


@bp.get("/receipt")
def receipt(task: str) -> str:
    """Show the receipt of the newest attempt."""
    found = load_tasks().task(task)
    attempts = submissions.submissions_of(db.session(), current_enrolment().id, found.id)
    if not attempts:
        raise Missing(N_("You have not submitted this task yet."))
    return render_template(
        "reflections/receipt.html", task=found, submission=attempts[-1], name=viewer().person_name
    )


@bp.get("/submissions/<int:attempt>")
def submission(task: str, attempt: int) -> str:
    """Show one attempt as it was handed in, with what the instructor wrote."""
    session = db.session()
    found = submissions.find_submission(session, current_enrolment().id, task, attempt)
    marking = submissions.shown_markings(session, [found.id]).get(found.id)
    return render_template(
        "reflections/submission.html",
        task=Task.from_plain(found.task),
        submission=found,
        marking=marking,
        rubric=Rubric.from_plain(found.rubric),
    )


@bp.get("/versions")
def history(task: str) -> str:
    """List earlier texts."""
    found, reflection = _written(task)
    return render_template(
        "reflections/versions.html",
        task=found,
        versions=versions.versions_of(db.session(), reflection.id),
        counts=lambda parts: ReflectionForm(found, parts, set(), 0).words,
    )


@bp.get("/versions/<int:version>")
def version(task: str, version: int) -> str:
    """Show an earlier text."""
    found, reflection = _written(task)
    return render_template(
        "reflections/version.html",
        task=found,
        reflection=reflection,
        version=versions.find_version(db.session(), reflection.id, version),
        can_write=reflection.state in reflections.OPEN,
    )


@bp.post("/versions/<int:version>")
def restore(task: str, version: int) -> ResponseReturnValue:
    """Make an earlier text the draft again. The present one becomes an earlier text itself."""
    reflection = _written(task)[1]
    earlier = versions.find_version(db.session(), reflection.id, version)
    reflections.save_draft(
        db.session(),
        reflection,
        {**dict.fromkeys(reflection.parts, ""), **earlier.parts},
        base_revision=reflection.revision,
        now=utc_now(),
    )
    db.session.commit()
    return redirect_with(url_for(".edit", task=task), "draft-saved")


def _opened(task: Task) -> Reflection:
    if viewer().impersonated:
        _found, begun = _written(task.id)  # somebody else's eyes begin nothing
        return begun
    reflection = reflections.open_reflection(
        db.session(), current_enrolment(), task.id, now=utc_now()
    )
    db.session.commit()
    return reflection


def _written(task: str) -> tuple[Task, Reflection]:
    found = load_tasks().task(task)
    reflection = reflections.find_reflection(db.session(), current_enrolment().id, found.id)
    if reflection is None:
        raise Missing(N_("You have not begun to write on this task."))
    return found, reflection


def _save(reflection: Reflection, form: ReflectionForm) -> None:
    session = db.session()
    reflections.save_draft(
        session,
        reflection,
        form.parts,
        base_revision=form.revision,
        now=utc_now(),
        page=form.page,
    )
    reflections.choose_contacts(session, reflection, form.contacts, offered=form.offered)


def _editor(task: Task, reflection: Reflection, form: ReflectionForm) -> str:
    session, mine = db.session(), current_enrolment()
    attempts = (
        submissions.submissions_of(session, mine.id, task.id)
        if reflection.state is WorkState.RETURNED
        else []
    )
    markings = submissions.shown_markings(session, [attempt.id for attempt in attempts])
    return render_template(
        "reflections/edit.html",
        task=task,
        unit=current_curriculum().unit(task.unit),
        reflection=reflection,
        form=form,
        contacts=contact_log.contacts_of(session, mine.id, task.id),
        answer=newest_answer(attempts, markings),
        notes=own_notes_on(task.unit),
        ticket=None if viewer().impersonated else write_ticket(Ticket(reflection.id, mine.id)),
        page_word=form.page or secrets.token_hex(8),
        timezone=viewer().timezone,
    )


def _too_late(
    task: Task, reflection: Reflection, form: ReflectionForm, error: DomainError
) -> ResponseReturnValue:
    db.session.refresh(reflection)
    page = render_template(
        "reflections/too_late.html",
        task=task,
        reflection=reflection,
        form=form,
        sentence=sentence_of(error),
        submitted=reflection.state not in reflections.OPEN,
    )
    return page, status_of(error)


def _not_yet(task: Task, reflection: Reflection, error: DomainError) -> ResponseReturnValue:
    db.session.rollback()
    sentence = sentence_of(error)
    if isinstance(error, reflections.StaleDraft):
        sentence = _("The text has changed since you looked at it. This is how it reads now.")
    return _review(task, reflection, {error.field or "": sentence}), status_of(error)


def _leaks(task: Task, reflection: Reflection) -> tuple[list[leaks.Leak], list[Any]]:
    session, mine = db.session(), current_enrolment()
    chosen = reflections.chosen_ids(session, reflection.id)
    contacts = [c for c in contact_log.contacts_of(session, mine.id, task.id) if c.id in chosen]
    names = leaks.roster_names(session, mine.course_id)
    return leaks.find_leaks(task, reflection, contacts, names), contacts


def _review(task: Task, reflection: Reflection, problems: dict[str, str] | None = None) -> str:
    db.session.refresh(reflection)
    hits, contacts = _leaks(task, reflection)
    exempt = exemption_of(db.session(), reflection.enrolment_id, task.id) is not None
    totals = contact_log.totals_of(contacts)
    return render_template(
        "reflections/review.html",
        task=task,
        reflection=reflection,
        form=ReflectionForm.saved(task, reflection, set()),
        contacts=contacts,
        totals=totals,
        missing=shortfall(task, totals, exempt=exempt),
        unanswered=reflections.unanswered(task, reflection.parts),
        leaks=hits,
        undecided=[leak for leak in hits if not leak.kept],
        contact_of={contact.id: contact for contact in contacts},
        problems=problems or {},
        sent=request.form,
    )
