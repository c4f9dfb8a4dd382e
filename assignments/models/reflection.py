"""The candidate's text: the draft, its saved states, and what was handed in."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assignments.models.contact_log import Contact
from curriculum.foundation.tables import Base, Created
from curriculum.models.enrolment import Enrolment


class WorkState(enum.Enum):
    """Where one candidate's work on one task stands. No row at all: not begun."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    """Waiting for the instructor."""

    RETURNED = "returned"
    """Handed back for revision: a draft again, for the next attempt."""

    GRADED = "graded"
    """Released: scored, passed, or (an unscored task) read."""


class Reflection(Created, Base):
    """One candidate's work on one task: the live draft."""

    __tablename__ = "reflection"
    __table_args__ = (UniqueConstraint("enrolment_id", "task_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    enrolment: Mapped[Enrolment] = relationship()
    task_id: Mapped[str]

    parts: Mapped[dict[str, str]]
    """The text under each prompt, by prompt id."""

    revision: Mapped[int] = mapped_column(default=0)
    """Counts the saves. A save must name the revision it started from."""

    state: Mapped[WorkState] = mapped_column(default=WorkState.DRAFT)
    saved_at: Mapped[datetime]

    saved_from: Mapped[str] = mapped_column(default="")
    """A random word of the page that saved last: a page whose answer got lost may save again."""

    kept_hits: Mapped[list[Any]] = mapped_column(default=list)
    """What the leak scan found and the candidate decided to keep, so far:
    [{key, part, kind, reason}, …]; see `assignments.leaks`. Never the words themselves."""


class ReflectionVersion(Base):
    """A saved state of the text. Nothing that was once saved is lost."""

    __tablename__ = "reflection_version"
    __table_args__ = (UniqueConstraint("reflection_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reflection_id: Mapped[int] = mapped_column(ForeignKey("reflection.id", ondelete="CASCADE"))
    revision: Mapped[int | None]
    """Nothing for text that an older tab sent too late: kept aside, never the draft itself."""

    parts: Mapped[dict[str, str]]
    saved_at: Mapped[datetime]


class ReflectionContact(Base):
    """A contact that the reflection rests on."""

    __tablename__ = "reflection_contact"

    reflection_id: Mapped[int] = mapped_column(
        ForeignKey("reflection.id", ondelete="CASCADE"), primary_key=True
    )
    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    contact: Mapped[Contact] = relationship()


class Exemption(Created, Base):
    """An instructor's leave to submit below a task's minimum."""

    __tablename__ = "exemption"
    __table_args__ = (UniqueConstraint("enrolment_id", "task_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    task_id: Mapped[str]
    reason: Mapped[str]
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))


class Submission(Base):
    """What was handed in: one attempt. Never changes, but for a family's withdrawal."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("reflection_id", "attempt"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reflection_id: Mapped[int] = mapped_column(ForeignKey("reflection.id", ondelete="CASCADE"))
    reflection: Mapped[Reflection] = relationship()
    attempt: Mapped[int]
    """Counted from 1."""

    state: Mapped[WorkState] = mapped_column(default=WorkState.SUBMITTED)
    """SUBMITTED, RETURNED or GRADED."""

    submitted_at: Mapped[datetime] = mapped_column(index=True)
    receipt: Mapped[str] = mapped_column(unique=True)
    """A short code the candidate can quote."""

    parts: Mapped[dict[str, str]]

    task: Mapped[dict[str, Any]]
    """The task as it read then: `assignments.tasks.Task` as plain values."""

    rubric: Mapped[dict[str, Any]]
    """The rubric it is marked with, as it read then: `assignments.rubric.Rubric` as plain
    values, only this task's criteria."""

    rubric_version: Mapped[str]
    curriculum_version: Mapped[str]

    kept_hits: Mapped[list[Any]]
    """What the leak scan found and the candidate kept: [{part, kind, reason}, …]. A part is
    a prompt's id, or "contact-7.heard" for a note of a contact."""

    contacts: Mapped[list["SubmissionContact"]] = relationship(
        back_populates="submission", cascade="all, delete-orphan"
    )


class SubmissionContact(Base):
    """A contact as it stood when the work was handed in."""

    __tablename__ = "submission_contact"

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    submission: Mapped[Submission] = relationship(back_populates="contacts")
    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    contact: Mapped[Contact] = relationship()

    entry: Mapped[dict[str, Any]]
    """The contact's fields then, as plain values."""
