"""What protects families in text: neutral aliases, and a scan for what could name somebody.

Everything happens here, in this process: no text is sent anywhere to be looked at.
"""

import enum
import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

ALIASES = (
    "Maple", "Harbor", "Lantern", "Meadow", "Compass", "Orchard", "Pebble", "Bridge",
    "Cedar", "Valley", "Anchor", "Garden", "Copper", "Island", "Thicket", "Window",
    "Acorn", "Canyon", "Kettle", "Ribbon", "Prairie", "Ladder", "Feather", "Beacon",
    "Blanket", "Glacier", "Paddle", "Teapot", "Hilltop", "Mosaic", "Granite", "Plum",
)  # fmt: skip
"""Neutral words to call a family by: no given names, nothing that says where or who."""

FRAGMENT = 60
"""Characters of the text shown on each side of a hit."""


NEXT_TO = 12
"""Characters on each side of a hit by which it is known again."""


class HitKind(enum.Enum):
    """What a hit looks like."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


MASKS = {HitKind.EMAIL: "[email]", HitKind.PHONE: "[phone]", HitKind.NAME: "[name]"}
"""What stands in place of a masked hit."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A piece of text that could say who somebody is."""

    kind: HitKind
    start: int
    end: int
    """Half-open, counted in characters of the scanned text."""

    text: str
    before: str
    after: str
    """What stands around it, so that it can be shown in place."""

    around: str
    """The letters next to it, other hits in them masked."""

    @property
    def key(self) -> str:
        """Name the hit by what it is and what stands next to it.

        A decision about it holds while both stay, wherever else the text grows, and
        whatever is decided about its neighbours.
        """
        named = f"{self.kind.value}|{self.text}|{fold(self.around)}"
        return hashlib.sha256(named.encode()).hexdigest()[:16]


def next_alias(taken: Collection[str]) -> str:
    """Return the first neutral word that is not taken; after the last, they get numbers."""
    number = 1
    while True:
        for word in ALIASES:
            alias = word if number == 1 else f"{word} {number}"
            if alias not in taken:
                return alias
        number += 1


def scan(text: str, names: "Names") -> list[Hit]:
    """Return what could name somebody, in the order of the text, without overlaps."""
    found = [
        *((HitKind.EMAIL, start, end) for start, end in _emails(text)),
        *((HitKind.PHONE, start, end) for start, end in _phones(text)),
        *((HitKind.NAME, start, end) for start, end in names.places_in(text)),
    ]
    return list(_hits(text, list(_without_overlaps(found))))


def mask(text: str, hits: Iterable[Hit]) -> str:
    """Return the text with a neutral word in place of each hit.

    :param hits: of this very text.
    """
    for hit in sorted(hits, key=lambda each: each.start, reverse=True):
        text = text[: hit.start] + MASKS[hit.kind] + text[hit.end :]
    return text


def fold(text: str) -> str:
    """Return text without case and accents, to compare by."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _hits(text: str, places: Sequence[tuple[HitKind, int, int]]) -> Iterator[Hit]:
    masked, shift = text, 0
    spans = []
    for kind, start, end in places:
        word = MASKS[kind]
        masked = masked[: start + shift] + word + masked[end + shift :]
        spans.append((start + shift, start + shift + len(word)))
        shift += len(word) - (end - start)
    for (kind, start, end), (left, right) in zip(places, spans, strict=True):
        around = f"{masked[max(0, left - NEXT_TO) : left]}|{masked[right : right + NEXT_TO]}"
        before, after = text[max(0, start - FRAGMENT) : start], text[end : end + FRAGMENT]
        yield Hit(kind, start, end, text[start:end], before, after, around)


def _without_overlaps(
    found: list[tuple[HitKind, int, int]],
) -> Iterator[tuple[HitKind, int, int]]:
    # Where two begin together the longer one wins: the address, not the name within it.
    reached = 0
    for kind, start, end in sorted(found, key=lambda place: (place[1], -place[2])):
        if start >= reached:
            yield kind, start, end
            reached = end


# Possessive, so that a long run of letters without "@" is read once and not from every letter.
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]++)+")
_DIGITS = re.compile(r"(?<![\w.,/-])[+(]{0,2}\d[\d ().\-/\u00a0\u2011]{4,30}\d(?![\w])")
_LOCAL_NUMBER = re.compile(r"\d{3}[ .\-]\d{4}")
_DATE = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}")
_YEARS = re.compile(r"(?:19|20)\d\d ?[-/] ?(?:19|20)?\d\d")
_HOURS = re.compile(r"\d{1,2}\.\d\d ?- ?\d{1,2}\.\d\d")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .\u00a0]\d{3}){1,2}")


def _emails(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _EMAIL.finditer(text))


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for found in _DIGITS.finditer(text):
        if _is_phone(found.group()):
            yield found.span()


def _is_phone(run: str) -> bool:
    if any(shape.fullmatch(run) for shape in (_DATE, _YEARS, _HOURS)):
        return False
    digits = sum(letter.isdigit() for letter in run)
    if run[0] in "+(":
        return 7 <= digits <= 15
    if digits < 9 and _THOUSANDS.fullmatch(run):
        return False
    return 8 <= digits <= 15 or _LOCAL_NUMBER.fullmatch(run) is not None


_TOKEN = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_GAP = re.compile(r"[ \u00a0'’‐\-]{1,2}")
"""What may stand between the words of one name."""
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Kana, Han."""

_PARTICLES = frozenset(
    re.findall(
        r"\w+",
        """al ap bin bint da das de dei del della den der des di do dos du e el ibn la las le li
        los mac mc of st ten ter van von y zu""",
    )
)
_ORDINARY_WORDS = frozenset(
    re.findall(
        r"\w+",
        """an april art august autumn bell bill bishop black blue bush carol chance chase christian
        cook cross dale day dean do drew earl early english faith field fields fish ford forest
        fox frank gay gene glen good grace grant gray green grey hall hand harmony hill holly home
        hope hunt iris ivy jack jay jean jewel joy june justice king lane law lee little long love
        major mark may melody merry miles mills moon north olive page paige park patience pearl
        penny pierce poet price rain ray read reed rich rob robin rose ruby rusty sage sandy
        savage short skip sky small star stone storm street strong summer sunny sweet temple tom
        troy true tucker victor violet wade walker ward waters way west white will wise wood
        woods world young""",
    )
)
"""Names that are ordinary words too. They count only where they are written with a capital."""


class Names:
    """Names to look for: whole words, whatever their case and accents.

    Looking costs as much for a roster of thousands as for one of ten.
    """

    def __init__(self, people: Iterable[tuple[str, str, str]]) -> None:
        """Take (full name, given name, family name) of each person; any may be empty."""
        self._phrases: set[tuple[str, ...]] = set()
        self._unspaced: set[str] = set()
        for full, given, family in people:
            for name in (full, given, family):
                self._add(name)
            if not (given and family):
                for word in full.split():
                    self._add(word)
        self._longest = max(map(len, self._phrases), default=0)

    def places_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Return where the text holds one of the names, as (start, end)."""
        yield from self._unspaced_in(text)
        tokens = [(found.start(), found.end()) for found in _TOKEN.finditer(text)]
        words = [fold(text[start:end]) for start, end in tokens]
        place = 0
        while place < len(words):
            length = self._match(text, tokens, words, place)
            if length:
                yield tokens[place][0], tokens[place + length - 1][1]
            place += length or 1

    def _add(self, name: str) -> None:
        words = tuple(fold(word) for word in _TOKEN.findall(name))
        if UNSPACED.search(name):
            if len(name) > 1:
                self._unspaced.add(name)
        elif words and (len(words) > 1 or (len(words[0]) > 1 and words[0] not in _PARTICLES)):
            self._phrases.add(words)

    def _match(self, text: str, tokens: list[tuple[int, int]], words: list[str], place: int) -> int:
        for length in range(min(self._longest, len(words) - place), 0, -1):
            phrase = tuple(words[place : place + length])
            if phrase in self._phrases and _stands_together(text, tokens[place : place + length]):
                if length == 1 and not _means_a_name(phrase[0], text[tokens[place][0]]):
                    continue
                return length
        return 0

    def _unspaced_in(self, text: str) -> Iterator[tuple[int, int]]:
        for name in self._unspaced:
            start = text.find(name)
            while start >= 0:
                yield start, start + len(name)
                start = text.find(name, start + len(name))


def _stands_together(text: str, tokens: list[tuple[int, int]]) -> bool:
    return all(_GAP.fullmatch(text, a, b) for (_, a), (b, _) in pairwise(tokens))


def _means_a_name(word: str, first_letter: str) -> bool:
    return first_letter.isupper() or (len(word) > 2 and word not in _ORDINARY_WORDS)
