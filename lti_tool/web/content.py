"""The picker: an instructor chooses what to add to the course (deep linking)."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assignments.tasks import Task, load_tasks
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import N_, Rejected
from curriculum.units import Unit, load_curriculum
from lti_tool.extensions import db
from lti_tool.lti import deep_linking
from lti_tool.lti.deep_linking import Answer, Terms
from lti_tool.lti.launch_record import origin_of
from lti_tool.settings import Settings
from lti_tool.web import headers
from lti_tool.web.errors import sentence_of, status_of
from lti_tool.web.viewer import viewer

bp = Blueprint("content", __name__, url_prefix="/l/<launch>/content")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to add, as a form names it and as the course will list it."""

    value: str
    title: str
    thing: Unit | Task

    @property
    def column(self) -> bool:
        """Whether it brings a gradebook column along."""
        return isinstance(self.thing, Task) and self.thing.has_column


@bp.get("")
def pick() -> ResponseReturnValue:
    """Show everything that can be added."""
    return _picker(deep_linking.terms_of(viewer().deep_linking))


@bp.post("")
def answer() -> ResponseReturnValue:
    """Send what was chosen back to the platform, signed."""
    terms = deep_linking.terms_of(viewer().deep_linking)
    if "cancel" in request.form:
        return _send(terms, [])
    try:
        chosen = _chosen()
        items = [_item(choice, terms) for choice in chosen]
        deep_linking.check_items(items, terms)
    except Rejected as error:
        db.session.rollback()
        return _picker(terms, sentence_of(error)), status_of(error)
    return _send(terms, chosen)


def _choices() -> list[tuple[Unit, list[Choice]]]:
    """Return each unit with its tasks, in the order of the course."""
    return [
        (unit, [_unit_choice(unit), *map(_task_choice, load_tasks().of_unit(unit.id))])
        for unit in load_curriculum().units
    ]


def _unit_choice(unit: Unit) -> Choice:
    title = unit.title
    if unit.number:
        title = _("Unit %(number)s · %(title)s", number=unit.number, title=unit.title)
    return Choice(f"unit:{unit.id}", title, unit)


def _task_choice(task: Task) -> Choice:
    return Choice(f"task:{task.id}", f"{task.id} · {task.title}", task)


def _chosen() -> list[Choice]:
    known = {choice.value: choice for _unit, group in _choices() for choice in group}
    if "all" in request.form:
        return list(known.values())
    named = set(request.form.getlist("items"))
    if not named <= known.keys():
        raise Rejected(N_("Something you chose is no longer offered. Choose again."), field="items")
    return [choice for value, choice in known.items() if value in named]


def _item(choice: Choice, terms: Terms) -> dict[str, object]:
    public_url = _settings().public_url.rstrip("/")
    if isinstance(choice.thing, Task):
        return deep_linking.task_item(choice.thing, choice.title, terms, public_url=public_url)
    return deep_linking.unit_item(choice.thing, choice.title, public_url=public_url)


def _picker(terms: Terms, problem: str | None = None) -> str:
    db.session.rollback()
    return render_template(
        "content/pick.html",
        terms=terms,
        groups=_choices(),
        picked=set(request.form.getlist("items")),
        problem=problem,
    )


def _send(terms: Terms, chosen: Iterable[Choice]) -> ResponseReturnValue:
    session, id_hash = db.session(), viewer().id_hash
    deep_linking.take_request(session, id_hash)
    signed = deep_linking.sign_answer(
        session,
        terms,
        [_item(choice, terms) for choice in chosen],
        registration_id=viewer().registration_id,
        id_hash=id_hash,
        now=utc_now(),
        problem="" if terms.takes_links else _no_links(),
    )
    db.session.commit()
    return _posting_page(signed)


def _no_links() -> str:
    return _("Reciprocal adds activities (LTI links), and this place in your course takes none.")


def _posting_page(signed: Answer) -> str:
    # Browsers apply form-action to redirects as well, so all of the platform's hosts are named.
    headers.allow("form-action", origin_of(signed.return_url), *viewer().frame_origins)
    return render_template("content/answer.html", answer=signed)


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
