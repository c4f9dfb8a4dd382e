import pytest

from assignments.models.marking import MarkingState
from assignments.models.reflection import Exemption, WorkState
from assignments.rubric import load_rubric
from assignments.tasks import load_tasks
from tests import factories


@pytest.mark.parametrize("task", [task.id for task in load_tasks()])
def test_every_task_shows_its_instructions(browser, session, task):
    page = browser(factories.candidate(session)).get(f"/tasks/{task}")

    found = load_tasks().task(task)
    assert page.status_code == 200
    assert "Why this task" in page.text
    assert "Safety and alternatives" in page.text
    assert found.summary.replace("'", "&#39;") in page.text
    assert "Not begun" in page.text


def test_a_task_that_is_not_there_is_not_found(browser, session):
    assert browser(factories.candidate(session)).get("/tasks/9Z").status_code == 404


def test_the_next_thing_is_to_log_a_contact_then_to_write(browser, session):
    who = factories.candidate(session)
    candidate = browser(who)

    before = candidate.get("/tasks/1A").text
    factories.contact(session, who, minutes=45)
    session.commit()
    halfway = candidate.get("/tasks/1A").text
    factories.contact(session, who, minutes=20)
    session.commit()
    enough = candidate.get("/tasks/1A").text

    assert "Still missing: one contact, 1 h, one more family." in before
    assert 'class="button primary" href="' + candidate.path("/contacts/new?task=1A") in before
    assert "Still missing: 15 min." in halfway
    assert 'class="button primary" href="' + candidate.path("/tasks/1A/reflection") in enough
    assert "Still missing" not in enough


def test_an_exception_is_shown_with_its_reason(browser, session):
    who = factories.candidate(session)
    teacher = factories.instructor(session, course=who.course)
    factories.add(
        session,
        Exemption(
            enrolment_id=who.id, task_id="1A", reason="School closed", granted_by_id=teacher.id
        ),
    )

    page = browser(who).get("/tasks/1A").text

    assert "School closed" in page
    assert "Still missing" not in page
    assert "Begin writing" in page


def test_levels_comments_and_score_are_shown_once_released(browser, session):
    who = factories.candidate(session)
    teacher = factories.instructor(session, course=who.course)
    submission = factories.submission(session, who, state=WorkState.GRADED)
    marking = factories.marking(session, submission, teacher, state=MarkingState.DRAFT)
    marking.levels[0].comment = "Show <b>where</b>."
    candidate = browser(who)

    before = candidate.get("/tasks/1A").text
    marking.state = MarkingState.RELEASED
    session.commit()
    after = candidate.get("/tasks/1A").text

    assert "Well seen." not in before
    assert "Well seen." in after
    assert "Show &lt;b&gt;where&lt;/b&gt;." in after
    assert "63 of 70 points" in after
    assert f"Level 3 of 4: {load_rubric().levels[2].name}" in after
    assert teacher.person.name in after


def test_an_answer_to_an_earlier_attempt_stays_while_the_next_one_waits(browser, session):
    who = factories.candidate(session)
    teacher = factories.instructor(session, course=who.course)
    work = factories.reflection(session, who)
    first = factories.submission(session, work, state=WorkState.RETURNED)
    factories.marking(
        session, first, teacher, state=MarkingState.RETURNED, comment="Say more about the door."
    )
    factories.submission(session, work, attempt=2)
    candidate = browser(who)

    page = candidate.get("/tasks/1A").text

    assert "Say more about the door." in page
    assert "(attempt 1)" in page
    assert candidate.path("/tasks/1A/submissions/1") in page
    assert "Waiting for your instructor" in page


def test_the_instructor_sees_the_task_as_candidates_read_it(browser, session):
    instructor = browser(factories.instructor(session))

    page = instructor.get("/tasks/1A").text

    assert "Why this task" in page
    assert instructor.path("/grading/1A") in page
    assert "Where you stand" not in page


def test_a_task_takes_the_same_few_statements_for_one_contact_and_for_many(
    browser, session, count_queries
):
    numbers = []
    for contacts in (1, 30):
        who = factories.candidate(session)
        teacher = factories.instructor(session, course=who.course)
        for _ in range(contacts):
            factories.contact(session, who)
        work = factories.reflection(session, who)
        for attempt in range(1, contacts + 1):
            sent = factories.submission(session, work, attempt=attempt, state=WorkState.GRADED)
            factories.marking(session, sent, teacher)
        candidate = browser(who)
        with count_queries() as counted:
            assert candidate.get("/tasks/1A").status_code == 200
        numbers.append(counted.n)

    assert numbers[0] == numbers[1] <= 15
