import threading
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from curriculum import progress, watching
from curriculum.films import film_id
from curriculum.foundation.errors import Missing, Rejected
from curriculum.models.progress import VideoWatch
from curriculum.units import read_curriculum
from lti_tool.extensions import db, writing
from tests import factories
from tests.factories import NOW
from tests.unit_folder import teach, write_unit

SECOND = st.integers(-5, 60)


@pytest.fixture
def unit(tmp_path, monkeypatch):
    return teach(monkeypatch, tmp_path / "units", film={"seconds": 38}).unit("school-climate")


@pytest.fixture
def who(session):
    return factories.candidate(session).id


@pytest.fixture
def watch(session, who):
    """Tell of the film that a unit shows, or of another one."""

    def tell(unit, *spans, position=0, film=None):
        film = film_id(unit, unit.video("opening")) if film is None else film
        return watching.record_watch(session, who, unit, "opening", film, spans, position, now=NOW)

    return tell


@pytest.fixture
def standing(session, who):
    def read(unit):
        session.flush()
        return progress.unit_standing(session, who, unit)

    return read


def enough(unit):
    return -(-unit.video("opening").seconds * 9 // 10)


def test_seconds_seen_again_count_once(session, unit, watch):
    watch(unit, (0, 10), position=25)
    watch(unit, (5, 15), (20, 25), position=25)
    seen = watch(unit, (0, 10), position=25)

    assert (seen.seconds, seen.position) == (20, 25)
    assert session.scalar(select(VideoWatch.spans)) == [[0, 15], [20, 25]]


def test_seconds_lie_within_the_video(unit, watch):
    length = unit.video("opening").seconds

    seen = watch(unit, (-5, 10**9), position=10**30)

    assert (seen.seconds, seen.position) == (length, length)


@pytest.mark.parametrize("spans", [[(0, 1)] * 501, [(0, 1, 2)], [(0,)]])
def test_what_no_player_reports_is_refused(unit, watch, spans):
    with pytest.raises(Rejected):
        watch(unit, *spans)


def test_a_video_is_seen_when_nine_tenths_of_it_are(unit, watch, standing):
    watch(unit, (0, enough(unit) - 1))
    assert not standing(unit).has_seen(unit.video("opening"))

    assert watch(unit, (0, enough(unit))).done
    assert standing(unit).has_seen(unit.video("opening"))


@pytest.mark.parametrize(
    ("note", "by"),
    [(watching.record_transcript, "transcript_read"), (watching.record_said, "said")],
)
def test_two_other_ways_count_like_watching_and_say_which(
    session, who, unit, watch, standing, note, by
):
    watch(unit, (0, 3))
    note(session, who, unit, "opening", now=NOW)
    watch(unit, (3, 4))

    found = standing(unit)
    mine = found.watched["opening"]
    assert found.has_seen(unit.video("opening"))
    assert (mine.seconds, mine.done) == (4, False)
    assert [name for name in ("transcript_read", "said") if getattr(mine, name)] == [by]
    assert found.progress(unit).seconds_watched == unit.video("opening").seconds
    mine = progress.unit_progress(session, who, [unit])[unit.id]
    assert mine.seconds_watched == unit.video("opening").seconds


@pytest.fixture
def exchanged(tmp_path):
    """The same unit with another film in its slot."""
    write_unit(tmp_path, film={"source": "https://youtu.be/a_b-C1d2E3f"})
    return read_curriculum(tmp_path).units[0]


def test_an_exchanged_film_begins_at_nothing(unit, exchanged, watch, standing):
    watch(unit, (0, 10), position=10)

    before = standing(exchanged).watched["opening"]
    shown = before.of(film_id(exchanged, exchanged.video("opening")))
    after = watch(exchanged, (30, 33), position=33)

    assert (shown.seconds, shown.position) == (0, 0)
    assert (after.seconds, after.position, after.done) == (3, 33, False)


def test_a_slot_that_was_done_stays_so_with_another_film(session, who, unit, exchanged, watch,
                                                         standing):  # fmt: skip
    watch(unit, (0, enough(unit)))

    assert watch(exchanged, (0, 1)).done
    assert standing(exchanged).has_seen(exchanged.video("opening"))
    mine = progress.unit_progress(session, who, [exchanged])[unit.id]
    assert mine.seconds_watched == exchanged.video("opening").seconds


def test_a_page_that_still_shows_the_film_before_changes_nothing(session, unit, watch):
    watch(unit, (0, 10), position=10)

    for film in ("another", ""):
        seen = watch(unit, (0, 38), position=38, film=film)
        assert (seen.seconds, seen.position, seen.done) == (10, 10, False)

    assert session.scalar(select(VideoWatch.spans)) == [[0, 10]]


def test_what_was_noted_before_films_had_names_counts_for_the_present_one(
    session, who, unit, watch, standing
):
    key = {"enrolment_id": who, "unit_id": unit.id, "slot": "opening"}
    session.add(VideoWatch(**key, spans=[[0, 36]], seconds=36, seen_at=NOW))
    session.flush()

    assert standing(unit).has_seen(unit.video("opening"))
    assert watch(unit, (36, 38)).seconds == 38


def test_a_report_takes_two_statements_once_there_is_a_row(session, unit, watch, count_queries):
    watch(unit, (0, 1))
    session.commit()

    with count_queries() as counted:
        watch(unit, (1, 2))

    assert counted.n == 2


@pytest.mark.parametrize(
    "act",
    [
        lambda s, e, u: watching.record_watch(s, e, u, "nothing", "x", [], 0, now=NOW),
        lambda s, e, u: watching.record_transcript(s, e, u, "nothing", now=NOW),
        lambda s, e, u: watching.record_said(s, e, u, "nothing", now=NOW),
    ],
    ids=["watch", "transcript", "said"],
)
def test_a_slot_that_the_unit_does_not_have_cannot_be_watched(session, who, unit, act):
    with pytest.raises(Missing):
        act(session, who, unit)

    assert session.scalar(select(func.count()).select_from(VideoWatch)) == 0


@given(st.lists(st.tuples(SECOND, SECOND)), st.integers(0, 50))
def test_merging_keeps_exactly_the_seconds_within_the_film(spans, length):
    merged = watching.merge(spans, length)

    seen = {second for start, end in spans for second in range(start, end) if 0 <= second < length}
    assert {second for start, end in merged for second in range(start, end)} == seen
    assert watching.seconds_in(merged) == len(seen)
    assert all(a[1] < b[0] for a, b in pairwise(merged))


def test_two_tabs_that_report_at_once_lose_no_second(app, session, who, unit, standing):
    session.commit()
    film = film_id(unit, unit.video("opening"))
    with app.app_context():
        engine = db.engine
    together = threading.Barrier(2)
    faults = []

    def tab(start):
        try:
            together.wait(timeout=10)
            for second in range(start, start + 10):
                with writing(), Session(engine) as mine:
                    spans = [(second, second + 1)]
                    watching.record_watch(mine, who, unit, "opening", film, spans, second, now=NOW)
                    mine.commit()
        except Exception as error:
            faults.append(error)

    tabs = [threading.Thread(target=tab, args=(start,)) for start in (0, 20)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()

    assert faults == []
    assert standing(unit).watched["opening"].seconds == 20


@pytest.mark.parametrize(
    ("lasted", "spans", "found"),
    [
        pytest.param(0, [(0, 600)], [[0, 10]], id="a film in no time"),
        pytest.param(5, [(40, 50), (0, 25)], [[0, 25], [40, 45]], id="what is left for the second"),
        pytest.param(30, [(0, 120)], [[0, 120]], id="as quick as an honest one can be"),
        pytest.param(0, [(-(10**30), 10**30), (5, 8)], [[0, 10]], id="beyond every film"),
    ],
)
def test_no_more_runs_by_than_time_has_passed(lasted, spans, found):
    assert watching.possible(spans, lasted) == found
