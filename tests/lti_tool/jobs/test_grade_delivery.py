from datetime import timedelta

import pytest
from sqlalchemy import select

from assignments.models.marking import MarkingState
from curriculum.foundation.jobs import JobState
from curriculum.models.enrolment import Role
from lti_tool.demo import faults
from lti_tool.demo.settings import Character
from lti_tool.jobs import grade_delivery
from lti_tool.jobs.queue import BACK_OFF, JobRun
from lti_tool.lti import delivery_answers as answers
from lti_tool.lti.deliveries import find_delivery, send_again
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.models.identity import LineItem
from lti_tool.lti.platforms import base
from lti_tool.lti.platforms.canvas import SUBMISSION
from lti_tool.lti.services import ags
from tests.lti_tool.jobs.world import now

CHARACTERS = [pytest.param(each, id=each.value) for each in Character]
every_character = pytest.mark.parametrize("character", CHARACTERS)
FAILED, SENT, WAITING = DeliveryState.FAILED, DeliveryState.SENT, DeliveryState.WAITING


def taken(world):
    return [post for post in world.posts() if post.status == 200]


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


@pytest.mark.parametrize(
    ("fault", "status", "sentence"),
    [
        pytest.param(faults.server_error(), 500, base.IN_TROUBLE, id="500"),
        pytest.param(faults.html_page(), None, base.NO_ANSWER, id="a page, 200"),
        pytest.param(faults.drop_before(), None, base.NO_ANSWER, id="dropped before"),
        pytest.param(faults.rate_limited(), 403, base.BUSY, id="throttled as Canvas does"),
        pytest.param(faults.too_many_requests(None), 429, base.BUSY, id="429"),
    ],
)
@every_character
def test_a_grade_that_did_not_arrive_is_sent_again(world, character, fault, status, sentence):
    world.start(character)
    world.lms.faults.add("scores", fault)
    world.release(world.enrol("ada"))

    world.work()
    assert world.shown("ada") is None
    assert world.delivery.state is WAITING
    assert (world.delivery.answer, world.delivery.answer_status) == (sentence, status)
    world.later(seconds=6)

    assert world.shown("ada").score == 90
    assert len(taken(world)) == 1
    assert world.delivery.state is SENT


@every_character
def test_a_score_that_was_taken_before_the_connection_broke_arrives_once(world, character):
    world.start(character)
    world.lms.faults.add("scores", faults.drop_after())
    world.release(world.enrol("ada"))

    world.work()
    assert world.delivery.state is WAITING
    world.later(seconds=6)

    assert world.shown("ada").score == 90
    assert world.shown("ada").comment.count("Well seen.") == 1
    assert len(world.posts()) == 1
    assert (world.delivery.state, world.delivery.answer) == (SENT, answers.FOUND)


def test_a_zero_that_moodle_hides_is_sent_again_and_stands_once(world):
    world.start(Character.MOODLE)
    world.lms.faults.add("scores", faults.drop_after())
    world.release(world.enrol("ada"), score=0)

    world.work().later(seconds=6)

    assert [post.status for post in world.posts()] == [200, 200]
    assert world.shown("ada").score == 0
    assert world.shown("ada").comment.count("Well seen.") == 1


def test_canvas_does_not_get_the_comment_twice_where_nobody_knows_if_it_has_it(world):
    without_results = [ags.SCORE, ags.LINE_ITEM_READ]
    world.start(Character.CANVAS, scopes=without_results)
    world.lms.faults.add("scores", faults.drop_after())
    world.release(world.enrol("ada"))

    world.work().later(seconds=6)

    assert world.shown("ada").comment.count("Well seen.") == 1
    assert "comment" not in world.posts()[-1].body
    assert world.posts()[-1].body[SUBMISSION]["new_submission"] is False
    assert world.shown("ada").attempts == 0
    assert world.delivery.state is SENT


def test_silence_ends_and_the_grade_is_sent_again(world, monkeypatch):
    monkeypatch.setattr("lti_tool.lti.services.http.TIMEOUT", (1.0, 0.3))
    world.start()
    world.lms.faults.add("scores", faults.silence(3))
    world.release(world.enrol("ada"))

    world.work().later(seconds=6)

    assert len(taken(world)) == 1
    assert world.delivery.state is SENT


@pytest.mark.parametrize("service", ["token", "results", "lineitem"])
def test_trouble_before_the_score_costs_nothing(world, service, monkeypatch):
    monkeypatch.setattr("lti_tool.lti.services.http.PAUSES", (0.0, 0.0))
    world.start()
    world.lms.faults.add(service, faults.server_error(), times=3)
    world.release(world.enrol("ada"))

    world.work()
    assert world.delivery.state is WAITING
    assert world.delivery.posted_revision is None
    world.lms.faults.clear()
    world.later(seconds=6)

    assert len(world.posts()) == 1
    assert world.posts()[0].body["comment"]
    assert world.delivery.state is SENT


def test_k05_an_expired_token_is_renewed_without_anybody_noticing(world):
    world.start()
    world.release(world.enrol("ada"))
    world.work()
    world.lms.faults.add("scores", faults.expired_token())
    world.release(world.enrol("bea"))

    world.work()

    assert world.shown("bea").score == 90
    assert world.lms.requests_seen["token"] == 2


def test_one_token_serves_many_grades(world):
    world.start()
    for name in ("ada", "bea", "cy"):
        world.release(world.enrol(name))

    world.work()

    assert len(taken(world)) == 3
    assert world.lms.requests_seen["token"] == 1


def test_k10_retry_after_is_obeyed_by_the_whole_platform(world):
    world.start()
    world.lms.faults.add("scores", faults.too_many_requests(90))
    world.release(world.enrol("ada"))
    world.release(world.enrol("bea"))

    world.work()
    world.later(seconds=60)
    assert world.lms.requests_seen["scores"] == 1
    world.later(seconds=40)

    assert len(taken(world)) == 2


def test_a_dead_lms_is_not_asked_once_per_candidate(world):
    world.start()
    world.lms.faults.add("scores", faults.drop_before(), times=20)
    for name in ("ada", "bea", "cy"):
        world.release(world.enrol(name))

    world.work()

    assert world.lms.requests_seen["scores"] == 1


def test_one_candidates_trouble_holds_nobody_else_up(world):
    world.start()
    world.lms.faults.add("scores", faults.server_error())
    world.release(world.enrol("ada"))
    world.release(world.enrol("bea"))

    world.work()

    assert world.shown("ada") is None
    assert world.shown("bea").score == 90


def test_g18_after_the_last_try_the_grade_waits_visibly_for_a_person(world):
    world.start()
    world.lms.faults.add("scores", faults.server_error(), times=99)
    world.release(world.enrol("ada"))

    world.work()
    for pause in BACK_OFF:
        assert world.delivery.state is WAITING
        world.later(seconds=pause.total_seconds() + 1)

    assert world.delivery.state is FAILED
    assert world.delivery.answer == base.IN_TROUBLE
    assert [job.state for job in world.jobs()] == [JobState.FAILED]
    world.lms.faults.clear()
    send_again(world.session, world.delivery, now=now())
    world.later(seconds=5)
    assert world.shown("ada").score == 90
    assert world.delivery.state is SENT


@every_character
def test_g08_somebody_who_cannot_be_graded_fails_at_once_with_a_reason(world, character):
    world.start(character)
    world.release(world.know("never-heard-of"))

    world.work()

    assert world.delivery.state is FAILED
    assert world.delivery.answer == base.NOT_GRADABLE
    assert world.delivery.posted_revision is None


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
    assert world.delivery.state is SENT
    assert world.delivery.replaces is False


def test_g20_a_grade_that_was_there_first_is_not_ours_to_erase(world):
    world.start()
    ada = world.enrol("ada")
    world.lms.grade_by_hand(world.column, "ada", 40)
    world.release(ada)

    world.work()

    assert world.posts() == []
    assert world.delivery.answer == answers.CHANGED_THERE


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


def test_a_platform_that_grants_no_scores_is_said_so(world):
    world.start(scopes=[ags.LINE_ITEM])
    world.release(world.enrol("ada"))

    world.work()

    assert (world.delivery.state, world.delivery.answer) == (FAILED, base.SCOPE_MISSING)


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


def test_a_blocked_platform_is_not_written_to(world):
    world.start()
    world.registration.blocked = True
    world.release(world.enrol("ada"))

    world.work()

    assert world.posts() == []


def test_a_fault_of_our_own_is_shown_and_tried_again(world, monkeypatch):
    world.start()
    world.release(world.enrol("ada"))
    monkeypatch.setattr(grade_delivery, "judge", lambda *_args, **_options: 1 / 0)

    world.work()
    assert (world.delivery.state, world.delivery.answer) == (WAITING, answers.OUR_FAULT)
    assert world.jobs()[0].last_error == "A fault in the program: ZeroDivisionError."
    monkeypatch.undo()
    world.later(seconds=6)

    assert world.delivery.state is SENT


def test_a_worker_that_lost_its_lease_posts_nothing(world, monkeypatch):
    world.start()
    world.release(world.enrol("ada"))
    hold = JobRun.hold

    def after_somebody_else_took_it(job, session):
        job.owner = "not the owner any more"
        hold(job, session)

    monkeypatch.setattr(JobRun, "hold", after_somebody_else_took_it)

    world.work()

    assert world.posts() == []
    assert world.jobs()[0].state is JobState.RUNNING
    monkeypatch.undo()
    world.later(seconds=31)
    assert len(world.posts()) == 1


def test_two_schools_with_one_issuer_each_use_their_own_token(world):
    from lti_tool.demo.settings import Client

    one = Client(client_id="one", deployment_ids=("1",))
    two = Client(client_id="two", deployment_ids=("1",))
    world.start(clients=(one, two))
    world.release(world.enrol("ada"))
    world.work()
    world.course = world.connect(two, "course-2")
    world.instructor = world.enrol("instructor-8", Role.INSTRUCTOR)
    world.release(world.enrol("bea"))

    world.work()

    assert world.shown("bea").score == 90
    assert world.lms.requests_seen["token"] == 2


def test_a_delivery_of_another_course_cannot_be_reached(world):
    from curriculum.foundation.errors import Missing

    world.start()
    world.release(world.enrol("ada"))
    world.work()
    mine = world.course.id

    assert find_delivery(world.session, mine, world.delivery.id)
    with pytest.raises(Missing):
        find_delivery(world.session, mine + 1, world.delivery.id)


def test_the_maximum_is_read_once_in_a_while(world):
    world.start()
    for name in ("ada", "bea", "cy"):
        world.release(world.enrol(name))

    world.work()

    assert world.lms.requests_seen["lineitem"] == 1
    assert world.session.scalars(select(LineItem)).one().score_maximum == 100
