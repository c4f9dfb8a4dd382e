import pytest
from sqlalchemy import select

from assignments.models.report import ReportKind, ReportState
from assignments.reports import (
    Asker,
    Wanted,
    ask_again,
    find_report,
    list_reports,
    reportable_candidates,
    reportable_courses,
    request_report,
)
from curriculum.foundation.errors import Missing, NotAllowed
from curriculum.foundation.jobs import Job
from tests import factories

NOW = factories.NOW


class World:
    """Two programs; a course with an instructor and a candidate in each; one coordinator."""

    def __init__(self, session):
        self.session = session
        self.program, self.other_program = (factories.program(session) for _ in range(2))
        self.course = factories.course(session, program=self.program)
        self.other_course = factories.course(session, title="B", program=self.other_program)
        self.candidate = factories.candidate(session, course=self.course)
        self.other_candidate = factories.candidate(session, course=self.other_course)
        teacher = factories.instructor(session, course=self.course)
        self.instructor = Asker(teacher.person_id, teacher)
        person = factories.person(session)
        factories.coordinator(session, self.program, person)
        self.coordinator = Asker(person.id, None)

    def ask(self, asker, kind, subject, **changes):
        return request_report(self.session, asker, Wanted(kind, subject.id, **changes), now=NOW)


@pytest.fixture
def world(session):
    return World(session)


def test_asking_writes_the_report_and_its_job_together(world, session):
    report = world.ask(world.instructor, ReportKind.COURSE, world.course)

    job = session.scalars(select(Job)).one()
    assert (job.kind, job.payload, job.lane) == ("report", {"report_id": report.id}, None)
    assert report.state is ReportState.WAITING
    assert report.requested_by_id == world.instructor.person_id
    assert report.program_id == world.program.id


def test_the_same_wish_is_not_doubled_while_it_waits(world, session):
    first = world.ask(world.instructor, ReportKind.COURSE, world.course)
    second = world.ask(world.coordinator, ReportKind.COURSE, world.course)

    assert first is second
    assert len(session.scalars(select(Job)).all()) == 1


def test_a_wish_for_another_cycle_is_another_report(world, session):
    cycle = factories.cycle(session, world.program)

    first = world.ask(world.instructor, ReportKind.COURSE, world.course)
    second = world.ask(world.instructor, ReportKind.COURSE, world.course, cycle_id=cycle.id)

    assert first is not second


def test_a_report_that_is_being_made_has_read_its_numbers_so_a_new_one_is_made(world):
    first = world.ask(world.instructor, ReportKind.COURSE, world.course)
    first.state = ReportState.RENDERING

    assert world.ask(world.instructor, ReportKind.COURSE, world.course) is not first


@pytest.mark.parametrize(
    ("who", "kind", "subject"),
    [
        ("instructor", ReportKind.COURSE, "course"),
        ("instructor", ReportKind.CANDIDATE, "candidate"),
        ("coordinator", ReportKind.COURSE, "course"),
        ("coordinator", ReportKind.CANDIDATE, "candidate"),
        ("coordinator", ReportKind.PROGRAM, "program"),
    ],
)
def test_each_may_report_on_what_is_theirs(world, who, kind, subject):
    report = world.ask(getattr(world, who), kind, getattr(world, subject))

    assert find_report(world.session, getattr(world, who), report.id) is report


@pytest.mark.parametrize(
    ("who", "kind", "subject"),
    [
        ("instructor", ReportKind.COURSE, "other_course"),
        ("instructor", ReportKind.CANDIDATE, "other_candidate"),
        ("instructor", ReportKind.PROGRAM, "program"),
        ("coordinator", ReportKind.COURSE, "other_course"),
        ("coordinator", ReportKind.CANDIDATE, "other_candidate"),
        ("coordinator", ReportKind.PROGRAM, "other_program"),
    ],
)
def test_what_is_not_theirs_is_missing(world, who, kind, subject):
    with pytest.raises(Missing):
        world.ask(getattr(world, who), kind, getattr(world, subject))


def test_an_instructor_is_no_candidate_to_report_on(world):
    with pytest.raises(Missing):
        world.ask(world.instructor, ReportKind.CANDIDATE, world.instructor.enrolment)


def test_a_test_student_is_no_candidate_to_report_on(world, session):
    test = factories.person(session, is_test=True)
    student = factories.candidate(session, course=world.course, person=test)

    with pytest.raises(Missing):
        world.ask(world.instructor, ReportKind.CANDIDATE, student)


def test_candidates_may_not_ask(world):
    asker = Asker(world.candidate.person_id, world.candidate)

    with pytest.raises(NotAllowed):
        world.ask(asker, ReportKind.CANDIDATE, world.candidate)


def test_a_cycle_of_another_program_is_refused_beside_its_field(world, session):
    cycle = factories.cycle(session, world.other_program)

    with pytest.raises(Missing) as refused:
        world.ask(world.instructor, ReportKind.COURSE, world.course, cycle_id=cycle.id)

    assert refused.value.field == "cycle"


def test_the_command_line_may_ask_for_everything(world):
    report = world.ask(None, ReportKind.PROGRAM, world.other_program)

    assert report.requested_by_id is None
    assert find_report(world.session, None, report.id) is report


def test_each_sees_their_own_reports_only_the_newest_first(world):
    world.ask(None, ReportKind.PROGRAM, world.program)
    world.ask(None, ReportKind.COURSE, world.course)
    world.ask(None, ReportKind.CANDIDATE, world.candidate)
    world.ask(None, ReportKind.COURSE, world.other_course)

    def kinds(asker):
        return sorted(each.kind.value for each in list_reports(world.session, asker))

    assert kinds(world.instructor) == ["candidate", "course"]
    assert kinds(world.coordinator) == ["candidate", "course", "program"]
    assert len(kinds(None)) == 4


def test_a_course_that_moves_takes_its_reports_along(world):
    report = world.ask(None, ReportKind.COURSE, world.course)
    world.course.program = world.other_program
    world.session.flush()

    with pytest.raises(Missing):
        find_report(world.session, world.coordinator, report.id)


def test_a_failed_report_can_be_asked_again(world):
    report = world.ask(world.instructor, ReportKind.COURSE, world.course)
    report.state = ReportState.FAILED

    again = ask_again(world.session, world.instructor, report.id, now=NOW)

    assert again.id != report.id
    assert (again.kind, again.course_id) == (ReportKind.COURSE, world.course.id)


def test_somebody_elses_report_cannot_be_asked_again(world):
    report = world.ask(None, ReportKind.COURSE, world.other_course)

    with pytest.raises(Missing):
        ask_again(world.session, world.instructor, report.id, now=NOW)


def test_the_lists_hold_only_what_may_be_reported_on(world, session):
    test = factories.person(session, is_test=True)
    factories.candidate(session, course=world.course, person=test)

    courses = reportable_courses(session, world.coordinator)
    candidates = reportable_candidates(session, world.coordinator, world.course.id)

    assert courses == [world.course]
    assert candidates == [world.candidate]
    assert reportable_candidates(session, world.coordinator, world.other_course.id) == []


def test_a_reports_number_can_be_read_aloud(world):
    report = world.ask(None, ReportKind.COURSE, world.course)

    assert len(report.id) == 11
    assert not set("01ILO") & set(report.id)
