"""Films that a program puts into the units' slots, and who may do so."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from curriculum.foundation.tables import Base, Created
from curriculum.models.person import Person
from curriculum.models.program import Program


class VideoState(enum.Enum):
    """Who sees a program's film."""

    DRAFT = "draft"
    """Those who may change it."""
    LIVE = "live"
    """Everybody in the program's courses."""


class ProgramVideo(Base):
    """One program's film for one slot: at most one that is live, and one being prepared."""

    __tablename__ = "program_video"
    __table_args__ = (UniqueConstraint("program_id", "unit_id", "slot", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"))
    unit_id: Mapped[str]
    slot: Mapped[str]
    state: Mapped[VideoState]

    title: Mapped[str]
    source: Mapped[str]
    """An address; see `curriculum.video_sources`."""

    seconds: Mapped[int]
    captions: Mapped[str] = mapped_column(default="")
    """WebVTT."""

    captions_language: Mapped[str] = mapped_column(default="en")
    transcript: Mapped[str] = mapped_column(default="")
    """As it was typed: plain text, no markup."""

    changed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    changed_at: Mapped[datetime]


class EditorGrant(Created, Base):
    """One instructor may fill the video slots of one program. Coordinators may anyway."""

    __tablename__ = "editor_grant"
    __table_args__ = (UniqueConstraint("program_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"))
    program: Mapped[Program] = relationship()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    person: Mapped[Person] = relationship()
