"""Translations: what is still in English."""

from collections.abc import Iterator

from curriculum.linting.drafts import Draft
from curriculum.linting.findings import Finding, Weight
from curriculum.readability import count_words

ALIKE = (0.7, 1.5)
"""How many times as many words as in English a translation may have before one wonders."""


def everything_is_translated(draft: Draft, english: Draft) -> Iterator[Finding]:
    """Ask that a unit that has been begun in a language is translated whole."""
    done = {section.slug for section in draft.sections}
    left = [section.slug for section in english.sections if section.slug not in done]
    if left:
        what = f"{len(left)} of {len(english.sections)} sections are still in English"
        advice = f"Write {', '.join(f'sections/{slug}.{draft.language}.md' for slug in left)}."
        yield Finding(draft.path, None, "sections", what, advice, Weight.HINT)
    if english.items and not draft.checks_path:
        what = "the check is still in English"
        advice = f"Write checks.{draft.language}.yaml."
        yield Finding(draft.path, None, "checks", what, advice, Weight.HINT)


def translations_are_whole(draft: Draft, english: Draft) -> Iterator[Finding]:
    """Ask that a section's translation has about as many words as the section."""
    origins = {section.slug: count_words(section.page.text) for section in english.sections}
    least, most = ALIKE
    for section in draft.sections:
        before, words = origins.get(section.slug, 0), count_words(section.page.text)
        if before and not least <= words / before <= most:
            what = f"it has {words} words, and the English {before}"
            advice = "Is a part of it missing, or there twice?"
            yield Finding(section.page.path, section.page.line, "length", what, advice, Weight.HINT)
