"""Rubrics: levels that a reader can point to, each different from the next in what is done.

Reviewers of such instruments object to the same few faults; these rules look for them in words.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from assignments.rubric import Criterion, Rubric
from curriculum.linting.findings import Finding, Weight, at_field

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")

LADDER = frozenset(
    _WORD.findall(
        """
        a accurately adequate adequately all almost always any appropriate appropriately basic
        broadly clear clearly comprehensive comprehensively consistent consistently deep deeply
        detailed effective effectively every excellent exceptional exceptionally exemplary
        extensive extensively fair fairly few frequently full fully generally good great highly
        inadequate inadequately inconsistent inconsistently insightful insightfully insufficient
        insufficiently little limited many mostly most minimal minimally much never occasional
        occasionally often outstanding partial partially partly poor poorly proficient
        proficiently rarely rich seldom several skillful skillfully some sometimes somewhat
        sophisticated strong strongly sufficient sufficiently superficial superficially thorough
        thoroughly unclear unclearly usually vague vaguely very weak weakly well
        """
    )
)
"""Words that grade without saying what is done. Two raters read each of them differently."""

NEARLY_ALL = 0.9
"""The share of two levels' remaining words that are the same where only the grading differs."""

ALIKE = 0.75
"""The share of two levels' words that are the same where a rater would have to search."""

FEWEST = 4
"""Words of a level, below which to compare shares says nothing."""

_WEAK = re.compile(
    r"\b(understands?|knows|appreciates?|is aware of|is familiar with|realizes|grasps|believes|"
    r"is sensitive to|has (?:a |an )?(?:\w+ )?(?:understanding|knowledge|awareness)|"
    r"(?:shows|demonstrates) (?:a |an )?(?:\w+ )?"
    r"(?:understanding|knowledge|awareness|appreciation))\b",
    re.IGNORECASE,
)
_DOES = (
    "adapts analyzes answers applies asks assesses carries chooses compares connects creates "
    "defines demonstrates describes designs discusses evaluates examines explains gives identifies "
    "interprets invites justifies keeps links listens lists makes names offers plans presents "
    "proposes provides quotes reflects reports responds reviews says seeks sets shares shows "
    "states summarizes supports ties turns uses weighs writes"
).replace(" ", "|")
_TWO_CLAIMS = re.compile(
    rf"^(?:also )?(?:{_DOES})\b[^;]*?,? (?P<joint>and|and/or) (?P<verb>{_DOES})\b(?P<rest>[^,;.]*)",
    re.IGNORECASE,
)
_LEANS_BACK = re.compile(
    r"\b(each|it|its|them|they|their|that|this|these|those|both|either|one|how|why|what|there|so|"
    r"same|another|second|he|she|him|her|his|the (?:reason|answer|result|outcome))\b",
    re.IGNORECASE,
)


def lint_rubric(path: Path, rubric: Rubric) -> Iterator[Finding]:
    """Return what could be better in a rubric's criteria."""
    for number, criterion in enumerate(rubric.criteria):
        place = f"criterion[{number}]"
        yield from aligned(path, place, criterion)
        yield from no_ladder(path, place, criterion)
        yield from one_claim(path, place, criterion)
        yield from strong_verbs(path, place, criterion)


def aligned(path: Path, place: str, criterion: Criterion) -> Iterator[Finding]:
    """Ask for a standard: without one, no report can say what the marks are evidence of."""
    if not criterion.standards:
        what = f"{criterion.id} is aligned to no standard"
        advice = "Name at least one, as “set:code”; the sets are in assignments/standards."
        yield at_field(path, f"{place}.standards", what, advice)


def no_ladder(path: Path, place: str, criterion: Criterion) -> Iterator[Finding]:
    """Find levels at which the same is done, only better: nobody can point to better."""
    for number, (lower, upper) in enumerate(pairwise(criterion.levels), 1):
        one, two = _words(lower), _words(upper)
        differing = [word for word in [*one, *two] if (word in one) != (word in two)]
        bare = _share(_without_grading(one), _without_grading(two))
        pair = f"{criterion.id}: levels {number} and {number + 1}"
        if LADDER.intersection(differing) and bare >= NEARLY_ALL:
            what = f"{pair} differ only by “{'”, “'.join(dict.fromkeys(differing))}”"
            advice = "Say what somebody does at the higher level that is not done at the lower."
            yield _at_level(path, place, number, what, advice, Weight.FAULT)
        elif _share(one, two) >= ALIKE and min(len(one), len(two)) >= FEWEST:
            what = f"{pair} are nearly the same words"
            advice = "Put what differs first, so that a rater need not search for it."
            yield _at_level(path, place, number, what, advice, Weight.HINT)


def one_claim(path: Path, place: str, criterion: Criterion) -> Iterator[Finding]:
    """Find levels that claim two things, of which somebody may do one and not the other.

    Careful on purpose: it speaks up only where the second claim does not lean on the first.
    """
    for number, level in enumerate(criterion.levels):
        found = _TWO_CLAIMS.search(level)
        if found and not _LEANS_BACK.search(found["rest"]):
            what = (
                f"{criterion.id}: level {number + 1} makes two claims, "
                f"“… {found['joint']} {found['verb']}{found['rest']}” being the second"
            )
            advice = "Which level has whoever does only one? Keep one, or make two criteria."
            yield _at_level(path, place, number, what, advice, Weight.HINT)


def strong_verbs(path: Path, place: str, criterion: Criterion) -> Iterator[Finding]:
    """Find levels that say what goes on in a head, not what can be seen in the work."""
    for number, level in enumerate(criterion.levels):
        if found := _WEAK.search(level):
            what = f"{criterion.id}: level {number + 1} says “{found[0]}”, which nobody can see"
            advice = "Say what shows it: names, explains, asks, changes."
            yield _at_level(path, place, number, what, advice, Weight.HINT)


def _at_level(
    path: Path, place: str, number: int, what: str, advice: str, weight: Weight
) -> Finding:
    return at_field(path, f"{place}.levels[{number}]", what, advice, weight)


def _words(level: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(level)]


def _without_grading(words: list[str]) -> list[str]:
    return [word for word in words if word not in LADDER]


def _share(one: list[str], two: list[str]) -> float:
    return SequenceMatcher(None, one, two, autojunk=False).ratio()
