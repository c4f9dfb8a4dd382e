"""The course's units: read once per process from `curriculum/units/`, checked, then frozen."""

import hashlib
from functools import cache
from importlib import resources
from pathlib import Path

import msgspec

from curriculum.checks import CheckItem
from curriculum.content_files import (
    ContentError,
    Problems,
    fault,
    read_front_matter,
    read_text,
    read_yaml,
)
from curriculum.foundation.errors import N_, Missing
from curriculum.unit_files import Reading, SectionHead, UnitHead, check_head, twice
from curriculum.videos import Video

EDITION = "2026.1"
"""Raised by hand when the course is taught anew; the hash behind it follows every change."""


class Section(msgspec.Struct, frozen=True):
    """A few minutes of reading."""

    id: str
    title: str
    minutes: int
    text: str
    """Markdown."""


class Unit(msgspec.Struct, frozen=True):
    """One of the course's parts, readable alone and in any order."""

    id: str
    number: int
    title: str
    summary: str
    objectives: tuple[str, ...]
    sections: tuple[Section, ...]
    videos: tuple[Video, ...]
    discussion: tuple[str, ...]
    readings: tuple[Reading, ...]
    checks: tuple[CheckItem, ...]
    body: str
    """Markdown: the paragraphs that open the unit."""
    transcripts: dict[str, str]
    """Markdown, by video slot."""
    folder: Path

    @property
    def minutes(self) -> int:
        """Return how long reading and watching take. Readings elsewhere are not counted."""
        return sum(section.minutes for section in self.sections) + sum(
            video.minutes for video in self.videos
        )

    def section(self, section_id: str) -> Section:
        """Return one section.

        :raises Missing: the unit has no such section.
        """
        for section in self.sections:
            if section.id == section_id:
                return section
        raise Missing(N_("There is no such section in “%(unit)s”."), unit=self.title)

    def video(self, slot: str) -> Video:
        """Return one video slot.

        :raises Missing: the unit has no such slot.
        """
        for video in self.videos:
            if video.id == slot:
                return video
        raise Missing(N_("There is no such video in “%(unit)s”."), unit=self.title)

    def check(self, item: str) -> CheckItem:
        """Return one question of the unit's check.

        :raises Missing: the unit has no such question.
        """
        for check in self.checks:
            if check.id == item:
                return check
        raise Missing(N_("There is no such question in “%(unit)s”."), unit=self.title)

    def neighbours(self, section_id: str) -> tuple[Section | None, Section | None]:
        """Return the sections before and after one."""
        at = self.sections.index(self.section(section_id))
        before = self.sections[at - 1] if at else None
        after = self.sections[at + 1] if at + 1 < len(self.sections) else None
        return before, after

    def videos_of(self, section_id: str) -> tuple[Video, ...]:
        """Return the videos that stand in one section."""
        return tuple(video for video in self.videos if video.section == section_id)

    def checks_of(self, section_id: str) -> tuple[CheckItem, ...]:
        """Return the questions about one section."""
        return tuple(check for check in self.checks if check.section == section_id)


class Curriculum(msgspec.Struct, frozen=True):
    """All units, in order, and the version a report names."""

    units: tuple[Unit, ...]
    version: str
    """Edition and short hash of every word, e.g. "2026.1-3fa2c1"."""

    def unit(self, unit_id: str) -> Unit:
        """Return one unit.

        :raises Missing: there is none with this id.
        """
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        raise Missing(N_("There is no unit “%(unit)s” in this course."), unit=unit_id)


@cache
def load_curriculum() -> Curriculum:
    """Return the course as shipped. Read once per process; `load_curriculum.cache_clear()` reloads.

    :raises ContentError: a file cannot be used.
    """
    return read_curriculum(_shipped())


def check_all() -> list[ContentError]:
    """Read every file of the course and return every fault found, for a person to mend."""
    problems = Problems()
    _read_all(_shipped(), problems)
    return problems.found


def read_curriculum(folder: Path) -> Curriculum:
    """Read a folder of units.

    :raises ContentError: names the first file that cannot be used.
    """
    problems = Problems()
    units = _read_all(folder, problems)
    problems.raise_first()
    return Curriculum(units, f"{EDITION}-{_fingerprint(folder)}")


def _shipped() -> Path:
    return Path(str(resources.files("curriculum"))) / "units"


def _read_all(folder: Path, problems: Problems) -> tuple[Unit, ...]:
    homes = sorted(path.parent for path in folder.glob("*/unit.md"))
    units = [unit for home in homes if (unit := _read_unit(home, problems))]
    if not homes:
        problems.found.append(ContentError(folder, None, "", "there are no units here"))
    for name in twice(unit.id for unit in units):
        path = next(unit.folder for unit in reversed(units) if unit.id == name) / "unit.md"
        problems.found.append(fault(path, "id", f"another unit is called {name!r} as well"))
    return tuple(sorted(units, key=lambda unit: unit.number))


def _read_unit(folder: Path, problems: Problems) -> Unit | None:
    path = folder / "unit.md"
    before = len(problems.found)
    with problems.caught():
        head, body = read_front_matter(path, UnitHead)
        check_head(path, head, problems)
        unit = Unit(
            **{name: getattr(head, name) for name in _AS_WRITTEN},
            sections=_read_sections(folder, head, problems),
            checks=_read_checks(folder, head, problems),
            transcripts=_read_transcripts(folder, head, problems),
            body=body,
            folder=folder,
        )
        return unit if len(problems.found) == before else None
    return None


_AS_WRITTEN = (
    "id", "number", "title", "summary", "objectives", "videos", "discussion", "readings",
)  # fmt: skip


def _read_sections(folder: Path, head: UnitHead, problems: Problems) -> tuple[Section, ...]:
    sections = []
    for number, slug in enumerate(head.sections):
        path = folder / "sections" / f"{slug}.md"
        with problems.caught():
            if not path.is_file():
                raise fault(folder / "unit.md", f"sections[{number}]", f"there is no file {path}")
            top, text = read_front_matter(path, SectionHead)
            if not text:
                raise ContentError(path, None, "", "this section has no text")
            sections.append(Section(slug, top.title, top.minutes, text))
    for path in sorted((folder / "sections").glob("*.md")):
        if path.stem not in head.sections:
            text = "no unit lists this section; add it to `sections` in unit.md"
            problems.found.append(ContentError(path, None, "", text))
    return tuple(sections)


def _read_checks(folder: Path, head: UnitHead, problems: Problems) -> tuple[CheckItem, ...]:
    path = folder / "checks.yaml"
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


def _fingerprint(folder: Path) -> str:
    words = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".md", ".yaml", ".vtt"}:
            words.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return words.hexdigest()[:6]
