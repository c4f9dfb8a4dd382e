"""A unit as far as it has been written: whatever can be read, though other parts may be faulty."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from curriculum.checks import CheckItem
from curriculum.content_files import Problems, read_front_matter, read_yaml
from curriculum.linting.texts import Page, read_page
from curriculum.unit import ENGLISH
from curriculum.unit_files import SectionHead, UnitHead
from curriculum.unit_folders import in_language, languages_of

T = TypeVar("T")


@dataclass(frozen=True)
class SectionDraft:
    """One section's file."""

    slug: str
    head: SectionHead | None
    """None where its front matter cannot be read."""
    page: Page

    @property
    def title(self) -> str:
        """The title, or the file's name where there is none."""
        return self.head.title if self.head else self.slug


@dataclass(frozen=True)
class Draft:
    """A unit in one language. A translation holds only what has been translated."""

    folder: Path
    language: str
    path: Path
    """Of `unit.md`, or of its translation."""
    head: UnitHead
    opening: Page
    sections: tuple[SectionDraft, ...]
    checks_path: Path | None
    items: tuple[CheckItem, ...]

    @property
    def is_translation(self) -> bool:
        """Whether it follows an English unit."""
        return self.language != ENGLISH

    @property
    def pages(self) -> tuple[Page, ...]:
        """The texts that readers see: the opening and the sections."""
        return (self.opening, *(section.page for section in self.sections))


def read_drafts(folder: Path) -> list[Draft]:
    """Read every unit of a folder in every language. What cannot be read at all is left out."""
    homes = sorted(path.parent for path in folder.glob("*/unit.md"))
    return [draft for home in homes for draft in drafts_of(home)]


def drafts_of(home: Path) -> Iterator[Draft]:
    """Read one unit's folder in every language, English first."""
    for language in (ENGLISH, *sorted(languages_of(home))):
        if draft := _read_draft(home, language):
            yield draft


def _read_draft(home: Path, language: str) -> Draft | None:
    path = in_language(home / "unit.md", language)
    head = _head(path, UnitHead)
    if head is None:
        return None
    checks = _own(home / "checks.yaml", language)
    return Draft(
        folder=home,
        language=language,
        path=path,
        head=head,
        opening=read_page(path),
        sections=tuple(_sections(home / "sections", head, language)),
        checks_path=checks,
        items=_items(checks) if checks else (),
    )


def _sections(folder: Path, head: UnitHead, language: str) -> Iterator[SectionDraft]:
    for slug in dict.fromkeys(head.sections):
        if path := _own(folder / f"{slug}.md", language):
            yield SectionDraft(slug, _head(path, SectionHead), read_page(path))


def _own(path: Path, language: str) -> Path | None:
    """Return the file in this language, if there is one."""
    found = in_language(path, language)
    translated = found != path or language == ENGLISH
    return found if translated and found.is_file() else None


def _head(path: Path, kind: type[T]) -> T | None:
    with Problems().caught():
        return read_front_matter(path, kind)[0]
    return None


def _items(path: Path) -> tuple[CheckItem, ...]:
    with Problems().caught():
        return read_yaml(path, tuple[CheckItem, ...])
    return ()
