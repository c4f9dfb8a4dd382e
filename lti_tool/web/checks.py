"""Checks: a unit's questions, each of them explained as often as it is answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from curriculum.answering import answer_check
from curriculum.checks import CheckItem, Order, Rewrite
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import Rejected
from curriculum.remarks import Remark, fits, remarks_on
from curriculum.standing import Answer, UnitStanding
from curriculum.unit import Unit
from lti_tool.extensions import db
from lti_tool.web.course_text import current_curriculum
from lti_tool.web.errors import sentence_of, status_of
from lti_tool.web.forms.checks import (
    Filled,
    answer_of,
    filled_from,
    filled_in,
    steps_shown,
    untouched,
)
from lti_tool.web.readers import recorded_id, shown_id, shown_standing
from lti_tool.web.viewer import viewer

bp = Blueprint("checks", __name__, url_prefix="/l/<launch>/units/<unit>/check")


@dataclass(frozen=True)
class Asked:
    """One question as the page shows it."""

    item: CheckItem
    number: int
    filled: Filled
    answer: Answer | None = None
    """The latest that was kept, if it still answers the question."""
    was_right: bool = False
    """Some answer was right, the latest or one before."""
    error: str = ""
    remarks: dict[int, Remark] = field(default_factory=dict)

    @property
    def right_parts(self) -> int:
        """Return how many parts of the answer are right."""
        return sum(remark.right for remark in self.remarks.values())

    @property
    def steps(self) -> list[int]:
        """Return a list of steps as it is shown."""
        assert isinstance(self.item, Order)  # noqa: S101  no other question has steps
        return steps_shown(self.item, self.filled)


@dataclass(frozen=True)
class Refused:
    """What was sent and is no answer."""

    item_id: str
    filled: Filled
    sentence: str


@bp.get("")
def show(unit: str) -> str:
    """Show a unit's questions, or those on one section, with the latest answers explained."""
    found = current_curriculum().unit(unit)
    return _page(found, shown_standing(found))


@bp.post("/<item>")
def answer(unit: str, item: str) -> ResponseReturnValue:
    """Take an answer to one question and explain it."""
    found = current_curriculum().unit(unit)
    question = found.check(item)
    filled = filled_in(question, request.form)
    chosen = answer_of(question, filled)
    enrolment_id = recorded_id()
    try:
        if enrolment_id is None:
            return _page(found, _only_now(question, chosen))
        answer_check(db.session(), enrolment_id, found, question.id, chosen, now=utc_now())
    except Rejected as error:
        refused = Refused(question.id, filled, sentence_of(error))
        return _page(found, shown_standing(found), refused), status_of(error)
    db.session.commit()
    address = url_for(".show", unit=found.id, section=_asked_section(found))
    return redirect(f"{address}#{question.id}", 303)


def _only_now(question: CheckItem, chosen: list[Any]) -> UnitStanding:
    """Return an answer of somebody of whom nothing is kept: explained at once, and forgotten."""
    right = question.judge(chosen)
    return UnitStanding(answers={question.id: Answer(chosen, right, ever_right=right, tries=2)})


def _page(unit: Unit, standing: UnitStanding, refused: Refused | None = None) -> str:
    db.session.rollback()
    section = _asked_section(unit)
    asked = list(_questions(unit, standing, refused))
    return render_template(
        "checks/show.html",
        unit=unit,
        section=unit.section(section) if section else None,
        asked=[one for one in asked if section in (None, one.item.section)],
        progress=standing.progress(unit),
        refused=refused,
        shown=shown_id() is not None,
        recorded=recorded_id() is not None,
        keeper=recorded_id(),
        titles={each.id: each.title for each in unit.sections},
    )


def _questions(unit: Unit, standing: UnitStanding, refused: Refused | None) -> Iterator[Asked]:
    for number, item in enumerate(unit.checks, start=1):
        one = _asked(item, number, standing.answers.get(item.id))
        if refused and refused.item_id == item.id:
            yield Asked(
                item, number, refused.filled, was_right=one.was_right, error=refused.sentence
            )
        else:
            yield one


def _asked(item: CheckItem, number: int, kept: Answer | None) -> Asked:
    was_right = kept is not None and kept.ever_right
    # What somebody rewrote is for their own eyes, whoever looks through them.
    hidden = isinstance(item, Rewrite) and viewer().impersonated
    if kept is None or hidden or not fits(item, kept.chosen):
        return Asked(item, number, untouched(item), was_right=was_right)
    remarks = remarks_on(item, kept.chosen, tries=kept.tries)
    filled = filled_from(item, kept.chosen)
    return Asked(item, number, filled, kept, was_right, remarks=remarks)


def _asked_section(unit: Unit) -> str | None:
    """Return the section that the page is narrowed to, if there are questions on it."""
    wanted = request.args.get("section")
    return wanted if any(item.section == wanted for item in unit.checks) else None
