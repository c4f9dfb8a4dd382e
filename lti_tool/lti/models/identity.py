"""Where the platform's identifiers meet our people, courses and tasks."""

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
    score_maximum: Mapped[float | None]
    """As last read from the platform; nothing before the first reading."""

    read_at: Mapped[datetime | None]
    """When that was."""

    gone_at: Mapped[datetime | None]
    """When the platform said that the column no longer exists."""
