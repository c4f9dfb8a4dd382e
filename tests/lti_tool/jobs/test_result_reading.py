from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from curriculum.foundation.jobs import JobState
from lti_tool.demo import faults
from lti_tool.demo.settings import Character
from lti_tool.lti import delivery_answers as answers
from lti_tool.lti.deliveries import keep_theirs, send_again
from lti_tool.lti.held_grades import ask_for_reading, reading_of
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.models.identity import LineItem
from lti_tool.lti.models.registration import DeploymentState
from lti_tool.lti.services import ags
from tests.lti_tool.jobs.world import now

FAILED, SENT = DeliveryState.FAILED, DeliveryState.SENT
every_character = pytest.mark.parametrize("character", list(Character))


def read(world, **later):
    assert ask_for_reading(world.session, world.course.id, now=now())
    world.session.commit()
    return world.later(**(later or {"minutes": 2}))


def held(world):
    row = world.delivery
    return row.held_score, row.held_maximum


def change_maximum(world, maximum, *, keeps_points):
    """Change a column as an instructor does in the LMS, which rescales the grades or does not."""
    with world.lms.store.writing() as db:
        if keeps_points:
            db.execute("UPDATE result SET out_of = ?", (maximum,))
        db.execute("UPDATE line_item SET score_maximum = ?", (maximum,))


def clear(world, user_id):
    with world.lms.store.writing() as db:
        db.execute("DELETE FROM result WHERE person_id = ?", (user_id,))


@every_character
def test_what_the_gradebook_holds_is_known_after_sending_and_after_reading(world, character):
    world.start(character, maximum=20)
    world.release(world.enrol("ada"))
    world.work()
    assert held(world) == (18, 20)

    read(world)

    assert held(world) == (18, 20)
    assert (world.delivery.state, world.delivery.answer) == (SENT, answers.RECEIVED)
    world.session.refresh(world.context)
    assert now() - world.context.results_read_at < timedelta(minutes=1)
    assert world.delivery.held_read_at == pytest.approx(
        world.context.results_read_at, abs=timedelta(seconds=5)
    )


@pytest.mark.case("G20")
@every_character
def test_g20_a_mark_that_was_changed_after_it_arrived_is_seen_and_left(world, character):
    world.start(character)
    world.release(world.enrol("ada"))
    world.work()
    world.clock.shift(60)
    world.lms.grade_by_hand(world.column, "ada", 70)

    read(world)

    assert (world.delivery.state, world.delivery.answer) == (FAILED, answers.CHANGED_THERE)
    assert held(world) == (70, 100)
    assert now() - world.delivery.held_at < timedelta(minutes=3)
    assert len(world.posts()) == 1


@pytest.mark.case("G20")
def test_g20_what_an_instructor_keeps_is_not_asked_about_again(world):
    world.start()
    marking = world.release(world.enrol("ada"))
    world.work()
    world.clock.shift(60)
    world.lms.grade_by_hand(world.column, "ada", 70)
    read(world)
    keep_theirs(world.session, world.delivery)
    world.session.commit()

    read(world)
    world.enqueue_grade(marking)
    world.later(minutes=1)

    assert world.delivery.yields
    assert len(world.posts()) == 1
    world.change(marking, 35)
    world.later(minutes=1)
    assert not world.delivery.yields
    assert (world.delivery.state, world.delivery.answer) == (FAILED, answers.CHANGED_THERE)


def test_a_mark_that_was_put_back_has_arrived_again(world):
    world.start()
    world.release(world.enrol("ada"))
    world.work()
    world.clock.shift(60)
    world.lms.grade_by_hand(world.column, "ada", 70)
    read(world)
    world.lms.grade_by_hand(world.column, "ada", 90)

    read(world)

    assert (world.delivery.state, world.delivery.answer) == (SENT, answers.FOUND)


def test_a_new_grade_goes_out_by_itself_once_the_old_one_was_put_back(world):
    world.start()
    marking = world.release(world.enrol("ada"), score=35)
    world.work()
    world.clock.shift(60)
    world.lms.grade_by_hand(world.column, "ada", 77)
    world.change(marking, 70)
    world.later(minutes=1)
    assert world.delivery.answer == answers.CHANGED_THERE
    with world.lms.store.writing() as db:
        db.execute("UPDATE result SET given = 50, by_hand = 0")

    read(world)

    assert world.shown("ada").score == 100
    assert world.delivery.state is SENT


@every_character
def test_a_mark_that_was_cleared_is_shown_and_sent_again_when_asked(world, character):
    world.start(character)
    world.release(world.enrol("ada"))
    world.work()
    clear(world, "ada")

    read(world)
    assert (world.delivery.state, world.delivery.answer) == (FAILED, answers.CLEARED_THERE)
    assert held(world) == (None, None)
    assert world.shown("ada") is None
    send_again(world.session, world.delivery, now=now())
    world.later(seconds=5)

    assert world.shown("ada").score == 90
    assert world.delivery.state is SENT


@pytest.mark.case("G03")
def test_a_zero_that_moodle_hides_was_not_cleared(world):
    world.start(Character.MOODLE)
    world.release(world.enrol("ada"), score=0)
    world.work()

    read(world)

    assert world.delivery.state is SENT


def test_a_grade_of_this_minute_is_not_missed_yet(world):
    world.start()
    world.release(world.enrol("ada"))
    world.work()
    clear(world, "ada")

    read(world, seconds=10)

    assert world.delivery.state is SENT


@pytest.mark.case("G14")
@pytest.mark.parametrize("character", [Character.CANVAS, Character.GENERIC])
def test_g14_where_points_stay_a_changed_maximum_has_the_grade_sent_on_its_scale(world, character):
    world.start(character)
    world.release(world.enrol("ada"))
    world.work()
    change_maximum(world, 50, keeps_points=True)

    read(world)

    assert [post.body["scoreGiven"] for post in world.posts()] == [90, 45]
    assert world.posts()[-1].body["scoreMaximum"] == 50
    assert world.shown("ada").comment.count("Well seen.") == 1
    assert (world.delivery.state, held(world)) == (SENT, (45, 50))
    read(world)
    assert len(world.posts()) == 2


@pytest.mark.case("G14")
def test_g14_where_the_lms_rescales_by_itself_nothing_is_sent(world):
    world.start(Character.MOODLE)
    world.release(world.enrol("ada"))
    world.work()
    change_maximum(world, 50, keeps_points=False)

    read(world)

    assert len(world.posts()) == 1
    assert (world.delivery.state, held(world)) == (SENT, (45, 50))
    assert world.session.scalars(select(LineItem)).one().score_maximum == 50


@pytest.mark.case("G15")
def test_g15_a_deleted_column_is_noticed_without_a_new_grade(world):
    world.start()
    world.release(world.enrol("ada"))
    world.work()
    world.delete_column()

    read(world)

    assert (world.delivery.state, world.delivery.answer) == (FAILED, answers.COLUMN_GONE)
    assert held(world) == (None, None)
    assert world.session.scalars(select(LineItem)).one().gone_at is not None


def test_the_columns_label_is_kept(world):
    world.start()
    with world.lms.store.writing() as db:
        db.execute("UPDATE line_item SET label = 'Renamed by hand'")

    read(world)

    assert world.session.scalars(select(LineItem)).one().label == "Renamed by hand"


@pytest.mark.case("G16")
@every_character
def test_g16_a_whole_class_is_read_in_pages_and_in_few_requests(world, character):
    world.start(character)
    world.lms.page_size = 3
    for number in range(8):
        world.release(world.enrol(f"ada-{number}"), score=number * 5)
    world.work()
    world.lms.requests_seen.clear()

    read(world)

    rows = world.session.scalars(select(GradeDelivery).order_by(GradeDelivery.id)).all()
    expected = [(Decimal(number * 5) * 100 / 70).quantize(Decimal("0.0001")) for number in range(8)]
    if character is Character.MOODLE:
        expected[0] = None
    assert [row.held_score for row in rows] == expected
    assert {row.state for row in rows} == {SENT}
    assert world.lms.requests_seen["results"] == (1 if character is Character.MOODLE else 3)


def test_where_no_list_is_to_be_had_people_are_asked_for_one_by_one(world):
    world.start()
    for name in ("ada", "bea"):
        world.release(world.enrol(name))
    world.work()
    world.lms.faults.add("results", faults.answer("400 Bad Request", body="user_id is missing"))

    read(world)

    rows = world.session.scalars(select(GradeDelivery)).all()
    assert {row.state for row in rows} == {SENT}
    assert {row.held_score for row in rows} == {90}


def test_a_list_that_leaves_everybody_out_is_not_believed(world):
    world.start()
    for number in range(6):
        world.release(world.enrol(f"ada-{number}"))
    world.work()
    media = ags.RESULTS_MEDIA
    world.lms.faults.add("results", faults.answer("200 OK", body="[]", content_type=media))

    read(world)

    rows = world.session.scalars(select(GradeDelivery)).all()
    assert {row.state for row in rows} == {SENT}


def test_a_list_is_believed_once_a_few_have_confirmed_it(world):
    world.start()
    for number in range(6):
        world.release(world.enrol(f"ada-{number}"))
    world.work()
    with world.lms.store.writing() as db:
        db.execute("DELETE FROM result")
    world.lms.requests_seen.clear()

    read(world)

    rows = world.session.scalars(select(GradeDelivery)).all()
    assert {row.answer for row in rows} == {answers.CLEARED_THERE}
    assert world.lms.requests_seen["results"] == 4


def test_a_gradebook_that_does_not_answer_is_read_later(world, monkeypatch):
    monkeypatch.setattr("lti_tool.lti.services.http.PAUSES", (0.0, 0.0))
    world.start()
    world.release(world.enrol("ada"))
    world.work()
    world.lms.faults.add("results", faults.server_error(), times=3)

    read(world)
    assert [job.state for job in world.jobs("result_reading")] == [JobState.WAITING]
    assert reading_of(world.session, world.course.id, now=now()).is_on
    world.session.refresh(world.context)
    assert world.context.results_read_at is None
    world.lms.faults.clear()
    world.later(seconds=6)

    assert [job.state for job in world.jobs("result_reading")] == [JobState.DONE]
    assert world.delivery.state is SENT


def test_a_refusal_ends_the_reading_and_is_shown(world):
    world.start()
    world.release(world.enrol("ada"))
    world.work()
    world.lms.faults.add("results", faults.answer("403 Forbidden", body="The course has ended."))

    read(world)

    found = reading_of(world.session, world.course.id, now=now())
    assert (found.has_failed, found.is_on, found.is_stale) == (True, False, False)
    assert reading_of(world.session, world.course.id, now=now() + timedelta(minutes=11)).is_stale


def test_what_may_not_be_read_is_not_asked_for(world):
    world.start(scopes=[ags.SCORE])

    assert not ask_for_reading(world.session, world.course.id, now=now())
    assert not reading_of(world.session, world.course.id, now=now()).may_read


@pytest.mark.parametrize("what", ["registration", "deployment"])
def test_a_blocked_platform_is_not_read(world, what):
    world.start()
    world.release(world.enrol("ada"))
    world.work()
    world.registration.blocked = what == "registration"
    if what == "deployment":
        world.context.deployment.state = DeploymentState.BLOCKED
    world.lms.requests_seen.clear()

    read(world)

    assert world.lms.requests_seen["results"] == 0


def test_a_roster_sync_has_the_gradebook_read_after_it(world):
    world.start()
    world.release(world.enrol("ada"))
    world.work()
    world.lms.grade_by_hand(world.column, "ada", 70)
    world.enqueue("roster_sync", context_id=world.context.id)

    world.later(minutes=2)

    assert held(world) == (70, 100)


def test_the_number_of_statements_does_not_grow_with_the_class(world, count_queries):
    world.start(Character.MOODLE)
    counts = []
    for batch in range(2):
        for number in range(5):
            world.release(world.enrol(f"ada-{batch}-{number}"))
        world.work()
        ask_for_reading(world.session, world.course.id, now=now())
        world.session.commit()
        with count_queries() as counted:
            world.work()
        counts.append(counted.n)

    assert counts[1] <= counts[0]
