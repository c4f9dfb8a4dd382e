import threading

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from curriculum import progress
from curriculum.foundation.errors import Missing, Rejected
from curriculum.models.progress import CheckAnswer, SectionRead, VideoWatch
from curriculum.units import load_curriculum
from lti_tool.extensions import db, writing
from tests import factories
from tests.factories import NOW


@pytest.fixture
def unit():
    return load_curriculum().unit("school-climate")


@pytest.fixture
def who(session):
    return factories.candidate(session).id


def right(item):
    return item.right_positions


def wrong(item):
    return {next(n for n, choice in enumerate(item.choices) if not choice.right)}


def test_nothing_done_is_nothing(session, who, unit):
    found = progress.unit_progress(session, who)

    assert found.keys() == {each.id for each in load_curriculum().units}
    mine = found[unit.id]
    assert (mine.sections_read, mine.seconds_watched, mine.checks_right) == (0, 0, 0)
    assert (mine.place, mine.complete, mine.begun) == (None, False, False)
    assert mine.minutes_left == unit.minutes


def test_a_section_read_twice_counts_once(session, who, unit):
    for _ in range(2):
        progress.mark_read(session, who, unit, "who-decides", now=NOW)

    mine = progress.unit_progress(session, who)[unit.id]
    assert mine.sections_read == 1
    assert mine.minutes_left == unit.minutes - unit.section("who-decides").minutes


def test_the_place_is_the_last_one(session, who, unit):
    for section in ("who-decides", "small-repairs", "who-decides"):
        progress.move_place(session, who, unit, section, now=NOW)

    assert progress.unit_progress(session, who)[unit.id].place == "who-decides"


def test_seconds_seen_again_count_once(session, who, unit):
    for spans in ([(0, 10)], [(5, 15), (20, 25)], [(0, 10)]):
        seen = progress.record_watch(session, who, unit, "opening", spans, 25, now=NOW)

    assert (seen.seconds, seen.position) == (20, 25)
    assert session.scalar(select(VideoWatch.spans)) == [[0, 15], [20, 25]]


def test_seconds_lie_within_the_video(session, who, unit):
    length = unit.video("opening").seconds

    seen = progress.record_watch(session, who, unit, "opening", [(-5, 10**9)], 10**30, now=NOW)

    assert (seen.seconds, seen.position) == (length, length)


def test_no_player_reports_thousands_of_stretches(session, who, unit):
    with pytest.raises(Rejected):
        progress.record_watch(session, who, unit, "opening", [(0, 1)] * 501, 0, now=NOW)


def test_reading_the_transcript_counts_like_watching(session, who, unit):
    progress.record_watch(session, who, unit, "opening", [(0, 3)], 3, now=NOW)
    progress.transcript_read(session, who, unit, "opening", now=NOW)
    progress.record_watch(session, who, unit, "opening", [(3, 4)], 4, now=NOW)

    standing = progress.unit_standing(session, who, unit)
    assert standing.has_seen(unit.video("opening"))
    assert standing.watched["opening"].seconds == 4
    assert standing.progress(unit).seconds_watched == unit.video("opening").seconds


def test_a_video_is_seen_when_nine_tenths_of_it_are(session, who, unit):
    video = unit.video("opening")
    enough = -(-video.seconds * 9 // 10)
    progress.record_watch(session, who, unit, "opening", [(0, enough - 1)], 0, now=NOW)
    assert not progress.unit_standing(session, who, unit).has_seen(video)

    progress.record_watch(session, who, unit, "opening", [(0, enough)], 0, now=NOW)
    assert progress.unit_standing(session, who, unit).has_seen(video)


def test_the_latest_answer_is_shown_and_a_right_one_stays_right(session, who, unit):
    item = unit.checks[0]

    assert not progress.answer_check(session, who, unit, item.id, wrong(item), now=NOW)
    assert progress.answer_check(session, who, unit, item.id, right(item), now=NOW)
    assert not progress.answer_check(session, who, unit, item.id, wrong(item), now=NOW)

    row = session.scalars(select(CheckAnswer)).one()
    assert (row.chosen, row.right, row.ever_right, row.tries) == (
        sorted(wrong(item)),
        False,
        True,
        3,
    )
    assert progress.unit_progress(session, who)[unit.id].checks_right == 1


def test_a_refused_answer_leaves_the_one_before(session, who, unit):
    item = unit.checks[0]
    progress.answer_check(session, who, unit, item.id, right(item), now=NOW)

    with pytest.raises(Rejected):
        progress.answer_check(session, who, unit, item.id, [], now=NOW)

    assert session.scalars(select(CheckAnswer)).one().tries == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda s, e, u: progress.mark_read(s, e, u, "nothing", now=NOW),
        lambda s, e, u: progress.move_place(s, e, u, "nothing", now=NOW),
        lambda s, e, u: progress.record_watch(s, e, u, "nothing", [], 0, now=NOW),
        lambda s, e, u: progress.transcript_read(s, e, u, "nothing", now=NOW),
        lambda s, e, u: progress.answer_check(s, e, u, "nothing", [0], now=NOW),
    ],
    ids=["read", "place", "watch", "transcript", "answer"],
)
def test_what_the_unit_does_not_have_cannot_be_done(session, who, unit, act):
    with pytest.raises(Missing):
        act(session, who, unit)


def finish(session, who, unit):
    for section in unit.sections:
        progress.mark_read(session, who, unit, section.id, now=NOW)
    for video in unit.videos:
        progress.transcript_read(session, who, unit, video.id, now=NOW)
    for item in unit.checks:
        progress.answer_check(session, who, unit, item.id, right(item), now=NOW)


def test_complete_is_everything_read_seen_and_once_right(session, who, unit):
    finish(session, who, unit)

    mine = progress.unit_progress(session, who)[unit.id]
    assert mine.complete
    assert mine.minutes_left == 0


def test_what_the_unit_no_longer_has_does_not_count(session, who, unit):
    key = {"enrolment_id": who, "unit_id": unit.id}
    session.add(SectionRead(**key, section="gone", read_at=NOW))
    session.add(VideoWatch(**key, slot="gone", spans=[[0, 9]], seconds=9, seen_at=NOW))
    session.add(CheckAnswer(**key, item="gone", chosen=[0], right=True, ever_right=True,
                            answered_at=NOW))  # fmt: skip
    session.flush()

    mine = progress.unit_progress(session, who)[unit.id]
    assert (mine.sections_read, mine.seconds_watched, mine.checks_right) == (0, 0, 0)


def test_reading_resumes_at_the_first_unread_section_from_the_last_place(session, who, unit):
    sections = [section.id for section in unit.sections]
    standing = progress.unit_standing(session, who, unit)
    assert standing.resume_at(unit).id == sections[0]

    standing.place = sections[2]
    assert standing.resume_at(unit).id == sections[2]
    standing.read = {sections[2]}
    assert standing.resume_at(unit).id == sections[3]
    standing.read = set(sections[2:])
    assert standing.resume_at(unit).id == sections[0]
    standing.read = set(sections)
    assert standing.resume_at(unit).id == sections[2]
    standing.place = "gone"
    assert standing.resume_at(unit).id == sections[0]


def test_two_tabs_that_report_at_once_lose_no_second(app, session, who, unit):
    session.commit()
    with app.app_context():
        engine = db.engine
    together = threading.Barrier(2)
    faults = []

    def tab(start):
        try:
            together.wait(timeout=10)
            for second in range(start, start + 10):
                with writing(), Session(engine) as mine:
                    progress.record_watch(
                        mine, who, unit, "opening", [(second, second + 1)], second, now=NOW
                    )
                    mine.commit()
        except Exception as error:
            faults.append(error)

    tabs = [threading.Thread(target=tab, args=(start,)) for start in (0, 20)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()

    assert faults == []
    assert progress.unit_standing(session, who, unit).watched["opening"].seconds == 20
