"""What a reader is told about each part of an answer.

After every try each part is said to be right or not yet. What is right is explained at once. In
questions that are sorted or put in order, what is not yet right is explained from the second try
on: at the first, "look again" leaves something to find, and the explanation would give it away.
A choice explains itself at once, because choosing again among two or three teaches nothing more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from curriculum.checks import CheckItem, Multiple, Order, Single, Sort
from curriculum.foundation.errors import Rejected


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said about one choice, item or step."""

    right: bool
    explanation: str
    """Empty while there is still something to find."""


def fits(item: CheckItem, chosen: Sequence[Any]) -> bool:
    """Whether an answer that was kept still answers the question as it reads today."""
    try:
        item.judge(chosen)
    except (Rejected, TypeError):
        return False
    return True


def remarks_on(item: CheckItem, chosen: Sequence[Any], *, tries: int) -> dict[int, Remark]:
    """Return what is said about an answer, by the position of a choice, item or step.

    :param chosen: an answer that fits the question.
    :param tries: how many answers were given so far, this one among them.
    """
    match item:
        case Single() | Multiple():
            return dict(_on_choices(item, chosen))
        case Sort():
            right = [
                item.groups[group] == each.group
                for each, group in zip(item.items, chosen, strict=True)
            ]
            return _on_parts(right, [each.explanation for each in item.items], tries)
        case Order():
            settled = item.settled(chosen)
            right = [position in settled for position in range(len(item.steps))]
            return _on_parts(right, [step.explanation for step in item.steps], tries)
        case _:
            return {}  # of a rewriting nothing is right or wrong


def _on_choices(item: Single | Multiple, chosen: Sequence[Any]) -> Iterator[tuple[int, Remark]]:
    """Return remarks on what was chosen, and on what should have been."""
    for position, choice in enumerate(item.choices):
        if choice.right or position in chosen:
            yield position, Remark(choice.right, choice.explanation)


def _on_parts(right: list[bool], explanations: list[str], tries: int) -> dict[int, Remark]:
    tell_all = tries > 1
    return {
        position: Remark(is_right, why if is_right or tell_all else "")
        for position, (is_right, why) in enumerate(zip(right, explanations, strict=True))
    }
