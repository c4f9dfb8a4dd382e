"""Captions, chapters and descriptions: WebVTT files (W3C, The Web Video Text Tracks) as cues."""

import re
from dataclasses import dataclass
from html import unescape
from io import StringIO
from pathlib import Path

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError
from webvtt.models import Timestamp

_MARK = re.compile(r"<[^>]*>")


class EndsBefore(ValueError):
    """Words that end before they begin."""

    def __init__(self, words: str) -> None:
        super().__init__(f"the words “{words}” end before they begin")
        self.words = words
        """The first of them."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words with their place in a film. Times are in seconds."""

    starts: float
    ends: float
    text: str
    """Without marks."""


def parse_cues(vtt: str) -> tuple[Cue, ...]:
    """Return the cues of a WebVTT text.

    :raises EndsBefore: a cue ends before it begins.
    :raises ValueError: it is no WebVTT.
    """
    try:
        found = webvtt.from_buffer(StringIO(vtt.removeprefix("\ufeff")))
    except (MalformedFileError, MalformedCaptionError) as error:
        raise ValueError(
            "these captions are not WebVTT; the first line has to say WEBVTT"
        ) from error
    cues = tuple(
        Cue(
            _seconds(one.start),
            _seconds(one.end),
            unescape(one.text).replace("\n", " ").strip(),
        )
        for one in found.captions
    )
    for cue in cues:
        if cue.ends <= cue.starts:
            raise EndsBefore(cue.text[:40])
    return cues


def _seconds(written: str) -> float:
    # The library's own numbers leave the milliseconds out.
    return Timestamp.from_string(written).in_milliseconds() / 1000


def read_cues(path: Path) -> tuple[Cue, ...]:
    """Return the cues of a WebVTT file.

    :raises ValueError: see `parse_cues`.
    """
    return parse_cues(path.read_text(encoding="utf-8-sig", errors="replace"))


@dataclass(frozen=True, slots=True)
class Written:
    """One cue as it stands in its file."""

    line: int
    """Of its times, counted from 1."""
    lines: tuple[str, ...]
    """Its words, line by line as they are shown."""


def written_cues(vtt: str) -> tuple[Written, ...]:
    """Return where each cue of a WebVTT text stands, in the order of `parse_cues`."""
    rows = [*vtt.removeprefix("\ufeff").splitlines(), ""]
    found = []
    for at, row in enumerate(rows):
        if "-->" in row:
            end = next(n for n in range(at, len(rows)) if not rows[n].strip())
            words = tuple(_without_marks(each) for each in rows[at + 1 : end])
            if any(words):
                found.append(Written(at + 1, words))
    return tuple(found)


def _without_marks(line: str) -> str:
    return unescape(_MARK.sub("", line)).strip()
