"""What somebody has done in a unit, and what that amounts to."""

from dataclasses import dataclass, field
from typing import Any

from curriculum.unit import Section, Unit
from curriculum.videos import ENOUGH, Video


@dataclass(frozen=True, slots=True)
class Watched:
    """How much of one video somebody has taken in."""

    seconds: int = 0
    """Unique seconds seen."""
    position: int = 0
    """The second to resume at."""
    transcript_read: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody's latest answer to one question."""

    chosen: list[Any]
    """What the question's `judge` takes, e.g. positions of choices, counted from 0."""
    right: bool
    ever_right: bool


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One person's progress in one unit, as numbers."""

    sections_read: int
    sections: int
    seconds_watched: int
    """A video whose transcript was read counts whole."""
    seconds: int
    checks_right: int
    """Questions answered rightly at least once."""
    checks: int
    complete: bool
    """Every section read, every video seen or its transcript read, every question once right."""
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
    watched: dict[str, Watched] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    place: str | None = None

    def has_seen(self, video: Video) -> bool:
        """Whether a video was seen nearly to the end, or its transcript read."""
        seen = self.watched.get(video.id)
        return seen is not None and (seen.transcript_read or seen.seconds >= ENOUGH * video.seconds)

    def resume_at(self, unit: Unit) -> Section:
        """Return the section to go on with: the first unread one, counted from the last place."""
        ids = [section.id for section in unit.sections]
        start = ids.index(self.place) if self.place in ids else 0
        ahead = (*unit.sections[start:], *unit.sections[:start])
        return next((one for one in ahead if one.id not in self.read), unit.sections[start])

    def progress(self, unit: Unit) -> UnitProgress:
        """Return what this amounts to in a unit as it stands today."""
        read = [section for section in unit.sections if section.id in self.read]
        right = [item for item in unit.checks if self._was_right(item.id)]
        seen = [video for video in unit.videos if self.has_seen(video)]
        done = sum(section.minutes for section in read) + sum(video.minutes for video in seen)
        return UnitProgress(
            sections_read=len(read),
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
        return video.seconds if seen.transcript_read else min(seen.seconds, video.seconds)
