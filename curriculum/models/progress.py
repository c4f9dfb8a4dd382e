"""How far each candidate has come: sections read, seconds watched, checks answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.foundation.tables import Base


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
    """Positions of the choices, counted from 0."""

    right: Mapped[bool]
    """Whether the latest try was right."""

    ever_right: Mapped[bool]
    tries: Mapped[int] = mapped_column(default=1)
    answered_at: Mapped[datetime]
