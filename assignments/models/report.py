"""Completion reports: what was asked for, how far it is, and the rendered file."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from curriculum.foundation.tables import Base, Created
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment
from curriculum.models.person import Person
from curriculum.models.program import Cycle, Program


class ReportKind(enum.Enum):
    """What a report is about."""

    CANDIDATE = "candidate"
    COURSE = "course"
    PROGRAM = "program"


class ReportState(enum.Enum):
    """How far the worker is with it."""

    WAITING = "waiting"
    RENDERING = "rendering"
    READY = "ready"
    FAILED = "failed"


class Report(Created, Base):
    """One report. Lies in the database, so that any machine can serve it."""

    __tablename__ = "report"

    id: Mapped[str] = mapped_column(primary_key=True)
    """Printed on every page of the report, e.g. "R-7K3M-9QXD"."""

    kind: Mapped[ReportKind]
    program_id: Mapped[int | None] = mapped_column(ForeignKey("program.id"), index=True)
    program: Mapped[Program | None] = relationship()
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"), index=True)
    course: Mapped[Course | None] = relationship()
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    enrolment: Mapped[Enrolment | None] = relationship()
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey("cycle.id"))
    cycle: Mapped[Cycle | None] = relationship()
    """Without one the report covers everything up to now."""

    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Nobody where the command line asked."""
    requested_by: Mapped[Person | None] = relationship()

    locale: Mapped[str] = mapped_column(default="en")
    state: Mapped[ReportState] = mapped_column(default=ReportState.WAITING)
    progress: Mapped[int] = mapped_column(default=0)
    """Per cent."""

    error: Mapped[str | None]
    """One sentence, when it failed."""

    versions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Versions of curriculum and rubric it was computed with."""

    finished_at: Mapped[datetime | None]
    sha256: Mapped[str | None]
    """Of the PDF, in hex."""

    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
