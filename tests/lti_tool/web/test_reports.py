import re

import pytest
from sqlalchemy import select

from assignments.models.report import Report, ReportKind, ReportState
from assignments.reports import Wanted, request_report
from curriculum.foundation.jobs import Job
from tests import cohorts, factories

NOW = factories.NOW


class World:
    """A course with an instructor and six candidates, in a program with a cycle."""

    def __init__(self, session, browser):
        self.session, self.open = session, browser
        self.program = factories.program(session, name="Elementary Education")
        self.cycle = factories.cycle(session, self.program)
        self.course = factories.course(session, program=self.program)
        self.teacher = factories.instructor(session, course=self.course)
        self.ids = cohorts.make_cohort(session, self.course, 6, self.teacher)

    def instructor(self):
        return self.open(self.teacher)

    def coordinator(self):
        """A coordinator whose launch comes from a course of no program, as a visitor."""
        elsewhere = factories.enrolment(
            self.session, role=factories.Role.VISITOR, course=factories.course(self.session)
        )
        factories.coordinator(self.session, self.program, elsewhere.person)
        return self.open(elsewhere)

    def report(self, **changes):
        report = request_report(
            self.session, None, Wanted(ReportKind.COURSE, self.course.id), now=NOW
        )
        for name, value in changes.items():
            setattr(report, name, value)
        self.session.commit()
        return report


@pytest.fixture
def world(session, browser):
    return World(session, browser)


def test_an_instructor_chooses_looks_and_asks(world, session):
    instructor = world.instructor()

    page = instructor.get("/reports/")
    assert f'value="course:{world.course.id}"' in page.text
    assert f'value="candidate:{world.ids[0]}"' in page.text
    assert "program:" not in page.text
    chosen = {"about": f"course:{world.course.id}", "cycle": str(world.cycle.id)}
    facts = instructor.get("/reports/preview", query_string=chosen)
    assert "N = 6" in facts.text
    assert "2 of 6" in facts.text
    asked = instructor.post("/reports/", chosen)

    report = session.scalars(select(Report)).one()
    assert asked.status_code == 303
    assert asked.location.endswith(f"/reports/{report.id}?done=report-asked")
    assert (report.kind, report.cycle_id) == (ReportKind.COURSE, world.cycle.id)
    assert session.scalars(select(Job)).one().payload == {"report_id": report.id}


def test_a_coordinator_reports_on_the_program_its_courses_and_their_candidates(world):
    coordinator = world.coordinator()

    page = coordinator.get(f"/reports/?course={world.course.id}")
    assert f'value="program:{world.program.id}"' in page.text
    assert f'value="candidate:{world.ids[0]}"' in page.text
    for about in (f"program:{world.program.id}", f"course:{world.course.id}",
                  f"candidate:{world.ids[0]}"):  # fmt: skip
        assert coordinator.get(f"/reports/preview?about={about}").status_code == 200
        assert coordinator.post("/reports/", {"about": about}).status_code == 303


def test_candidates_may_open_no_report_page(world):
    candidate = world.open(factories.candidate(world.session, course=world.course))

    for address in ("/reports/", "/reports/preview", f"/reports/{world.report().id}"):
        assert candidate.get(address).status_code == 403


def test_the_preview_of_one_candidate_says_what_is_missing(world):
    page = world.instructor().get(f"/reports/preview?about=candidate:{world.ids[1]}")

    assert "Not complete. 3 things are missing." in page.text
    assert "4A: Waiting to be graded" in page.text


@pytest.mark.parametrize(
    ("chosen", "status", "sentence"),
    [
        ({"about": ""}, 422, "Choose what the report should be about."),
        ({"about": "course:1 OR 1=1"}, 422, "Choose what the report should be about."),
        ({"about": "candidate:999999999"}, 404, "There is no such candidate"),
        ({"about": "program:{program}"}, 404, "There is no such program"),
        ({"about": "course:{course}", "cycle": "x"}, 422, "There is no such cycle."),
        ({"about": "course:{course}", "cycle": "999"}, 422, "belongs to another program"),
    ],
)
def test_what_cannot_be_reported_on_is_told_beside_what_was_chosen(
    world, chosen, status, sentence, session
):
    chosen = {
        name: value.format(course=world.course.id, program=world.program.id)
        for name, value in chosen.items()
    }
    instructor = world.instructor()

    for page in (instructor.get("/reports/preview", query_string=chosen),
                 instructor.post("/reports/", chosen)):  # fmt: skip
        assert page.status_code == status
        assert sentence in page.text
    if chosen["about"].startswith("course:") and "OR" not in chosen["about"]:
        assert re.search(rf'<option selected value="course:{world.course.id}"', page.text)
    assert session.scalars(select(Report)).all() == []


def test_a_waiting_report_shows_how_far_it_is_and_a_way_to_look_again(world):
    report = world.report(state=ReportState.RENDERING, progress=40)

    page = world.instructor().get(f"/reports/{report.id}")

    assert '<progress value="40" max="100">' in page.text
    assert "Look again" in page.text
    assert "js/report.js" in page.text


def test_the_script_is_told_how_far_it_is(world):
    report = world.report(state=ReportState.RENDERING, progress=40)

    answer = world.instructor().get(f"/reports/{report.id}/state")

    assert answer.json == {
        "state": "rendering", "progress": 40, "text": "40%", "said": "Being made",
    }  # fmt: skip


def test_a_ready_report_is_handed_out_as_a_file(world):
    report = world.report(
        state=ReportState.READY, pdf=b"%PDF-1.7 and so on", sha256="ab" * 32,
        versions={"curriculum": "2026.1-abc", "rubric": ["2026.1"]},
    )  # fmt: skip
    instructor = world.instructor()

    page = instructor.get(f"/reports/{report.id}")
    file = instructor.get(f"/reports/{report.id}/file")

    assert f"/reports/{report.id}/file" in page.text
    assert "curriculum 2026.1-abc, rubric 2026.1" in page.text
    assert file.data == b"%PDF-1.7 and so on"
    assert file.content_type == "application/pdf"
    assert file.headers["Content-Disposition"] == f"attachment; filename={report.id}.pdf"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Cache-Control"] == "no-store"


def test_a_report_that_is_not_ready_has_no_file(world):
    assert world.instructor().get(f"/reports/{world.report().id}/file").status_code == 404


def test_a_failed_report_says_why_and_can_be_asked_again(world, session):
    report = world.report(state=ReportState.FAILED, error="There is no such candidate.")
    instructor = world.instructor()

    page = instructor.get(f"/reports/{report.id}")
    again = instructor.post(f"/reports/{report.id}/again")

    assert "There is no such candidate." in page.text
    assert again.status_code == 303
    assert len(session.scalars(select(Report)).all()) == 2


@pytest.mark.parametrize("part", ["", "/state", "/file"])
def test_a_report_on_another_course_is_not_there(world, part):
    report = world.report(state=ReportState.READY, pdf=b"%PDF", sha256="00")
    stranger = world.open(factories.instructor(world.session))

    assert stranger.get(f"/reports/{report.id}{part}").status_code == 404
    assert stranger.post(f"/reports/{report.id}/again").status_code == 404


def test_past_reports_say_who_asked_when_and_with_which_versions(world):
    instructor = world.instructor()
    instructor.post("/reports/", {"about": f"course:{world.course.id}"})
    world.report(state=ReportState.READY, versions={"curriculum": "2026.1-abc", "rubric": ["1"]})

    page = instructor.get("/reports/")

    assert world.teacher.person.name in page.text
    assert "curriculum 2026.1-abc, rubric 1" in page.text
    assert "Ready" in page.text


def test_names_are_escaped(world):
    world.course.title = "<script>alert(1)</script>"
    world.session.commit()

    page = world.instructor().get("/reports/")

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


@pytest.mark.parametrize("address", ["/reports/", "/reports/preview?about=course:{course}"])
def test_pages_ask_few_statements_however_many_candidates(world, count_queries, address):
    instructor = world.instructor()
    address = address.format(course=world.course.id)
    instructor.get(address)
    with count_queries() as few:
        instructor.get(address)
    cohorts.make_cohort(world.session, world.course, 30, world.teacher, seed=2)
    world.report()

    with count_queries() as many:
        instructor.get(address)

    assert many.n == few.n
    assert many.n <= 15
