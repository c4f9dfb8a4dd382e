import pytest
from sqlalchemy import select

from assignments.models.marking import MarkingState
from assignments.models.reflection import WorkState
from curriculum.foundation.errors import Missing
from curriculum.foundation.jobs import Job, JobState, enqueue
from lti_tool.lti import delivery_answers as answers
from lti_tool.lti.deliveries import (
    deliveries_of_course,
    find_delivery,
    pending_deliveries,
    send_again,
    send_pending,
)
from lti_tool.lti.delivery_counts import failed_in_course
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from tests import factories

FAILED, SENT, WAITING = DeliveryState.FAILED, DeliveryState.SENT, DeliveryState.WAITING
NOW = factories.NOW


@pytest.fixture
def course(session):
    return factories.context(
        session, course=factories.course(session, lane="registration:1")
    ).course


@pytest.fixture
def released(session, course):
    """Release a grade, with its delivery where a state is given."""
    instructor = factories.instructor(session, course=course)

    def make(name="Ada", state=None, task="1A", marking_state=MarkingState.RELEASED, **changes):
        who = factories.candidate(
            session, course=course, person=factories.person(session, name=name, family_name=name)
        )
        draft = factories.reflection(session, who, task_id=task)
        work = factories.submission(session, draft, state=WorkState.GRADED)
        factories.marking(session, work, instructor, state=marking_state)
        if state is None:
            return work
        values = {
            "reflection_id": draft.id,
            "submission_id": work.id,
            "wanted_revision": 1,
            "sent_revision": 1 if state is SENT else None,
            "state": state,
        }
        return factories.add(session, GradeDelivery(**values | changes))

    return make


def test_a_released_grade_waits_from_the_first_moment(session, course, released):
    released()

    (found,) = deliveries_of_course(session, course.id)

    assert (found.state, found.delivery_id, found.answer) == (WAITING, None, "")
    assert (found.person_name, found.task_id) == ("Ada", "1A")


def test_the_home_counts_what_the_page_shows_as_failed(session, course, released):
    released("Failed", FAILED, answer=answers.CHANGED_THERE)
    released("Returned since", FAILED, marking_state=MarkingState.RETURNED)
    queued = released("On its way again", FAILED)
    enqueue(session, "grade_delivery", {}, now=NOW, key=f"grade:{queued.reflection_id}")

    shown = [row for row in deliveries_of_course(session, course.id) if row.needs_somebody]

    assert failed_in_course(session, course.id) == len(shown) == 1


def test_what_needs_somebody_comes_first(session, course, released):
    released("Sent", SENT)
    released("Waits", WAITING)
    released("Failed", FAILED, answer=answers.CHANGED_THERE)

    found = deliveries_of_course(session, course.id)

    assert [each.person_name for each in found] == ["Failed", "Waits", "Sent"]
    assert [each.needs_somebody for each in found] == [True, False, False]


def test_only_released_grades_with_a_column_are_listed(session, course, released):
    released("Draft", marking_state=MarkingState.DRAFT)
    released("Returned", marking_state=MarkingState.RETURNED)
    released("Unscored", task="I-2")
    other = factories.candidate(session)
    factories.submission(session, other)

    assert deliveries_of_course(session, course.id) == []


def test_a_notice_alone_is_no_delivery(session, course, released):
    released(state=WAITING, wanted_revision=0)

    (found,) = deliveries_of_course(session, course.id)

    assert found.delivery_id is None


def test_a_grade_that_was_changed_waits_while_its_job_does(session, course, released):
    delivery = released(state=SENT)
    enqueue(session, "grade_delivery", {}, now=NOW, key=f"grade:{delivery.reflection_id}")

    (found,) = deliveries_of_course(session, course.id)
    assert found.state is WAITING

    session.scalars(select(Job)).one().state = JobState.DONE
    session.flush()
    assert deliveries_of_course(session, course.id)[0].state is SENT


def test_another_courses_grades_are_not_shown(session, course, released):
    delivery = released(state=FAILED)

    assert deliveries_of_course(session, course.id + 1) == []
    with pytest.raises(Missing):
        find_delivery(session, course.id + 1, delivery.id)


def test_a_grade_never_released_has_no_delivery(session):
    draft = factories.reflection(session, factories.candidate(session))

    assert deliveries_of_course(session, draft.enrolment.course_id) == []


def test_what_is_pending_is_listed_across_courses(session, released):
    released("Sent", SENT)
    released("Waits", WAITING)
    released("New")

    assert {each.person_name for each in pending_deliveries(session)} == {"Waits", "New"}


def test_sending_again_begins_anew(session, released):
    delivery = released(state=FAILED, tries=7, answer=answers.OUR_FAULT, sent_revision=1)

    send_again(session, delivery, now=NOW)

    assert (delivery.state, delivery.tries, delivery.sent_revision) == (WAITING, 0, None)
    assert delivery.replaces is False
    job = session.scalars(select(Job)).one()
    assert (job.kind, job.lane) == ("grade_delivery", "registration:1")
    assert job.payload["reflection_id"] == delivery.reflection_id
    assert job.key == f"grade:{delivery.reflection_id}"


@pytest.mark.parametrize("answer", sorted(answers.ASK_FIRST))
@pytest.mark.parametrize("insist", [True, False])
def test_sending_again_means_it_only_after_the_answer_that_asks(session, released, answer, insist):
    delivery = released(state=FAILED, answer=answer)

    send_again(session, delivery, now=NOW, insist=insist)

    assert delivery.replaces is insist


def test_sending_twice_makes_one_job(session, released):
    delivery = released(state=FAILED)

    send_again(session, delivery, now=NOW)
    send_again(session, delivery, now=NOW)

    assert len(session.scalars(select(Job)).all()) == 1


def test_everything_pending_is_sent_again(session, released):
    released("Sent", SENT)
    released("Failed", FAILED, answer=answers.CHANGED_THERE)
    released("Waits", WAITING)
    released("Notice", WAITING, wanted_revision=0)
    released("New")

    assert send_pending(session, now=NOW) == 4
    assert len(session.scalars(select(Job)).all()) == 4
    assert not any(row.replaces for row in session.scalars(select(GradeDelivery)))


def test_the_number_of_statements_does_not_grow(session, course, released, count_queries):
    counts = []
    for _ in range(2):
        for number in range(5):
            released(f"Ada {number}", SENT)
        session.commit()
        session.expire_all()
        with count_queries() as counted:
            deliveries_of_course(session, course.id)
        counts.append(counted.n)

    assert counts[0] == counts[1] <= 2


def test_a_grade_that_was_returned_since_is_still_shown_for_the_gradebook_holds_it(
    session, course, released
):
    released("Returned", SENT, marking_state=MarkingState.RETURNED)
    released("Never sent", FAILED, marking_state=MarkingState.RETURNED)

    (found,) = deliveries_of_course(session, course.id)

    assert (found.person_name, found.is_returned) == ("Returned", True)
    assert pending_deliveries(session) == []
