import pytest
from sqlalchemy import select

from assignments.models.reflection import WorkState
from curriculum.foundation.jobs import JobState
from lti_tool.demo import faults
from lti_tool.demo.settings import Character
from lti_tool.lti.deliveries import deliveries_of_course
from lti_tool.lti.models.grade_delivery import GradeDelivery
from lti_tool.lti.platforms.canvas import SUBMISSION
from lti_tool.lti.services import ags
from tests import factories
from tests.lti_tool.jobs.world import now


def hand_in(world, who, attempt=1, draft=None):
    work = factories.submission(
        world.session,
        draft or factories.reflection(world.session, who),
        attempt=attempt,
        submitted_at=now(),
    )
    world.enqueue("submission_notice", submission_id=work.id)
    return work


@pytest.mark.case("G10")
@pytest.mark.parametrize("character", [Character.MOODLE, Character.GENERIC])
def test_a_platform_that_would_clear_the_grade_hears_nothing(world, character):
    world.start(character)
    hand_in(world, world.enrol("ada"))

    world.work()

    assert world.posts() == []
    assert [job.state for job in world.jobs("submission_notice")] == [JobState.DONE]


@pytest.mark.case("G10")
def test_canvas_hears_of_each_attempt_once_and_keeps_the_grade(world):
    world.start(Character.CANVAS)
    ada = world.enrol("ada")
    world.lms.grade_by_hand(world.column, "ada", 40)
    work = hand_in(world, ada)

    world.work()
    world.enqueue("submission_notice", submission_id=work.id)
    world.later(seconds=5)

    (post,) = world.posts()
    assert post.status == 200
    assert post.body["gradingProgress"] == "PendingManual"
    assert post.body[SUBMISSION]["submission_data"].endswith(f"/lti/launch?submission={work.id}")
    assert world.shown("ada").score == 40
    assert world.shown("ada").attempts == 1


def test_a_second_attempt_is_told_as_one(world):
    world.start(Character.CANVAS)
    ada = world.enrol("ada")
    work = hand_in(world, ada)
    world.work()
    work.state = WorkState.RETURNED
    hand_in(world, ada, attempt=2, draft=work.reflection)

    world.later(seconds=5)

    assert world.shown("ada").attempts == 2


def test_an_attempt_whose_answer_was_lost_is_not_counted_twice(world):
    world.start(Character.CANVAS)
    world.lms.faults.add("scores", faults.drop_after())
    hand_in(world, world.enrol("ada"))

    world.work().later(seconds=6)

    assert world.shown("ada").attempts == 1
    assert [job.state for job in world.jobs("submission_notice")] == [JobState.DONE]


def test_an_attempt_that_certainly_did_not_arrive_is_counted(world):
    world.start(Character.CANVAS)
    world.lms.faults.add("scores", faults.too_many_requests(1))
    hand_in(world, world.enrol("ada"))

    world.work().later(seconds=6)

    assert world.shown("ada").attempts == 1


def test_work_that_was_graded_meanwhile_is_not_announced(world):
    world.start(Character.CANVAS)
    work = hand_in(world, world.enrol("ada"))
    work.state = WorkState.GRADED

    world.work()

    assert world.posts() == []


def test_a_notice_that_is_refused_costs_no_grade_and_is_given_up(world):
    world.start(Character.CANVAS)
    hand_in(world, world.know("never-heard-of"))

    world.work()

    assert [job.state for job in world.jobs("submission_notice")] == [JobState.FAILED]
    assert deliveries_of_course(world.session, world.course.id) == []


def test_without_leave_or_column_nothing_is_said(world):
    world.start(Character.CANVAS, scopes=[ags.LINE_ITEM])
    hand_in(world, world.enrol("ada"))

    world.work()

    assert world.posts() == []
    assert world.session.scalars(select(GradeDelivery)).all() == []


@pytest.mark.case("G06")
def test_a_grade_after_a_notice_is_later_and_arrives(world):
    world.start(Character.CANVAS)
    ada = world.enrol("ada")
    work = hand_in(world, ada)
    world.work()
    work.state = WorkState.GRADED
    marking = factories.marking(world.session, work, world.instructor)
    world.enqueue_grade(marking)

    world.later(seconds=5)

    notice, grade = world.posts()
    assert ags.read_instant(grade.body["timestamp"]) > ags.read_instant(notice.body["timestamp"])
    assert world.shown("ada").score == 90
    assert world.shown("ada").attempts == 1
    assert world.delivery.sent_revision == 1
