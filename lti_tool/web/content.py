"""The picker: an instructor chooses what to add to the course (deep linking)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assignments.tasks import Task, load_tasks
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import N_, Rejected
from curriculum.unit import Unit
from lti_tool.extensions import current_settings, db
from lti_tool.lti import deep_linking
from lti_tool.lti.addresses import origin_of
from lti_tool.lti.content_items import Maker, Pick
from lti_tool.lti.course_marks import mark_of
from lti_tool.lti.deep_linking import LINK, Answer, Terms
from lti_tool.lti.platforms.chooser import policy_for
from lti_tool.lti.resource_links import Shelf, note_placed, read_shelf
from lti_tool.lti.windows import Window, read_window
from lti_tool.web import headers
from lti_tool.web.course_text import current_curriculum
from lti_tool.web.errors import sentence_of, status_of
from lti_tool.web.viewer import current_enrolment, viewer

bp = Blueprint("content", __name__, url_prefix="/l/<launch>/content")

OURS = "reciprocal"
"""A title that a platform suggests because it is our own name says nothing."""


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

    @property
    def windows(self) -> tuple[str, ...]:
        """The spans of time that can be set for it."""
        return ("available", "submission") if isinstance(self.thing, Task) else ("available",)

    def fields(self, window: str) -> tuple[str, str]:
        """Return the names of a span's two fields."""
        return f"{window}-start:{self.value}", f"{window}-end:{self.value}"


@bp.get("")
def pick() -> ResponseReturnValue:
    """Show everything that can be added."""
    terms = deep_linking.terms_of(viewer().deep_linking)
    return _picker(terms, _shelf())


@bp.post("")
def answer() -> ResponseReturnValue:
    """Send what was chosen back to the platform, signed."""
    terms = deep_linking.terms_of(viewer().deep_linking)
    shelf = _shelf()
    if "cancel" in request.form:
        return _send(terms, shelf, [])
    try:
        picks = _picks(terms, keeps_dates=policy_for(shelf.product).keeps_dates)
        deep_linking.check_items(picks, terms)
    except Rejected as error:
        db.session.rollback()
        return _picker(terms, shelf, error), status_of(error)
    return _send(terms, shelf, picks)


def _shelf() -> Shelf:
    return read_shelf(db.session(), viewer().course_id or current_enrolment().course_id)


def _choices() -> list[tuple[Unit, list[Choice]]]:
    """Return each unit with its tasks, in the order of the course."""
    return [
        (unit, [_unit_choice(unit), *map(_task_choice, load_tasks().of_unit(unit.id))])
        for unit in current_curriculum().units
    ]


def _unit_choice(unit: Unit) -> Choice:
    title = unit.title
    if unit.number:
        title = _("Unit %(number)s · %(title)s", number=unit.number, title=unit.title)
    return Choice(f"unit:{unit.id}", title, unit)


def _task_choice(task: Task) -> Choice:
    return Choice(f"task:{task.id}", f"{task.id} · {task.title}", task)


def _picks(terms: Terms, *, keeps_dates: bool) -> list[Pick]:
    """Return what was chosen, in the order of the course."""
    chosen = _chosen()
    if "keep-title" in request.form and len(chosen) == 1 and terms.title:
        [choice] = chosen
        return [_pick(choice, terms.title, terms.text, keeps_dates=keeps_dates)]
    return [_pick(each, each.title, each.thing.summary, keeps_dates=keeps_dates) for each in chosen]


def _chosen() -> list[Choice]:
    known = {choice.value: choice for _unit, group in _choices() for choice in group}
    if "all" in request.form:
        return list(known.values())
    named = set(request.form.getlist("items"))
    if not named <= known.keys():
        raise Rejected(N_("Something you chose is no longer offered. Choose again."), field="items")
    return [choice for value, choice in known.items() if value in named]


def _pick(choice: Choice, title: str, text: str, *, keeps_dates: bool) -> Pick:
    windows = {name: _window(choice, name) for name in choice.windows} if keeps_dates else {}
    return Pick(choice.thing, title, text or choice.thing.summary, **windows)


def _window(choice: Choice, name: str) -> Window | None:
    start, end = choice.fields(name)
    return read_window(
        request.form.get(start, ""),
        request.form.get(end, ""),
        zone=viewer().timezone,
        title=choice.title,
        fields=(start, end),
    )


def _picker(terms: Terms, shelf: Shelf, problem: Rejected | None = None) -> str:
    return render_template(
        "content/pick.html",
        terms=terms,
        groups=_choices(),
        picked=set(request.form.getlist("items")),
        given=request.form,
        shelf=shelf,
        title="" if terms.title.casefold() == OURS else terms.title,
        keeps_dates=policy_for(shelf.product).keeps_dates,
        zone=viewer().timezone.replace("_", " "),
        problem=sentence_of(problem) if problem else None,
        wrong=problem.field if problem else None,
    )


def _send(terms: Terms, shelf: Shelf, picks: Sequence[Pick]) -> ResponseReturnValue:
    session, id_hash, now = db.session(), viewer().id_hash, utc_now()
    deep_linking.take_request(session, id_hash)
    titles = {pick.content: pick.title for pick in picks}
    note_placed(session, shelf.context_key, titles, now=now)
    signed = deep_linking.sign_answer(
        session,
        terms,
        _items(terms, shelf, picks),
        registration_id=viewer().registration_id,
        id_hash=id_hash,
        now=now,
        problem="" if terms.takes_links else _no_links(),
        log="" if terms.takes_links else f"accept_types does not hold {LINK}",
    )
    session.commit()
    return _posting_page(signed)


def _items(terms: Terms, shelf: Shelf, picks: Iterable[Pick]) -> list[dict[str, object]]:
    settings = current_settings()
    maker = Maker(
        public_url=settings.public_url.rstrip("/"),
        terms=terms,
        mark=mark_of(shelf.context_key, secret=settings.secret_key),
        review_label=_("Open the work in Reciprocal"),
        keeps_dates=policy_for(shelf.product).keeps_dates,
    )
    return [maker.item_of(pick) for pick in picks]


def _no_links() -> str:
    return _("Reciprocal adds activities (LTI links), and this place in your course takes none.")


def _posting_page(signed: Answer) -> str:
    # Browsers apply form-action to redirects as well, so all of the platform's hosts are named.
    headers.allow("form-action", origin_of(signed.return_url), *viewer().frame_origins)
    return render_template("content/answer.html", answer=signed)
