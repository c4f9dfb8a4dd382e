from datetime import timedelta

import pytest

from lti_tool.demo.settings import Character
from lti_tool.lti import delivery_answers as answers
from lti_tool.lti.deliveries import find_delivery, keep_theirs, send_again
from lti_tool.lti.models.grade_delivery import DeliveryState
from lti_tool.lti.platforms import base
from lti_tool.lti.services import ags
from tests.lti_tool.jobs.world import now

CHARACTERS = [pytest.param(each, id=each.value) for each in Character]
every_character = pytest.mark.parametrize("character", CHARACTERS)
FAILED, SENT, WAITING = DeliveryState.FAILED, DeliveryState.SENT, DeliveryState.WAITING


@every_character
def test_g20_a_grade_typed_in_the_lms_stays_until_a_person_says_otherwise(world, character):
    world.start(character)
    marking = world.release(world.enrol("ada"), score=35)
    world.work()
    world.clock.shift(60)
    world.lms.grade_by_hand(world.column, "ada", 77, "By hand.")
    world.change(marking, 70)

    world.later(seconds=60)

    assert world.shown("ada").score == 77
    assert world.delivery.state is FAILED
    assert world.delivery.answer == answers.CHANGED_THERE
    send_again(world.session, world.delivery, now=now())
    world.later(seconds=5)
    assert world.posts()[-1].body["scoreGiven"] == 100
    assert world.posts()[-1].status == 200
    assert world.delivery.replaces is False
    if character is Character.CANVAS:
        assert world.delivery.state is SENT
        return
    # Moodle's own: it says 200 and shows the one typed there until that is taken away.
    assert world.shown("ada").score == 77
    assert (world.delivery.state, world.delivery.answer) == (FAILED, answers.OVERRIDDEN)


def test_g20_a_grade_that_was_there_first_is_not_ours_to_erase(world):
    world.start()
    ada = world.enrol("ada")
    world.lms.grade_by_hand(world.column, "ada", 40)
    world.release(ada)

    world.work()

    assert world.posts() == []
    assert world.delivery.answer == answers.CHANGED_THERE


@pytest.mark.case("G20")
def test_sending_everything_again_replaces_nothing_typed_by_hand(world):
    world.start()
    ada = world.enrol("ada")
    world.lms.grade_by_hand(world.column, "ada", 40)
    world.release(ada)
    world.work()

    send_again(world.session, world.delivery, now=now(), insist=False)
    world.later(seconds=5)

    assert world.shown("ada").score == 40
    assert world.delivery.state is FAILED


def test_sending_again_what_has_arrived_looks_before_it_posts(world):
    world.start(Character.CANVAS)
    world.release(world.enrol("ada"))
    world.work()

    send_again(world.session, world.delivery, now=now())
    world.later(seconds=5)

    assert len(world.posts()) == 1
    assert world.delivery.state is SENT


def test_g07_a_timestamp_that_is_not_newer_is_looked_at_and_made_newer(world):
    world.start(Character.MOODLE, scopes=[ags.SCORE, ags.LINE_ITEM_READ])
    ada = world.enrol("ada")
    world.lms.grade_by_hand(world.column, "ada", 90)
    with world.lms.store.writing() as db:
        soon = (now() + timedelta(seconds=3)).isoformat()
        db.execute("UPDATE result SET by_hand = 0, timestamp = ?", (soon,))
    world.release(ada)

    world.work()
    assert [post.status for post in world.posts()] == [409]
    assert (world.delivery.state, world.delivery.answer) == (WAITING, base.NOT_NEWER)
    world.later(seconds=6)

    assert [post.status for post in world.posts()] == [409, 200]
    assert world.delivery.state is SENT


def test_a_gradebook_dated_in_the_future_is_left_to_a_person(world):
    world.start(Character.MOODLE)
    marking = world.release(world.enrol("ada"), score=35)
    world.work()
    with world.lms.store.writing() as db:
        db.execute("UPDATE result SET timestamp = ?", ((now() + timedelta(hours=2)).isoformat(),))
    world.change(marking, 70)

    world.later(seconds=5)

    assert world.delivery.state is FAILED
    assert world.delivery.answer == answers.AHEAD_OF_TIME
    assert len(world.posts()) == 1


def test_a_delivery_of_another_course_cannot_be_reached(world):
    from curriculum.foundation.errors import Missing

    world.start()
    world.release(world.enrol("ada"))
    world.work()
    mine = world.course.id

    assert find_delivery(world.session, mine, f"d{world.delivery.id}")
    with pytest.raises(Missing):
        find_delivery(world.session, mine + 1, f"d{world.delivery.id}")


@pytest.mark.case("G20")
def test_an_override_that_the_lms_keeps_is_not_taken_for_ours(world):
    world.start(Character.MOODLE)
    ada = world.enrol("ada")
    world.lms.grade_by_hand(world.column, "ada", 40)
    marking = world.release(ada)
    world.work()
    send_again(world.session, world.delivery, now=now())
    world.later(seconds=5)
    assert world.delivery.answer == answers.OVERRIDDEN
    assert (world.delivery.held_score, world.delivery.sent_revision) == (40, None)

    with world.lms.store.writing() as db:
        db.execute("UPDATE result SET by_hand = 0")
    send_again(world.session, world.delivery, now=now())
    world.later(seconds=10)

    assert world.shown("ada").score == 90
    assert world.shown("ada").comment.count(marking.comment) == 1
    assert world.delivery.state is SENT


def test_what_the_instructor_left_in_the_lms_is_not_sent_by_a_late_job(world):
    world.start()
    ada = world.enrol("ada")
    world.lms.grade_by_hand(world.column, "ada", 40)
    marking = world.release(ada)
    world.work()
    keep_theirs(world.session, world.delivery)

    world.enqueue_grade(marking)
    world.later(seconds=5)

    assert world.posts() == []
    assert world.delivery.yields
