import pytest

from assignments.models.reflection import WorkState
from curriculum.editions import use_folders
from curriculum.models.enrolment import Role
from curriculum.models.program_video import EditorGrant
from lti_tool.lti import delivery_answers as answers
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from tests import factories
from tests.unit_folder import write_unit


def test_a_new_candidate_is_sent_to_the_first_unit(browser, session):
    page = browser(factories.candidate(session)).get("/")

    assert "/units/introduction" in page.text
    assert "Begin" in page.text
    assert "1A · " in page.text


def test_returned_work_comes_first(browser, session):
    candidate = factories.candidate(session)
    factories.reflection(session, candidate, task_id="1B", state=WorkState.RETURNED)

    page = browser(candidate).get("/")

    assert "came back with your instructor" in page.text
    assert "/tasks/1B" in page.text


def test_an_instructor_sees_what_needs_them(browser, session):
    course = factories.course(session)
    instructor = factories.instructor(session, course=course)
    factories.submission(session, factories.candidate(session, course=course))
    graded = factories.submission(
        session, factories.candidate(session, course=course), state=WorkState.GRADED
    )
    factories.marking(session, graded, instructor)
    failed = GradeDelivery(
        reflection_id=graded.reflection_id,
        submission_id=graded.id,
        wanted_revision=1,
        state=DeliveryState.FAILED,
    )
    factories.add(session, failed)

    page = browser(instructor).get("/")

    assert "1 to grade in" in page.text
    assert "1 grade did not arrive" in page.text
    assert "2 of 2 candidates have no contact yet" in page.text
    assert "2 of 2 candidates have not come in yet" in page.text
    assert "1 to grade, 1 graded, 0 not begun, of 2" in page.text


def test_who_is_known_from_the_roster_alone_has_not_begun(browser, session):
    course = factories.course(session)
    factories.submission(session, factories.candidate(session, course=course))
    for _ in range(3):
        factories.candidate(session, course=course)

    page = browser(factories.instructor(session, course=course)).get("/")

    assert "1 to grade, 0 graded, 3 not begun, of 4" in page.text
    assert "not begun by anybody of 4" in page.text
    assert "/units/introduction" in page.text


def test_a_grade_changed_in_the_lms_is_a_question_and_once_answered_no_more(browser, session):
    course = factories.course(session)
    instructor = factories.instructor(session, course=course)
    who = factories.candidate(session, course=course)
    work = factories.submission(session, who, state=WorkState.GRADED)
    factories.marking(session, work, instructor)
    delivery = factories.add(
        session,
        GradeDelivery(
            reflection_id=work.reflection_id,
            submission_id=work.id,
            wanted_revision=1,
            state=DeliveryState.FAILED,
            answer=answers.CHANGED_THERE,
        ),
    )
    desk = browser(instructor)

    asked = desk.get("/").text
    delivery.yields = True
    session.commit()

    assert "1 grade was changed in the LMS: yours or theirs?" in asked
    assert "did not arrive" not in asked
    assert "was changed in the LMS" not in desk.get("/").text


def test_an_instructor_of_an_empty_course_is_told_when_people_appear(browser, session):
    page = browser(factories.instructor(session)).get("/")

    assert "No candidates yet" in page.text


def test_a_visitor_may_read_and_is_told_why_no_more(browser, session):
    page = browser(factories.enrolment(session, role=Role.VISITOR)).get("/")

    assert "You can read the units." in page.text
    assert "no tasks of its own, and sees nobody" in page.text
    assert "/units/introduction" in page.text
    assert "/grading/" not in page.text


def test_a_coordinator_is_led_to_the_reports(browser, session):
    who = factories.enrolment(session, role=Role.VISITOR)
    factories.coordinator(session, factories.program(session), who.person)

    assert "/reports/" in browser(who).get("/").text


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.VISITOR])
def test_a_coordinator_is_led_to_the_films_of_the_courses_own_program(browser, session, role):
    ours, another = factories.program(session), factories.program(session)
    who, guest = (
        factories.enrolment(session, role=role, course=factories.course(session, program=program))
        for program in (ours, another)
    )
    for person in (who.person, guest.person):
        factories.coordinator(session, ours, person)

    assert 'films">' in browser(who).get("/").text
    assert 'films">' not in browser(guest).get("/").text


def test_an_instructor_is_led_to_the_films_with_the_right_to_change_them(browser, session):
    program = factories.program(session)
    course = factories.course(session, program=program)
    editor, other = (factories.instructor(session, course=course) for _ in range(2))
    factories.add(session, EditorGrant(program=program, person=editor.person))

    assert 'films">' in browser(editor).get("/").text
    assert 'films">' not in browser(other).get("/").text


def test_progress_is_told_of_the_units_that_the_program_teaches(browser, session, tmp_path):
    write_unit(tmp_path)  # in the place of ours, with other sections
    course = factories.course(session, program=factories.program(session, name="Own"))
    use_folders({"Own": tmp_path})
    try:
        page = browser(factories.candidate(session, course=course)).get("/").text
    finally:
        use_folders({})

    part = page.partition('id="unit-school-climate"')[2].partition("</section>")[0]
    assert "The open door" in part
    assert "0 of 3" in part


@pytest.mark.parametrize("candidates", [2, 40])
def test_the_home_asks_a_bounded_number_of_times(browser, session, count_queries, candidates):
    course = factories.course(session)
    people = [factories.candidate(session, course=course) for _ in range(candidates)]
    for who in people:
        factories.submission(session, who)
    instructor = browser(factories.instructor(session, course=course))
    candidate = browser(people[0])

    for viewer in (instructor, candidate):
        viewer.get("/")
        with count_queries() as counted:
            assert viewer.get("/").status_code == 200
        assert counted.n <= 8, "\n".join(counted.statements)
