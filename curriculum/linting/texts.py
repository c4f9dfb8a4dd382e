"""A Markdown file in blocks that know their lines, so that a rule can say where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEADING = re.compile(r"(#{1,6})(?!#)\s*(.*?)\s*#*\s*")
_LINK = re.compile(r"(!?)\[([^]]*)]\(\s*<?([^)\s>]*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)")
_BARE = re.compile(r"<(https?://[^>\s]+)>")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines without an empty one between them."""

    line: int
    """Of the file, counted from 1."""
    text: str

    @property
    def heading(self) -> tuple[int, str] | None:
        """Return rank and words, if it is a heading."""
        found = _HEADING.fullmatch(self.text)
        return (len(found[1]), found[2]) if found else None


@dataclass(frozen=True, slots=True)
class Link:
    """A link, or a picture, in a text."""

    line: int
    target: str
    words: str
    """The link's words, or the picture's text for those who do not see it."""
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One file's text."""

    path: Path
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The Markdown, without the front matter."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def line(self) -> int | None:
        """The line on which the text begins."""
        return self.blocks[0].line if self.blocks else None

    def links(self) -> Iterator[Link]:
        """Return links and pictures in order."""
        for block in self.blocks:
            for found in _LINK.finditer(block.text):
                line = block.line + block.text[: found.start()].count("\n")
                yield Link(line, found[3], found[2].strip(), is_picture=bool(found[1]))
            for bare in _BARE.finditer(block.text):
                line = block.line + block.text[: bare.start()].count("\n")
                yield Link(line, bare[1], bare[1], is_picture=False)


def read_page(path: Path) -> Page:
    """Read a Markdown file's text, with or without front matter."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return Page(path, tuple(_blocks(lines, _after_front_matter(lines))))


def _after_front_matter(lines: list[str]) -> int:
    if lines[:1] != ["---"]:
        return 0
    return lines.index("---", 1) + 1 if "---" in lines[1:] else len(lines)


def _blocks(lines: list[str], start: int) -> Iterator[Block]:
    held: list[str] = []
    for number, line in enumerate([*lines[start:], ""], start + 1):
        alone = not line.strip() or _HEADING.fullmatch(line) is not None
        if alone and held:
            yield Block(number - len(held), "\n".join(held))
            held = []
        if alone and line.strip():
            yield Block(number, line)
        elif not alone:
            held.append(line)
