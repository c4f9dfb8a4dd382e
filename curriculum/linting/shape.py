"""How a text is built: its headings, its paragraphs, its length."""

from collections.abc import Iterator

from curriculum.linting.drafts import Draft
from curriculum.linting.findings import Finding, Weight
from curriculum.linting.texts import Page
from curriculum.readability import count_words

LONGEST_PARAGRAPH = 180
"""Words. A screen shows hardly more at once."""

SECTION = (500, 900)
"""Words of a section: three to five minutes of reading."""

COURSE = (18_000, 28_000)
"""Words of all units together."""


def headings_in_order(page: Page) -> Iterator[Finding]:
    """Ask that only `##` and `###` stand in a text, and no `###` before the first `##`."""
    within = False
    for block in page.blocks:
        if not (found := block.heading):
            continue
        rank, words = found
        if not words:
            what, advice = "it has no words", "Write some, or take the line out."
            yield Finding(page.path, block.line, "heading", what, advice)
        if rank == 1:
            advice = "The page's own title is one already: write ##."
            yield Finding(page.path, block.line, "heading", f"# {words}: the rank is wrong", advice)
        elif rank > 3:
            advice = "Use ## and ### only, or split the section."
            yield Finding(page.path, block.line, "heading", f"“{words}” is too deep", advice)
        elif rank == 3 and not within:
            what = f"“{words}” stands under no ##"
            yield Finding(page.path, block.line, "heading", what, "Begin with ##.")
        within = within or rank == 2


def short_paragraphs(page: Page) -> Iterator[Finding]:
    """Look for paragraphs longer than a screen."""
    for block in page.blocks:
        words = count_words(block.text)
        if words > LONGEST_PARAGRAPH and not block.heading and not _is_list(block.text):
            what = f"it has {words} words"
            advice = f"Split it where the thought turns: above {LONGEST_PARAGRAPH} eyes get lost."
            yield Finding(page.path, block.line, "paragraph", what, advice, Weight.HINT)


def _is_list(text: str) -> bool:
    return text.lstrip().startswith(("- ", "* ", "1.", "|"))


def section_lengths(draft: Draft) -> Iterator[Finding]:
    """Ask for a few minutes of reading. A translation may be as long as it has to be."""
    least, most = SECTION
    for section in () if draft.is_translation else draft.sections:
        words = count_words(section.page.text)
        if least <= words <= most:
            continue
        advice = "Say more, or join it with another." if words < least else "Shorten or split it."
        what = f"it has {words} words, outside {least} to {most}"
        yield Finding(section.page.path, section.page.line, "length", what, advice, Weight.HOUSE)


def course_length(drafts: list[Draft]) -> Iterator[Finding]:
    """Ask that all units together are a course, not a book."""
    least, most = COURSE
    english = [draft for draft in drafts if not draft.is_translation]
    words = sum(count_words(page.text) for draft in english for page in draft.pages)
    if english and not least <= words <= most:
        folder = english[0].folder.parent
        what = f"all units together have {words:,} words, outside {least:,} to {most:,}"
        advice = "Look for a section too many." if words > most else "Look for what is not said."
        yield Finding(folder, None, "length", what, advice, Weight.HOUSE)
