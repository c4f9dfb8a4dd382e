"""A unit's check: questions of five kinds that explain themselves. Nothing here is graded."""

import random
from collections.abc import Sequence
from itertools import combinations
from typing import Annotated, Any, TypeAlias

import msgspec

from curriculum.foundation.errors import N_, Rejected
from curriculum.videos import Slug, Words

LONGEST_REWRITE = 4_000
"""Characters. Nobody needs more to rewrite a note to a family."""


def _mixed(count: int, seed: str) -> list[int]:
    """Return positions in an order that looks like none, the same for everybody."""
    shown = list(range(count))
    # Two people who talk about a question have to see the same one.
    random.Random(seed).shuffle(shown)  # noqa: S311  hides nothing
    return shown


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One choice. Right or wrong, it says why."""

    text: Words
    right: bool
    explanation: Words


class SortItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that belongs to one of the groups."""

    text: Words
    group: Words
    explanation: Words


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of several steps that have an order."""

    text: Words
    explanation: Words


class _Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    id: Slug
    section: Slug
    """The section that it asks about."""

    question: Words

    @property
    def kind(self) -> str:
        """Return the word that names its kind in a file."""
        return str(self.__struct_config__.tag)


class _Choices(_Question, frozen=True, forbid_unknown_fields=True):
    choices: Annotated[tuple[Choice, ...], msgspec.Meta(min_length=2)]

    @property
    def right_positions(self) -> frozenset[int]:
        """Positions of the right choices, counted from 0."""
        return frozenset(number for number, choice in enumerate(self.choices) if choice.right)

    def judge(self, chosen: Sequence[Any]) -> bool:
        """Return whether exactly the right choices were chosen.

        :param chosen: positions, counted from 0.
        :raises Rejected: nothing was chosen, or something that is not on offer.
        """
        if not chosen:
            raise Rejected(N_("Choose an answer first."), field="choice")
        if not set(chosen) <= set(range(len(self.choices))):
            raise Rejected(N_("Choose one of the answers shown."), field="choice")
        return frozenset(chosen) == self.right_positions


class Single(_Choices, frozen=True, forbid_unknown_fields=True, tag="single"):
    """One choice is right."""

    def __post_init__(self) -> None:
        """Refuse a question that cannot be answered."""
        count = len(self.right_positions)
        if count != 1:
            raise ValueError(f"a single-choice question has one right choice, not {count}")

    def judge(self, chosen: Sequence[Any]) -> bool:
        """Return whether the right choice was chosen; see `_Choices.judge`."""
        if len(set(chosen)) > 1:
            raise Rejected(N_("Choose one answer only."), field="choice")
        return super().judge(chosen)


class Multiple(_Choices, frozen=True, forbid_unknown_fields=True, tag="multiple"):
    """Any number of choices are right, but not none."""

    def __post_init__(self) -> None:
        """Refuse a question that cannot be answered."""
        if not self.right_positions:
            raise ValueError("no choice is right")


class Sort(_Question, frozen=True, forbid_unknown_fields=True, tag="sort"):
    """Everything goes into one of a few groups."""

    groups: Annotated[tuple[Words, ...], msgspec.Meta(min_length=2, max_length=4)]
    items: Annotated[tuple[SortItem, ...], msgspec.Meta(min_length=3, max_length=10)]

    def __post_init__(self) -> None:
        """Refuse an item that belongs nowhere."""
        if len(set(self.groups)) < len(self.groups):
            raise ValueError("a group is listed twice")
        for item in self.items:
            if item.group not in self.groups:
                raise ValueError(
                    f"{item.text!r} is in the group {item.group!r}, which is not listed"
                )

    @property
    def mixed(self) -> tuple[int, ...]:
        """Return the items' positions as shown: a file may list them group by group."""
        return tuple(_mixed(len(self.items), self.id))

    def judge(self, chosen: Sequence[Any]) -> bool:
        """Return whether every item is in its group.

        :param chosen: for each item in turn, the position of a group.
        :raises Rejected: an item was left out, or put where there is no group.
        """
        if len(chosen) != len(self.items) or None in chosen:
            raise Rejected(N_("Choose a group for each of them first."), field="choice")
        if not set(chosen) <= set(range(len(self.groups))):
            raise Rejected(N_("Choose one of the groups shown."), field="choice")
        return all(
            self.groups[group] == item.group for item, group in zip(self.items, chosen, strict=True)
        )


class Order(_Question, frozen=True, forbid_unknown_fields=True, tag="order"):
    """Steps to put in their order."""

    steps: Annotated[tuple[Step, ...], msgspec.Meta(min_length=3, max_length=7)]
    """In the right order."""

    @property
    def mixed(self) -> tuple[int, ...]:
        """Return the positions as shown at first: the same for everybody, and never right."""
        shown = _mixed(len(self.steps), self.id)
        return tuple(shown if shown != sorted(shown) else reversed(shown))

    def settled(self, chosen: Sequence[int]) -> frozenset[int]:
        """Return the steps that may stay: moving the others puts all in order.

        One step put last instead of first leaves all others settled, though each of them
        stands one place off.
        """
        runs = (run for size in range(len(chosen), 0, -1) for run in combinations(chosen, size))
        return frozenset(next((run for run in runs if list(run) == sorted(run)), ()))

    def judge(self, chosen: Sequence[Any]) -> bool:
        """Return whether the steps stand in the right order.

        :param chosen: positions of the steps, in the order they were put.
        :raises Rejected: a step is missing or stands twice.
        """
        right = list(range(len(self.steps)))
        if sorted(chosen) != right:
            raise Rejected(N_("Give each step a place of its own first."), field="choice")
        return list(chosen) == right


class Rewrite(_Question, frozen=True, forbid_unknown_fields=True, tag="rewrite"):
    """A message to rewrite, and then to compare with ours. There is no wrong answer."""

    text: Words
    ours: Words
    look_for: Annotated[tuple[Words, ...], msgspec.Meta(min_length=2, max_length=6)]
    """What to compare by; true of ours."""
    explanation: Words

    def judge(self, chosen: Sequence[Any]) -> bool:
        """Return whether it was written and then compared.

        :param chosen: the words, and after comparing also the points found in them.
        :raises Rejected: nothing was written, too much, or a point is not on the list.
        """
        words, *compared = chosen or [""]
        if not isinstance(words, str) or not words.strip():
            raise Rejected(N_("Write your version first."), field="words")
        if len(words) > LONGEST_REWRITE:
            raise Rejected(
                N_("That is longer than %(most)s characters. Shorten it."),
                field="words",
                most=LONGEST_REWRITE,
            )
        points = compared[0] if compared else []
        if not set(points) <= set(range(len(self.look_for))):
            raise Rejected(N_("Choose from the points shown."), field="choice")
        return bool(compared)


CheckItem: TypeAlias = Single | Multiple | Sort | Order | Rewrite
"""One question. `judge` takes what `CheckAnswer.chosen` keeps."""
