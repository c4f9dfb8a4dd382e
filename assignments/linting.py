"""What could be better in the work's files: tasks, the rubric, what families are given to read."""

import re
from collections.abc import Iterator
from pathlib import Path

from assignments import tasks
from assignments.rubric import RUBRIC_FILE, read_rubric
from assignments.rubric_linting import lint_rubric
from curriculum.content_files import Problems
from curriculum.linting import names, shape
from curriculum.linting.findings import Finding
from curriculum.linting.reading_level import family_level
from curriculum.linting.texts import Page, read_page
from curriculum.unit import ENGLISH

FAMILY_TEXTS = Path(__file__).parent
"""Every Markdown file right in this folder is read by families, or to them."""

_LANGUAGE = re.compile(r"\.([a-z]{2})\.md$")


def lint_work() -> list[Finding]:
    """Return everything that could be better in the files of this package."""
    found = [each for page in task_pages() for each in lint_task(page)]
    for path in sorted(FAMILY_TEXTS.glob("*.md")):
        found += lint_family_text(path)
    with Problems().caught():  # the reading reports what cannot be read
        found += lint_rubric(RUBRIC_FILE, read_rubric(RUBRIC_FILE))
    return found


def task_pages() -> list[Page]:
    """Return the texts of the tasks."""
    return [read_page(path) for path in sorted(tasks.FOLDER.glob("*.md"))]


def lint_task(page: Page) -> Iterator[Finding]:
    """Return what could be better in a task's text."""
    yield from shape.headings_in_order(page)
    yield from shape.short_paragraphs(page)
    yield from names.links_lead_somewhere(page)
    yield from names.no_pictures(page)


def lint_family_text(path: Path) -> Iterator[Finding]:
    """Return what could be better in a text for families."""
    page, found = read_page(path), _LANGUAGE.search(path.name)
    yield from family_level(page, found[1] if found else ENGLISH)
    yield from shape.headings_in_order(page)
    yield from names.links_lead_somewhere(page)
    yield from names.no_pictures(page)
