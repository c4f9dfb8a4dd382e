"""Private notes: beside a section, as a list, and to take away. For nobody but their writer."""

from dataclasses import dataclass, field
from datetime import datetime

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import notes
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import N_, Conflict, NotAllowed, Rejected
from curriculum.models.note import Note
from curriculum.unit import Section, Unit
from curriculum.units import Curriculum
from lti_tool.extensions import db
from lti_tool.web import notes_files
from lti_tool.web.course_text import current_curriculum
from lti_tool.web.errors import status_of
from lti_tool.web.forms.notes import NoteForm
from lti_tool.web.notices import redirect_with
from lti_tool.web.pages import Page
from lti_tool.web.readers import shown_id
from lti_tool.web.shown_notes import ShownNote, in_order, shown
from lti_tool.web.viewer import current_enrolment, viewer

bp = Blueprint("notes", __name__, url_prefix="/l/<launch>")


@dataclass(frozen=True)
class Margin:
    """What stands beside a section: the reader's notes on it, and room for another."""

    notes: list[ShownNote] = field(default_factory=list)
    form: NoteForm = field(default_factory=NoteForm)
    hidden: bool = False
    """Somebody looks through the reader's eyes: notes are not shown, or even read."""


def margin_of(unit: Unit, section: Section) -> Margin | None:
    """Return a section's margin for the viewer; None for those who keep no notes. One query."""
    enrolment_id = shown_id()
    if enrolment_id is None:
        return None
    if viewer().impersonated:
        return Margin(hidden=True)
    found = notes.notes_of(db.session(), enrolment_id, unit_id=unit.id, section=section.id)
    return Margin([shown(note, current_curriculum()) for note in found])


def own_notes_on(unit_id: str) -> list[ShownNote]:
    """Return the viewer's notes on a unit; none when somebody looks through their eyes."""
    enrolment_id = shown_id()
    if enrolment_id is None or viewer().impersonated:
        return []
    found = notes.notes_of(db.session(), enrolment_id, unit_id=unit_id)
    return in_order(found, current_curriculum())


@bp.get("/notes/")
def index() -> str:
    """List the viewer's notes by unit and section, or those that hold some words."""
    course = current_curriculum()
    looked_for = request.args.get("q", "")[:200]
    unit_id = request.args.get("unit", "")
    found = [] if viewer().impersonated else notes.notes_of(db.session(), current_enrolment().id)
    wanted = [each for each in found if unit_id in ("", each.unit_id)]
    lines = in_order(notes.holding(wanted, looked_for), course)
    page, total, units = Page.asked(len(lines)), len(found), _units_with(found, course)
    db.session.rollback()
    return render_template(
        "notes/index.html",
        notes=lines[page.start : page.end],
        page=page,
        total=total,
        looked_for=looked_for,
        unit_id=unit_id,
        units=units,
    )


@bp.post("/units/<unit>/sections/<section>/notes")
def create(unit: str, section: str) -> ResponseReturnValue:
    """Add a note to a section."""
    found = current_curriculum().unit(unit)
    here = found.section(section)
    form = NoteForm.typed(request.form)
    try:
        spot = form.spot(here.id)
        note = notes.add_note(db.session(), _own_id(), found, spot, form.words, now=utc_now())
    except Rejected as error:
        return _refused(found, here, form.refused(error)), status_of(error)
    db.session.commit()
    line = shown(note, current_curriculum())
    if _is_script():
        return {
            "text": _("Note saved."),
            "html": render_template("notes/_note.html", note=line),
            "id": note.id,
        }
    return redirect_with(line.address, "note-saved")


@bp.route("/notes/<int:note>", methods=["GET", "POST"])
def change(note: int) -> ResponseReturnValue:
    """Change a note's words."""
    mine = notes.find_note(db.session(), _own_id(), note)
    if request.method == "GET":
        return _editor(mine, NoteForm.kept(mine))
    form = NoteForm.typed(request.form)
    try:
        notes.change_note(
            db.session(), mine.enrolment_id, note, form.words, seen=_seen(), now=utc_now()
        )
    except (Conflict, Rejected) as error:
        theirs = error.words if isinstance(error, notes.ChangedMeanwhile) else None
        return _editor(mine, form.refused(error), theirs), status_of(error)
    db.session.commit()
    return redirect_with(f"{url_for('.index')}#note-{note}", "note-saved")


@bp.route("/notes/<int:note>/remove", methods=["GET", "POST"])
def remove(note: int) -> ResponseReturnValue:
    """Erase a note, after asking."""
    mine = notes.find_note(db.session(), _own_id(), note)
    if request.method == "GET":
        return render_template("notes/remove.html", note=shown(mine, current_curriculum()))
    notes.remove_note(db.session(), mine.enrolment_id, note)
    db.session.commit()
    return redirect_with(url_for(".index"), "note-removed")


@bp.get("/notes/export")
def export() -> Response:
    """Hand all of the viewer's notes over as one file: Markdown, or JSON for a program."""
    found = notes.notes_of(db.session(), _own_id())
    title = current_enrolment().course.title
    lines = in_order(found, current_curriculum())
    db.session.rollback()
    as_json = request.args.get("as") == "json"
    body = notes_files.as_json(title, lines) if as_json else notes_files.as_markdown(title, lines)
    kind, name = ("application/json", "notes.json") if as_json else ("text/markdown", "notes.md")
    answer = Response(body, mimetype=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _own_id() -> int:
    """Return whose notes these are.

    :raises NotAllowed: somebody looks through the writer's eyes.
    """
    if viewer().impersonated:
        raise NotAllowed(N_("Notes are for their writer's eyes only."))
    return current_enrolment().id


def _is_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _seen() -> datetime | None:
    try:
        return datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError:
        return None


def _refused(unit: Unit, section: Section, form: NoteForm) -> str | dict[str, dict[str, str]]:
    db.session.rollback()
    if _is_script():
        return {"errors": form.errors}
    return render_template(
        "notes/new.html", unit=unit, section=section, form=form, keeper=current_enrolment().id
    )


def _editor(note: Note, form: NoteForm, theirs: str | None = None) -> str:
    return render_template(
        "notes/edit.html",
        note=shown(note, current_curriculum()),
        seen=note.changed_at.isoformat(),
        form=form,
        theirs=theirs,
        keeper=note.enrolment_id,
    )


def _units_with(found: list[Note], course: Curriculum) -> list[Unit]:
    written = {note.unit_id for note in found}
    return [unit for unit in course.units if unit.id in written]
