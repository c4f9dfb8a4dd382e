"""A unit's check: questions with choices that explain themselves. Nothing here is graded."""

import enum
from typing import Annotated

import msgspec

from curriculum.foundation.errors import N_, Rejected
from curriculum.videos import Slug, Words


class Kind(enum.Enum):
    """How many choices make the answer."""

    SINGLE = "single"
    MULTIPLE = "multiple"


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One choice. Right or wrong, it says why."""

    text: Words
    right: bool
    explanation: Words


class CheckItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question."""

    id: Slug
    section: Slug
    """The section that it asks about."""

    kind: Kind
    question: Words
    choices: Annotated[tuple[Choice, ...], msgspec.Meta(min_length=2)]

    def __post_init__(self) -> None:
        """Refuse a question that cannot be answered."""
        count = len(self.right_positions)
        if self.kind is Kind.SINGLE and count != 1:
            raise ValueError(f"a single-choice question has one right choice, not {count}")
        if count == 0:
            raise ValueError("no choice is right")

    @property
    def right_positions(self) -> frozenset[int]:
        """Positions of the right choices, counted from 0."""
        return frozenset(number for number, choice in enumerate(self.choices) if choice.right)

    def judge(self, chosen: frozenset[int]) -> bool:
        """Return whether exactly the right choices were chosen.

        :param chosen: positions, counted from 0.
        :raises Rejected: nothing was chosen, or something that is not on offer.
        """
        if not chosen:
            raise Rejected(N_("Choose an answer first."), field="choice")
        if not chosen <= frozenset(range(len(self.choices))):
            raise Rejected(N_("Choose one of the answers shown."), field="choice")
        if self.kind is Kind.SINGLE and len(chosen) > 1:
            raise Rejected(N_("Choose one answer only."), field="choice")
        return chosen == self.right_positions
