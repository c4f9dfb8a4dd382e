"""A unit's folder: its files, read in one language, checked against one another."""

import re
from collections.abc import Iterator
from pathlib import Path

from curriculum.checks import CheckItem
from curriculum.content_files import (
    ContentError,
    Problems,
    fault,
    read_front_matter,
    read_text,
    read_yaml,
)
from curriculum.unit import ENGLISH, Section, Unit
from curriculum.unit_files import SectionHead, UnitHead, check_head, twice

_LANGUAGE = re.compile(r"unit\.([a-z]{2})\.md")


def languages_of(unit: Path) -> Iterator[str]:
    """Return the languages besides English that a unit's folder has been translated into."""
    for path in unit.glob("unit.*.md"):
        if found := _LANGUAGE.fullmatch(path.name):
            yield found[1]


def languages_in(folder: Path) -> list[str]:
    """Return the languages besides English that any unit of a folder has been translated into."""
    return sorted({language for unit in folder.glob("*") for language in languages_of(unit)})


def read_unit(folder: Path, language: str, problems: Problems) -> Unit | None:
    """Read one unit in a language, or in English where it is not translated.

    :return: None where a fault was found; it is among the problems then.
    """
    path = in_language(folder / "unit.md", language)
    spoken = ENGLISH if path.name == "unit.md" else language
    before = len(problems.found)
    with problems.caught():
        head, body = read_front_matter(path, UnitHead)
        check_head(path, head, problems)
        if spoken != ENGLISH:
            _check_translation(path, head, problems)
        unit = Unit(
            **{name: getattr(head, name) for name in _AS_WRITTEN},
            sections=_read_sections(folder, head, spoken, problems),
            checks=_read_checks(folder, head, spoken, problems),
            transcripts=_read_transcripts(folder, head, problems),
            body=body,
            folder=folder,
            language=spoken,
        )
        return unit if len(problems.found) == before else None
    return None


_AS_WRITTEN = (
    "id", "number", "title", "summary", "objectives", "videos", "discussion", "readings",
    "before_after", "glossary",
)  # fmt: skip


def in_language(path: Path, language: str) -> Path:
    """Return a file's translation, `name.es.md` beside `name.md`; the file itself without one."""
    translated = path.with_name(f"{path.stem}.{language}{path.suffix}")
    return translated if language != ENGLISH and translated.is_file() else path


def _check_translation(path: Path, head: UnitHead, problems: Problems) -> None:
    """Report what a translation changed besides the words: ids stand in addresses and rows."""
    with problems.caught():
        origin, _ = read_front_matter(path.with_name("unit.md"), UnitHead)
        for field in ("id", "number", "sections"):
            if getattr(head, field) != getattr(origin, field):
                raise fault(path, field, "this has to be the same as in unit.md")
        if [video.id for video in head.videos] != [video.id for video in origin.videos]:
            raise fault(path, "videos", "the ids have to be the same as in unit.md")
        if _positions(head) != _positions(origin):
            raise fault(path, "before_after", "it needs as many positions as in unit.md")


def _positions(head: UnitHead) -> int:
    return len(head.before_after.positions) if head.before_after else 0


def _read_sections(
    folder: Path, head: UnitHead, language: str, problems: Problems
) -> tuple[Section, ...]:
    sections = []
    for number, slug in enumerate(head.sections):
        path = in_language(folder / "sections" / f"{slug}.md", language)
        with problems.caught():
            if not path.is_file():
                raise fault(folder / "unit.md", f"sections[{number}]", f"there is no file {path}")
            top, text = read_front_matter(path, SectionHead)
            if not text:
                raise ContentError(path, None, "", "this section has no text")
            spoken = ENGLISH if path.name == f"{slug}.md" else language
            sections.append(Section(slug, top.title, top.minutes, text, spoken))
    for path in sorted((folder / "sections").glob("*.md")):
        if path.name.partition(".")[0] not in head.sections:
            text = "no unit lists this section; add it to `sections` in unit.md"
            problems.found.append(ContentError(path, None, "", text))
    return tuple(sections)


def _read_checks(
    folder: Path, head: UnitHead, language: str, problems: Problems
) -> tuple[CheckItem, ...]:
    path = in_language(folder / "checks.yaml", language)
    with problems.caught():
        items = read_yaml(path, tuple[CheckItem, ...])
        for number, item in enumerate(items):
            if item.section not in head.sections:
                problem = f"this unit has no section {item.section!r}"
                problems.found.append(fault(path, f"[{number}].section", problem))
        for name in twice(item.id for item in items):
            number = max(at for at, item in enumerate(items) if item.id == name)
            problem = f"another question is called {name!r} as well"
            problems.found.append(fault(path, f"[{number}].id", problem))
        return items
    return ()


def _read_transcripts(folder: Path, head: UnitHead, problems: Problems) -> dict[str, str]:
    transcripts = {}
    for video in head.videos:
        path = folder / video.transcript
        with problems.caught():
            if path.is_file():  # check_head reports those that are not
                transcripts[video.id] = read_text(path)
    return transcripts
