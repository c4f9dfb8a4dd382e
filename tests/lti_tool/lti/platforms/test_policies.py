import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from lti_tool.lti.platforms import base
from lti_tool.lti.platforms.base import FinalGrade, HandedIn
from lti_tool.lti.platforms.canvas import SUBMISSION
from lti_tool.lti.platforms.chooser import policy_for
from lti_tool.lti.services.connector import NOT_GRANTED
from lti_tool.lti.services.errors import ServiceRefused, ServiceUnreachable
from lti_tool.lti.services.token import TokenRefused
from tests.lti_tool.lti.services.recorded import recorded

AT = datetime(2026, 11, 21, 18, 9, 22, 966000, tzinfo=UTC)
WORK = "https://reciprocal.school.edu/lti/launch?submission=7"
GRADE = FinalGrade(
    user_id="6",
    given=Decimal(18),
    maximum=Decimal(20),
    comment="Well seen.",
    submitted_at=AT - timedelta(days=1),
    address=WORK,
)
HANDED_IN = HandedIn(user_id="6", submitted_at=AT, address=WORK, is_new=True)
PRODUCTS = ("canvas", "moodle", "blackboard")


def body(score):
    return json.loads(score.to_json())


def refusal(title):
    """A refusal as our way out makes it of Moodle's recorded answer."""
    answer = recorded(title)
    return ServiceRefused(answer.status, "", detail=f"{answer.reason}\n{answer.body.decode()}")


@pytest.mark.parametrize(
    ("product", "chosen"),
    [
        ("canvas", "Canvas"),
        ("moodle", "Moodle"),
        (" Moodle ", "Moodle"),
        ("blackboard", "Generic"),
        ("", "Generic"),
    ],
)
def test_the_policy_goes_by_the_product(product, chosen):
    assert type(policy_for(product)).__name__ == chosen


@pytest.mark.case("G19")
@pytest.mark.parametrize("product", PRODUCTS)
def test_a_released_grade_is_final_and_complete_everywhere(product):
    score = body(policy_for(product).on_release(GRADE, AT))

    assert {name: score[name] for name in list(score) if name != SUBMISSION} == {
        "userId": "6",
        "timestamp": "2026-11-21T18:09:22.966Z",
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "scoreGiven": 18,
        "scoreMaximum": 20,
        "comment": "Well seen.",
        "submission": {"submittedAt": "2026-11-20T18:09:22.966Z"},
    }


@pytest.mark.case("G20")
def test_canvas_keeps_its_attempt_and_its_address_and_a_hand_typed_grade():
    score = body(policy_for("canvas").on_release(GRADE, AT))

    assert score[SUBMISSION] == {
        "submission_type": "basic_lti_launch",
        "submission_data": WORK,
        "new_submission": False,
        "prioritize_non_tool_grade": True,
    }


def test_canvas_is_told_when_our_grade_goes_over_a_hand_typed_one():
    grade = FinalGrade(**{**_fields(GRADE), "replaces": True})

    score = body(policy_for("canvas").on_release(grade, AT))

    assert score[SUBMISSION]["prioritize_non_tool_grade"] is False


@pytest.mark.parametrize(("product", "sent"), [("canvas", False), ("moodle", True), ("x", True)])
def test_a_comment_the_platform_has_is_sent_again_only_where_it_would_vanish(product, sent):
    grade = FinalGrade(**{**_fields(GRADE), "comment_is_known": True})

    assert ("comment" in body(policy_for(product).on_release(grade, AT))) is sent


@pytest.mark.parametrize("product", ["moodle", "x"])
def test_g10_a_platform_that_clears_grades_is_told_of_no_submission(product):
    assert policy_for(product).on_submission(HANDED_IN, AT) is None


def test_g10_moodle_did_clear_them():
    for title in ("PendingManual with scoreGiven: is the grade kept?",
                  "no scoreGiven, Pending/Submitted"):  # fmt: skip
        assert recorded(title).status == 200  # it takes the score, and the grade is gone


@pytest.mark.case("G10", "G19")
@pytest.mark.parametrize("is_new", [True, False])
def test_canvas_is_told_of_an_attempt_and_keeps_the_grade(is_new):
    handed_in = HandedIn(user_id="6", submitted_at=AT, address=WORK, is_new=is_new)

    score = body(policy_for("canvas").on_submission(handed_in, AT))

    assert score == {
        "userId": "6",
        "timestamp": "2026-11-21T18:09:22.966Z",
        "activityProgress": "Submitted",
        "gradingProgress": "PendingManual",
        "submission": {"submittedAt": "2026-11-21T18:09:22.966Z"},
        SUBMISSION: {
            "submission_type": "basic_lti_launch",
            "submission_data": WORK,
            "new_submission": is_new,
            "preserve_score": True,
        },
    }


def test_canvas_gets_neither_comment_nor_attempt_twice():
    policy = policy_for("canvas")

    score = body(policy.on_repeat_after_lost_answer(policy.on_release(GRADE, AT)))

    assert "comment" not in score
    assert score[SUBMISSION]["new_submission"] is False
    assert score[SUBMISSION]["submission_data"] == WORK
    assert score["scoreGiven"] == 18


@pytest.mark.parametrize("product", ["moodle", "x"])
def test_elsewhere_a_repeat_is_whole_since_what_is_missing_is_erased(product):
    policy = policy_for(product)
    score = policy.on_release(GRADE, AT)

    assert policy.on_repeat_after_lost_answer(score) == score


def test_moodle_erased_a_comment_that_was_not_repeated():
    first = json.loads(recorded("score with plain comment").request.split(" ", 2)[2])
    second = json.loads(
        recorded("again without a comment: is feedback kept?").request.split(" ", 2)[2]
    )

    assert "comment" in first
    assert "comment" not in second


@pytest.mark.case("G06")
def test_moodle_needs_two_seconds_between_two_scores():
    assert recorded("same timestamp again").status == 409
    assert policy_for("moodle").gap >= timedelta(seconds=2)


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("same timestamp again", base.NOT_NEWER),
        ("old timestamp", base.NOT_NEWER),
        ("now, after a future one", base.NOT_NEWER),
        ("teacher", base.NOT_GRADABLE),
        ("user not in the course", base.NOT_GRADABLE),
        ("unknown user", base.NOT_GRADABLE),
        ("content type application/json", base.REFUSED),
        ("bad token", base.NO_TOKEN),
        ("get deleted", base.NOT_THERE),
    ],
)
def test_g08_moodles_answers_become_sentences(title, sentence):
    assert policy_for("moodle").explain(refusal(title)) == sentence


@pytest.mark.parametrize(
    ("status", "said", "sentence"),
    [
        (422, "User not found in course or is not a student", base.NOT_GRADABLE),
        (400, "Provided timestamp is before the last one", base.NOT_NEWER),
        (400, "something else", base.REFUSED),
        (422, "The maximum number of allowed attempts has been reached", base.REFUSED),
        (403, "403 Forbidden (Rate Limit Exceeded)", base.BUSY),
        (403, "course is concluded", base.NOT_ALLOWED),
        (401, "", base.NO_TOKEN),
    ],
)
def test_g08_canvas_answers_become_sentences(status, said, sentence):
    assert policy_for("canvas").explain(ServiceRefused(status, "", detail=said)) == sentence


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ServiceUnreachable("", maybe_done=True), base.NO_ANSWER),
        (ServiceRefused(429, ""), base.BUSY),
        (ServiceRefused(500, ""), base.IN_TROUBLE),
        (ServiceRefused(403, "", detail=NOT_GRANTED), base.SCOPE_MISSING),
        (TokenRefused(400, "", detail="invalid_client"), base.NO_TOKEN),
        (TokenRefused(503, ""), base.IN_TROUBLE),
        (ServiceRefused(409, ""), base.NOT_NEWER),
        (ServiceRefused(302, ""), base.REFUSED),
    ],
)
def test_g08_common_answers_become_the_same_sentence_everywhere(product, error, sentence):
    if product == "canvas" and getattr(error, "status", 0) == 409:
        sentence = base.REFUSED
    assert policy_for(product).explain(error) == sentence


def _fields(grade):
    return {name: getattr(grade, name) for name in FinalGrade.__slots__}
