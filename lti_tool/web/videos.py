"""Films in a section: what a page shows of each, and what their readers tell of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from babel import Locale, UnknownLocaleError
from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from curriculum.films import Film, film_of, version_of
from curriculum.foundation.clock import utc_now
from curriculum.standing import UnitStanding, Watched
from curriculum.unit import Section, Unit
from curriculum.video_sources import Source, Speech, Way
from curriculum.videos import Video
from curriculum.watching import record_said, record_transcript
from lti_tool.extensions import current_settings, db
from lti_tool.web import headers
from lti_tool.web.course_text import current_curriculum
from lti_tool.web.locale import as_second
from lti_tool.web.notices import redirect_with
from lti_tool.web.readers import recorded_id

bp = Blueprint("videos", __name__, url_prefix="/l/<launch>/units/<unit>/videos/<slot>")


@bp.post("/transcript")
def transcript(unit: str, slot: str) -> ResponseReturnValue:
    """Note that the transcript was read instead, which counts the same."""
    return _note(unit, slot, record_transcript, "transcript-read")


@bp.post("/said")
def said(unit: str, slot: str) -> ResponseReturnValue:
    """Note that the reader says to have watched it, where no player can tell."""
    return _note(unit, slot, record_said, "said-watched")


def _note(unit_id: str, slot: str, record: Callable[..., None], notice: str) -> ResponseReturnValue:
    unit = current_curriculum().unit(unit_id)
    video = unit.video(slot)
    enrolment_id = recorded_id()
    if enrolment_id is not None:
        record(db.session(), enrolment_id, unit, video.id, now=utc_now())
        db.session.commit()
    address = url_for("sections.show", unit=unit.id, section=video.section)
    return redirect_with(f"{address}#video-{video.id}", notice)


@dataclass(frozen=True)
class Player:
    """One film as a page shows it."""

    unit: Unit
    video: Video
    film: Film
    seen: Watched
    """Of the film that is there now."""
    asked: bool
    """Whether the reader asked for it, so that the page may reach out to another host."""
    at: int | None
    """The second that the page's address names."""

    @property
    def source(self) -> Source:
        """Where the film comes from."""
        return self.film.source

    @cached_property
    def shows(self) -> str:
        """What stands in its place: "video", "frame", "ask", "link" or "missing"."""
        if self.film.missing:
            return "missing"
        if not self.source.may_be_shown(current_settings().video_hosts):
            return "link"
        if self.source.way is Way.OWN:
            return "video"
        if not self.asked:
            return "ask"
        return "frame" if self.source.way is Way.EMBED else "video"

    @property
    def starts(self) -> int:
        """The second to go on at."""
        return self.seen.position if self.at is None else self.at

    @property
    def done(self) -> bool:
        """Seen nearly to the end, its transcript read, or said to be watched."""
        return self.seen.is_enough(self.video)

    @property
    def text(self) -> str:
        """Return how much of it was seen, in words."""
        return watched_text(self.video, self.seen)

    @property
    def address(self) -> str:
        """What the browser loads: the film, or the page in a frame."""
        if self.source.way is Way.OWN:
            address = self.beside(self.video.source)
        elif self.source.way is Way.EMBED:
            return _frame_address(self.source, self.starts, self.video.caption_language)
        else:
            address = self.source.address
        return f"{address}#t={self.starts}" if self.starts else address

    @property
    def way_to(self) -> str:
        """Return the address of a second of it on this page, but for the second itself."""
        asked = f"play={self.video.id}&" if self.asked else ""
        return f"?{asked}slot={self.video.id}&at="

    def beside(self, file: str) -> str:
        """Return the address of one of the film's files; another one when it is exchanged."""
        if file in self.unit.texts:
            unit, slot = self.unit.id, self.video.id
            return url_for("program_videos.captions", unit=unit, slot=slot, name=file)
        version = version_of(self.unit.folder / file)
        return url_for("media.show", unit=self.unit.id, file=file, v=version)

    @property
    def captions_label(self) -> str:
        """Return the captions' language, as the reader calls it."""
        language = self.video.caption_language
        try:
            return Locale.parse(language, sep="-").get_display_name(get_locale()) or language
        except (ValueError, UnknownLocaleError):
            return language


def players_of(unit: Unit, section: Section, standing: UnitStanding) -> list[Player]:
    """Return the films of a section, ready for its page."""
    return [player_of(unit, video, standing) for video in unit.videos_of(section.id)]


def player_of(unit: Unit, video: Video, standing: UnitStanding) -> Player:
    """Return a slot's film, and let the page being made reach what the reader asked to see."""
    player = _player(unit, video, standing)
    if player.shows == "frame":
        headers.allow("frame-src", player.source.origin)
    elif player.shows == "video" and player.source.way is not Way.OWN:
        headers.allow("media-src", player.source.origin)
    return player


def _player(unit: Unit, video: Video, standing: UnitStanding) -> Player:
    film = film_of(unit, video)
    at = request.args.get("at", type=int) if request.args.get("slot") == video.id else None
    return Player(
        unit=unit,
        video=video,
        film=film,
        seen=standing.watched.get(video.id, Watched()).of(film.id),
        asked=request.args.get("play") == video.id,
        at=None if at is None else min(max(0, at), video.seconds),
    )


def watched_text(video: Video, seen: Watched) -> str:
    """Return "0:25 of 0:40 seen", or by which way it counts as taken in."""
    if seen.done or (seen.is_enough(video) and not (seen.transcript_read or seen.said)):
        return _("Seen")
    if seen.transcript_read:
        return _("Transcript read")
    if seen.said:
        return _("Watched, as you say")
    seconds, length = as_second(seen.seconds), as_second(video.seconds)
    return _("%(seen)s of %(length)s seen", seen=seconds, length=length)


def film_answer(video: Video, seen: Watched) -> dict[str, Any]:
    """Return what a player is told about its report."""
    done = seen.is_enough(video)
    return {"seconds": seen.seconds, "text": watched_text(video, seen), "done": done}


def _frame_address(source: Source, starts: int, language: str) -> str:
    """Return a player's page, told to stand still, where to begin, and to say what it plays."""
    if source.speech is Speech.YOUTUBE:
        # It talks to nobody but the origin that it was told.
        told = {"enablejsapi": "1", "origin": _own_origin(), "playsinline": "1", "rel": "0"}
        captions = {"cc_load_policy": "1", "cc_lang_pref": language}
        return _with(source.address, told | captions | ({"start": str(starts)} if starts else {}))
    if source.speech is Speech.VIMEO:
        address = _with(source.address, {"texttrack": language})
        return f"{address}#t={starts}s" if starts else address
    if urlsplit(source.address).path == "/Panopto/Pages/Embed.aspx":
        return _with(source.address, {"autoplay": "false", "start": str(starts)})
    return source.address


def _own_origin() -> str:
    parts = urlsplit(current_settings().public_url)
    return f"{parts.scheme}://{parts.netloc}"


def _with(address: str, values: dict[str, str]) -> str:
    parts = urlsplit(address)
    return parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | values)).geturl()
