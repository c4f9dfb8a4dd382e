"""A person's place in a course."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from curriculum.foundation.tables import Base, Created
from curriculum.models.course import Course
from curriculum.models.person import Person


class Role(enum.Enum):
    """What somebody is within one course. Nothing outside the course adds to it."""

    CANDIDATE = "candidate"
    INSTRUCTOR = "instructor"
    VISITOR = "visitor"
    """No role, or one we do not know: may read the units, and that is all."""


class Standing(enum.Enum):
    """Whether somebody is still in the course."""

    ACTIVE = "active"
    LEFT = "left"
    """No longer on the roster. Work stays."""


class Enrolment(Created, Base):
    """A person's place, with a role, in a course."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("course_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"))
    course: Mapped[Course] = relationship()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    person: Mapped[Person] = relationship()
    role: Mapped[Role]
    standing: Mapped[Standing] = mapped_column(default=Standing.ACTIVE)

    last_launch_at: Mapped[datetime | None]
    """When they last came in; nothing for somebody only known from the roster."""
