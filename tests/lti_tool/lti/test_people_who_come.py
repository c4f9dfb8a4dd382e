"""Everybody that platforms send: each has a page, and nobody more than their role in the course."""

import pytest
from sqlalchemy import select

from assignments.boards import task_board
from assignments.evidence_rows import choose, read_records
from assignments.models.reflection import WorkState
from assignments.models.report import ReportKind
from curriculum.models.enrolment import Enrolment, Role
from curriculum.models.person import Person
from lti_tool.lti import claims as c
from lti_tool.lti.models.launch import Launch
from tests import factories
from tests.lti_tool.lti.launching import NO_NAMES
from tests.lti_tool.lti.platform import INSTRUCTOR, LEARNER, MEMBERSHIP, Visit

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
MENTOR_SCOPE = c.CLAIM + "role_scope_mentor"
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
CANNOT = ("/grading/1A", "/grades/", "/contacts/", "/tasks/1A", "/tasks/1A/reflection")


def people(session):
    return factories.stored(session, select(Person))


def enrolments(session):
    return factories.stored(session, select(Enrolment))


@pytest.mark.case("V04", "V05", "V15", "I04")
@pytest.mark.parametrize(
    "roles",
    [
        pytest.param([], id="no roles"),
        pytest.param([""], id="an empty role"),
        pytest.param([f"{LIS}unknown/unknown#Helper"], id="an unknown role"),
        pytest.param([f"{MEMBERSHIP}Mentor"], id="a mentor or observer"),
        pytest.param([f"{LIS}institution/person#Observer"], id="an institution's observer"),
        pytest.param([f"{LIS}institution/person#Instructor"], id="who teaches elsewhere"),
        pytest.param([f"{LIS}institution/person#Administrator"], id="an administrator"),
        pytest.param([f"{LIS}system/person#Administrator"], id="a system's administrator"),
        pytest.param([f"{MEMBERSHIP}Administrator"], id="a course's administrator"),
        pytest.param([f"{MEMBERSHIP}ContentDeveloper"], id="a content developer"),
        pytest.param(["instructor"], id="a role in another case"),
        pytest.param([f"{INSTRUCTOR}s"], id="nearly an instructor"),
    ],
)
def test_whoever_has_no_role_that_counts_reads_and_no_more(visit, session, roles):
    answer = visit.launch(**{c.ROLES: roles, MENTOR_SCOPE: ["person-2"]})

    home = visit.client.get(answer.location)

    assert home.status_code == 200
    assert "You can read the units. Your role in this course has no tasks" in home.text
    assert visit.client.get(f"{answer.location}units/introduction").status_code == 200
    for page in CANNOT:
        refused = visit.client.get(answer.location.rstrip("/") + page)
        assert refused.status_code == 403, page
        assert "Course home" in refused.text
    assert [each.role for each in enrolments(session)] == [Role.VISITOR]


def test_a_mentor_who_also_learns_learns(visit, session):
    visit.launch(**{c.ROLES: [f"{MEMBERSHIP}Mentor", LEARNER], MENTOR_SCOPE: ["person-2"]})

    assert [each.role for each in enrolments(session)] == [Role.CANDIDATE]


@pytest.mark.case("V08", "V18")
@pytest.mark.parametrize("roles", [[LEARNER], [INSTRUCTOR]], ids=["candidate", "instructor"])
def test_without_names_a_neutral_label_stands_on_the_page(visit, session, roles):
    answer = visit.launch(**{c.ROLES: roles, **NO_NAMES})

    page = visit.client.get(answer.location)

    assert page.status_code == 200
    assert f"#{people(session)[0].id}" in page.text


@pytest.mark.case("V09", "V19")
@pytest.mark.parametrize("roles", [[LEARNER], [INSTRUCTOR], []])
def test_outside_a_course_there_is_reading_and_no_work(visit, session, roles):
    answer = visit.launch(**{c.CONTEXT: None, c.ROLES: roles})

    home = visit.client.get(answer.location)

    assert "outside a course" in home.text
    assert visit.client.get(f"{answer.location}units/introduction").status_code == 200
    for page in CANNOT:
        assert visit.client.get(answer.location.rstrip("/") + page).status_code == 403, page
    assert enrolments(session) == []


@pytest.mark.case("B12")
def test_nobody_is_asked_to_log_in_first(visit, session):
    answer = visit.launch(sub=None)

    assert answer.status_code == 400
    assert "Reciprocal needs to know who you are" in answer.text
    assert people(session) == []


class TestTestStudent:
    @pytest.fixture
    def student(self, visit, session):
        answer = visit.launch(**{c.ROLES: [LEARNER, TEST_USER]})
        session.rollback()
        return answer.location.rstrip("/"), session.scalars(select(Enrolment)).one()

    def test_it_works_like_anybody(self, visit, student):
        address, enrolment = student

        assert enrolment.role is Role.CANDIDATE
        assert enrolment.person.is_test
        for page in ("/", "/tasks/1A", "/tasks/1A/reflection", "/contacts/"):
            assert visit.client.get(address + page).status_code == 200, page

    def test_it_stands_on_the_board_and_in_no_report(self, visit, session, student):
        _address, enrolment = student
        factories.submission(session, enrolment, state=WorkState.GRADED)
        factories.contact(session, enrolment)
        other = factories.candidate(session, course=enrolment.course)
        factories.contact(session, other)
        session.commit()

        everybody = read_records(session, choose(ReportKind.COURSE, enrolment.course_id), None)
        alone = read_records(session, choose(ReportKind.CANDIDATE, enrolment.id), None)

        assert set(everybody) == {other.id}
        assert alone == {}
        board = task_board(session, enrolment.course_id, "1A")
        assert {row.enrolment_id for row in board} == {enrolment.id, other.id}


class TestImpersonation:
    def test_an_administrator_in_somebodys_place_is_marked(self, visit, session):
        visit.launch(**{c.CUSTOM: {"impersonator": "1017"}})

        assert [each.impersonated for each in factories.stored(session, select(Launch))] == [True]

    @pytest.mark.case("T34")
    @pytest.mark.parametrize(
        "custom",
        [
            {"impersonator": "$Canvas.masqueradingUser.userId"},
            {"impersonator": ""},
            {"impersonator": None},
            {},
        ],
    )
    def test_a_variable_that_nobody_filled_in_marks_nobody(self, visit, session, custom):
        visit.launch(**{c.CUSTOM: custom})

        assert [each.impersonated for each in factories.stored(session, select(Launch))] == [False]

    def test_the_person_did_not_come_in(self, app, visit, session):
        visit.launch()
        before = enrolments(session)[0].last_launch_at
        admin = Visit(app.test_client(), visit.platform)

        admin.launch(**{c.CUSTOM: {"impersonator": "1017"}})

        session.expire_all()
        assert enrolments(session)[0].last_launch_at == before
        assert len(factories.stored(session, select(Launch))) == 2
