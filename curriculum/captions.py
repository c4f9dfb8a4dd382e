"""Captions, chapters and descriptions: WebVTT files (W3C, The Web Video Text Tracks) as cues."""

from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError


@dataclass(frozen=True, slots=True)
class Cue:
    """Words with their place in a film. Times are in seconds."""

    starts: float
    ends: float
    text: str
    """Without marks."""


def parse_cues(vtt: str) -> tuple[Cue, ...]:
    """Return the cues of a WebVTT text.

    :raises ValueError: it is none, or a cue ends before it begins.
    """
    try:
        found = webvtt.from_buffer(StringIO(vtt.removeprefix("\ufeff")))
    except (MalformedFileError, MalformedCaptionError) as error:
        raise ValueError(
            "these captions are not WebVTT; the first line has to say WEBVTT"
        ) from error
    cues = tuple(
        Cue(one.start_in_seconds, one.end_in_seconds, one.text.replace("\n", " ").strip())
        for one in found
    )
    for cue in cues:
        if cue.ends <= cue.starts:
            raise ValueError(f"the words “{cue.text[:40]}” end before they begin")
    return cues


def read_cues(path: Path) -> tuple[Cue, ...]:
    """Return the cues of a WebVTT file.

    :raises ValueError: see `parse_cues`.
    """
    return parse_cues(path.read_text(encoding="utf-8-sig", errors="replace"))
