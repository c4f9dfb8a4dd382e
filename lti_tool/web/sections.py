"""Sections: one calm page each, and what reading and watching it amounts to."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from curriculum import progress, reading, watching
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import N_, Rejected
from curriculum.reading import Visit
from curriculum.standing import UnitStanding
from curriculum.unit import Section, Unit
from lti_tool.extensions import db, writing
from lti_tool.web.course_text import current_curriculum
from lti_tool.web.notes import margin_of
from lti_tool.web.notices import redirect_with
from lti_tool.web.onward import after_section
from lti_tool.web.readers import recorded_id, shown_standing
from lti_tool.web.videos import film_answer, players_of
from lti_tool.web.visits import open_visit, read_visit

bp = Blueprint("sections", __name__, url_prefix="/l/<launch>/units/<unit>/sections/<section>")

LONGEST = 24 * 60 * 60
"""Seconds that one page may tell of."""


@bp.get("")
def show(unit: str, section: str) -> str:
    """Show one section, and remember that the reader is there."""
    found = current_curriculum().unit(unit)
    here = found.section(section)
    standing, now = shown_standing(found), utc_now()
    enrolment_id = recorded_id()
    players, margin = players_of(found, here, standing), margin_of(found, here)
    db.session.rollback()
    _note_place(enrolment_id, found, here, standing, now)
    before, _after = found.neighbours(here.id)
    return render_template(
        "sections/show.html",
        unit=found,
        section=here,
        standing=standing,
        progress=standing.progress(found),
        players=players,
        questions=found.checks_of(here.id),
        before=before,
        onward=after_section(found, here),
        needed=reading.plausible_seconds(here),
        visit=open_visit(enrolment_id, found.id, here.id, now=now) if enrolment_id else "",
        recorded=enrolment_id is not None,
        keeper=enrolment_id,
        margin=margin,
    )


@bp.post("")
def read(unit: str, section: str) -> ResponseReturnValue:
    """Go on to what comes next. The section counts as read if there was time to read it.

    The button stands at the section's end. Where a script measured how long the section was in
    sight it says so; without one, the time since the page was sent has to do.
    """
    found = current_curriculum().unit(unit)
    here = found.section(section)
    enrolment_id = recorded_id()
    onward = after_section(found, here)
    if enrolment_id is None:
        return redirect(onward.address, 303)
    is_read = _go_on(enrolment_id, found, here)
    db.session.commit()
    return redirect_with(onward.address, "section-read" if is_read else "section-not-read")


def _go_on(enrolment_id: int, unit: Unit, section: Section) -> bool:
    now = utc_now()
    visit = read_visit(request.form.get("visit", ""), enrolment_id, unit.id, section.id)
    measured = request.form.get("seconds", type=int)
    seconds = visit.lasted(now) if measured is None else measured
    return reading.record_reading(
        db.session(), enrolment_id, unit, section.id, visit, seconds, end_seen=True, now=now
    )


@bp.post("/elsewhere")
def elsewhere(unit: str, section: str) -> ResponseReturnValue:
    """Note that the reader says they read this elsewhere, or take that back."""
    found = current_curriculum().unit(unit)
    here = found.section(section)
    enrolment_id, session = recorded_id(), db.session()
    address = url_for(".show", unit=found.id, section=here.id)
    if request.form.get("do") == "take-back":
        if enrolment_id is not None:
            reading.take_back_elsewhere(session, enrolment_id, found, here.id)
            session.commit()
        return redirect_with(address, "elsewhere-taken-back")
    if enrolment_id is not None:
        reading.say_read_elsewhere(session, enrolment_id, found, here.id, now=utc_now())
        session.commit()
    return redirect_with(address, "read-elsewhere")


class FilmReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a player tells of one film."""

    film: str
    """Which film it was: a program may exchange the one in a slot."""
    spans: Annotated[list[tuple[int, int]], msgspec.Meta(max_length=watching.MOST_SPANS)]
    position: int


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a section's page tells while it is read."""

    visit: str
    seconds: Annotated[int, msgspec.Meta(ge=0, le=LONGEST)] = 0
    """Since the page was opened, in all."""
    end_seen: bool = False
    films: Annotated[dict[str, FilmReport], msgspec.Meta(max_length=20)] = {}


@bp.post("/report")
def report(unit: str, section: str) -> ResponseReturnValue:
    """Take what a page tells of reading and watching; say what it amounts to.

    As JSON, or in a form's field `report`, which is what a page sends while it closes.
    """
    found = current_curriculum().unit(unit)
    here = found.section(section)
    told = _told()
    enrolment_id = recorded_id()
    if enrolment_id is None:
        return {"read": False, "text": "", "films": {}}
    now = utc_now()
    visit = read_visit(told.visit, enrolment_id, found.id, here.id)
    is_read = _record_reading(enrolment_id, found, here, visit, told, now)
    films = _record_films(enrolment_id, found, here, visit, told, now)
    db.session.commit()
    return {"read": is_read, "text": _("Read") if is_read else "", "films": films}


def _told() -> Report:
    sent = request.form["report"].encode() if "report" in request.form else request.get_data()
    try:
        return msgspec.json.decode(sent, type=Report)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Rejected(N_("That is not what a page of this section reports.")) from error


def _record_reading(
    enrolment_id: int, unit: Unit, section: Section, visit: Visit, told: Report, now: datetime
) -> bool:
    if not told.seconds and not told.end_seen:
        return False
    session, seconds, end_seen = db.session(), told.seconds, told.end_seen
    return reading.record_reading(
        session, enrolment_id, unit, section.id, visit, seconds, end_seen=end_seen, now=now
    )


def _record_films(
    enrolment_id: int, unit: Unit, section: Section, visit: Visit, told: Report, now: datetime
) -> dict[str, Any]:
    answers, lasted = {}, visit.lasted(now)
    for slot, film in sorted(told.films.items()):  # in one order, so that no two reports lock up
        video = unit.video(slot)
        if video.section != section.id:
            raise Rejected(N_("That is not what a page of this section reports."))
        spans = watching.possible(film.spans, lasted)
        seen = watching.record_watch(
            db.session(), enrolment_id, unit, slot, film.film, spans, film.position, now=now
        )
        answers[slot] = film_answer(video, seen)
    return answers


def _note_place(
    enrolment_id: int | None, unit: Unit, section: Section, standing: UnitStanding, now: datetime
) -> None:
    # Only a change of place takes SQLite's lock: most visits stay readers.
    if enrolment_id is None or standing.place == section.id:
        return
    with writing():
        progress.move_place(db.session(), enrolment_id, unit, section.id, now=now)
        db.session.commit()
