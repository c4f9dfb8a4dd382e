"""How far each has come: sections read, seconds watched, questions answered."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.foundation.tables import Base


class Moment(enum.Enum):
    """When a unit's question was answered."""

    BEFORE = "before"
    AFTER = "after"


class Place(Base):
    """Where somebody last was in a unit, so that coming back resumes there."""

    __tablename__ = "place"

    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id", ondelete="CASCADE"), primary_key=True
    )
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    section: Mapped[str]
    """The slug of the section."""
    seen_at: Mapped[datetime]


class SectionRead(Base):
    """One section read to its end by one person."""

    __tablename__ = "section_read"

    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id", ondelete="CASCADE"), primary_key=True
    )
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    read_at: Mapped[datetime]

    elsewhere: Mapped[bool] = mapped_column(default=False)
    """The person says so; nothing was on screen."""


class ReadingTime(Base):
    """How long a section was on one person's screen, and whether its end was."""

    __tablename__ = "reading_time"

    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id", ondelete="CASCADE"), primary_key=True
    )
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)

    seconds: Mapped[int] = mapped_column(default=0)
    """Counted up to what reading it takes; pages tell no more."""

    end_seen: Mapped[bool] = mapped_column(default=False)

    begun_at: Mapped[datetime]
    """When the first of the visits opened it. No more than the time since can have been spent."""

    visits: Mapped[dict[str, Any]]
    """Seconds that each of the latest visits has told, by its id: a repeat adds nothing."""


class VideoWatch(Base):
    """Which seconds of a video one person has seen, and where they stopped."""

    __tablename__ = "video_watch"

    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id", ondelete="CASCADE"), primary_key=True
    )
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(primary_key=True)

    spans: Mapped[list[Any]]
    """Seen stretches, [[from, to], …] in whole seconds, sorted, apart from one another."""

    seconds: Mapped[int] = mapped_column(default=0)
    """Unique seconds seen: the sum over the spans."""

    position: Mapped[int] = mapped_column(default=0)
    """The second to resume at."""

    transcript_read: Mapped[bool] = mapped_column(default=False)
    """Reading the transcript is an equal way of taking the video in."""

    said: Mapped[bool] = mapped_column(default=False)
    """The person says it was watched, where no player can tell."""

    film: Mapped[str] = mapped_column(default="")
    """Which film `spans` are about: a program may exchange the one in a slot."""

    done: Mapped[bool] = mapped_column(default=False)
    """A film of this slot was once seen nearly to the end; that stays when the film changes."""

    seen_at: Mapped[datetime]


class CheckAnswer(Base):
    """One person's latest answer to one check item, and whether any try was right."""

    __tablename__ = "check_answer"
    __table_args__ = (UniqueConstraint("enrolment_id", "unit_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    unit_id: Mapped[str]
    item: Mapped[str]

    chosen: Mapped[list[Any]]
    """What the question's `judge` takes, e.g. positions of choices, counted from 0."""

    right: Mapped[bool]
    """Whether the latest try was right."""

    ever_right: Mapped[bool]
    tries: Mapped[int] = mapped_column(default=1)
    answered_at: Mapped[datetime]


class BeforeAfterAnswer(Base):
    """Where one person stood on a unit's question, before the unit or after it."""

    __tablename__ = "before_after_answer"

    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id", ondelete="CASCADE"), primary_key=True
    )
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    moment: Mapped[Moment] = mapped_column(primary_key=True)

    position: Mapped[int]
    """Of the question's positions, counted from 0."""

    words: Mapped[str] = mapped_column(default="")
    """Why, in the person's own words; for nobody else."""

    answered_at: Mapped[datetime]
    """The first time. An answer that is changed keeps it."""
