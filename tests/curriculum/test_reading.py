"""What counts as having read a section. Times are the server's; seconds are what a page tells."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from curriculum import reading
from curriculum.foundation.errors import Missing
from curriculum.models.progress import ReadingTime, SectionRead
from curriculum.progress import unit_standing
from curriculum.reading import FASTEST, SHORTEST, Visit, plausible_seconds
from curriculum.units import read_curriculum
from lti_tool.extensions import db, writing
from tests import factories
from tests.factories import NOW
from tests.unit_folder import write_unit

WORDS = 500
NEEDED = 60  # seconds for as many words
SECTION = "arriving"


@pytest.fixture
def unit(tmp_path):
    write_unit(tmp_path, sections={SECTION: "word " * WORDS, "staying": "Somebody stays."})
    return read_curriculum(tmp_path).units[0]


@pytest.fixture
def who(session):
    return factories.candidate(session).id


@pytest.fixture
def tell(session, who, unit):
    """Report seconds of a visit, some seconds after NOW."""

    def tell(visit, seconds, *, at, end=False, section=SECTION):
        now = NOW + timedelta(seconds=at)
        return reading.record_reading(
            session, who, unit, section, visit, seconds, end_seen=end, now=now
        )

    return tell


def opened(name="a", at=0):
    return Visit(name, NOW + timedelta(seconds=at))


def spent(session):
    return session.scalars(select(ReadingTime.seconds)).one()


def test_what_is_plausible_follows_the_words(unit):
    assert plausible_seconds(unit.section(SECTION)) == WORDS * 60 / FASTEST == NEEDED
    assert plausible_seconds(unit.section("staying")) == SHORTEST


@pytest.mark.parametrize(
    ("seconds", "end", "is_read"),
    [
        pytest.param(NEEDED, True, True, id="to the end, in a plausible time"),
        pytest.param(NEEDED - 1, True, False, id="scrolled through"),
        pytest.param(10 * NEEDED, False, False, id="never at the end"),
    ],
)
def test_a_section_is_read_at_its_end_after_a_plausible_time(
    session, who, unit, tell, seconds, end, is_read
):
    assert tell(opened(), seconds, at=1000, end=end) is is_read

    assert unit_standing(session, who, unit).read == ({SECTION} if is_read else set())


def test_pieces_add_up_over_visits_and_the_end_is_remembered(tell):
    assert not tell(opened("first"), 30, at=40, end=True)

    assert not tell(opened("second", at=5000), 29, at=5040)
    assert tell(opened("second", at=5000), 30, at=5041)


def test_a_report_told_again_adds_nothing(session, tell):
    for at in (30, 31, 200, 2000):
        tell(opened(), 20, at=at)

    assert spent(session) == 20


def test_a_report_that_comes_late_takes_nothing_back(session, tell):
    tell(opened(), 40, at=50)
    tell(opened(), 25, at=51)

    assert spent(session) == 40


def test_a_report_claims_no_more_than_its_visit_has_lasted(session, tell):
    assert not tell(opened(), 24 * 3600, at=12, end=True)

    assert spent(session) == 12


def test_two_tabs_in_turn_lose_nothing(session, tell):
    tell(opened("a"), 20, at=45)
    tell(opened("b", at=2), 25, at=45)

    assert spent(session) == 45


def test_two_tabs_side_by_side_count_no_more_than_passed(session, tell):
    for at in (15, 30, 45):
        tell(opened("a"), at, at=at)
        tell(opened("b"), at, at=at)

    assert spent(session) == 45


def test_an_offline_minute_is_told_afterwards_and_counts(tell):
    tell(opened(), 10, at=10)

    assert tell(opened(), 70, at=71, end=True)


def test_a_visit_told_of_before_an_earlier_one_is_not_cut_short(session, tell):
    tell(opened("second", at=100), 20, at=125)
    tell(opened("first"), 30, at=126)

    assert spent(session) == 50


def test_many_tabs_are_forgotten_in_turn_and_never_count_more_than_passed(session, tell):
    for number in range(3 * reading.VISITS_KEPT):
        tell(opened(str(number)), 5, at=60)
    for number in range(3 * reading.VISITS_KEPT):
        tell(opened(str(number)), 5, at=60)

    row = session.scalars(select(ReadingTime)).one()
    assert row.seconds == 60
    assert len(row.visits) == reading.VISITS_KEPT


@pytest.mark.parametrize(
    ("seconds", "at"),
    [
        pytest.param(10, -3600, id="the server that answers is an hour behind"),
        pytest.param(-10, 100, id="a page that counts backwards"),
    ],
)
def test_clocks_that_disagree_add_nothing_and_take_nothing(session, tell, seconds, at):
    tell(opened(), 20, at=20)

    tell(opened(), seconds, at=at)
    tell(opened("b"), seconds, at=at)

    assert spent(session) == 20


def test_read_stays_read_with_the_moment_of_the_first_time(session, tell):
    assert tell(opened(), NEEDED, at=NEEDED, end=True)
    assert tell(opened("again", at=9000), 1, at=9001)

    assert session.scalars(select(SectionRead.read_at)).all() == [NOW + timedelta(seconds=NEEDED)]


def test_what_is_said_to_be_read_elsewhere_is_kept_apart(session, who, unit):
    for _ in range(2):
        reading.say_read_elsewhere(session, who, unit, SECTION, now=NOW)

    standing = unit_standing(session, who, unit)
    assert (standing.read, standing.elsewhere) == (set(), {SECTION})
    assert standing.has_read(SECTION)


def test_reading_here_outdoes_what_was_said(session, who, unit, tell):
    reading.say_read_elsewhere(session, who, unit, SECTION, now=NOW)

    tell(opened(), NEEDED, at=NEEDED, end=True)

    row = session.scalars(select(SectionRead)).one()
    assert (row.elsewhere, row.read_at) == (False, NOW + timedelta(seconds=NEEDED))


def test_what_was_read_here_cannot_be_said_away(session, who, unit, tell):
    tell(opened(), NEEDED, at=NEEDED, end=True)

    reading.say_read_elsewhere(session, who, unit, SECTION, now=NOW)
    reading.take_back_elsewhere(session, who, unit, SECTION)

    assert unit_standing(session, who, unit).read == {SECTION}


def test_what_was_said_can_be_taken_back(session, who, unit):
    reading.say_read_elsewhere(session, who, unit, SECTION, now=NOW)

    reading.take_back_elsewhere(session, who, unit, SECTION)

    assert not unit_standing(session, who, unit).has_read(SECTION)


def test_a_section_that_is_not_there_cannot_be_read(session, who, unit, tell):
    with pytest.raises(Missing):
        tell(opened(), 5, at=5, section="gone")
    with pytest.raises(Missing):
        reading.take_back_elsewhere(session, who, unit, "gone")


def test_two_tabs_that_report_at_once_lose_no_second(app, session, who, unit):
    session.commit()
    now = NOW + timedelta(seconds=200)
    together = threading.Barrier(4)

    def tab(name):
        with app.app_context(), writing(), Session(db.engine) as own:
            together.wait()
            for seconds in range(1, 11):
                visit = Visit(name, NOW)
                reading.record_reading(
                    own, who, unit, SECTION, visit, seconds, end_seen=False, now=now
                )
                own.commit()

    tabs = [threading.Thread(target=tab, args=(name,)) for name in "abcd"]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()

    assert factories.stored(session, select(ReadingTime.seconds)) == [40]
