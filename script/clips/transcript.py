"""The transcript of a film: what is said, by whom, with which picture."""

import re
from dataclasses import dataclass

from clips import ClipError

SENTENCE_END = re.compile(r"(?:(?<=[.?!])|(?<=[.?!][”’]))(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)\s+")
NAMED = re.compile(r"\*\*(?P<name>[^*:]+):\*\*\s+(?P<words>.+)", re.DOTALL)


@dataclass(frozen=True)
class Paragraph:
    """What is said while one picture is shown."""

    chapter: str
    """The title of the chapter that begins here, or nothing."""
    name: str
    """Who says it, or nothing for the narrator."""
    sentences: tuple[str, ...]


def read_paragraphs(text: str) -> list[Paragraph]:
    """Read a transcript: `## ` lines are chapters, every other block is a paragraph."""
    found: list[Paragraph] = []
    chapter = ""
    for block in re.split(r"\n\s*\n", re.sub(r"(?m)^(#.*)$", r"\1\n", text).strip()):
        words = " ".join(block.split())
        if words.startswith("## "):
            if chapter:
                raise ClipError(f"the chapter “{chapter}” has no paragraph")
            chapter = words.removeprefix("## ")
            continue
        found.append(_paragraph(chapter, words))
        chapter = ""
    if not found or chapter:
        raise ClipError("the transcript ends without a paragraph")
    if not found[0].chapter:
        raise ClipError("the transcript does not begin with a chapter: a line with ## and a title")
    return found


def _paragraph(chapter: str, words: str) -> Paragraph:
    """Split a paragraph into its speaker and its sentences."""
    named = NAMED.fullmatch(words)
    name = named["name"] if named else ""
    said = named["words"] if named else words
    if re.search(r"[*_#\[\]<>]", said):
        raise ClipError(f"a transcript holds plain words only: {said}")
    return Paragraph(chapter, name, tuple(SENTENCE_END.split(said)))
