"""Films that a program puts into the units' slots: prepared as a draft, looked at, then live.

A slot's purpose, question and place stay ours; film, title, captions and transcript are theirs.
"""

import hashlib
import io
import re
from collections.abc import Iterable
from datetime import datetime

import msgspec
import webvtt
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webvtt.errors import MalformedCaptionError, MalformedFileError

from curriculum.captions import EndsBefore, parse_cues
from curriculum.foundation.errors import N_, Missing, Rejected
from curriculum.foundation.upsert import upsert
from curriculum.foundation.words import clean
from curriculum.models.program_video import ProgramVideo, VideoState
from curriculum.unit import Unit
from curriculum.units import Curriculum
from curriculum.video_sources import Source, Unplayable, Way, source_of
from curriculum.videos import LONGEST_FILM, Video

MOST_WORDS = 500_000
"""Characters of captions, or of a transcript: a film of four hours needs half of it."""

MOST = {"title": 200, "source": 2_000, "captions": MOST_WORDS, "transcript": MOST_WORDS}
"""Characters of each field: every page with the film holds them."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


class FilmEntry(msgspec.Struct, frozen=True):
    """What an editor types about a film."""

    title: str
    source: str
    """An address; see `curriculum.video_sources`."""
    seconds: int
    captions: str
    """WebVTT or SubRip."""
    captions_language: str
    transcript: str


def films_of(session: Session, program_id: int, state: VideoState) -> list[ProgramVideo]:
    """Return a program's films that are live, or those being prepared."""
    mine = (ProgramVideo.program_id == program_id, ProgramVideo.state == state)
    return list(session.scalars(select(ProgramVideo).where(*mine)))


def film_in(
    session: Session, program_id: int, unit_id: str, slot: str, state: VideoState
) -> ProgramVideo | None:
    """Return a program's film for one slot, if there is one."""
    return session.scalar(
        select(ProgramVideo).where(
            ProgramVideo.program_id == program_id,
            ProgramVideo.unit_id == unit_id,
            ProgramVideo.slot == slot,
            ProgramVideo.state == state,
        )
    )


def save_draft(
    session: Session,
    program_id: int,
    unit: Unit,
    slot: str,
    entry: FilmEntry,
    person_id: int,
    *,
    now: datetime,
) -> ProgramVideo:
    """Keep a film for a slot without showing it to anybody but editors.

    :param person_id: who does it.
    :raises Missing: the unit has no such slot.
    :raises Rejected: the film could not be shown, or not to everybody; `field` says why.
    """
    video = unit.video(slot)
    key = {
        "program_id": program_id,
        "unit_id": unit.id,
        "slot": video.id,
        "state": VideoState.DRAFT,
    }
    film = msgspec.structs.asdict(_checked(_cleaned(entry)))
    film |= {"changed_by_id": person_id, "changed_at": now}
    # Of two editors who save at once the later one's film stays, and neither sees a fault.
    upsert(session, ProgramVideo, key, film, film)
    saved = select(ProgramVideo).filter_by(**key).execution_options(populate_existing=True)
    return session.scalars(saved).one()


def go_live(session: Session, program_id: int, unit_id: str, slot: str) -> ProgramVideo:
    """Show the prepared film to everybody in the program's courses, in place of the one before.

    :raises Missing: nothing has been prepared for this slot.
    """
    draft = film_in(session, program_id, unit_id, slot, VideoState.DRAFT)
    if draft is None:
        raise Missing(N_("Nothing has been prepared for this slot. Save a film first."))
    remove_film(session, program_id, unit_id, slot, VideoState.LIVE)
    draft.state = VideoState.LIVE
    session.flush()
    return draft


def remove_film(
    session: Session, program_id: int, unit_id: str, slot: str, state: VideoState
) -> None:
    """Throw a draft away, or take a live film out, so that ours is shown again."""
    session.execute(
        delete(ProgramVideo).where(
            ProgramVideo.program_id == program_id,
            ProgramVideo.unit_id == unit_id,
            ProgramVideo.slot == slot,
            ProgramVideo.state == state,
        )
    )


def with_films(course: Curriculum, films: Iterable[ProgramVideo]) -> Curriculum:
    """Return the course with a program's films in their slots. A slot that is gone is left out."""
    by_unit: dict[str, dict[str, ProgramVideo]] = {}
    for film in films:
        by_unit.setdefault(film.unit_id, {})[film.slot] = film
    if not by_unit:
        return course
    units = tuple(
        _filled(unit, by_unit[unit.id]) if unit.id in by_unit else unit for unit in course.units
    )
    return Curriculum(units, course.version)


def _filled(unit: Unit, films: dict[str, ProgramVideo]) -> Unit:
    texts = {_captions_name(film): film.captions for film in films.values() if film.captions}
    shown = {slot: film.transcript for slot, film in films.items()}
    videos = tuple(_put_in(video, films.get(video.id)) for video in unit.videos)
    return msgspec.structs.replace(
        unit,
        videos=videos,
        texts=texts,
        transcripts=unit.transcripts | shown,
        typed=frozenset(films),
    )


def _put_in(video: Video, film: ProgramVideo | None) -> Video:
    if film is None:
        return video
    return msgspec.structs.replace(
        video,
        title=film.title,
        source=film.source,
        seconds=film.seconds,
        captions=_captions_name(film) if film.captions else "",
        # These belong to the film that was there.
        poster="",
        descriptions="",
        chapters="",
    )


def _captions_name(film: ProgramVideo) -> str:
    # Named after its words, so that other words have another address.
    words = hashlib.sha256(film.captions.encode()).hexdigest()[:12]
    return f"{film.slot}-{words}.{film.captions_language}.vtt"


def _cleaned(entry: FilmEntry) -> FilmEntry:
    words = {name: clean(getattr(entry, name)).strip() for name in MOST}
    return msgspec.structs.replace(entry, **words)


def _checked(entry: FilmEntry) -> FilmEntry:
    """Return the entry as it is kept."""
    if not entry.title:
        raise Rejected(N_("Give the film a title."), field="title")
    source = _playable(entry.source)
    if not 1 <= entry.seconds <= LONGEST_FILM:
        raise Rejected(N_("Say how long the film is: up to four hours."), field="seconds")
    captions = _checked_captions(entry, source)
    if not entry.transcript:
        raise Rejected(
            N_("Paste the transcript: reading it counts as watching."), field="transcript"
        )
    for field, most in MOST.items():
        if len(getattr(entry, field)) > most:
            raise Rejected(N_("That is too long for one film."), field=field)
    return msgspec.structs.replace(entry, captions=captions)


def _playable(written: str) -> Source:
    if not written:
        raise Rejected(N_("Paste the film's address."), field="source")
    if "://" not in written:  # in a unit's folder that would be a file
        raise Rejected(N_("Paste an address that begins with https://."), field="source")
    try:
        return source_of(written)
    except Unplayable as error:
        raise Rejected(str(error), field="source") from error


def _checked_captions(entry: FilmEntry, source: Source) -> str:
    """Return the captions as they are kept."""
    captions = _webvtt(entry.captions)
    if not captions and source.way is not Way.EMBED:
        raise Rejected(
            N_("This film needs captions: paste a WebVTT or SubRip file."), field="captions"
        )
    if not _LANGUAGE.fullmatch(entry.captions_language):
        raise Rejected(
            N_("Give the captions' language in two letters, for example en or es."),
            field="captions_language",
        )
    return captions


def _webvtt(written: str) -> str:
    """Return captions as WebVTT; what is SubRip is turned into it."""
    if not written:
        return ""
    try:
        if not written.startswith("WEBVTT"):
            written = webvtt.from_buffer(io.StringIO(written), format="srt").content
        cues = parse_cues(written)
    except EndsBefore as error:
        message = N_("In these captions the words “%(words)s” end before they begin.")
        raise Rejected(message, field="captions", words=error.words) from error
    except (ValueError, MalformedFileError, MalformedCaptionError) as error:
        message = N_("These captions cannot be used: they are neither WebVTT nor SubRip.")
        raise Rejected(message, field="captions") from error
    if not cues:
        raise Rejected(N_("These captions hold no words."), field="captions")
    return written
