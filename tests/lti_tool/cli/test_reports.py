import pytest
from sqlalchemy import select

from assignments.models.report import Report, ReportState
from curriculum.foundation.jobs import Job
from tests import cohorts, factories


@pytest.fixture
def course(app, session):
    program = factories.program(session, name="Elementary Education")
    factories.cycle(session, program, name="2025–26")
    course = factories.course(session, program=program)
    cohorts.make_cohort(session, course, 6, factories.instructor(session, course=course))
    session.commit()
    return course


def test_a_course_report_is_written_to_a_file(reciprocal, course, session, tmp_path):
    out = tmp_path / "course.pdf"

    said = reciprocal("report", "course", str(course.id), "--cycle", "2025–26", "--out", str(out))

    report = session.scalars(select(Report)).one()
    assert out.read_bytes().startswith(b"%PDF-1.7")
    assert report.state is ReportState.READY
    assert report.cycle.name == "2025–26"
    assert report.sha256 in said
    assert session.scalars(select(Job)).all() == []


def test_a_program_report_goes_to_the_worker(reciprocal, course, session):
    said = reciprocal("report", "program", "Elementary Education", "--queue")

    report = session.scalars(select(Report)).one()
    assert report.id in said
    assert session.scalars(select(Job)).one().payload == {"report_id": report.id}


def test_candidates_are_listed_with_the_number_that_a_report_takes(
    reciprocal, course, session, tmp_path
):
    said = reciprocal("report", "candidates", str(course.id))
    number = said.splitlines()[1].split()[0]
    out = tmp_path / "candidate.pdf"

    reciprocal("report", "candidate", number, "--out", str(out))

    assert "Ada Abbott" in said
    assert out.stat().st_size > 10_000


def test_reports_are_listed(reciprocal, course):
    reciprocal("report", "course", str(course.id), "--queue")

    said = reciprocal("report", "list")

    assert "course" in said
    assert "waiting" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("course", "999"), "There is no such course"),
        (("candidate", "999"), "There is no such candidate"),
        (("program", "Nowhere"), "There is no program “Nowhere”."),
        (("course", "{course}", "--cycle", "1999"), "The program has no cycle “1999”."),
    ],
)
def test_what_cannot_be_reported_on_ends_in_one_sentence(
    reciprocal, course, session, words, sentence
):
    words = [word.format(course=course.id) for word in words]

    assert sentence in reciprocal("report", *words, fails=True)
    assert session.scalars(select(Report)).all() == []
