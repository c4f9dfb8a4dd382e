"""What a page says to its reader, and which of it is English of ours where Spanish should stand.

What a unit or a task says is content: it stays in its own language, and its element says which.
"""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

CATALOGUE = (
    Path(__file__).parents[1] / "lti_tool" / "translations" / "es" / "LC_MESSAGES" / "messages.po"
)
PLACE = re.compile(r"%\(\w+\)[\d.]*[a-z]|\{\w+\}")
WORD = re.compile(r"[A-Za-z]{2,}")
SPOKEN = {"aria-label", "alt", "label", "placeholder", "title"}
"""Attributes that are read out or shown. A script's words are in those that begin with data-."""

VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "code", "pre"}


class Words(HTMLParser):
    """What a page says: each piece of text, each element's whole text, each spoken attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()
        self._open: list[tuple[str, bool, list[str]]] = []

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        silent = bool(self._open and self._open[-1][1]) or tag in SILENT
        # Content, and it says so. A page that says so of itself is all ours.
        silent = silent or (tag != "html" and given.get("lang") == "en")
        if not silent:
            spoken = [v for name, v in given.items() if name in SPOKEN or name.startswith("data-")]
            self.said.update(_plain(value) for value in spoken)
            if tag == "input" and given.get("type") == "submit":
                self.said.add(_plain(given.get("value", "")))
        if tag not in VOID:
            self._open.append((tag, silent, []))

    def handle_endtag(self, tag):
        while self._open:
            name, silent, pieces = self._open.pop()
            if not silent:
                self.said.add(_plain("".join(pieces)))
                if self._open:
                    self._open[-1][2].append("".join(pieces))
            if name == tag:
                return

    def handle_data(self, data):
        if self._open and not self._open[-1][1]:
            self.said.add(_plain(data))
            self._open[-1][2].append(data)


def _plain(text: str) -> str:
    return " ".join(text.split())


def words_of(html: str) -> set[str]:
    parser = Words()
    parser.feed(html)
    parser.close()
    return parser.said - {""}


class English:
    """The interface's English sentences that Spanish says otherwise."""

    def __init__(self, catalogue: Catalog) -> None:
        messages = [one for one in catalogue if one.id and one.id != one.string]
        ids = [[one.id] if isinstance(one.id, str) else one.id for one in messages]
        sentences = [_plain(one.replace("%%", "%")) for each in ids for one in each]
        spoken = [each for each in sentences if WORD.search(_bare(each))]
        self._whole = {each for each in spoken if not PLACE.search(each)}
        filled = [_pattern(each) for each in spoken if PLACE.search(each)]
        self._filled = re.compile("|".join(filled))

    def __contains__(self, text: str) -> bool:
        return text in self._whole or bool(self._filled.fullmatch(text))


def _bare(sentence: str) -> str:
    return PLACE.sub(" ", sentence)


def _pattern(sentence: str) -> str:
    # "3 of 5" is ours; "a map of the school" need not be: few words want numbers between them.
    few = len(WORD.findall(_bare(sentence))) < 3
    between = r"[\d.,:]+" if few else "[^.]{1,80}?"
    return between.join(re.escape(part) for part in PLACE.split(sentence))


@cache
def _english() -> English:
    with CATALOGUE.open("rb") as file:
        return English(read_po(file))


def left_over(html: str) -> list[str]:
    """Return what a Spanish page still says in English."""
    english = _english()
    return sorted(text for text in words_of(html) if text in english)
