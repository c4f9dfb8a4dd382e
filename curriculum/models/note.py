"""What somebody notes down while reading or watching, for nobody else."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.foundation.tables import Base, Created


class Note(Created, Base):
    """A private note on a section, or on a second of a video in it."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_enrolment_id_unit_id", "enrolment_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    unit_id: Mapped[str]
    section: Mapped[str]

    slot: Mapped[str | None]
    """The video that it is about, if any."""

    second: Mapped[int | None]
    """Of that video."""

    words: Mapped[str]
    changed_at: Mapped[datetime]
