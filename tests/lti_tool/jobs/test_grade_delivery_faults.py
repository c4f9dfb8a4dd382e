import pytest

from curriculum.foundation.jobs import JobState
from curriculum.models.enrolment import Role
from lti_tool.demo import faults
from lti_tool.demo.settings import Character
from lti_tool.jobs import grade_delivery
from lti_tool.jobs.queue import BACK_OFF, JobRun
from lti_tool.lti import delivery_answers as answers
from lti_tool.lti.deliveries import send_again
from lti_tool.lti.models.grade_delivery import DeliveryState
from lti_tool.lti.platforms import base
from lti_tool.lti.platforms.canvas import SUBMISSION
from lti_tool.lti.services import ags
from tests.lti_tool.jobs.world import now

CHARACTERS = [pytest.param(each, id=each.value) for each in Character]
every_character = pytest.mark.parametrize("character", CHARACTERS)
FAILED, SENT, WAITING = DeliveryState.FAILED, DeliveryState.SENT, DeliveryState.WAITING


def taken(world):
    return [post for post in world.posts() if post.status == 200]


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


@pytest.mark.case("G09")
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
    assert world.delivery.answer == base.GAVE_UP[base.IN_TROUBLE]
    assert [job.state for job in world.jobs()] == [JobState.FAILED]
    world.lms.faults.clear()
    send_again(world.session, world.delivery, now=now())
    world.later(seconds=5)
    assert world.shown("ada").score == 90
    assert world.delivery.state is SENT


def test_a_platform_that_grants_no_scores_is_said_so(world):
    world.start(scopes=[ags.LINE_ITEM])
    world.release(world.enrol("ada"))

    world.work()

    assert (world.delivery.state, world.delivery.answer) == (FAILED, base.SCOPE_MISSING)


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
