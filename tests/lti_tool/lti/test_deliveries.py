import pytest
from sqlalchemy import select

from assignments.models.marking import MarkingState
from assignments.models.reflection import WorkState
from curriculum.foundation.errors import Conflict, Missing
from curriculum.foundation.jobs import Job, JobState, enqueue
from lti_tool.lti import delivery_answers as answers
from lti_tool.lti.deliveries import (
    deliveries_of_course,
    find_delivery,
    keep_theirs,
    pending_deliveries,
    send_again,
    send_all,
    send_pending,
    send_some,
)
from lti_tool.lti.delivery_counts import count_in_course
from lti_tool.lti.delivery_views import NEEDS_SOMEBODY, Group
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.models.identity import LtiContext
from lti_tool.lti.models.registration import DeploymentState
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


def queue(session, row):
    enqueue(session, "grade_delivery", {}, now=NOW, key=f"grade:{row.reflection_id}")


def test_a_released_grade_waits_from_the_first_moment(session, course, released):
    queue(session, released())

    (found,) = deliveries_of_course(session, course.id)

    assert (found.state, found.delivery_id, found.answer) == (WAITING, None, "")
    assert (found.person_name, found.task_id) == ("Ada", "1A")


def test_g18_a_grade_that_no_job_carries_any_more_needs_somebody(session, course, released):
    released("Never taken up")
    released("Left lying", WAITING)

    found = deliveries_of_course(session, course.id)

    assert {row.group for row in found} == {Group.FAILED}
    assert {row.answer for row in found} == {answers.NOT_SENT}


@pytest.fixture
def one_of_each(session, released):
    """One grade of each group, and one that was returned since it failed."""
    released("Failed", FAILED, answer=answers.OUR_FAULT)
    released("Gone", FAILED, answer=answers.COLUMN_GONE)
    released("Changed", FAILED, answer=answers.CHANGED_THERE)
    released("Cleared", FAILED, answer=answers.CLEARED_THERE)
    released("Kept", FAILED, answer=answers.CHANGED_THERE, yields=True)
    queue(session, released("Waits", WAITING))
    released("Sent", SENT)
    released("Returned since", FAILED, marking_state=MarkingState.RETURNED)


def test_the_counts_are_those_of_the_page(session, course, one_of_each):
    counts = count_in_course(session, course.id)

    shown = deliveries_of_course(session, course.id)
    assert counts == {group: sum(row.group is group for row in shown) for group in Group}
    assert counts[Group.CHANGED] == 2
    assert count_in_course(session, course.id, task_id="1B") == {}


def test_what_needs_somebody_comes_first(session, course, one_of_each):
    found = deliveries_of_course(session, course.id)

    assert [each.person_name for each in found] == [
        "Failed", "Gone", "Changed", "Cleared", "Waits", "Kept", "Sent",
    ]  # fmt: skip
    assert [each.group in NEEDS_SOMEBODY for each in found] == [True] * 4 + [False] * 3


def test_a_part_of_the_list_is_read_alone(session, course, one_of_each):
    def names(**part):
        return [row.person_name for row in deliveries_of_course(session, course.id, **part)]

    assert names(groups=[Group.CHANGED, Group.KEPT]) == ["Changed", "Cleared", "Kept"]
    assert names(first=1, most=2) == ["Gone", "Changed"]
    assert names(task_id="1B") == []


def test_sending_all_leaves_what_a_person_did_in_the_lms(session, course, one_of_each):
    assert send_all(session, course.id, now=NOW) == 1

    keys = {row.reflection_id: row.person_name for row in deliveries_of_course(session, course.id)}
    jobs = [job for job in session.scalars(select(Job)) if job.payload]
    assert [keys[job.payload["reflection_id"]] for job in jobs] == ["Failed"]


def test_sending_some_takes_only_what_needs_no_question(session, course, one_of_each):
    rows = {row.person_name: row for row in deliveries_of_course(session, course.id)}

    sent = send_some(session, course.id, [row.key for row in rows.values()], now=NOW)

    assert sent == 4
    groups = {row.person_name: row.group for row in deliveries_of_course(session, course.id)}
    waiting = {name for name, group in groups.items() if group is Group.WAITING}
    assert waiting == {"Failed", "Gone", "Cleared", "Sent", "Waits"}
    replacing = session.scalars(select(GradeDelivery).where(GradeDelivery.replaces)).all()
    assert [row.id for row in replacing] == [rows["Gone"].delivery_id]


def test_another_courses_grade_is_not_among_those_sent(session, course, released):
    delivery = released(state=FAILED)

    assert send_some(session, course.id + 1, [f"d{delivery.id}", "d", "x9", ""], now=NOW) == 0


def test_a_grade_without_a_delivery_is_sent_by_its_reflection(session, course, released):
    work = released()

    assert send_some(session, course.id, [f"r{work.reflection_id}"], now=NOW) == 1
    assert deliveries_of_course(session, course.id)[0].group is Group.WAITING


def test_g20_keeping_the_lmss_grade_nags_no_more(session, course, released):
    delivery = released(state=FAILED, answer=answers.CHANGED_THERE)

    keep_theirs(session, delivery)

    assert count_in_course(session, course.id) == {Group.KEPT: 1}
    assert pending_deliveries(session) == []
    send_again(session, delivery, now=NOW)
    assert (delivery.yields, delivery.replaces) == (False, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": SENT, "answer": answers.RECEIVED},
        {"state": FAILED, "answer": answers.COLUMN_GONE},
        {"state": WAITING, "answer": answers.CHANGED_THERE},
    ],
)
def test_only_a_changed_grade_can_be_kept(session, released, changes):
    with pytest.raises(Conflict):
        keep_theirs(session, released(**changes))


@pytest.mark.parametrize(
    ("blocked", "state", "sentence"),
    [
        (True, DeploymentState.APPROVED, answers.BLOCKED),
        (False, DeploymentState.BLOCKED, answers.BLOCKED),
        (False, DeploymentState.PENDING, answers.PENDING),
    ],
)
def test_where_nothing_may_go_out_it_does_not_say_waiting(
    session, course, released, blocked, state, sentence
):
    context = session.scalars(select(LtiContext)).one()
    context.deployment.registration.blocked = blocked
    context.deployment.state = state
    released("Never taken up")
    queue(session, released("Waits", WAITING, answer=answers.IN_A_MOMENT))

    found = deliveries_of_course(session, course.id)

    assert {row.answer for row in found} == {sentence}


def test_a_course_at_no_platform_says_so(session):
    instructor = factories.instructor(session)
    who = factories.candidate(session, course=instructor.course)
    work = factories.submission(session, who, state=WorkState.GRADED)
    factories.marking(session, work, instructor)

    (found,) = deliveries_of_course(session, who.course_id)

    assert (found.group, found.answer) == (Group.FAILED, answers.NOWHERE)


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
        find_delivery(session, course.id + 1, f"d{delivery.id}")


def test_a_grade_never_released_has_no_delivery(session):
    draft = factories.reflection(session, factories.candidate(session))

    assert deliveries_of_course(session, draft.enrolment.course_id) == []


def test_what_is_pending_is_listed_across_courses(session, released):
    released("Sent", SENT)
    released("Waits", WAITING)
    released("Kept", FAILED, answer=answers.CHANGED_THERE, yields=True)
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
    released("Out of order", FAILED, answer=answers.OUR_FAULT)

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
