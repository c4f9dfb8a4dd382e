"""One unit of the course, as a value."""

from pathlib import Path

import msgspec

from curriculum.checks import CheckItem
from curriculum.foundation.errors import N_, Missing
from curriculum.unit_files import BeforeAfter, Reading, Term
from curriculum.videos import Video

ENGLISH = "en"
"""The language that every unit has."""


class Section(msgspec.Struct, frozen=True):
    """A few minutes of reading."""

    id: str
    title: str
    minutes: int
    text: str
    """Markdown."""
    language: str = ENGLISH
    """The text's own: where a translation is not finished, some sections are in English."""


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
    before_after: BeforeAfter | None = None
    glossary: tuple[Term, ...] = ()
    language: str = ENGLISH
    texts: dict[str, str] = {}
    """Files that are not in the folder, by name: captions of a film that a program put in."""
    typed: frozenset[str] = frozenset()
    """Slots whose transcript a program typed in: plain text, no markup."""

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
