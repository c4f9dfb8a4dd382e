"""A check's questions as forms: what their controls hold, and the answer that it makes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from curriculum.checks import CheckItem, Multiple, Order, Rewrite, Single, Sort
from curriculum.foundation.words import clean

NOWHERE = -1
"""No position: whatever cannot be read as one. No question offers it, so it is refused."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a question's controls hold, whether or not it is an answer yet."""

    picked: frozenset[int] = frozenset()
    """Choices, or the points found in a rewriting."""

    places: tuple[int | None, ...] = ()
    """The group of each item that is sorted, or the place of each step; None where none is."""

    words: str = ""
    compared: bool = False
    """Whether a rewriting was laid beside ours."""


def filled_in(item: CheckItem, sent: MultiDict[str, str]) -> Filled:
    """Return what was sent."""
    match item:
        case Single() | Multiple():
            return Filled(picked=_positions(sent.getlist("choice")))
        case Sort():
            names = [f"item-{number}" for number in range(len(item.items))]
            return Filled(places=tuple(_sent_place(sent.get(name)) for name in names))
        case Order():
            names = [f"step-{number}" for number in range(len(item.steps))]
            return Filled(places=tuple(_sent_place(sent.get(name)) for name in names))
        case Rewrite():
            return Filled(
                picked=_positions(sent.getlist("point")),
                words=clean(sent.get("words", "")),
                compared="compare" in sent,
            )


def filled_from(item: CheckItem, chosen: Sequence[Any]) -> Filled:
    """Return what an answer that was kept, and fits its question, was given with."""
    match item:
        case Single() | Multiple():
            return Filled(picked=frozenset(chosen))
        case Sort():
            return Filled(places=tuple(chosen))
        case Order():
            return Filled(places=tuple(chosen.index(step) for step in range(len(item.steps))))
        case Rewrite():
            words, *compared = chosen
            points = frozenset(compared[0]) if compared else frozenset()
            return Filled(picked=points, words=words, compared=bool(compared))


def untouched(item: CheckItem) -> Filled:
    """Return what a question's controls hold before the first try."""
    match item:
        case Sort():
            return Filled(places=(None,) * len(item.items))
        case Order():
            return filled_from(item, item.mixed)
        case _:
            return Filled()


def answer_of(item: CheckItem, filled: Filled) -> list[Any]:
    """Return what the question's `judge` takes, of controls that may hold anything."""
    match item:
        case Single() | Multiple():
            return sorted(filled.picked)
        case Sort():
            return list(filled.places)
        case Order():
            return [_step_at(filled, place) for place in range(len(item.steps))]
        case Rewrite():
            found = [sorted(filled.picked)] if filled.compared else []
            return [filled.words, *found]


def steps_shown(item: Order, filled: Filled) -> list[int]:
    """Return the steps as the page lists them: by their places, the mixed order breaking ties."""
    return sorted(item.mixed, key=lambda step: _or_last(filled.places[step], len(item.steps)))


def _or_last(place: int | None, count: int) -> int:
    return count if place is None or place < 0 else place


def _step_at(filled: Filled, place: int) -> int:
    there = [step for step, at in enumerate(filled.places) if at == place]
    return there[0] if len(there) == 1 else NOWHERE


def _sent_place(value: str | None) -> int | None:
    return None if not value else _position(value)


def _positions(values: list[str]) -> frozenset[int]:
    return frozenset(_position(value) for value in values)


def _position(value: str) -> int:
    is_one = value.isascii() and value.isdecimal() and len(value) < 4
    return int(value) if is_one else NOWHERE
