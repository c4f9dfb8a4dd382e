"""Programs, their cycles and courses, and who coordinates them."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from curriculum.foundation.errors import N_, Missing, Rejected
from curriculum.models.course import Course
from curriculum.models.person import Person
from curriculum.models.program import CoordinatorGrant, Cycle, Program


def add_program(
    session: Session,
    name: str,
    *,
    institution: str = "",
    cycles: Iterable[tuple[str, date, date]] = (),
) -> Program:
    """Add a program, or cycles to one that is already there.

    :param cycles: name, first day and last day of each.
    :raises Rejected: the name is empty, or a cycle ends before it starts or is there already.
    """
    if not name.strip():
        raise Rejected(N_("A program needs a name."), field="name")
    program = session.scalar(select(Program).where(Program.name == name))
    if program is None:
        program = Program(name=name, institution=institution)
        session.add(program)
    elif institution:
        program.institution = institution
    for cycle_name, starts_on, ends_on in cycles:
        _add_cycle(program, cycle_name, starts_on, ends_on)
    session.flush()
    return program


def _add_cycle(program: Program, name: str, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Rejected(N_("The cycle “%(name)s” ends before it starts."), name=name)
    if any(cycle.name == name for cycle in program.cycles):
        raise Rejected(N_("The program already has a cycle “%(name)s”."), name=name)
    program.cycles.append(Cycle(name=name, starts_on=starts_on, ends_on=ends_on))


def program_named(session: Session, name: str) -> Program:
    """Return a program by its name.

    :raises Missing: there is none.
    """
    found = session.scalar(select(Program).where(Program.name == name))
    if found is None:
        raise Missing(N_("There is no program “%(name)s”."), name=name)
    return found


def list_programs(session: Session) -> list[Program]:
    """Return all programs with their cycles, by name."""
    every = select(Program).options(selectinload(Program.cycles)).order_by(Program.name)
    return list(session.scalars(every))


def assign_course(session: Session, program: Program, course_id: int) -> Course:
    """Put a course into a program; it leaves the one it was in.

    :raises Missing: there is no such course.
    """
    course = session.get(Course, course_id)
    if course is None:
        raise Missing(N_("There is no course %(course)s."), course=course_id)
    course.program_id = program.id
    session.flush()
    return course


def list_courses(session: Session) -> list[Course]:
    """Return all courses, those of no program first."""
    return list(session.scalars(select(Course).order_by(Course.program_id, Course.id)))


def grant_coordinator(session: Session, program: Program, person: Person) -> CoordinatorGrant:
    """Let a person look at everything within a program. A second grant changes nothing."""
    grant = _grant_of(session, program, person)
    if grant is None:
        grant = CoordinatorGrant(program=program, person=person)
        session.add(grant)
        session.flush()
    return grant


def revoke_coordinator(session: Session, program: Program, person: Person) -> None:
    """Take a coordinator's grant away.

    :raises Missing: the person does not coordinate this program.
    """
    grant = _grant_of(session, program, person)
    if grant is None:
        raise Missing(N_("This person does not coordinate “%(name)s”."), name=program.name)
    session.delete(grant)
    session.flush()


def _grant_of(session: Session, program: Program, person: Person) -> CoordinatorGrant | None:
    return session.scalar(
        select(CoordinatorGrant).where(
            CoordinatorGrant.program_id == program.id, CoordinatorGrant.person_id == person.id
        )
    )
