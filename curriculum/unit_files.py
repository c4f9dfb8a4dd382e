"""What a unit's files say, as they are written, and the faults that their types cannot catch."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import msgspec

from curriculum.captions import read_cues
from curriculum.content_files import Problems, fault
from curriculum.video_sources import Way
from curriculum.videos import Slug, Video, Words

Minutes = Annotated[int, msgspec.Meta(ge=1, le=600)]


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to read elsewhere, free of charge."""

    title: Words
    url: Annotated[str, msgspec.Meta(pattern="^https?://[^\\s]+$")]
    minutes: Minutes
    why: Words


class BeforeAfter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The question a reader answers before the unit and again after it. No answer is wrong."""

    question: Words
    positions: Annotated[tuple[Words, ...], msgspec.Meta(min_length=3, max_length=7)]
    """From one end to the other."""
    afterwards: Words
    """What to look at when both answers stand side by side."""


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One word of the glossary."""

    term: Words
    meaning: Words


class SectionHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The front matter of a section."""

    title: Words
    minutes: Minutes


class UnitHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The front matter of a unit."""

    id: Slug
    number: Annotated[int, msgspec.Meta(ge=0, le=99)]
    title: Words
    summary: Annotated[str, msgspec.Meta(min_length=1, max_length=160)]
    objectives: Annotated[tuple[Words, ...], msgspec.Meta(min_length=1)]
    sections: Annotated[tuple[Slug, ...], msgspec.Meta(min_length=1)]
    videos: tuple[Video, ...]
    discussion: tuple[Words, ...]
    readings: tuple[Reading, ...]
    before_after: BeforeAfter | None = None
    glossary: tuple[Term, ...] = ()


def check_head(path: Path, head: UnitHead, problems: Problems) -> None:
    """Report what in a unit's front matter fits its type and still cannot be used."""
    problems.found.extend(fault(path, field, what) for field, what in _faults(path.parent, head))


def _faults(folder: Path, head: UnitHead) -> Iterator[tuple[str, str]]:
    if folder.name != f"{head.number:02}-{head.id}":
        yield "id", f"the folder of this unit should be called {head.number:02}-{head.id}"
    for slug in twice(head.sections):
        yield "sections", f"{slug!r} is listed twice"
    for slot in twice(video.id for video in head.videos):
        yield "videos", f"two videos are called {slot!r}"
    for term in twice(term.term.casefold() for term in head.glossary):
        yield "glossary", f"{term!r} is explained twice"
    for number, video in enumerate(head.videos):
        if video.section not in head.sections:
            yield f"videos[{number}].section", f"this unit has no section {video.section!r}"
        for field, what in _film_faults(folder, video):
            yield f"videos[{number}].{field}", what


def _film_faults(folder: Path, video: Video) -> Iterator[tuple[str, str]]:
    try:
        own = video.plays.way is Way.OWN
    except ValueError as error:
        yield "source", str(error)
        return
    if own and not video.captions:
        yield "captions", "a video of our own needs captions"
    for field, name in (("source", video.source if own else ""), ("poster", video.poster)):
        if name and not (folder / name).is_file():
            yield field, f"there is no file {name!r} in this folder"
    for field in ("captions", "descriptions", "chapters"):
        name = getattr(video, field)
        if name:
            yield from ((field, what) for what in _cue_faults(folder / name, video.seconds))
    if not video.transcript or not (folder / video.transcript).is_file():
        yield "transcript", f"there is no file {video.transcript!r} in this folder"


def _cue_faults(path: Path, length: int) -> Iterator[str]:
    if not path.is_file():
        yield f"there is no file {path.name!r} in this folder"
        return
    try:
        cues = read_cues(path)
    except ValueError as error:
        yield f"{path.name!r}: {error}"
        return
    if not cues:
        yield f"{path.name!r} holds no words"
    elif cues[-1].starts > length:
        yield f"{path.name!r} goes on after the film's {length} seconds"


def twice(names: Iterable[str]) -> list[str]:
    """Return the names that occur more than once."""
    return [name for name, count in Counter(names).items() if count > 1]
