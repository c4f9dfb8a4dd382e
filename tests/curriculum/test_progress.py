import pytest
from sqlalchemy import select

from curriculum import answering, progress, reading, watching
from curriculum.checks import Order, Rewrite, Sort
from curriculum.foundation.errors import Missing, Rejected
from curriculum.models.progress import CheckAnswer, SectionRead, VideoWatch
from curriculum.units import load_curriculum
from tests import factories
from tests.factories import NOW


@pytest.fixture
def unit():
    return load_curriculum().unit("school-climate")


@pytest.fixture
def who(session):
    return factories.candidate(session).id


def right(item):
    match item:
        case Sort():
            return [item.groups.index(each.group) for each in item.items]
        case Order():
            return list(range(len(item.steps)))
        case Rewrite():
            return ["In my own words.", [0]]
    return sorted(item.right_positions)


def wrong(item):
    return {next(n for n, choice in enumerate(item.choices) if not choice.right)}


def test_nothing_done_is_nothing(session, who, unit):
    units = load_curriculum().units
    found = progress.unit_progress(session, who, units)

    assert found.keys() == {each.id for each in units}
    mine = found[unit.id]
    assert (mine.sections_read, mine.seconds_watched, mine.checks_right) == (0, 0, 0)
    assert (mine.place, mine.complete, mine.begun) == (None, False, False)
    assert mine.minutes_left == unit.minutes


def test_a_section_read_counts_and_its_minutes_are_no_longer_left(session, who, unit):
    factories.section_read(session, who, unit, "who-decides")

    mine = progress.unit_progress(session, who, [unit])[unit.id]
    assert (mine.sections_read, mine.sections_elsewhere) == (1, 0)
    assert mine.minutes_left == unit.minutes - unit.section("who-decides").minutes


def test_a_section_read_elsewhere_counts_and_is_told_apart(session, who, unit):
    factories.section_read(session, who, unit, "who-decides")
    factories.section_read(session, who, unit, "small-repairs", elsewhere=True)

    mine = progress.unit_progress(session, who, [unit])[unit.id]
    assert (mine.sections_read, mine.sections_elsewhere) == (2, 1)
    standing = progress.unit_standing(session, who, unit)
    assert (standing.read, standing.elsewhere) == ({"who-decides"}, {"small-repairs"})


def test_the_place_is_the_last_one(session, who, unit):
    for section in ("who-decides", "small-repairs", "who-decides"):
        progress.move_place(session, who, unit, section, now=NOW)

    assert progress.unit_progress(session, who, [unit])[unit.id].place == "who-decides"


def test_the_latest_answer_is_shown_and_a_right_one_stays_right(session, who, unit):
    item = unit.checks[0]

    assert not answering.answer_check(session, who, unit, item.id, wrong(item), now=NOW)
    assert answering.answer_check(session, who, unit, item.id, right(item), now=NOW)
    assert not answering.answer_check(session, who, unit, item.id, wrong(item), now=NOW)

    row = session.scalars(select(CheckAnswer)).one()
    assert (row.chosen, row.right, row.ever_right, row.tries) == (
        sorted(wrong(item)),
        False,
        True,
        3,
    )
    assert progress.unit_progress(session, who, [unit])[unit.id].checks_right == 1


def test_a_refused_answer_leaves_the_one_before(session, who, unit):
    item = unit.checks[0]
    answering.answer_check(session, who, unit, item.id, right(item), now=NOW)

    with pytest.raises(Rejected):
        answering.answer_check(session, who, unit, item.id, [], now=NOW)

    assert session.scalars(select(CheckAnswer)).one().tries == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda s, e, u: reading.say_read_elsewhere(s, e, u, "nothing", now=NOW),
        lambda s, e, u: progress.move_place(s, e, u, "nothing", now=NOW),
        lambda s, e, u: answering.answer_check(s, e, u, "nothing", [0], now=NOW),
    ],
    ids=["read", "place", "answer"],
)
def test_what_the_unit_does_not_have_cannot_be_done(session, who, unit, act):
    with pytest.raises(Missing):
        act(session, who, unit)


def finish(session, who, unit):
    for section in unit.sections:
        factories.section_read(session, who, unit, section.id)
    for video in unit.videos:
        watching.record_transcript(session, who, unit, video.id, now=NOW)
    for item in unit.checks:
        answering.answer_check(session, who, unit, item.id, right(item), now=NOW)


def test_complete_is_everything_read_seen_and_once_right(session, who, unit):
    finish(session, who, unit)

    mine = progress.unit_progress(session, who, [unit])[unit.id]
    assert mine.complete
    assert mine.minutes_left == 0


def test_what_the_unit_no_longer_has_does_not_count(session, who, unit):
    key = {"enrolment_id": who, "unit_id": unit.id}
    session.add(SectionRead(**key, section="gone", read_at=NOW))
    session.add(VideoWatch(**key, slot="gone", spans=[[0, 9]], seconds=9, seen_at=NOW))
    session.add(CheckAnswer(**key, item="gone", chosen=[0], right=True, ever_right=True,
                            answered_at=NOW))  # fmt: skip
    session.flush()

    mine = progress.unit_progress(session, who, [unit])[unit.id]
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
