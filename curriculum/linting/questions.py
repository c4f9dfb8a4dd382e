"""A unit's check: enough questions, of every kind, none of which gives itself away."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from curriculum.checks import CheckItem, Multiple, Order, Rewrite, Single, Sort
from curriculum.linting.drafts import Draft
from curriculum.linting.findings import Finding, Weight, at_field

ITEMS = (8, 12)
"""Questions in a unit's check."""

KINDS = (Single, Multiple, Sort, Order, Rewrite)

CLEARLY = 1.25
"""A choice that is so many times as long as every wrong one tells that it is right."""

A_FEW = 3
"""Questions of one choice, below which nobody sees a pattern."""


def enough_questions(draft: Draft) -> Iterator[Finding]:
    """Ask for enough questions to look back on the whole unit, and not for an examination."""
    least, most = ITEMS
    count = len(draft.items)
    if not draft.checks_path or not count or draft.is_translation:
        return
    if not least <= count <= most:
        what = f"there are {count} questions, outside {least} to {most}"
        advice = "Ask about a section that has none." if count < least else "Keep the best."
        yield Finding(draft.checks_path, None, "length", what, advice, Weight.HOUSE)


def every_kind(draft: Draft) -> Iterator[Finding]:
    """Ask for a question of each kind: each trains something else."""
    if not draft.checks_path or not draft.items or draft.is_translation:
        return
    missing = [_word(kind) for kind in KINDS if not any(isinstance(i, kind) for i in draft.items)]
    if missing:
        what = f"no question is of the kind {' or '.join(missing)}"
        advice = "Each kind asks for another sort of thinking."
        yield Finding(draft.checks_path, None, "kind", what, advice, Weight.HINT)


def own_explanations(draft: Draft) -> Iterator[Finding]:
    """Ask that every answer explains itself, in words of its own."""
    seen: dict[str, str] = {}
    for number, item in enumerate(draft.items):
        for field, words in _explanations(item):
            place = f"[{number}].{field}"
            plain = " ".join(words.casefold().split()).rstrip(".")
            if not plain:
                yield _at(draft, place, "is empty", "Say why it is right or wrong.")
            elif plain in seen:
                what = f"is the same as at {seen[plain]}"
                yield _at(draft, place, what, "Say what is particular about this answer.")
            seen.setdefault(plain, place)


def lengths_give_nothing_away(draft: Draft) -> Iterator[Finding]:
    """Look for right choices that are the longest ones: readers notice before they read."""
    asked = [(n, item) for n, item in enumerate(draft.items) if isinstance(item, Single)]
    telling = [(number, item) for number, item in asked if _tells(item)]
    if len(asked) >= A_FEW and len(telling) * 2 > len(asked):
        what = (
            f"in {len(telling)} of {len(asked)} questions with one right choice, "
            "it is clearly the longest"
        )
        advice = f"Even the lengths out: {', '.join(item.id for _, item in telling)}."
        place = f"[{telling[0][0]}].choices"
        yield _at(draft, place, what, advice, Weight.HINT)


def translated_questions_match(draft: Draft, english: Draft) -> Iterator[Finding]:
    """Ask that a translation asks the same: answers are kept by the positions of choices."""
    if not draft.checks_path or not draft.items or not english.items:
        return
    ours, theirs = [item.id for item in draft.items], [item.id for item in english.items]
    if ours != theirs:
        what = "the questions are not those of checks.yaml, in its order"
        differing = [slug for slug in [*ours, *theirs] if (slug in ours) != (slug in theirs)]
        advice = f"See {', '.join(differing)}." if differing else "Put them in its order."
        yield Finding(draft.checks_path, None, "id", what, advice)
        return
    for number, (item, origin) in enumerate(zip(draft.items, english.items, strict=True)):
        if _form(item) != _form(origin):
            what = f"“{item.id}” differs from checks.yaml in more than its words"
            advice = "Kind, section, number of answers, their order and what is right stay."
            yield _at(draft, f"[{number}]", what, advice)


def _form(item: CheckItem) -> tuple[object, ...]:
    """Return everything of a question but its words."""
    if isinstance(item, Single | Multiple):
        return item.kind, item.section, tuple(choice.right for choice in item.choices)
    if isinstance(item, Sort):
        places = tuple(item.groups.index(each.group) for each in item.items)
        return item.kind, item.section, len(item.groups), places
    if isinstance(item, Order):
        return item.kind, item.section, len(item.steps)
    return item.kind, item.section, len(item.look_for)


def _explanations(item: CheckItem) -> Iterator[tuple[str, str]]:
    for field in ("choices", "items", "steps"):
        for number, each in enumerate(getattr(item, field, ())):
            yield f"{field}[{number}].explanation", each.explanation
    if isinstance(item, Rewrite):
        yield "explanation", item.explanation


def _tells(item: Single) -> bool:
    right = max(len(choice.text) for choice in item.choices if choice.right)
    return right > CLEARLY * max(len(choice.text) for choice in item.choices if not choice.right)


def _word(kind: type[msgspec.Struct]) -> str:
    return str(kind.__struct_config__.tag)


def _at(draft: Draft, place: str, what: str, advice: str, weight: Weight = Weight.FAULT) -> Finding:
    path: Path = draft.checks_path or draft.path
    return at_field(path, place, what, advice, weight)
