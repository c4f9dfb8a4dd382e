"""How hard texts are to read: the school grade by the formulas, and where to begin mending."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from curriculum.linting.drafts import Draft
from curriculum.linting.findings import Finding, Weight
from curriculum.linting.texts import Page
from curriculum.readability import count_words, grade_of, sentences_of

UNIT = (9.0, 12.0)
"""School grades within which a unit's text lies."""

SECTION = (8.5, 12.5)
"""The same for one section, which may swing a little further."""

FAMILIES = 6.0
"""The hardest text that a family is given to read."""

SHOWN = 3
"""How many sentences a finding names."""


def unit_level(draft: Draft) -> Iterator[Finding]:
    """Ask that a whole unit reads like a good newspaper. In English only: see `section_levels`."""
    if draft.is_translation or not draft.sections:
        return
    what, advice = _outside(draft.pages, UNIT)
    if what:
        yield Finding(
            draft.path, None, "reading level", f"the unit is {what}", advice, Weight.HOUSE
        )


def section_levels(draft: Draft) -> Iterator[Finding]:
    """Look for sections that are much harder or easier than the others.

    Only in English: the formula for Spanish was made from schoolbooks of the first six grades.
    """
    for section in () if draft.is_translation else draft.sections:
        what, advice = _outside([section.page], SECTION)
        if what:
            yield Finding(
                section.page.path,
                section.page.line,
                "reading level",
                f"the section is {what}",
                advice,
                Weight.HINT,
            )


def family_level(page: Page, language: str) -> Iterator[Finding]:
    """Ask that what families are given to read is plain."""
    grade = round(grade_of(page.text, language), 1)
    if grade > FAMILIES:
        what = f"this is grade {grade}, above {FAMILIES:g}"
        yield Finding(page.path, page.line, "reading level", what, _hardest([page]))


def _outside(pages: Sequence[Page], bounds: tuple[float, float]) -> tuple[str, str]:
    text = "\n\n".join(page.text for page in pages)
    grade = round(grade_of(text), 1)
    least, most = bounds
    if not count_words(text) or least <= grade <= most:
        return "", ""
    advice = _hardest(pages) if grade > most else _too_plain(text)
    return f"grade {grade}, outside {least:g} to {most:g}", advice


def _too_plain(text: str) -> str:
    sentences = [words for block in text.split("\n\n") for words, _ in sentences_of(block)]
    mean = count_words(text) / max(1, len(sentences))
    return (
        f"Its sentences have {mean:.0f} words on average; 17 to 22 are usual here. "
        "Join what belongs together, and use the field's own words where they help."
    )


def _hardest(pages: Sequence[Page]) -> str:
    longest = sorted(_sentences(pages), key=lambda each: -each[0])[:SHOWN]
    several = len(pages) > 1
    shown = "; ".join(
        f"{f'{path.name} ' if several else ''}line {line}, {words} words: “{start}…”"
        for words, path, line, start in longest
    )
    return f"Split its longest sentences ({shown})."


def _sentences(pages: Sequence[Page]) -> Iterator[tuple[int, Path, int, str]]:
    for page in pages:
        for block in page.blocks:
            for sentence, before in sentences_of(block.text):
                start = " ".join(sentence.split()[:6])
                yield count_words(sentence), page.path, block.line + before, start
