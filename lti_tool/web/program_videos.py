"""A program's own films: an editor fills a slot, looks at it as a reader would, and shows it."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from curriculum import program_videos
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import N_, Missing, NotAllowed, Rejected
from curriculum.models.program_video import ProgramVideo, VideoState
from curriculum.programs import is_editor
from curriculum.standing import UnitStanding
from curriculum.unit import Unit
from curriculum.video_sources import source_of
from curriculum.videos import Video
from lti_tool.extensions import current_settings, db
from lti_tool.web.course_text import current_curriculum, program_curriculum
from lti_tool.web.errors import status_of
from lti_tool.web.forms.program_videos import FilmForm
from lti_tool.web.forms.refusals import put_beside
from lti_tool.web.media import A_YEAR
from lti_tool.web.notices import redirect_with
from lti_tool.web.videos import player_of
from lti_tool.web.viewer import viewer

bp = Blueprint("program_videos", __name__, url_prefix="/l/<launch>/films")


@dataclass(frozen=True)
class Slot:
    """One slot, and what the program has put into it."""

    program_id: int
    unit: Unit
    video: Video
    """The film that comes with the unit."""
    live: ProgramVideo | None
    draft: ProgramVideo | None


@bp.get("")
def index() -> str:
    """Show every slot, and which film is in it."""
    program_id = _edited_program()
    films = {
        (film.unit_id, film.slot, film.state): film
        for state in VideoState
        for film in program_videos.films_of(db.session(), program_id, state)
    }
    slots = [
        Slot(
            program_id,
            unit,
            video,
            films.get((unit.id, video.id, VideoState.LIVE)),
            films.get((unit.id, video.id, VideoState.DRAFT)),
        )
        for unit in program_curriculum().units
        for video in unit.videos
    ]
    return render_template("program_videos/index.html", slots=slots)


@bp.get("/<unit>/<slot>")
def edit(unit: str, slot: str) -> str:
    """Show the form, with the film that is being prepared, or else the one that is live."""
    place = _slot(unit, slot)
    return _form(place, FilmForm.of(place.draft or place.live))


@bp.post("/<unit>/<slot>")
def save(unit: str, slot: str) -> ResponseReturnValue:
    """Keep the film for editors only, and go on to look at it."""
    place, form = _slot(unit, slot), FilmForm()
    try:
        program_videos.save_draft(
            db.session(),
            place.program_id,
            place.unit,
            slot,
            form.entry(),
            viewer().person_id,
            now=utc_now(),
        )
    except Rejected as error:
        db.session.rollback()
        put_beside(form, error, field="length" if error.field == "seconds" else None)
        return _form(_slot(unit, slot), form), status_of(error)
    db.session.commit()
    return redirect_with(url_for(".preview", unit=unit, slot=slot), "film-saved")


@bp.get("/<unit>/<slot>/preview")
def preview(unit: str, slot: str) -> str:
    """Show the prepared film as a reader would see it. What is watched here is not recorded."""
    place = _slot(unit, slot)
    if place.draft is None:
        raise Missing(N_("Nothing has been prepared for this slot. Save a film first."))
    filled = program_videos.with_films(program_curriculum(), [place.draft]).unit(unit)
    db.session.rollback()
    return render_template(
        "program_videos/preview.html",
        place=place,
        unit=filled,
        player=player_of(filled, filled.video(slot), UnitStanding()),
        recorded=False,
        framed=_may_be_framed(place.draft),
    )


@bp.post("/<unit>/<slot>/live")
def live(unit: str, slot: str) -> ResponseReturnValue:
    """Show the prepared film to everybody in the program's courses."""
    place = _slot(unit, slot)
    program_videos.go_live(db.session(), place.program_id, place.unit.id, slot)
    db.session.commit()
    return redirect_with(url_for(".index"), "film-live")


@bp.post("/<unit>/<slot>/remove")
def remove(unit: str, slot: str) -> ResponseReturnValue:
    """Throw the prepared film away, or take the live one out."""
    place = _slot(unit, slot)
    state = VideoState.LIVE if request.form.get("which") == "live" else VideoState.DRAFT
    program_videos.remove_film(db.session(), place.program_id, place.unit.id, slot, state)
    db.session.commit()
    done = "film-taken-out" if state is VideoState.LIVE else "film-discarded"
    return redirect_with(url_for(".index"), done)


@bp.get("/<unit>/<slot>/captions/<name>")
def captions(unit: str, slot: str, name: str) -> Response:
    """Send the captions of the film that is live; of a prepared one, to its editors."""
    words = current_curriculum().unit(unit).texts.get(name)
    if words is None and may_edit():
        draft = _slot(unit, slot).draft
        course = program_videos.with_films(program_curriculum(), [draft] if draft else [])
        words = course.unit(unit).texts.get(name)
    if words is None:
        raise Missing(N_("There are no such captions."))
    answer = Response(words, content_type="text/vtt; charset=utf-8")
    # The name follows the words, and the address holds the launch.
    answer.cache_control.private = True
    answer.cache_control.max_age = A_YEAR
    return answer


def _edited_program() -> int:
    """Return the program whose films the viewer may change.

    :raises NotAllowed: there is none, or the viewer has no such right in it.
    """
    program_id = viewer().program_id
    if program_id is None:
        raise NotAllowed(
            N_("This course belongs to no program yet, so there are no films of a program.")
        )
    if not may_edit():
        raise NotAllowed(N_("Only coordinators and editors of this program may change its films."))
    return program_id


def may_edit() -> bool:
    """Whether the viewer may change the films of the program that the course belongs to."""
    program_id, person_id = viewer().program_id, viewer().person_id
    return program_id is not None and is_editor(db.session(), program_id, person_id)


def _slot(unit_id: str, slot: str) -> Slot:
    """Return a slot of the course with the program's films.

    :raises Missing: the course has no such slot.
    """
    program_id, session = _edited_program(), db.session()
    unit = program_curriculum().unit(unit_id)
    video = unit.video(slot)
    live_film, draft = (
        program_videos.film_in(session, program_id, unit.id, video.id, state)
        for state in (VideoState.LIVE, VideoState.DRAFT)
    )
    return Slot(program_id, unit, video, live_film, draft)


def _form(place: Slot, form: FilmForm) -> str:
    return render_template("program_videos/edit.html", place=place, form=form)


def _may_be_framed(film: ProgramVideo) -> bool:
    return source_of(film.source).may_be_shown(current_settings().video_hosts)
