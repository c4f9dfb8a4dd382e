from datetime import timedelta

import pytest
from sqlalchemy import select

from assignments.models.marking import MarkingState
from lti_tool.demo.settings import Character
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.platforms import base
from lti_tool.lti.services import ags
from tests.lti_tool.jobs.world import now

CHARACTERS = [pytest.param(each, id=each.value) for each in Character]
every_character = pytest.mark.parametrize("character", CHARACTERS)
FAILED, SENT, WAITING = DeliveryState.FAILED, DeliveryState.SENT, DeliveryState.WAITING


def taken(world):
    return [post for post in world.posts() if post.status == 200]


def test_g03_zero_is_a_grade(world):
    world.start()
    world.release(world.enrol("ada"), score=0)

    world.work()

    assert world.shown("ada").score == 0


def test_a_passed_task_has_the_full_score(world):
    world.start(task="I-1", maximum=1)
    world.release(world.enrol("ada"), score=None, task="I-1")

    world.work()

    assert world.shown("ada").score == 1


def test_a_task_without_a_column_sends_nothing(world):
    world.start()
    world.release(world.enrol("ada"), score=None, task="I-2")

    world.work()

    assert world.posts() == []
    assert world.session.scalars(select(GradeDelivery)).all() == []


def test_a_marking_that_is_no_longer_released_sends_nothing(world):
    world.start()
    world.release(world.enrol("ada")).state = MarkingState.RETURNED

    world.work()

    assert world.posts() == []


@every_character
def test_a_changed_grade_replaces_the_old_one(world, character):
    world.start(character)
    marking = world.release(world.enrol("ada"), score=35)
    world.work()
    world.change(marking, 70)

    world.later(seconds=5)

    assert world.shown("ada").score == 100
    assert len(taken(world)) == 2
    assert world.delivery.sent_revision == 2


def test_g06_a_grade_changed_at_once_waits_until_its_timestamp_is_newer(world):
    world.start(Character.MOODLE)
    marking = world.release(world.enrol("ada"), score=35)
    world.work()
    world.change(marking, 70)

    world.work()
    assert len(world.posts()) == 1
    assert world.delivery.state is WAITING
    world.later(seconds=3)

    first, second = (post.body["timestamp"] for post in world.posts())
    assert ags.read_instant(second) - ags.read_instant(first) >= timedelta(seconds=2)
    assert [post.status for post in world.posts()] == [200, 200]
    assert world.delivery.tries == 0


def test_g09_a_job_that_runs_twice_posts_once(world):
    world.start()
    marking = world.release(world.enrol("ada"))
    world.work()
    world.enqueue_grade(marking)

    world.later(seconds=5)

    assert len(world.posts()) == 1


@every_character
def test_g08_somebody_who_cannot_be_graded_fails_at_once_with_a_reason(world, character):
    world.start(character)
    world.release(world.know("never-heard-of"))

    world.work()

    assert world.delivery.state is FAILED
    assert world.delivery.answer == base.NOT_GRADABLE
    assert world.delivery.posted_revision is None


def test_g11_the_comment_is_plain_short_and_holds_no_criterion_comment(world):
    world.start()
    marking = world.release(world.enrol("ada"), comment="<b>Bold</b>\x1b\x07 " + "x" * 5000)
    marking.levels[0].comment = "As the Maple family said"
    world.work()

    comment = world.posts()[0].body["comment"]
    assert comment.startswith("<b>Bold</b> xxx")
    assert len(comment) == 2000
    assert "Maple" not in comment


def test_the_comment_names_the_levels(world):
    world.start()
    marking = world.release(world.enrol("ada"), comment="Well seen.")
    rubric = marking.submission.rubric
    world.work()

    lines = world.posts()[0].body["comment"].split("\n\n")[1].splitlines()
    level = rubric["level"][2]["name"]
    assert lines == [f"{criterion['name']}: {level}" for criterion in rubric["criterion"]]


def test_g19_when_it_was_handed_in_is_sent(world):
    world.start(Character.CANVAS)
    marking = world.release(world.enrol("ada"))
    marking.submission.submitted_at = now() - timedelta(hours=30)
    handed_in = marking.submission.submitted_at

    world.work()

    assert world.posts()[0].body["submission"]["submittedAt"] == ags.instant(handed_in)


@pytest.mark.case("G19")
def test_work_that_was_handed_in_ahead_of_our_clock_is_not_sent_as_future(world):
    world.start(Character.CANVAS)
    marking = world.release(world.enrol("ada"))
    marking.submission.submitted_at = now() + timedelta(minutes=5)

    world.work()

    submitted = ags.read_instant(world.posts()[0].body["submission"]["submittedAt"])
    assert submitted <= now()
    assert world.posts()[0].status == 200
