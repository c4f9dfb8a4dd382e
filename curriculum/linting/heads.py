"""A unit's front matter: the lists that it should have, and their order."""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from curriculum.linting.drafts import Draft
from curriculum.linting.findings import Finding, Weight, at_field

VIDEOS = (2, 4)
"""Video slots of a unit."""

TERMS = (8, 14)
"""Words in a unit's glossary."""


def some_videos(draft: Draft) -> Iterator[Finding]:
    """Ask for a few videos: a unit shows as well as tells, and leaves time to read."""
    least, most = VIDEOS
    count = len(draft.head.videos)
    if not draft.is_translation and not least <= count <= most:
        what = f"there are {count}, outside {least} to {most}"
        advice = "A slot may hold an address at first." if count < least else "Keep the best."
        yield at_field(draft.path, "videos", what, advice, Weight.HOUSE)


def a_question_before_and_after(draft: Draft) -> Iterator[Finding]:
    """Ask for the question that readers answer before they are told anything, and after."""
    if draft.head.before_after is None:
        advice = "Ask one thing that can be answered before reading, with five positions."
        yield Finding(draft.path, 1, "before_after", "is missing", advice, Weight.HOUSE)


def a_glossary(draft: Draft) -> Iterator[Finding]:
    """Ask for one place in which the field's words are explained."""
    least, most = TERMS
    count = len(draft.head.glossary)
    if not least <= count <= most and not draft.is_translation:
        what = f"it explains {count} words; {least} to {most} are usual"
        advice = "Take those that a section leans on."
        yield at_field(draft.path, "glossary", what, advice, Weight.HINT)


def glossary_is_sorted(draft: Draft) -> Iterator[Finding]:
    """Look for a word that is not where the alphabet has it, accents aside."""
    terms = draft.head.glossary
    for number, (one, two) in enumerate(pairwise(terms), 1):
        if _sorting(two.term) < _sorting(one.term):
            what = f"“{two.term}” stands after “{one.term}”"
            yield at_field(draft.path, f"glossary[{number}].term", what, "Sort by the alphabet.")


def readings_are_addresses(draft: Draft) -> Iterator[Finding]:
    """Ask that each reading is a page of its own, by https."""
    seen: dict[str, int] = {}
    for number, reading in enumerate(draft.head.readings):
        place = f"readings[{number}].url"
        if not reading.url.startswith("https://"):
            what, advice = "it is not https", "Most sites answer to https:// as well: try it."
            yield at_field(draft.path, place, what, advice)
        plain = reading.url.rstrip("/").partition("://")[2]
        if plain in seen:
            what = f"it is the address of readings[{seen[plain]}] as well"
            yield at_field(draft.path, place, what, "Take one of the two away.")
        seen.setdefault(plain, number)


def _sorting(term: str) -> str:
    apart = unicodedata.normalize("NFKD", term.casefold())
    return "".join(letter for letter in apart if letter.isalnum() or letter == " ")
