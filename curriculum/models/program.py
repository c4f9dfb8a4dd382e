"""The educator-preparation program, its reporting periods and who reports for it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from curriculum.foundation.tables import Base, Created
from curriculum.models.person import Person


class Program(Created, Base):
    """A program that several courses belong to."""

    __tablename__ = "program"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)

    institution: Mapped[str] = mapped_column(default="")
    """As it should stand on a report."""

    cycles: Mapped[list["Cycle"]] = relationship(
        back_populates="program", order_by="Cycle.starts_on", cascade="all, delete-orphan"
    )


class Cycle(Base):
    """One reporting period of a program: a term or a year."""

    __tablename__ = "cycle"
    __table_args__ = (
        UniqueConstraint("program_id", "name"),
        CheckConstraint("starts_on <= ends_on", name="starts_before_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"))
    program: Mapped[Program] = relationship(back_populates="cycles")
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day that belongs to it."""


class CoordinatorGrant(Created, Base):
    """One person may look at everything within one program, and at nothing outside it."""

    __tablename__ = "coordinator_grant"
    __table_args__ = (UniqueConstraint("program_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"))
    program: Mapped[Program] = relationship()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    person: Mapped[Person] = relationship()
