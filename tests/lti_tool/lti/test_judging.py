from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from lti_tool.lti.judging import Found, Memory, Verdict, compare, judge, next_timestamp
from lti_tool.lti.services.ags import Result

POSTED = datetime(2026, 3, 2, 12, 0, 0, 500000, tzinfo=UTC)
BEFORE, AFTER = POSTED - timedelta(minutes=5), POSTED + timedelta(minutes=5)
SAME_SECOND = POSTED.replace(microsecond=0)
WANTED = Decimal("0.9")


def held(score, at=None, maximum=100):
    score = None if score is None else Decimal(str(score))
    return Result("6", score, Decimal(maximum), at, "")


def posted(share="0.7", **changes):
    return Memory(posted_at=POSTED, posted_share=Decimal(share), **changes)


@pytest.mark.parametrize(
    ("memory", "result", "verdict"),
    [
        pytest.param(Memory(), None, Verdict.POST, id="nothing there"),
        pytest.param(Memory(), held(None), Verdict.POST, id="no score there"),
        pytest.param(Memory(), held(80), Verdict.FOREIGN, id="a grade that was never ours"),
        pytest.param(Memory(), held(90), Verdict.POST, id="the same grade, typed by hand"),
        pytest.param(Memory(replaces=True), held(80), Verdict.POST, id="to be replaced"),
        pytest.param(posted(), held(70, POSTED), Verdict.POST, id="our own from before"),
        pytest.param(posted(), held(80, AFTER), Verdict.FOREIGN, id="changed since"),
        pytest.param(posted(), held(80), Verdict.FOREIGN, id="changed, no time said"),
        pytest.param(posted(), held(65, SAME_SECOND), Verdict.POST, id="ours, made smaller"),
        pytest.param(posted("0.66666667"), held("66.67", AFTER), Verdict.POST, id="ours, rounded"),
        pytest.param(
            posted("0.7", sent_share=Decimal("0.5")), held(50), Verdict.POST, id="our last but one"
        ),
        pytest.param(posted(), held(35, AFTER, maximum=50), Verdict.POST, id="ours, rescaled"),
        pytest.param(
            Memory(posted_at=POSTED),
            held(80, BEFORE),
            Verdict.FOREIGN,
            id="older than a notice that carried no grade",
        ),
    ],
)
def test_a_grade_is_posted_unless_somebody_typed_another(memory, result, verdict):
    assert judge(memory, result, WANTED, lost=False) is verdict


@pytest.mark.parametrize(
    ("result", "verdict"),
    [
        pytest.param(held(90, POSTED), Verdict.ARRIVED, id="it is there"),
        pytest.param(held(90, SAME_SECOND), Verdict.ARRIVED, id="there, in whole seconds"),
        pytest.param(held(90), Verdict.ARRIVED, id="there, no time said"),
        pytest.param(held(90, BEFORE), Verdict.REPEAT, id="the same score from before"),
        pytest.param(held(70, BEFORE), Verdict.REPEAT, id="still the old one"),
        pytest.param(None, Verdict.REPEAT, id="not there, or zero on Moodle"),
        pytest.param(held(80, AFTER), Verdict.FOREIGN, id="somebody was quicker"),
    ],
)
def test_after_a_lost_answer_the_gradebook_is_believed(result, verdict):
    memory = posted("0.9", sent_share=Decimal("0.7"))

    assert judge(memory, result, WANTED, lost=True) is verdict


def sent(score=90, maximum=100, **changes):
    share = Decimal(score) / maximum
    values = {"posted_score": Decimal(score), "posted_maximum": Decimal(maximum)}
    return posted(share, sent_share=share, **values | changes)


@pytest.mark.parametrize(
    ("memory", "result", "maximum", "found"),
    [
        pytest.param(sent(), held(90, POSTED), 100, Found.OURS, id="as sent"),
        pytest.param(sent(), held("90.04", AFTER), 100, Found.OURS, id="rounded somewhere"),
        pytest.param(sent("86.6"), held(87, AFTER), 100, Found.OURS, id="in whole points"),
        pytest.param(sent("86.6"), held(86, AFTER), 100, Found.OURS, id="cut to whole points"),
        pytest.param(
            sent("2.6", 4),
            held(3, AFTER, maximum=4),
            4,
            Found.CHANGED,
            id="too much to be rounding",
        ),
        pytest.param(sent(), held(70, AFTER), 100, Found.CHANGED, id="another one since"),
        pytest.param(sent(), held(70), 100, Found.CHANGED, id="another one, no time said"),
        pytest.param(sent(), held(85, POSTED), 100, Found.ADJUSTED, id="made smaller at once"),
        pytest.param(sent(), None, 100, Found.CLEARED, id="not there"),
        pytest.param(sent(), held(None), 100, Found.CLEARED, id="there, without points"),
        pytest.param(sent(0), None, 100, Found.OURS, id="a zero that Moodle hides"),
        pytest.param(sent(), held(45, AFTER, maximum=50), 50, Found.OURS, id="rescaled by it"),
        pytest.param(sent(), held(90, POSTED), 50, Found.OUTGROWN, id="points kept, old maximum"),
        pytest.param(
            sent(), held(90, AFTER, maximum=50), 50, Found.OUTGROWN, id="points kept, new maximum"
        ),
        pytest.param(sent(0), held(0, AFTER, maximum=50), 50, Found.OURS, id="zero stays zero"),
        pytest.param(sent(), held(90, POSTED), None, Found.OURS, id="maximum not to be known"),
        pytest.param(Memory(), held(40, AFTER), 100, Found.CHANGED, id="never ours"),
    ],
)
def test_what_became_of_a_grade_is_told_apart(memory, result, maximum, found):
    maximum = None if maximum is None else Decimal(maximum)

    assert compare(memory, result, maximum) is found


def test_g14_points_on_a_new_maximum_are_not_a_persons():
    assert judge(sent(), held(90, AFTER, maximum=50), WANTED, lost=False) is Verdict.POST


@pytest.mark.parametrize(
    ("memory", "result", "earliest"),
    [
        (Memory(), None, None),
        (Memory(posted_at=POSTED), None, POSTED + timedelta(seconds=2)),
        (Memory(), held(1, SAME_SECOND), SAME_SECOND + timedelta(seconds=1)),
        (Memory(posted_at=POSTED), held(1, BEFORE), POSTED + timedelta(seconds=2)),
        (
            Memory(posted_at=POSTED),
            held(1, AFTER),
            AFTER.replace(microsecond=0) + timedelta(seconds=1),
        ),
        (Memory(), held(1), None),
    ],
)
def test_g06_a_timestamp_is_later_than_any_before(memory, result, earliest):
    assert next_timestamp(memory, result, timedelta(seconds=2)) == earliest


def test_what_was_sent_and_what_was_posted_are_told_apart():
    memory = Memory(submission_id=1, posted_revision=3, sent_revision=2)

    assert memory.has_sent(1, 2)
    assert not memory.has_sent(1, 3)
    assert not memory.has_sent(2, 2)
    assert memory.may_have_posted(1, 3)
    assert not memory.may_have_posted(1, 2)
    assert not memory.may_have_posted(2, 3)
