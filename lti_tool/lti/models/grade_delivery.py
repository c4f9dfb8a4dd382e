"""What we want the platform's gradebook to hold, and what it said."""

import enum
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from curriculum.foundation.tables import Base, Created
from lti_tool.lti.models.identity import LineItem


class DeliveryState(enum.Enum):
    """How far one grade is on its way."""

    WAITING = "waiting"
    """To be sent, or to be tried again."""

    SENT = "sent"
    """The platform said it has it."""

    FAILED = "failed"
    """Not sent after the last try: a person must act."""


class GradeDelivery(Created, Base):
    """One candidate's grade for one gradebook column."""

    __tablename__ = "grade_delivery"
    __table_args__ = (UniqueConstraint("reflection_id", "line_item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reflection_id: Mapped[int] = mapped_column(ForeignKey("reflection.id", ondelete="CASCADE"))
    line_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("line_item.id", ondelete="SET NULL"), index=True
    )
    """Nothing while the task has no column in this course."""
    line_item: Mapped[LineItem | None] = relationship()

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"))
    """The attempt whose marking is wanted there."""

    wanted_revision: Mapped[int] = mapped_column(default=0)
    """The marking revision that should stand in the gradebook; 0 while nothing was released."""

    sent_revision: Mapped[int | None]
    """The one that the platform last confirmed."""

    posted_at: Mapped[datetime | None]
    """The `timestamp` of the last score, persisted before it was posted: it must only grow."""

    posted_revision: Mapped[int | None]
    """The revision that `posted_at` went out with; an answer may have been lost."""

    score: Mapped[Decimal | None] = mapped_column(Numeric(9, 4))
    """`scoreGiven` as last posted, in the column's points."""

    score_maximum: Mapped[Decimal | None] = mapped_column(Numeric(9, 4))
    """`scoreMaximum` as last posted."""

    sent_share: Mapped[Decimal | None] = mapped_column(Numeric(9, 8))
    """Score divided by maximum, as the platform last confirmed it."""

    sent_comment: Mapped[str | None]
    """SHA-256 of the comment last confirmed: some platforms would show the same one twice."""

    replaces: Mapped[bool] = mapped_column(default=False)
    """An instructor said that our grade goes in the place of one typed into the gradebook,
    or that a deleted column is made again."""

    yields: Mapped[bool] = mapped_column(default=False)
    """An instructor said that a grade typed into the gradebook stays in the place of ours."""

    noticed_submission_id: Mapped[int | None]
    """The attempt that the platform was last told about. It counts attempts by it."""

    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    """What the platform answered last: a translatable sentence for the instructor, which may
    have a place for `answer_status`."""

    answer_status: Mapped[int | None]
    """The HTTP status of that answer, where there was one."""

    sent_at: Mapped[datetime | None]

    held_score: Mapped[Decimal | None] = mapped_column(Numeric(9, 4))
    """What the gradebook said it holds, when last asked."""

    held_maximum: Mapped[Decimal | None] = mapped_column(Numeric(9, 4))
    held_at: Mapped[datetime | None]
    """Since when it holds that, by its own word."""

    held_read_at: Mapped[datetime | None]
    """When that was; nothing before the first reading."""
