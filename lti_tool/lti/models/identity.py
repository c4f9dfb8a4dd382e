"""Where the platform's identifiers meet our people, courses and tasks."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from curriculum.foundation.tables import Base, Created
from curriculum.models.course import Course
from curriculum.models.person import Person
from lti_tool.lti.models.registration import Deployment, Registration


class LtiIdentity(Base):
    """A platform's user: (registration, sub) and nothing else says who somebody is."""

    __tablename__ = "lti_identity"
    __table_args__ = (UniqueConstraint("registration_id", "sub"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    registration: Mapped[Registration] = relationship()
    sub: Mapped[str]

    legacy_key: Mapped[str | None]
    """LTI 1.1 consumer key of a migration claim whose signature was verified."""

    legacy_user_id: Mapped[str | None]
    """The person's `user_id` under that key."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    person: Mapped[Person] = relationship()


class LtiContext(Created, Base):
    """A platform's course, within one deployment, and the services it offers us."""

    __tablename__ = "lti_context"
    __table_args__ = (UniqueConstraint("deployment_id", "context_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployment.id", ondelete="CASCADE"))
    deployment: Mapped[Deployment] = relationship()
    context_id: Mapped[str]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), unique=True)
    course: Mapped[Course] = relationship()

    line_items_url: Mapped[str | None]
    """AGS `lineitems`, as the last launch gave it."""

    ags_scopes: Mapped[list[str]] = mapped_column(default=list)

    memberships_url: Mapped[str | None]
    """NRPS `context_memberships_url`, as the last launch gave it."""

    roster_synced_at: Mapped[datetime | None]

    results_read_at: Mapped[datetime | None]
    """When the gradebook's marks were last read back."""


class LineItem(Created, Base):
    """A gradebook column that belongs to one task in one course."""

    __tablename__ = "line_item"
    __table_args__ = (
        UniqueConstraint("context_id", "url"),
        Index("ix_line_item_context_id_task_id", "context_id", "task_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"))
    context: Mapped[LtiContext] = relationship()
    task_id: Mapped[str]
    url: Mapped[str]
    """AGS `lineitem`: may hold a query, so nothing is ever appended to its end."""

    resource_link_id: Mapped[str | None]

    label: Mapped[str] = mapped_column(default="")
    """As last read from the platform."""

    score_maximum: Mapped[float | None]
    """As last read from the platform; nothing before the first reading."""

    read_at: Mapped[datetime | None]
    """When that was."""

    gone_at: Mapped[datetime | None]
    """When the platform said that the column no longer exists."""


class ResourceLink(Base):
    """Something of ours that stands in a platform's course."""

    __tablename__ = "resource_link"
    __table_args__ = (UniqueConstraint("context_id", "link_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(
        ForeignKey("lti_context.id", ondelete="CASCADE"), index=True
    )
    link_id: Mapped[str | None]
    """LTI `resource_link.id`; nothing while it was placed and nobody has opened it."""

    content: Mapped[str]
    """`unit:<id>` or `task:<id>`; empty where it opens the course home."""

    title: Mapped[str] = mapped_column(default="")
    """As the course calls it."""

    placed_at: Mapped[datetime | None]
    """When deep linking sent it; nothing for one that came by hand or with a copy."""

    opened_at: Mapped[datetime | None]
    """When somebody first came in by it."""


class ToldBy(enum.Enum):
    """How we know that a course was copied from another one."""

    LINK = "link"
    """An activity in it carries the other course's mark."""

    HISTORY = "history"
    """The platform named the other course in `$Context.id.history`."""

    NOTICE = "notice"
    """The platform sent a context copy notice."""


class CourseCopy(Created, Base):
    """A platform's course that was made by copying another one.

    Nothing of the people in the other course is taken over: activities lead to our content by
    themselves, and columns are bound afresh.
    """

    __tablename__ = "course_copy"
    __table_args__ = (UniqueConstraint("context_id", "origin"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"))
    context: Mapped[LtiContext] = relationship(foreign_keys=[context_id])
    origin: Mapped[str]
    """The platform's id of the course that was copied, or our mark for it on an activity."""

    origin_id: Mapped[int | None] = mapped_column(
        ForeignKey("lti_context.id", ondelete="SET NULL"), index=True
    )
    """That course with us, where we know it at this registration."""

    told_by: Mapped[ToldBy]
    bound_at: Mapped[datetime | None]
    """When its gradebook was last searched for columns of ours."""
