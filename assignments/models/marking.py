"""One rater's levels and comments for one submission."""

import enum
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assignments.models.reflection import Submission
from curriculum.foundation.tables import Base, Created
from curriculum.models.enrolment import Enrolment


class MarkingState(enum.Enum):
    """Whether the candidate sees it."""

    DRAFT = "draft"
    RELEASED = "released"
    RETURNED = "returned"
    """The submission went back for revision; levels and comments are shown with it."""


class Marking(Created, Base):
    """One rater's view of one submission."""

    __tablename__ = "marking"
    __table_args__ = (UniqueConstraint("submission_id", "rater_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"))
    submission: Mapped[Submission] = relationship()
    rater_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    rater: Mapped[Enrolment] = relationship()
    comment: Mapped[str] = mapped_column(default="")
    state: Mapped[MarkingState] = mapped_column(default=MarkingState.DRAFT)

    revision: Mapped[int] = mapped_column(default=0)
    """Counts the saves, so that a stale tab cannot overwrite a newer one."""

    saved_at: Mapped[datetime]
    released_at: Mapped[datetime | None]

    score: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    """Points given, out of `score_maximum`; nothing for pass-or-return and unscored tasks."""

    score_maximum: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))

    levels: Mapped[list["MarkingLevel"]] = relationship(
        back_populates="marking", cascade="all, delete-orphan"
    )


class MarkingLevel(Base):
    """The level and comment given on one criterion."""

    __tablename__ = "marking_level"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 4", name="level_of_four"),)

    marking_id: Mapped[int] = mapped_column(
        ForeignKey("marking.id", ondelete="CASCADE"), primary_key=True
    )
    marking: Mapped[Marking] = relationship(back_populates="levels")
    criterion_id: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int | None]
    """1 to 4; nothing while it is not marked yet."""
    comment: Mapped[str] = mapped_column(default="")
