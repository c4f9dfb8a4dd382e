"""One course in one LMS."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from curriculum.foundation.tables import Base, Created
from curriculum.models.program import Program


class Course(Created, Base):
    """What LTI calls a context: a course in one LMS."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(default="")

    timezone: Mapped[str] = mapped_column(default="UTC")
    """An IANA name. Decides what "today" means."""

    program_id: Mapped[int | None] = mapped_column(
        ForeignKey("program.id", ondelete="SET NULL"), index=True
    )
    program: Mapped[Program | None] = relationship()

    lane: Mapped[str | None]
    """The lane of jobs that talk to this course's LMS; see `foundation.jobs`."""
