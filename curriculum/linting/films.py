"""Films: whether everybody can follow them. Captions, transcript, chapters, descriptions."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from curriculum.captions import Cue, Written, parse_cues, written_cues
from curriculum.linting.drafts import Draft
from curriculum.linting.findings import Finding, Weight, at_field
from curriculum.transcripts import lay_out, spoken_words
from curriculum.unit import ENGLISH
from curriculum.video_sources import Way
from curriculum.videos import Video

CHAPTERS_FROM = 60
"""Seconds. Shorter films are found one's way in without chapters."""

SILENCE = 10
"""Seconds without a caption, after which a reader wonders whether there is one missing."""

AFTER_THE_END = 1
"""Seconds. A film's length is given in whole ones."""

LONGEST_LINE = 44
"""Letters. Longer lines break on a phone held upright."""

MOST_LINES = 2

FASTEST = 20
"""Letters a second. Guides to captioning ask for 15 to 20."""

FEW_MISSING = 0.05
"""The share of a transcript's words that captions may miss by mistake. More is another text."""

_SPEAKER = re.compile(r"\*\*[^*]+:\*\*")
_HEADING = re.compile(r"^#+ .*$", re.MULTILINE)
_LANGUAGE = re.compile(r"\.([a-z]{2})(?:\.transcript)?\.[a-z]+$")


def films_are_complete(draft: Draft) -> Iterator[Finding]:
    """Ask for chapters where a film is long, and for words for those who do not see it."""
    for number, video in enumerate(draft.head.videos):
        if (way := _way(video)) is None:
            continue
        at = f"videos[{number}]"
        if not video.captions and way is not Way.OWN:  # for our own the reading demands them
            advice = "Unless the film brings its own, write a .vtt file."
            yield at_field(draft.path, at, "there are no captions", advice, Weight.HINT)
        if way is Way.EMBED:  # the other site's player shows its own
            continue
        if not video.descriptions:
            what = "nothing says what is to be seen"
            advice = "Write a .vtt file of descriptions, one cue for each picture (WCAG 1.2.3)."
            yield at_field(draft.path, at, what, advice, Weight.HINT)
        if not video.chapters and video.seconds > CHAPTERS_FROM:
            what = f"the film is {video.seconds} s long and has no chapters"
            advice = "Write a .vtt file with a title for each part."
            yield at_field(draft.path, at, what, advice, Weight.HINT)
        if not video.poster:
            what, advice = "there is no poster", "Without one, the page shows a black field."
            yield at_field(draft.path, at, what, advice, Weight.HINT)


def captions_fit(draft: Draft) -> Iterator[Finding]:
    """Ask that captions cover the film, one after the other, at a pace that can be read."""
    for video in draft.head.videos:
        if track := _track(draft.folder, video.captions):
            yield from _in_turn(track)
            yield from _within(track, video)
            if _way(video) is not Way.EMBED:
                yield from _gaps(track, video)
            yield from _readable(track)


def captions_say_the_transcript(draft: Draft) -> Iterator[Finding]:
    """Ask that captions hold every word of the transcript, where both are in one language."""
    for video in draft.head.videos:
        track = _track(draft.folder, video.captions)
        path = draft.folder / video.transcript
        if not track or not video.transcript or not path.is_file():
            continue
        if _language(video.captions) == _language(video.transcript):
            text = path.read_text(encoding="utf-8", errors="replace")
            yield from _missing_words(path, text, track)


@dataclass(frozen=True)
class _Track:
    path: Path
    cues: tuple[Cue, ...]
    written: tuple[Written, ...]

    def finding(self, at: int, what: str, advice: str, weight: Weight) -> Finding:
        """Return a finding about one cue."""
        # Both are read from one file, but by two readers: a strange file may divide them.
        line = self.written[at].line if len(self.written) == len(self.cues) else None
        return Finding(self.path, line, "captions", what, advice, weight)


def _track(folder: Path, name: str) -> _Track | None:
    path = folder / name
    if not name or not path.is_file():
        return None
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        cues = parse_cues(text)
    except ValueError:  # the reading reports it
        return None
    return _Track(path, cues, written_cues(text)) if cues else None


def _in_turn(track: _Track) -> Iterator[Finding]:
    for at, (one, two) in enumerate(pairwise(track.cues), 1):
        if two.starts < one.ends - 0.001:
            what = f"they appear at {_clock(two.starts)}, while the ones before still stand"
            advice = f"Those end at {_clock(one.ends)}: let one follow the other."
            yield track.finding(at, what, advice, Weight.FAULT)


def _within(track: _Track, video: Video) -> Iterator[Finding]:
    last = track.cues[-1]
    if last.ends > video.seconds + AFTER_THE_END:
        what = f"they stand until {_clock(last.ends)}, the film ends at {_clock(video.seconds)}"
        advice = "Is `seconds` right in unit.md, and are these the captions of this film?"
        yield track.finding(len(track.cues) - 1, what, advice, Weight.FAULT)


def _gaps(track: _Track, video: Video) -> Iterator[Finding]:
    begins = [*(cue.starts for cue in track.cues), float(video.seconds)]
    ends = [0.0, *(cue.ends for cue in track.cues)]
    for at, (end, begin) in enumerate(zip(ends, begins, strict=True)):
        if begin - end > SILENCE:
            what = f"there are none from {_clock(end)} to {_clock(begin)}"
            advice = "If nobody speaks, say so: [music], [footsteps]."
            yield track.finding(max(0, at - 1), what, advice, Weight.HINT)


def _readable(track: _Track) -> Iterator[Finding]:
    if len(track.written) != len(track.cues):
        return
    wide = [at for at, each in enumerate(track.written) if _is_wide(each)]
    fast = [at for at, cue in enumerate(track.cues) if _pace(cue) > FASTEST]
    if wide:
        what = f"{len(wide)} of {len(track.cues)} do not fit on a phone, beginning here"
        advice = f"At most {MOST_LINES} lines of {LONGEST_LINE} letters."
        yield track.finding(wide[0], what, advice, Weight.HINT)
    if fast:
        what = (
            f"{len(fast)} of {len(track.cues)} pass too quickly, beginning here with "
            f"{_pace(track.cues[fast[0]]):.1f} letters a second"
        )
        advice = f"Above {FASTEST} few can follow. Let them stand longer, or split them."
        yield track.finding(fast[0], what, advice, Weight.HINT)


def _is_wide(written: Written) -> bool:
    return len(written.lines) > MOST_LINES or max(map(len, written.lines)) > LONGEST_LINE


def _pace(cue: Cue) -> float:
    return len(cue.text) / (cue.ends - cue.starts)


def _missing_words(path: Path, text: str, track: _Track) -> Iterator[Finding]:
    said = Counter(word for cue in track.cues for word in spoken_words(cue.text))
    written = Counter(spoken_words(_HEADING.sub("", _SPEAKER.sub(" ", text))))
    missing = written - said
    if missing:
        few = missing.total() <= FEW_MISSING * written.total()
        shown = ", ".join(f"“{word}”" for word in list(missing)[:5])
        what = f"{missing.total()} of its words are not in {track.path.name}, such as {shown}"
        advice = "Captions and transcript are the same words: mend whichever is wrong."
        weight = Weight.HINT if few else Weight.FAULT
        yield Finding(path, None, "transcript", what, advice, weight)
    elif not lay_out(text, track.cues):
        what = f"{track.path.name} has other words, or another order"
        advice = "The transcript can follow the film only where both say the same."
        yield Finding(path, None, "transcript", what, advice, Weight.HINT)


def _way(video: Video) -> Way | None:
    try:
        return video.plays.way
    except ValueError:  # the reading reports it
        return None


def _language(name: str) -> str:
    found = _LANGUAGE.search(name)
    return found[1] if found else ENGLISH


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes:.0f}:{rest:04.1f}"
