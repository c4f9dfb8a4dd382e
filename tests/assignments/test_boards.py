from datetime import timedelta

import pytest

from assignments import boards
from assignments.models.contact_log import Verification
from assignments.models.marking import MarkingState
from assignments.models.reflection import Exemption, WorkState
from curriculum.models.enrolment import Standing
from tests import factories


def test_the_board_shows_everybody_on_the_roster_and_who_waits_first(session):
    course = factories.course(session)
    instructor = factories.instructor(session, course=course)
    idle, later, first = (factories.candidate(session, course=course) for _ in range(3))
    factories.submission(session, later, submitted_at=factories.NOW + timedelta(hours=1))
    factories.submission(session, first)
    factories.candidate(session)

    rows = boards.task_board(session, course.id, "1A")

    assert [row.enrolment_id for row in rows] == [first.id, later.id, idle.id]
    assert rows[2].state is None
    assert instructor.id not in {row.enrolment_id for row in rows}
    assert boards.waiting_on(session, course.id, "1A") == [first.id, later.id]


def test_a_row_counts_contacts_of_this_task_only(session):
    who = factories.candidate(session)
    maple, oak = (factories.family(session, who, alias=word) for word in ("Maple", "Oak"))
    seen = factories.contact(session, who, minutes=30, family=maple)
    factories.contact(session, who, minutes=45, family=oak)
    factories.contact(session, who, minutes=500, task_id="1B")
    instructor = factories.instructor(session, course=who.course)
    factories.add(
        session, Verification(contact=seen, verified_by=instructor, verified_at=factories.NOW)
    )

    row = boards.task_board(session, who.course_id, "1A")[0]

    assert (row.contacts, row.minutes, row.families, row.verified) == (2, 75, 2, 1)


def test_a_row_shows_the_newest_attempt_and_its_marking(session):
    who = factories.candidate(session)
    instructor = factories.instructor(session, course=who.course)
    draft = factories.reflection(session, who)
    old = factories.submission(session, draft, state=WorkState.RETURNED)
    factories.marking(session, old, instructor, state=MarkingState.RETURNED)
    new = factories.submission(session, draft, attempt=2)
    factories.marking(session, new, instructor, state=MarkingState.DRAFT)
    granted = Exemption(
        enrolment_id=who.id, task_id="1A", reason="Snow.", granted_by_id=instructor.id
    )
    factories.add(session, granted)

    row = boards.task_board(session, who.course_id, "1A")[0]

    assert (row.attempt, row.marking_state) == (2, MarkingState.DRAFT)
    assert row.exemption_id == granted.id


def test_a_nameless_candidate_gets_a_neutral_label(session):
    who = factories.candidate(session, person=factories.person(session, name=""))

    assert boards.task_board(session, who.course_id, "1A")[0].label == f"#{who.person_id}"


def test_course_counts_tell_states_apart(session):
    course = factories.course(session)
    for state in (WorkState.SUBMITTED, WorkState.SUBMITTED, WorkState.GRADED):
        factories.submission(session, factories.candidate(session, course=course), state=state)

    counts = boards.course_counts(session, course.id)

    assert (counts["1A"].waiting, counts["1A"].graded) == (2, 1)


def test_the_silent_are_active_candidates_without_a_contact(session):
    course = factories.course(session)
    factories.contact(session, factories.candidate(session, course=course))
    factories.candidate(session, course=course)
    factories.candidate(session, course=course, standing=Standing.LEFT)

    counts = boards.candidate_counts(session, course.id)

    assert (counts.active, counts.silent) == (2, 1)


def test_who_never_came_in_is_counted_and_shown_as_not_begun(session):
    course = factories.course(session)
    factories.submission(
        session, factories.candidate(session, course=course, last_launch_at=factories.NOW)
    )
    listed = factories.candidate(session, course=course)

    counts = boards.candidate_counts(session, course.id)
    rows = {row.enrolment_id: row for row in boards.task_board(session, course.id, "1A")}

    assert (counts.active, counts.absent) == (2, 1)
    assert boards.course_counts(session, course.id)["1A"].begun == 1
    assert (rows[listed.id].state, rows[listed.id].last_launch_at) == (None, None)


@pytest.mark.case("R10")
def test_a_test_student_is_shown_and_counts_only_where_work_waits(session):
    course = factories.course(session)
    tester = factories.candidate(
        session, course=course, person=factories.person(session, is_test=True)
    )
    factories.submission(session, tester, state=WorkState.GRADED)

    assert boards.candidate_counts(session, course.id).active == 0
    assert boards.course_counts(session, course.id) == {}
    assert boards.task_board(session, course.id, "1A")[0].is_test


def test_who_left_is_counted_where_work_waits_and_nowhere_else(session):
    course = factories.course(session)
    for state in (WorkState.SUBMITTED, WorkState.GRADED):
        gone = factories.candidate(session, course=course, standing=Standing.LEFT)
        factories.submission(session, gone, state=state)

    assert boards.course_counts(session, course.id)["1A"].by_state == {WorkState.SUBMITTED: 1}


def test_work_states_are_ones_own(session):
    who = factories.candidate(session)
    factories.reflection(session, who, task_id="1B", state=WorkState.RETURNED)
    factories.reflection(session, factories.candidate(session, course=who.course))

    assert boards.work_states(session, who.id) == {"1B": WorkState.RETURNED}


def test_a_board_asks_as_often_for_many_as_for_few(session, count_queries):
    course = factories.course(session)
    for _ in range(30):
        factories.submission(session, factories.candidate(session, course=course))
    session.commit()

    with count_queries() as counted:
        boards.task_board(session, course.id, "1A")

    assert counted.n == 1
