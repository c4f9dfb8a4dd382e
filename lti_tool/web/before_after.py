"""A unit's question before reading and again after it: for oneself, and as a class's spread."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from curriculum.before_after import (
    FEWEST,
    Answers,
    Given,
    answer_question,
    answers_of,
    question_of,
    spread_of,
)
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import Conflict, Rejected
from curriculum.models.enrolment import Role
from curriculum.models.progress import Moment
from curriculum.unit import Unit
from lti_tool.extensions import db
from lti_tool.web.course_text import current_curriculum
from lti_tool.web.errors import sentence_of, status_of
from lti_tool.web.notices import redirect_with
from lti_tool.web.readers import recorded_id, shown_standing
from lti_tool.web.viewer import current_enrolment, viewer

bp = Blueprint("before_after", __name__, url_prefix="/l/<launch>/units/<unit>/before-after")


@dataclass(frozen=True)
class Refused:
    """What was sent and could not be kept."""

    moment: Moment
    given: Given
    field: str
    sentence: str


@bp.get("")
def show(unit: str) -> str:
    """Ask the question, or show both answers side by side."""
    return _page(current_curriculum().unit(unit))


@bp.post("/<moment>")
def answer(unit: str, moment: str) -> ResponseReturnValue:
    """Keep an answer."""
    found = current_curriculum().unit(unit)
    when = next((each for each in Moment if each.value == moment), None)
    if when is None:
        abort(404)
    # A number that is none counts as not chosen.
    position = request.form.get("position", type=int)
    words = request.form.get("words", "")
    mine = current_enrolment().id
    try:
        answer_question(db.session(), mine, found, when, position, words, now=utc_now())
    except (Conflict, Rejected) as error:
        given = Given(-1 if position is None else position, words)
        refused = Refused(when, given, error.field or "", sentence_of(error))
        return _page(found, refused), status_of(error)
    db.session.commit()
    return redirect_with(url_for(".show", unit=found.id), "answer-saved")


@bp.get("/spread")
def spread(unit: str) -> str:
    """Show how the course answered, without names and only from five answers on."""
    found = current_curriculum().unit(unit)
    counted = spread_of(db.session(), current_enrolment().course_id, found)
    db.session.rollback()
    return render_template(
        "before_after/spread.html",
        unit=found,
        question=question_of(found),
        before=counted[Moment.BEFORE],
        after=counted[Moment.AFTER],
        fewest=FEWEST,
    )


def answers_for(unit: Unit) -> Answers | None:
    """Return what the viewer has answered; None where nothing is asked of them.

    Nothing either to somebody who looks through the candidate's eyes: answers are private.
    """
    enrolment_id = recorded_id()
    if unit.before_after is None or enrolment_id is None:
        return None
    return answers_of(db.session(), enrolment_id, unit)


def _page(unit: Unit, refused: Refused | None = None) -> str:
    question = question_of(unit)
    db.session.rollback()
    answers = answers_for(unit)
    progress = shown_standing(unit).progress(unit)
    db.session.rollback()
    return render_template(
        "before_after/show.html",
        unit=unit,
        question=question,
        answers=answers,
        progress=progress,
        refused=refused,
        keeper=recorded_id(),
        teaches=viewer().role is Role.INSTRUCTOR,
    )
