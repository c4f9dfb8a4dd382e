"""Programs, their cycles and courses, and who coordinates them."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session, selectinload

from curriculum.foundation.errors import N_, Missing, Rejected
from curriculum.models.course import Course
from curriculum.models.person import Person
from curriculum.models.program import CoordinatorGrant, Cycle, Program
from curriculum.models.program_video import EditorGrant

Grant = TypeVar("Grant", CoordinatorGrant, EditorGrant)


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
    return _grant(session, CoordinatorGrant, program, person)


def revoke_coordinator(session: Session, program: Program, person: Person) -> None:
    """Take a coordinator's grant away.

    :raises Missing: the person does not coordinate this program.
    """
    if not _revoke(session, CoordinatorGrant, program, person):
        raise Missing(N_("This person does not coordinate “%(name)s”."), name=program.name)


def grant_editor(session: Session, program: Program, person: Person) -> EditorGrant:
    """Let an instructor fill a program's video slots. A second grant changes nothing."""
    return _grant(session, EditorGrant, program, person)


def revoke_editor(session: Session, program: Program, person: Person) -> None:
    """Take an editor's grant away.

    :raises Missing: the person has none for this program.
    """
    if not _revoke(session, EditorGrant, program, person):
        raise Missing(N_("This person does not edit for “%(name)s”."), name=program.name)


def is_editor(session: Session, program_id: int, person_id: int) -> bool:
    """Whether a person may fill a program's video slots: an editor, or its coordinator."""
    mine = [
        select(grant.id).where(grant.program_id == program_id, grant.person_id == person_id)
        for grant in (EditorGrant, CoordinatorGrant)
    ]
    return session.execute(union_all(*mine)).first() is not None


def _grant(session: Session, kind: type[Grant], program: Program, person: Person) -> Grant:
    grant = _grant_of(session, kind, program, person)
    if grant is None:
        grant = kind(program=program, person=person)
        session.add(grant)
        session.flush()
    return grant


def _revoke(session: Session, kind: type[Grant], program: Program, person: Person) -> bool:
    grant = _grant_of(session, kind, program, person)
    if grant is None:
        return False
    session.delete(grant)
    session.flush()
    return True


def _grant_of(
    session: Session, kind: type[Grant], program: Program, person: Person
) -> Grant | None:
    return session.scalar(
        select(kind).where(kind.program_id == program.id, kind.person_id == person.id)
    )
