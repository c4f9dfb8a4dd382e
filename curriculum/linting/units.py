"""Every rule, over a folder of units."""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from curriculum.content_files import Problems
from curriculum.linting import (
    films,
    heads,
    names,
    questions,
    reading_level,
    shape,
    translations,
)
from curriculum.linting.drafts import Draft, drafts_of, read_drafts
from curriculum.linting.findings import Finding, at_field, of_error, weighed
from curriculum.unit import ENGLISH
from curriculum.unit_files import twice
from curriculum.unit_folders import languages_of, read_unit
from curriculum.units import shipped

RULES: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
    heads.some_videos,
    heads.a_question_before_and_after,
    heads.a_glossary,
    heads.glossary_is_sorted,
    heads.readings_are_addresses,
    shape.section_lengths,
    reading_level.unit_level,
    reading_level.section_levels,
    films.films_are_complete,
    films.captions_fit,
    films.captions_say_the_transcript,
    questions.enough_questions,
    questions.every_kind,
    questions.own_explanations,
    questions.lengths_give_nothing_away,
)
"""What is asked of a unit in one language."""


def lint_units(folder: Path | None = None) -> list[Finding]:
    """Read a folder of units, or the course as shipped; return everything to mend."""
    home = folder or shipped()
    homes = sorted(path.parent for path in home.glob("*/unit.md"))
    found = chain(lint_together(home), *(lint_home(one) for one in homes))
    return weighed(found, ours=is_ours(home))


def is_ours(folder: Path) -> bool:
    """Whether the house's own rules bind in this folder of units."""
    return folder.resolve() == shipped().resolve()


def lint_together(folder: Path) -> Iterator[Finding]:
    """Return what the units of a folder say about one another."""
    drafts = read_drafts(folder)
    english = [draft for draft in drafts if not draft.is_translation]
    if not any(folder.glob("*/unit.md")):
        advice = "Each unit is a folder of its own, with a file unit.md in it."
        yield Finding(folder, None, "", "there are no units here", advice)
    for name in twice(draft.head.id for draft in english):
        last = next(draft for draft in reversed(english) if draft.head.id == name)
        yield at_field(last.path, "id", f"another unit is called {name!r} as well")
    yield from shape.course_length(drafts)


def lint_home(home: Path) -> Iterator[Finding]:
    """Return everything about one unit's folder.

    What cannot be read comes first; the rules see whatever can be.
    """
    problems = Problems()
    for language in (ENGLISH, *sorted(languages_of(home))):
        read_unit(home, language, problems)
    yield from map(of_error, problems.found)
    drafts = list(drafts_of(home))
    for draft in drafts:
        yield from lint_draft(draft)
    if drafts and not drafts[0].is_translation:
        yield from names.every_file_is_used(drafts)
        for draft in drafts[1:]:
            yield from _lint_translation(draft, drafts[0])


def lint_draft(draft: Draft) -> Iterator[Finding]:
    """Return what every rule says about a unit in one language."""
    for rule in RULES:
        yield from rule(draft)
    for page in draft.pages:
        yield from shape.headings_in_order(page)
        yield from names.links_lead_somewhere(page, draft.head.sections)
        yield from names.pictures_are_there(page, draft.folder)
        yield from names.pictures_have_words(page)
        if not draft.is_translation:  # its paragraphs are the original's
            yield from shape.short_paragraphs(page)


def _lint_translation(draft: Draft, english: Draft) -> Iterator[Finding]:
    yield from translations.everything_is_translated(draft, english)
    yield from translations.translations_are_whole(draft, english)
    yield from questions.translated_questions_match(draft, english)
