"""Asking for reports, finding them again, and how far they are."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import Session, joinedload

from assignments.models.report import Report, ReportKind, ReportState
from curriculum.foundation.errors import N_, Missing, NotAllowed
from curriculum.foundation.jobs import enqueue
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment, Role
from curriculum.models.person import Person
from curriculum.models.program import CoordinatorGrant, Cycle, Program

JOB = "report"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters and digits that are mistaken for one another when read aloud."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and from where: a role counts in the course that the launch came from."""

    person_id: int
    enrolment: Enrolment | None
    """Their place in the course at hand; nothing outside a course."""

    @property
    def taught_course_id(self) -> int | None:
        """Return the course that the asker may report on as its instructor."""
        if self.enrolment is None or self.enrolment.role is not Role.INSTRUCTOR:
            return None
        return self.enrolment.course_id


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is to be about."""

    kind: ReportKind
    subject_id: int
    """Id of an enrolment, a course or a program."""
    cycle_id: int | None = None
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class _Subject:
    program_id: int | None
    course_id: int | None = None
    enrolment_id: int | None = None


def request_report(
    session: Session, asker: Asker | None, wanted: Wanted, *, now: datetime
) -> Report:
    """Write down that a report is wanted, with the job that renders it.

    One that waits already and would say the same is returned instead of a second.

    :param asker: nobody where the command line asks, which may ask for everything.
    :raises NotAllowed: the asker is neither an instructor here nor a coordinator.
    :raises Missing: the asker may see no such candidate, course, program or cycle.
    """
    new = draft_report(session, asker, wanted, now=now)
    report = session.scalar(_same(new).limit(1)) or add_report(session, new)
    enqueue(session, JOB, {"report_id": report.id}, now=now, key=f"report:{report.id}")
    return report


def draft_report(session: Session, asker: Asker | None, wanted: Wanted, *, now: datetime) -> Report:
    """Return the report that would be asked for, without writing anything.

    :raises NotAllowed: as `request_report`.
    :raises Missing: as `request_report`.
    """
    subject = _find_subject(session, asker, wanted)
    return Report(
        id="",
        kind=wanted.kind,
        program=session.get(Program, subject.program_id) if subject.program_id else None,
        course=session.get(Course, subject.course_id) if subject.course_id else None,
        enrolment_id=subject.enrolment_id,
        cycle=_find_cycle(session, subject, wanted.cycle_id),
        locale=wanted.locale,
        requested_by_id=asker.person_id if asker else None,
        versions={},
        created_at=now,
    )


def add_report(session: Session, new: Report) -> Report:
    """Give a drafted report its number and keep it."""
    new.id = _free_id(session)
    session.add(new)
    session.flush()
    return new


def ask_again(session: Session, asker: Asker | None, report_id: str, *, now: datetime) -> Report:
    """Ask for the same once more: after a failure, or for newer numbers.

    :raises Missing: the asker may see no such report.
    """
    old = find_report(session, asker, report_id)
    subject_id = {
        ReportKind.CANDIDATE: old.enrolment_id,
        ReportKind.COURSE: old.course_id,
        ReportKind.PROGRAM: old.program_id,
    }[old.kind]
    wanted = Wanted(old.kind, subject_id or 0, old.cycle_id, old.locale)
    return request_report(session, asker, wanted, now=now)


def find_report(session: Session, asker: Asker | None, report_id: str) -> Report:
    """Return one report.

    :raises Missing: there is none that the asker may see.
    """
    found = session.scalar(_visible(asker).where(Report.id == report_id))
    if found is None:
        raise Missing(N_("There is no report with this number."))
    return found


def list_reports(session: Session, asker: Asker | None, *, limit: int = 50) -> Sequence[Report]:
    """Return the reports that the asker may see, the newest first."""
    newest = _visible(asker).order_by(Report.created_at.desc(), Report.id)
    return session.scalars(newest.limit(limit)).all()


def reportable_courses(session: Session, asker: Asker) -> Sequence[Course]:
    """Return the courses that the asker may report on, by title."""
    mine = select(Course).where(_course_in_sight(asker))
    return session.scalars(mine.order_by(Course.title, Course.id)).all()


def reportable_programs(session: Session, asker: Asker) -> Sequence[Program]:
    """Return the programs that the asker coordinates, by name."""
    mine = select(Program).where(Program.id.in_(_coordinated(asker.person_id)))
    return session.scalars(mine.order_by(Program.name)).all()


def reportable_candidates(session: Session, asker: Asker, course_id: int) -> Sequence[Enrolment]:
    """Return the candidates of one course that the asker may report on, by name."""
    mine = (
        _candidates_in_sight(asker)
        .where(Enrolment.course_id == course_id)
        .options(joinedload(Enrolment.person))
        .order_by(Person.family_name, Person.name, Enrolment.id)
    )
    return session.scalars(mine).all()


def cycles_for(session: Session, asker: Asker) -> Sequence[Cycle]:
    """Return the reporting periods of the programs in the asker's sight, the newest first."""
    of_courses = select(Course.program_id).where(_course_in_sight(asker))
    mine = (
        select(Cycle)
        .join(Program, Program.id == Cycle.program_id)
        .where(or_(Program.id.in_(of_courses), Program.id.in_(_coordinated(asker.person_id))))
        .options(joinedload(Cycle.program))
        .order_by(Program.name, Cycle.starts_on.desc())
    )
    return session.scalars(mine).all()


def _find_subject(session: Session, asker: Asker | None, wanted: Wanted) -> _Subject:
    if asker is not None and asker.taught_course_id is None:
        _require_coordinator(session, asker)
    if wanted.kind is ReportKind.PROGRAM:
        return _find_program(session, asker, wanted.subject_id)
    if wanted.kind is ReportKind.COURSE:
        in_sight = select(Course).where(_course_in_sight(asker))
        course = session.scalar(in_sight.where(Course.id == wanted.subject_id))
        if course is None:
            raise Missing(N_("There is no such course among those you report on."))
        return _Subject(course.program_id, course.id)
    candidate = session.scalar(_candidates_in_sight(asker).where(Enrolment.id == wanted.subject_id))
    if candidate is None:
        raise Missing(N_("There is no such candidate in this course."))
    return _Subject(candidate.course.program_id, candidate.course_id, candidate.id)


def _require_coordinator(session: Session, asker: Asker) -> None:
    if session.scalar(_coordinated(asker.person_id).limit(1)) is None:
        raise NotAllowed(N_("Reports are for instructors of this course and for coordinators."))


def _find_program(session: Session, asker: Asker | None, program_id: int) -> _Subject:
    in_sight = select(Program.id).where(Program.id == program_id)
    if asker is not None:
        in_sight = in_sight.where(Program.id.in_(_coordinated(asker.person_id)))
    if session.scalar(in_sight) is None:
        raise Missing(N_("There is no such program among those you report on."))
    return _Subject(program_id)


def _find_cycle(session: Session, subject: _Subject, cycle_id: int | None) -> Cycle | None:
    if cycle_id is None:
        return None
    cycle = session.get(Cycle, cycle_id)
    if cycle is None or cycle.program_id != subject.program_id:
        raise Missing(
            N_("This cycle belongs to another program. Choose one of the program's own."),
            field="cycle",
        )
    return cycle


def _coordinated(person_id: int) -> Select[int]:
    return select(CoordinatorGrant.program_id).where(CoordinatorGrant.person_id == person_id)


def _course_in_sight(asker: Asker | None) -> ColumnElement[bool]:
    if asker is None:
        return Course.id.is_not(None)
    taught = Course.id == asker.taught_course_id if asker.taught_course_id else false()
    return or_(taught, Course.program_id.in_(_coordinated(asker.person_id)))


def _candidates_in_sight(asker: Asker | None) -> Select[Enrolment]:
    return (
        select(Enrolment)
        .join(Course, Course.id == Enrolment.course_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            _course_in_sight(asker),
            Enrolment.role == Role.CANDIDATE,
            Person.is_test.is_(False),
        )
    )


def _visible(asker: Asker | None) -> Select[Report]:
    """Select reports on courses in sight, and on programs that the asker coordinates.

    A course that has moved to another program takes its reports along.
    """
    query = select(Report).options(
        joinedload(Report.program),
        joinedload(Report.course),
        joinedload(Report.cycle),
        joinedload(Report.requested_by),
        joinedload(Report.enrolment).joinedload(Enrolment.person),
    )
    if asker is None:
        return query
    courses = select(Course.id).where(_course_in_sight(asker))
    of_program = Report.program_id.in_(_coordinated(asker.person_id))
    return query.where(
        or_(Report.course_id.in_(courses), (Report.kind == ReportKind.PROGRAM) & of_program)
    )


def _same(new: Report) -> Select[Report]:
    return select(Report).where(
        Report.state == ReportState.WAITING,
        Report.kind == new.kind,
        Report.program_id == (new.program.id if new.program else None),
        Report.course_id == (new.course.id if new.course else None),
        Report.enrolment_id == new.enrolment_id,
        Report.cycle_id == (new.cycle.id if new.cycle else None),
        Report.locale == new.locale,
    )


def _free_id(session: Session) -> str:
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
        report_id = f"R-{letters[:4]}-{letters[4:]}"
        if session.get(Report, report_id) is None:
            return report_id
