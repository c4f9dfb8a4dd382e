"""The text tracks of a film as WebVTT: captions, chapters and descriptions of the pictures."""

import re
import textwrap

from clips import ClipError

WIDTH, LINES = 44, 2
JOINTS = r"(?<=[,;:–—])\s+|\s+(?=(?:and|but|or|because|so|that|which|who|when|where|while|if|until|then|than|with|without|from|for|of|to|at|in|on|by|as|is|was)\b)"  # noqa: E501
"""Where a sentence may be taken apart: after a mark, or before a word that begins something new."""

Cue = tuple[float, float, str]


def captions_of(sentence: str, *, name: str = "") -> list[str]:
    """Split a sentence into parts that fit into a caption each, at its joints.

    The name of who speaks stands before the first part when it is shown, so room is kept for it.
    """
    if _fits(f"{name}: {sentence}" if name else sentence):
        return [sentence]
    best = min(_cuts(sentence), key=lambda cut: _badness(sentence, cut), default=None)
    if best is None:
        raise ClipError(f"too long for a caption, and without a joint: {sentence}")
    head, rest = sentence[:best].strip(), sentence[best:].strip()
    return captions_of(head, name=name) + captions_of(rest)


def _cuts(sentence: str) -> list[int]:
    """Places where the sentence may be cut, neither part being a scrap."""
    places = (found.end() for found in re.finditer(JOINTS, sentence))
    return [at for at in places if 12 <= at <= len(sentence) - 12]


def _badness(sentence: str, cut: int) -> float:
    """How uneven a cut is; one after a mark may be more uneven."""
    marked = sentence[:cut].rstrip()[-1] in ",;:–—"
    return abs(cut / len(sentence) - 0.5) + (0 if marked else 0.25)


def _fits(text: str) -> bool:
    """Whether it is a caption of two lines."""
    return len(textwrap.wrap(_joined(text), WIDTH)) <= LINES


def _joined(text: str) -> str:
    """Keep a title on the line of its name."""
    return re.sub(r"\b(Mrs|Mr|Ms)\. ", "\\1.\N{NO-BREAK SPACE}", text)


def balanced(text: str) -> str:
    """Break a caption into lines of about the same length."""
    rows = len(textwrap.wrap(_joined(text), WIDTH))
    width = next(n for n in range(1, WIDTH + 1) if len(_wrap(text, n)) <= rows)
    return "\n".join(_wrap(text, width))


def _wrap(text: str, width: int) -> list[str]:
    """Break into lines, but never inside a word."""
    rows = textwrap.wrap(_joined(text), width, break_long_words=False, break_on_hyphens=False)
    rows = [row.replace("\N{NO-BREAK SPACE}", " ") for row in rows]
    return rows if all(len(row) <= width for row in rows) else [*rows, *[""] * len(text)]


def webvtt(cues: list[Cue], *, wrap: bool = False) -> str:
    """Write cues as a file."""
    rows = [
        f"{stamp(begin)} --> {stamp(end)}\n{_escape(balanced(text) if wrap else text)}"
        for begin, end, text in cues
    ]
    return "WEBVTT\n\n" + "\n\n".join(rows) + "\n"


def _escape(text: str) -> str:
    """Write what WebVTT would take for a mark."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def stamp(seconds: float) -> str:
    """Write a time as WebVTT does."""
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"00:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
