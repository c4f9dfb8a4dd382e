"""Units: what each is about, how far the reader is in it, and where to go on; and on paper."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assignments.boards import work_states
from assignments.tasks import load_tasks
from curriculum.foundation.errors import N_, Rejected
from curriculum.models.enrolment import Role
from lti_tool.extensions import db
from lti_tool.lti.launch_record import set_locale
from lti_tool.web.before_after import answers_for
from lti_tool.web.course_text import current_curriculum, locale_in, other_languages
from lti_tool.web.onward import next_step
from lti_tool.web.readers import shown_id, shown_standing
from lti_tool.web.viewer import viewer

bp = Blueprint("units", __name__, url_prefix="/l/<launch>/units/<unit>")


@bp.get("")
def show(unit: str) -> str:
    """Show what a unit is about, how far the reader is in it, and where to go on."""
    found = current_curriculum().unit(unit)
    standing = shown_standing(found)
    enrolment_id = shown_id()
    states = work_states(db.session(), enrolment_id) if enrolment_id is not None else {}
    answers = answers_for(found)
    db.session.rollback()  # everything is read: no transaction stays open while rendering
    return render_template(
        "units/show.html",
        unit=found,
        standing=standing,
        progress=standing.progress(found),
        onward=next_step(found, standing),
        tasks=load_tasks().of_unit(found.id),
        states=states,
        languages=other_languages(found),
        answers=answers,
        recorded=enrolment_id is not None,
        works=viewer().role is Role.CANDIDATE,
        teaches=viewer().role is Role.INSTRUCTOR,
    )


@bp.get("/print", endpoint="print")
def print_view(unit: str) -> str:
    """Show the whole unit as one page, for paper."""
    found = current_curriculum().unit(unit)
    db.session.rollback()
    return render_template("units/print.html", unit=found, tasks=load_tasks().of_unit(found.id))


@bp.get("/discussion")
def discussion(unit: str) -> str:
    """Show a unit's discussion prompts alone, ready to print."""
    found = current_curriculum().unit(unit)
    db.session.rollback()
    return render_template("units/discussion.html", unit=found)


@bp.post("/language")
def speak(unit: str) -> ResponseReturnValue:
    """Go on in another language that the unit has, for the rest of this visit."""
    found = current_curriculum().unit(unit)
    language = request.form.get("language", "")
    if language not in other_languages(found):
        raise Rejected(N_("This unit is not there in that language."))
    locale = locale_in(language, viewer().locale)
    set_locale(db.session(), viewer().id_hash, locale)
    db.session.commit()
    return redirect(url_for(".show", unit=found.id), 303)
