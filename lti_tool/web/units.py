"""Units: their text, videos and checks, and how far the reader has come."""

from dataclasses import dataclass
from typing import Annotated

import msgspec
from babel import Locale, UnknownLocaleError
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from assignments.boards import work_states
from assignments.tasks import load_tasks
from curriculum import progress
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import N_, Rejected
from curriculum.models.enrolment import Role
from curriculum.standing import Answer, UnitStanding, Watched
from curriculum.unit import Section, Unit
from curriculum.units import load_curriculum
from curriculum.videos import Source, Video, Way
from lti_tool.extensions import db, writing
from lti_tool.web import headers
from lti_tool.web.errors import sentence_of, status_of
from lti_tool.web.notices import redirect_with
from lti_tool.web.viewer import viewer

bp = Blueprint("units", __name__, url_prefix="/l/<launch>/units")

RECORDED = frozenset({Role.CANDIDATE, Role.INSTRUCTOR})
"""Whose reading is remembered. Others read the same pages and leave no trace."""


@bp.get("/<unit>")
def show(unit: str) -> str:
    """Show what a unit is about, how far the reader is in it, and where to go on."""
    found = load_curriculum().unit(unit)
    standing = _standing(found)
    enrolment_id = _whose()
    states = work_states(db.session(), enrolment_id) if enrolment_id is not None else {}
    db.session.rollback()  # everything is read: no transaction stays open while rendering
    return render_template(
        "units/show.html",
        unit=found,
        standing=standing,
        progress=standing.progress(found),
        onward=_next_step(found, standing),
        tasks=load_tasks().of_unit(found.id),
        states=states,
        recorded=enrolment_id is not None,
        works=viewer().role is Role.CANDIDATE,
    )


@bp.get("/<unit>/sections/<section>")
def section(unit: str, section: str) -> str:
    """Show one section, and remember that the reader is there."""
    found = load_curriculum().unit(unit)
    here = found.section(section)
    standing = _standing(found)
    db.session.rollback()
    _note_place(found, here, standing)
    before, after = found.neighbours(here.id)
    return render_template(
        "units/section.html",
        unit=found,
        section=here,
        players=[_player(found, video, standing) for video in found.videos_of(here.id)],
        questions=found.checks_of(here.id),
        is_read=here.id in standing.read,
        before=before,
        onward=_onward(found, after),
        recorded=_recorded() is not None,
    )


@bp.post("/<unit>/sections/<section>")
def read(unit: str, section: str) -> ResponseReturnValue:
    """Mark a section as read and go on to what comes after it."""
    found = load_curriculum().unit(unit)
    here = found.section(section)
    enrolment_id = _recorded()
    if enrolment_id is not None:
        progress.mark_read(db.session(), enrolment_id, found, here.id, now=utc_now())
        db.session.commit()
    if request.accept_mimetypes.best == "application/json":
        return {"text": _("Read")}
    _before, after = found.neighbours(here.id)
    return redirect_with(_onward(found, after).address, "section-read")


@bp.post("/<unit>/videos/<slot>")
def watch(unit: str, slot: str) -> ResponseReturnValue:
    """Take the player's report of what was seen."""
    found = load_curriculum().unit(unit)
    video = found.video(slot)
    report = _watch_report()
    enrolment_id = _recorded()
    if enrolment_id is None:
        return {"seconds": 0, "text": ""}
    seen = progress.record_watch(
        db.session(),
        enrolment_id,
        found,
        video.id,
        report.spans,
        report.position,
        now=utc_now(),
    )
    db.session.commit()
    return {"seconds": seen.seconds, "text": watched_text(video, seen)}


@bp.post("/<unit>/videos/<slot>/transcript")
def transcript(unit: str, slot: str) -> ResponseReturnValue:
    """Note that the transcript was read instead, which counts the same."""
    found = load_curriculum().unit(unit)
    video = found.video(slot)
    enrolment_id = _recorded()
    if enrolment_id is not None:
        progress.transcript_read(db.session(), enrolment_id, found, video.id, now=utc_now())
        db.session.commit()
    address = url_for(".section", unit=found.id, section=video.section)
    return redirect(f"{address}#video-{video.id}", 303)


@bp.get("/<unit>/check")
def check(unit: str) -> str:
    """Show a unit's questions, with the reader's latest answers explained."""
    found = load_curriculum().unit(unit)
    return _check_page(found, _standing(found))


@bp.post("/<unit>/check/<item>")
def answer(unit: str, item: str) -> ResponseReturnValue:
    """Take an answer to one question and explain it."""
    found = load_curriculum().unit(unit)
    question = found.check(item)
    chosen = _chosen(request.form.getlist("choice"))
    enrolment_id = _recorded()
    try:
        if enrolment_id is None:
            right = question.judge(chosen)
            given = Answer(sorted(chosen), right=right, ever_right=right)
            return _check_page(found, UnitStanding(answers={question.id: given}))
        progress.answer_check(db.session(), enrolment_id, found, question.id, chosen, now=utc_now())
    except Rejected as error:
        page = _check_page(found, _standing(found), {question.id: sentence_of(error)})
        return page, status_of(error)
    db.session.commit()
    return redirect(f"{url_for('.check', unit=found.id)}#{question.id}", 303)


@dataclass(frozen=True)
class Player:
    """One video slot as a page shows it."""

    video: Video
    source: Source
    transcript: str
    seen: Watched
    done: bool
    """Seen nearly to the end, or the transcript read."""
    playing: bool
    """Whether this page may reach out to another host for it."""

    @property
    def text(self) -> str:
        """Return how much of it was seen, in words."""
        return watched_text(self.video, self.seen)

    @property
    def captions_label(self) -> str:
        """Return the captions' language, as the reader calls it."""
        language = self.video.caption_language
        try:
            return Locale.parse(language, sep="-").get_display_name(get_locale()) or language
        except (ValueError, UnknownLocaleError):
            return language


@dataclass(frozen=True)
class Onward:
    """Where a button leads."""

    title: str
    address: str


class WatchReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the player's script sends."""

    spans: Annotated[list[tuple[int, int]], msgspec.Meta(max_length=progress.MOST_SPANS)]
    position: int


def watched_text(video: Video, seen: Watched) -> str:
    """Return "0:25 of 0:40 seen", or that the transcript was read."""
    if seen.transcript_read:
        return _("Transcript read")
    return _("%(seen)s of %(length)s seen", seen=_time(seen.seconds), length=_time(video.seconds))


def _time(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def _recorded() -> int | None:
    """Return whose progress to keep, if anybody's."""
    return None if viewer().impersonated else _whose()


def _whose() -> int | None:
    """Return whose progress to show, if anybody's."""
    return viewer().enrolment_id if viewer().role in RECORDED else None


def _standing(unit: Unit) -> UnitStanding:
    enrolment_id = _whose()
    if enrolment_id is None:
        return UnitStanding()
    return progress.unit_standing(db.session(), enrolment_id, unit)


def _note_place(unit: Unit, section: Section, standing: UnitStanding) -> None:
    # Only a change of place takes SQLite's lock: most visits stay readers.
    enrolment_id = _recorded()
    if enrolment_id is None or standing.place == section.id:
        return
    with writing():
        progress.move_place(db.session(), enrolment_id, unit, section.id, now=utc_now())
        db.session.commit()


def _player(unit: Unit, video: Video, standing: UnitStanding) -> Player:
    source = video.plays
    playing = source.way is Way.OWN or request.args.get("play") == video.id
    if playing and source.way is Way.DIRECT:
        headers.allow("media-src", source.origin)
    if playing and source.way is Way.EMBED:
        headers.allow("frame-src", source.origin)
    seen = standing.watched.get(video.id, Watched())
    words = unit.transcripts[video.id]
    return Player(video, source, words, seen, standing.has_seen(video), playing)


def _next_step(unit: Unit, standing: UnitStanding) -> Onward:
    """Return where to go on: unread sections first, then unseen videos, then open questions."""
    here = standing.resume_at(unit)
    unseen = [video for video in unit.videos if not standing.has_seen(video)]
    if here.id in standing.read and unseen:
        address = url_for(".section", unit=unit.id, section=unseen[0].section)
        return Onward(unseen[0].title, f"{address}#video-{unseen[0].id}")
    if here.id in standing.read and not standing.progress(unit).complete:
        return Onward(_("Check yourself"), url_for(".check", unit=unit.id))
    return Onward(here.title, url_for(".section", unit=unit.id, section=here.id))


def _onward(unit: Unit, after: Section | None) -> Onward:
    if after is not None:
        return Onward(after.title, url_for(".section", unit=unit.id, section=after.id))
    if unit.checks:
        return Onward(_("Check yourself"), url_for(".check", unit=unit.id))
    return Onward(unit.title, url_for(".show", unit=unit.id))


def _check_page(unit: Unit, standing: UnitStanding, errors: dict[str, str] | None = None) -> str:
    db.session.rollback()
    return render_template(
        "units/check.html",
        unit=unit,
        standing=standing,
        progress=standing.progress(unit),
        errors=errors or {},
        recorded=_recorded() is not None,
    )


def _chosen(values: list[str]) -> frozenset[int]:
    # Anything that is no position becomes one that is not on offer, and is refused as such.
    return frozenset(int(value) if value.isdecimal() and len(value) < 4 else -1 for value in values)


def _watch_report() -> WatchReport:
    try:
        return msgspec.json.decode(request.get_data(), type=WatchReport)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Rejected(N_("That is not what a video player reports.")) from error
