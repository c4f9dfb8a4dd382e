"""What somebody has done in a unit, and what that amounts to."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from curriculum.checks import CheckItem
from curriculum.unit import Section, Unit
from curriculum.videos import ENOUGH, Video


@dataclass(frozen=True, slots=True)
class Watched:
    """How much of one video somebody has taken in."""

    seconds: int = 0
    """Unique seconds seen, of the film that it names."""
    position: int = 0
    """The second to resume at."""
    transcript_read: bool = False
    film: str = ""
    """Which film the seconds are of; empty for what was noted before films had names."""
    done: bool = False
    """A film of the slot was once seen nearly to the end. Stays when the film is exchanged."""
    said: bool = False
    """The person says it was watched, where no player can tell."""

    def of(self, film: str) -> "Watched":
        """Return how much of this film was seen: nothing, where the seconds are of another."""
        return self if self.film in {"", film} else replace(self, seconds=0, position=0)

    def is_enough(self, video: Video) -> bool:
        """Whether it counts as having taken the video in."""
        seen = not self.film and self.seconds >= ENOUGH * video.seconds
        return self.done or self.transcript_read or self.said or seen


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody's latest answer to one question."""

    chosen: list[Any]
    """What the question's `judge` takes, e.g. positions of choices, counted from 0."""
    right: bool
    ever_right: bool
    tries: int = 1


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One person's progress in one unit, as numbers."""

    sections_read: int
    """Here, or elsewhere as the person says."""
    sections_elsewhere: int
    """How many of those were only said to be read."""
    sections: int
    seconds_watched: int
    """A video that counts as taken in counts whole."""
    seconds: int
    checks_right: int
    """Questions answered rightly at least once."""
    checks: int
    complete: bool
    """Every section read, here or elsewhere; every video taken in; every question once right."""
    place: str | None
    """The section that somebody was in last."""
    minutes_left: int

    @property
    def begun(self) -> bool:
        """Whether there is anything to continue."""
        return bool(self.place or self.sections_read or self.seconds_watched or self.checks_right)


@dataclass(slots=True)
class UnitStanding:
    """Everything one person has done in one unit.

    May name sections and questions that the unit no longer has: they do not count.
    """

    read: set[str] = field(default_factory=set)
    """Sections that were read here."""
    elsewhere: set[str] = field(default_factory=set)
    """Sections that the person says they read elsewhere, and did not read here."""
    watched: dict[str, Watched] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    place: str | None = None

    def note_read(self, section_id: str, *, elsewhere: bool) -> None:
        """Add a section that was read."""
        (self.elsewhere if elsewhere else self.read).add(section_id)

    def has_read(self, section_id: str) -> bool:
        """Whether a section was read, here or elsewhere as the person says."""
        return section_id in self.read or section_id in self.elsewhere

    def has_seen(self, video: Video) -> bool:
        """Whether a video was seen nearly to the end, its transcript read, or so it was said."""
        seen = self.watched.get(video.id)
        return seen is not None and seen.is_enough(video)

    def right_of(self, questions: Iterable[CheckItem]) -> int:
        """Return how many of these questions were answered rightly at least once."""
        return sum(self._was_right(item.id) for item in questions)

    def seen_of(self, videos: Iterable[Video]) -> int:
        """Return how many of these videos were taken in."""
        return sum(map(self.has_seen, videos))

    def resume_at(self, unit: Unit) -> Section:
        """Return the section to go on with: the first unread one, counted from the last place."""
        ids = [section.id for section in unit.sections]
        start = ids.index(self.place) if self.place in ids else 0
        ahead = (*unit.sections[start:], *unit.sections[:start])
        return next((one for one in ahead if not self.has_read(one.id)), unit.sections[start])

    def progress(self, unit: Unit) -> UnitProgress:
        """Return what this amounts to in a unit as it stands today."""
        read = [section for section in unit.sections if self.has_read(section.id)]
        elsewhere = [section for section in read if section.id not in self.read]
        right = [item for item in unit.checks if self._was_right(item.id)]
        seen = [video for video in unit.videos if self.has_seen(video)]
        done = sum(section.minutes for section in read) + sum(video.minutes for video in seen)
        return UnitProgress(
            sections_read=len(read),
            sections_elsewhere=len(elsewhere),
            sections=len(unit.sections),
            seconds_watched=sum(self._seconds(video) for video in unit.videos),
            seconds=sum(video.seconds for video in unit.videos),
            checks_right=len(right),
            checks=len(unit.checks),
            complete=(len(read), len(seen), len(right))
            == (len(unit.sections), len(unit.videos), len(unit.checks)),
            place=self.place,
            minutes_left=unit.minutes - done,
        )

    def _was_right(self, item_id: str) -> bool:
        answer = self.answers.get(item_id)
        return answer is not None and answer.ever_right

    def _seconds(self, video: Video) -> int:
        seen = self.watched.get(video.id, Watched())
        return video.seconds if seen.is_enough(video) else min(seen.seconds, video.seconds)
