import pytest
from sqlalchemy import select

from curriculum.foundation.jobs import JobState
from lti_tool.demo import faults
from lti_tool.demo.settings import Character
from lti_tool.lti import delivery_answers as answers
from lti_tool.lti.deliveries import send_again
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.models.identity import LineItem
from lti_tool.lti.services import ags
from tests.lti_tool.jobs.world import now

CHARACTERS = [pytest.param(each, id=each.value) for each in Character]
every_character = pytest.mark.parametrize("character", CHARACTERS)
FAILED, SENT, WAITING = DeliveryState.FAILED, DeliveryState.SENT, DeliveryState.WAITING


@pytest.mark.case("A04")
@every_character
def test_a_released_grade_arrives_once_on_the_columns_scale(world, character):
    world.start(character, maximum=20)
    world.release(world.enrol("ada"), score=63, maximum=70)

    world.work()

    assert [post.status for post in world.posts()] == [200]
    assert world.shown("ada").score == 18
    assert world.shown("ada").comment.startswith("Well seen.\n\n")
    assert world.delivery.state is SENT
    assert world.delivery.answer == answers.RECEIVED
    assert (world.delivery.score, world.delivery.score_maximum) == (18, 20)
    assert [job.state for job in world.jobs()] == [JobState.DONE]


def test_g14_a_maximum_that_was_changed_in_the_lms_is_used(world):
    world.start(maximum=100)
    marking = world.release(world.enrol("ada"), score=35, maximum=70)
    world.work()
    with world.lms.store.writing() as db:
        db.execute("UPDATE line_item SET score_maximum = 50")
    world.change(marking, 70)

    world.later(minutes=15)

    assert world.posts()[-1].body["scoreGiven"] == 50
    assert world.posts()[-1].body["scoreMaximum"] == 50


def test_g13_a_column_that_is_there_is_adopted(world):
    world.start(maximum=None)
    column = world.add_column("1A", 50)
    world.add_column("1A", 10, tag="somebody else's")
    world.add_column("1B", 10)
    world.release(world.enrol("ada"))

    world.work()

    assert world.shown("ada", column).score == 45
    assert len(world.lms.columns(world.course_id)) == 3


def test_g12_a_missing_column_is_made_once(world):
    world.start(maximum=None)
    for name in ("ada", "bea"):
        world.release(world.enrol(name))

    world.work()

    (column,) = world.lms.columns(world.course_id)
    assert (column.resource_id, column.tag, column.score_maximum) == ("1A", "reciprocal", 100)
    assert world.shown("ada", column).score == 90
    assert world.shown("bea", column).score == 90


def test_g12_a_column_whose_making_got_no_answer_is_found_again(world):
    world.start(maximum=None)
    world.lms.faults.add("lineitems", faults.delay(0))
    world.lms.faults.add("lineitems", faults.drop_after())
    world.release(world.enrol("ada"))

    world.work().later(seconds=6)

    assert len(world.lms.columns(world.course_id)) == 1
    assert world.delivery.state is SENT


def test_a_column_that_may_not_be_made_is_said_so(world):
    world.start(maximum=None, scopes=[ags.SCORE, ags.LINE_ITEM_READ])
    world.release(world.enrol("ada"))

    world.work()

    assert (world.delivery.state, world.delivery.answer) == (FAILED, answers.NO_COLUMN)


@pytest.mark.parametrize(
    "scopes",
    [
        pytest.param(ags.ALL_SCOPES, id="seen in the results"),
        pytest.param([ags.SCORE, ags.LINE_ITEM], id="seen in the column"),
    ],
)
def test_g15_a_deleted_column_is_reported_and_made_again_when_asked_for(world, scopes):
    world.start(scopes=scopes)
    marking = world.release(world.enrol("ada"), score=35)
    world.work()
    world.delete_column()
    world.change(marking, 70)

    world.later(minutes=15)
    assert (world.delivery.state, world.delivery.answer) == (FAILED, answers.COLUMN_GONE)
    assert world.lms.columns(world.course_id) == []
    send_again(world.session, world.delivery, now=now())
    world.later(seconds=5)

    (column,) = world.lms.columns(world.course_id)
    assert world.shown("ada", column).score == 100
    assert world.delivery.state is SENT


def test_g15_a_column_deleted_for_another_is_replaced_by_that(world):
    world.start()
    marking = world.release(world.enrol("ada"), score=35)
    world.work()
    world.delete_column()
    other = world.add_column("1A", 10)
    world.change(marking, 70)

    world.later(seconds=5)

    assert world.shown("ada", other).score == 10
    assert world.delivery.state is SENT


def test_the_others_in_a_deleted_column_are_shown_to_need_somebody(world):
    world.start()
    bea = world.release(world.enrol("bea"))
    world.work()
    world.delete_column()
    world.release(world.enrol("ada"))

    world.later(seconds=5)

    rows = world.session.scalars(select(GradeDelivery)).all()
    assert {row.state for row in rows} == {FAILED}
    assert {row.answer for row in rows} == {answers.COLUMN_GONE}
    assert bea.submission_id in {row.submission_id for row in rows}


def test_a_task_with_two_columns_has_its_grade_in_both(world):
    world.start()
    second = world.add_column("1A", 10)
    world.know_column(second)
    world.lms.faults.add("scores", faults.server_error())
    world.release(world.enrol("ada"))

    world.work().later(seconds=6)

    assert world.shown("ada").score == 90
    assert world.shown("ada", second).score == 9
    assert [len(world.posts()), len(world.posts(second))] == [1, 1]


def test_a_second_column_does_not_share_the_record_of_the_first(world):
    world.start(maximum=None, scopes=[ags.SCORE])
    marking = world.release(world.enrol("ada"))
    world.work()
    assert (world.delivery.answer, world.delivery.line_item_id) == (answers.NO_COLUMN, None)
    world.context.ags_scopes = list(ags.ALL_SCOPES)
    columns = [world.add_column("1A", maximum) for maximum in (10, 20)]
    for column in columns:
        world.know_column(column)
    world.enqueue_grade(marking)

    world.later(seconds=5)

    rows = world.session.scalars(select(GradeDelivery)).all()
    assert [row.state for row in rows] == [SENT, SENT]
    assert len({row.line_item_id for row in rows}) == 2
    assert [world.shown("ada", column).score for column in columns] == [9, 18]


def test_the_maximum_is_read_once_in_a_while(world):
    world.start()
    for name in ("ada", "bea", "cy"):
        world.release(world.enrol(name))

    world.work()

    assert world.lms.requests_seen["lineitem"] == 1
    assert world.session.scalars(select(LineItem)).one().score_maximum == 100
