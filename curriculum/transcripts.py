"""A film's transcript with its times: the captions' words, in the transcript's paragraphs.

Where the two do not say the same words, there is no telling which belong together: then the
transcript stands alone.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from curriculum.captions import Cue

_HEADING = re.compile(r"#{1,6}\s++(.*[^\s#])[\s#]*")
_SPEAKER = re.compile(r"\*\*(.+?):\*\*\s*")
_BLANK = re.compile(r"\n\s*\n")
_WORD = re.compile(r"\w+")
_SOUND = re.compile(r"\[[^][]*\]|♪")
"""What captions tell of sounds, e.g. "[a door closes]". Nobody says it."""

_Words = tuple[str, ...]

NEARLY = 1.0
"""Seconds by which a picture's description may begin after the words to its picture."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is said to one picture."""

    cues: tuple[Cue, ...]
    speaker: str = ""
    """Whom the words belong to, if not the narrator."""
    pictures: tuple[str, ...] = ()
    """What is to be seen meanwhile."""


@dataclass(frozen=True, slots=True)
class Part:
    """Paragraphs under one heading; without a title where there is none."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """One paragraph as the transcript has it."""

    title: str
    """Of the part that it opens; empty within a part."""
    speaker: str
    words: _Words


def lay_out(
    transcript: str, cues: Sequence[Cue], descriptions: Sequence[Cue] = ()
) -> tuple[Part, ...]:
    """Return the captions grouped as the transcript is; nothing where the two differ.

    :param transcript: Markdown: paragraphs, `##` lines, and `**Name:**` before somebody's words.
    :param descriptions: what is to be seen, with its times.
    """
    written = list(_read(transcript))
    groups = _grouped(written, cues)
    if groups is None:
        return ()
    shown = _pictures(groups, descriptions)
    paragraphs = [
        Paragraph(tuple(group), each.speaker, tuple(pictures))
        for each, group, pictures in zip(written, groups, shown, strict=True)
    ]
    return tuple(_parts(written, paragraphs))


def _read(transcript: str) -> Iterator[_Written]:
    title = ""
    for block in _BLANK.split(transcript.strip()):
        text = block.strip()
        first, _, rest = text.partition("\n")
        if found := _HEADING.fullmatch(first):
            title, text = found[1], rest
        if not text.strip():
            continue
        said = _SPEAKER.match(text)
        spoken = text[said.end() :] if said else text
        yield _Written(title, said[1] if said else "", spoken_words(spoken))
        title = ""


def spoken_words(text: str) -> _Words:
    """Return the words of captions or a transcript, for comparing. Sounds are none."""
    return tuple(_WORD.findall(_SOUND.sub(" ", text).replace("_", " ").casefold()))


def _grouped(written: Sequence[_Written], cues: Sequence[Cue]) -> list[list[Cue]] | None:
    """Return the cues of each paragraph: a cue belongs where its first word stands."""
    speakers = frozenset(each.speaker.casefold() for each in written if each.speaker)
    said = [spoken_words(_without_speaker(cue.text, speakers)) for cue in cues]
    if not said or [w for each in written for w in each.words] != [w for one in said for w in one]:
        return None
    ends = list(accumulate(len(each.words) for each in written))
    groups: list[list[Cue]] = [[] for _ in written]
    at = 0
    for cue, words in zip(cues, said, strict=True):
        groups[min(bisect_right(ends, at), bisect_left(ends, ends[-1]))].append(cue)
        at += len(words)
    return groups


def _without_speaker(text: str, speakers: frozenset[str]) -> str:
    """Captions may name who speaks, as the transcript does: with a colon."""
    name, _colon, said = text.partition(":")
    return said if name.casefold() in speakers else text


def _pictures(groups: Sequence[Sequence[Cue]], descriptions: Iterable[Cue]) -> list[list[str]]:
    """Return what is to be seen with each paragraph: its words begin before, or nearly."""
    shown: list[list[str]] = [[] for _ in groups]
    begins = [(number, group[0].starts) for number, group in enumerate(groups) if group]
    for one in descriptions:
        before = [number for number, start in begins if start <= one.starts + NEARLY]
        shown[before[-1] if before else begins[0][0]].append(one.text)
    return shown


def _parts(written: Sequence[_Written], paragraphs: Sequence[Paragraph]) -> Iterator[Part]:
    openings = [n for n, each in enumerate(written) if each.title or n == 0]
    for start, end in zip(openings, [*openings[1:], len(written)], strict=True):
        yield Part(written[start].title, tuple(paragraphs[start:end]))
