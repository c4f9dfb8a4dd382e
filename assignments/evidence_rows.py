"""The rows that evidence is computed from, read with a fixed number of SQL statements.

However many candidates there are, each function asks once. No column here holds a word that
a family said: neither the contacts' notes, nor the reflections, nor what a family is called.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from assignments.evidence import Leave, Period, Who
from assignments.evidence_records import LoggedContact, Record, Records, Result, Work
from assignments.models.contact_log import Contact, Verification
from assignments.models.marking import Marking, MarkingLevel, MarkingState
from assignments.models.reflection import Exemption, Reflection, Submission
from assignments.models.report import ReportKind
from assignments.rubric import Rubric
from curriculum.foundation.clock import today_in
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment, Role, Standing
from curriculum.models.person import Person
from curriculum.models.progress import CheckAnswer, SectionRead, VideoWatch
from curriculum.standing import Answer, UnitStanding, Watched

Chosen = Select[int]
"""The enrolments that a report is about."""

Rubrics = dict[tuple[str, str], Rubric]
"""By version and task."""


def choose(kind: ReportKind, subject_id: int) -> Chosen:
    """Return the candidates that a report on this subject is about. Never test students."""
    limits: dict[ReportKind, ColumnElement[bool]] = {
        ReportKind.CANDIDATE: Enrolment.id == subject_id,
        ReportKind.COURSE: Enrolment.course_id == subject_id,
        ReportKind.PROGRAM: Course.program_id == subject_id,
    }
    return (
        select(Enrolment.id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(limits[kind], Enrolment.role == Role.CANDIDATE, Person.is_test.is_(False))
    )


def read_records(session: Session, chosen: Chosen, period: Period | None) -> Records:
    """Read everything about the chosen candidates. With a period, contacts held within it."""
    records = {who.enrolment_id: Record(who) for who in _people(session, chosen)}
    _add_contacts(session, chosen, period, records)
    _add_work(session, chosen, records)
    _add_results(session, chosen, records)
    _add_leaves(session, chosen, records)
    _add_units(session, chosen, records)
    return records


def _people(session: Session, chosen: Chosen) -> Iterator[Who]:
    query = (
        select(
            Enrolment.id,
            Enrolment.standing,
            Enrolment.created_at,
            Person.id.label("person_id"),
            Person.name,
            Course.id.label("course_id"),
            Course.title,
            Course.timezone,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.id.in_(chosen))
    )
    order = (func.lower(Person.family_name), func.lower(Person.name), Enrolment.id)
    for row in session.execute(query.order_by(Course.title, Course.id, *order)):
        yield Who(
            enrolment_id=row.id,
            name=_name(row.name, row.person_id),
            left=row.standing is Standing.LEFT,
            enrolled_on=today_in(row.timezone, row.created_at),
            course_id=row.course_id,
            course=row.title or f"#{row.course_id}",
            timezone=row.timezone,
        )


def _name(name: str, person_id: int) -> str:
    return Person(id=person_id, name=name).label


def _add_contacts(
    session: Session, chosen: Chosen, period: Period | None, records: Records
) -> None:
    query = (
        select(
            Contact.enrolment_id,
            Contact.task_id,
            Contact.family_id,
            Contact.minutes,
            Contact.mode,
            Verification.contact_id.is_not(None).label("verified"),
        )
        .outerjoin(Verification, Verification.contact_id == Contact.id)
        .where(Contact.enrolment_id.in_(chosen))
        .order_by(Contact.id)
    )
    if period is not None:
        query = query.where(Contact.held_on.between(period.starts_on, period.ends_on))
    for enrolment_id, task_id, family_id, minutes, mode, verified in session.execute(query):
        logged = LoggedContact(task_id, family_id, minutes, mode, verified)
        records[enrolment_id].contacts.append(logged)


def _add_work(session: Session, chosen: Chosen, records: Records) -> None:
    query = (
        select(
            Reflection.enrolment_id,
            Reflection.task_id,
            Reflection.state,
            Submission.attempt,
            Submission.submitted_at,
        )
        .outerjoin(Submission, Submission.reflection_id == Reflection.id)
        .where(Reflection.enrolment_id.in_(chosen))
        .order_by(Reflection.id, Submission.attempt)
    )
    for enrolment_id, task_id, state, attempt, submitted_at in session.execute(query):
        record = records[enrolment_id]
        days = record.work[task_id].submitted_on if task_id in record.work else ()
        if submitted_at is not None:
            days = (*days, today_in(record.who.timezone, submitted_at))
        record.work[task_id] = Work(state, attempt or 0, days)


def _add_results(session: Session, chosen: Chosen, records: Records) -> None:
    levels = _levels(session, chosen)
    rater, rater_person = aliased(Enrolment), aliased(Person)
    query = (
        _released(
            chosen,
            Marking.id,
            Reflection.enrolment_id,
            Reflection.task_id,
            Submission.rubric_version,
            Marking.score,
            Marking.score_maximum,
            Marking.released_at,
            rater_person.name,
            rater_person.id.label("person_id"),
        )
        .join(rater, rater.id == Marking.rater_id)
        .join(rater_person, rater_person.id == rater.person_id)
        .order_by(Submission.attempt, Marking.released_at, Marking.id)
    )
    # The newest of a task comes last and replaces the ones before.
    for row in session.execute(query):
        record = records[row.enrolment_id]
        record.results[row.task_id] = Result(
            task_id=row.task_id,
            rubric_version=row.rubric_version,
            score=row.score,
            maximum=row.score_maximum,
            graded_by=_name(row.name, row.person_id),
            graded_on=today_in(record.who.timezone, row.released_at),
            levels=levels.get(row.id, {}),
        )


def _levels(session: Session, chosen: Chosen) -> dict[int, dict[str, int]]:
    query = _released(
        chosen, MarkingLevel.marking_id, MarkingLevel.criterion_id, MarkingLevel.level
    ).join(MarkingLevel, MarkingLevel.marking_id == Marking.id)
    found: dict[int, dict[str, int]] = {}
    for marking_id, criterion_id, level in session.execute(query):
        if level is not None:
            found.setdefault(marking_id, {})[criterion_id] = level
    return found


def _released(chosen: Chosen, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Marking)
        .join(Submission, Submission.id == Marking.submission_id)
        .join(Reflection, Reflection.id == Submission.reflection_id)
        .where(Reflection.enrolment_id.in_(chosen), Marking.state == MarkingState.RELEASED)
    )


def read_rubrics(session: Session, chosen: Chosen) -> Rubrics:
    """Return the rubrics that released work was marked with.

    One submission stands for all with the same version and task: a version never changes.
    """
    one_each = _released(chosen, func.min(Submission.id)).group_by(
        Submission.rubric_version, Reflection.task_id
    )
    query = (
        select(Submission.rubric_version, Reflection.task_id, Submission.rubric)
        .join(Reflection, Reflection.id == Submission.reflection_id)
        .where(Submission.id.in_(one_each))
        .order_by(Submission.rubric_version, Reflection.task_id)
    )
    return {
        (version, task_id): Rubric.from_plain(plain)
        for version, task_id, plain in session.execute(query)
    }


def _add_leaves(session: Session, chosen: Chosen, records: Records) -> None:
    query = (
        select(
            Exemption.enrolment_id,
            Exemption.task_id,
            Exemption.reason,
            Exemption.created_at,
            Person.name,
            Person.id.label("person_id"),
        )
        .join(Enrolment, Enrolment.id == Exemption.granted_by_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Exemption.enrolment_id.in_(chosen))
    )
    for row in session.execute(query):
        record = records[row.enrolment_id]
        record.leaves[row.task_id] = Leave(
            reason=row.reason,
            granted_by=_name(row.name, row.person_id),
            granted_on=today_in(record.who.timezone, row.created_at),
        )


def _add_units(session: Session, chosen: Chosen, records: Records) -> None:
    def rows(table: type[Any], *columns: Any) -> Iterator[tuple[UnitStanding, list[Any]]]:
        query = select(table.enrolment_id, table.unit_id, *columns)
        for enrolment_id, unit_id, *values in session.execute(
            query.where(table.enrolment_id.in_(chosen))
        ):
            yield records[enrolment_id].units.setdefault(unit_id, UnitStanding()), values

    for standing, (section, elsewhere) in rows(
        SectionRead, SectionRead.section, SectionRead.elsewhere
    ):
        standing.note_read(section, elsewhere=elsewhere)
    for standing, (slot, seconds, transcript, film, done, said) in rows(
        VideoWatch,
        VideoWatch.slot,
        VideoWatch.seconds,
        VideoWatch.transcript_read,
        VideoWatch.film,
        VideoWatch.done,
        VideoWatch.said,
    ):
        standing.watched[slot] = Watched(
            seconds, transcript_read=transcript, film=film, done=done, said=said
        )
    for standing, (item, right) in rows(CheckAnswer, CheckAnswer.item, CheckAnswer.ever_right):
        standing.answers[item] = Answer(chosen=[], right=right, ever_right=right)
