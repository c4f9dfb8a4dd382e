"""What a slot shows at this moment: which film, and its words with their times."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from curriculum.captions import Cue, parse_cues, read_cues
from curriculum.transcripts import Part, lay_out
from curriculum.unit import Unit
from curriculum.video_sources import Source, Way
from curriculum.videos import Video

_END = 256 * 1024
"""Bytes at either end of a file that tell it from any other: all of a short one, and in a long
one the tables of where its pictures lie."""

Stamp = tuple[int, int]
"""When a file was written, and its size: it is read anew when either changes."""


@dataclass(frozen=True, eq=False)
class Film:
    """The film in a slot, made once and kept until one of its files changes."""

    id: str
    """Another one when another film is put there, also under the same name."""
    source: Source
    missing: bool
    """Whether it is a file of ours that is not there."""
    lines: tuple[Part, ...]
    """The transcript with its times; empty where captions and transcript differ."""
    chapters: tuple[Cue, ...]


def film_of(unit: Unit, video: Video) -> Film:
    """Return what a unit's slot shows."""
    names = (video.source, video.captions, video.descriptions, video.chapters)
    stamps = tuple(_stamp(unit.folder / name) if name else None for name in names)
    typed = unit.texts.get(video.captions, "")
    return _film(unit.folder, video, unit.transcripts[video.id], typed, stamps)


def film_id(unit: Unit, video: Video) -> str:
    """Return which film a slot shows: a short name for its bytes, or for its address."""
    return _id_in(unit.folder, video)


def _id_in(folder: Path, video: Video) -> str:
    if video.plays.way is Way.OWN:
        return version_of(folder / video.source)
    return _short(video.source.encode())


def version_of(path: Path) -> str:
    """Return a short name for what a file holds; empty where there is none."""
    stamp = _stamp(path)
    return _read_version(path, stamp) if stamp else ""


@lru_cache(maxsize=1024)
def _read_version(path: Path, stamp: Stamp) -> str:
    size = stamp[1]
    with path.open("rb") as file:
        ends = file.read(_END)
        if size > 2 * _END:
            file.seek(-_END, 2)
        ends += file.read()
    return _short(b"%d " % size + ends)


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=256)
def _film(
    folder: Path, video: Video, transcript: str, typed: str, stamps: tuple[Stamp | None, ...]
) -> Film:
    # `typed` are captions that are in no file: a program put them in with its film.
    film, *rest = stamps
    source = video.plays
    captions, descriptions, chapters = (
        _cues(folder / name) if stamp else ()
        for name, stamp in zip(
            (video.captions, video.descriptions, video.chapters), rest, strict=True
        )
    )
    return Film(
        id=_id_in(folder, video),
        source=source,
        missing=source.way is Way.OWN and film is None,
        lines=lay_out(transcript, parse_cues(typed) if typed else captions, descriptions),
        chapters=chapters,
    )


def _cues(path: Path) -> tuple[Cue, ...]:
    # Checked when the unit was read. What was spoilt since then leaves the film without words.
    try:
        return read_cues(path)
    except (OSError, ValueError):
        return ()
