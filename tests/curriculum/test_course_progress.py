from datetime import timedelta

import pytest

from curriculum import reading
from curriculum.course_progress import count_readers, course_counts, readers
from curriculum.foundation.errors import Missing
from curriculum.models.enrolment import Role, Standing
from curriculum.models.progress import CheckAnswer, Place, VideoWatch
from curriculum.progress import unit_standing
from curriculum.reading import Visit
from curriculum.units import read_curriculum
from tests import factories
from tests.factories import NOW
from tests.unit_folder import write_unit


@pytest.fixture
def unit(tmp_path):
    write_unit(tmp_path)
    return read_curriculum(tmp_path).units[0]


@pytest.fixture
def course(session):
    return factories.course(session)


@pytest.fixture
def candidate(session, course):
    def candidate(name="", **changes):
        person = factories.person(session, name=name, **changes.pop("person", {}))
        return factories.candidate(session, course=course, person=person, **changes).id

    return candidate


def place(session, who, unit, section):
    factories.add(session, Place(enrolment_id=who, unit_id=unit.id, section=section, seen_at=NOW))


def watch(session, who, unit, **done):
    values = {"spans": [], "seen_at": NOW, "enrolment_id": who, "unit_id": unit.id}
    factories.add(session, VideoWatch(**values, slot="opening", **done))


def answer(session, who, unit, item, *, right):
    values = {"chosen": [0], "right": right, "ever_right": right, "answered_at": NOW}
    key = {"enrolment_id": who, "unit_id": unit.id, "item": item}
    factories.add(session, CheckAnswer(**key, **values))


def counts(session, course, unit, section="arriving"):
    found = course_counts(session, course.id, unit).sections[section]
    return found.started, found.read, found.elsewhere, found.watched, found.right


def shown(session, course, unit, word="all", start=0, size=100):
    people = readers(session, course.id, unit, word, start=start, size=size)
    if (start, size) == (0, 100):
        assert count_readers(session, course.id, unit, word) == len(people)
    return [person.label for person in people]


def test_a_course_without_candidates_counts_none(session, course, unit):
    factories.instructor(session, course=course)

    found = course_counts(session, course.id, unit)

    assert (found.all, found.begun, found.not_begun) == (0, 0, 0)
    assert counts(session, course, unit) == (0, 0, 0, 0, 0)
    assert shown(session, course, unit) == []


def test_who_was_there_read_or_said_so_counts_once_and_apart(session, course, unit, candidate):
    there, read, said, told, _nothing = (candidate(name) for name in "abcde")
    place(session, there, unit, "arriving")
    place(session, read, unit, "staying")
    factories.section_read(session, read, unit, "arriving")
    factories.section_read(session, said, unit, "arriving", elsewhere=True)
    visit = Visit("v", NOW - timedelta(seconds=9))
    reading.record_reading(session, told, unit, "arriving", visit, 3, end_seen=False, now=NOW)

    found = course_counts(session, course.id, unit)

    assert (found.all, found.begun, found.not_begun) == (5, 4, 1)
    assert counts(session, course, unit) == (4, 1, 1, 0, 0)
    assert counts(session, course, unit, "staying") == (1, 0, 0, 0, 0)
    assert shown(session, course, unit, "begun") == ["a", "b", "c", "d"]
    assert shown(session, course, unit, "not-begun") == ["e"]
    assert shown(session, course, unit, "started.arriving") == ["a", "b", "c", "d"]
    assert shown(session, course, unit, "read.arriving") == ["b"]
    assert shown(session, course, unit, "elsewhere.arriving") == ["c"]


@pytest.mark.parametrize(
    ("done", "counts_as_watched"),
    [
        pytest.param({"film": "f", "seconds": 39}, False, id="not marked as done"),
        pytest.param({"film": "f", "done": True}, True, id="seen"),
        pytest.param({"said": True}, True, id="said"),
        pytest.param({"transcript_read": True}, True, id="transcript read"),
        pytest.param({"seconds": 36}, True, id="before films had names"),
        pytest.param({"seconds": 35}, False, id="before films had names, not enough"),
    ],
)
def test_watched_is_what_a_candidate_s_own_page_says(
    session, course, unit, candidate, done, counts_as_watched
):
    who = candidate("a")
    watch(session, who, unit, **done)

    own = unit_standing(session, who, unit).has_seen(unit.video("opening"))
    assert own is counts_as_watched
    assert counts(session, course, unit)[3] == counts_as_watched
    assert shown(session, course, unit, "watched.arriving") == (["a"] if own else [])


def test_a_section_is_checked_when_every_question_on_it_was_once_right(
    session, course, unit, candidate
):
    all_right, some = candidate("a"), candidate("b")
    items = [item.id for item in unit.checks_of("arriving")]
    for item in items:
        answer(session, all_right, unit, item, right=True)
        answer(session, some, unit, item, right=item != items[0])

    assert counts(session, course, unit)[4] == 1
    assert shown(session, course, unit, "right.arriving") == ["a"]
    assert shown(session, course, unit, "right.leaving") == []  # it has no question
    assert shown(session, course, unit, "watched.staying") == []  # nor this one a film


def test_only_the_course_s_own_candidates_count(session, course, unit, candidate):
    counted = candidate("Ana")
    others = [
        factories.candidate(session).id,
        factories.instructor(session, course=course).id,
        factories.enrolment(session, course=course, role=Role.VISITOR).id,
        candidate("Left", standing=Standing.LEFT),
        candidate("Test", person={"is_test": True}),
    ]
    for who in (counted, *others):
        factories.section_read(session, who, unit, "arriving")
        watch(session, who, unit, done=True)

    assert course_counts(session, course.id, unit).all == 1
    assert counts(session, course, unit) == (1, 1, 0, 1, 0)
    assert shown(session, course, unit, "read.arriving") == ["Ana"]


def test_what_was_done_in_another_unit_or_a_section_that_is_gone_counts_nowhere(
    session, course, unit, candidate, tmp_path
):
    who = candidate("a")
    write_unit(tmp_path, id="other", number=7)
    other = read_curriculum(tmp_path).unit("other")
    factories.section_read(session, who, other, "arriving")
    factories.section_read(session, who, unit, "gone")

    assert counts(session, course, unit) == (0, 0, 0, 0, 0)
    assert shown(session, course, unit, "read.arriving") == []


def test_people_come_by_name_a_page_at_a_time(session, course, unit, candidate):
    for name in ("cem", "Ana", "Bo"):
        candidate(name)

    assert shown(session, course, unit) == ["Ana", "Bo", "cem"]
    assert shown(session, course, unit, start=1, size=1) == ["Bo"]


@pytest.mark.parametrize("word", ["", "nobody", "read.gone", "liked.arriving", "read"])
def test_a_list_that_there_is_not_is_missing(session, course, unit, word):
    with pytest.raises(Missing):
        readers(session, course.id, unit, word, start=0, size=1)


def test_statements_do_not_grow_with_the_course(session, course, unit, candidate, count_queries):
    def ask():
        session.expire_all()
        with count_queries() as counted:
            course_counts(session, course.id, unit)
            readers(session, course.id, unit, "all", start=0, size=100)
        return counted.n

    factories.section_read(session, candidate(), unit, "arriving")
    few = ask()
    for _ in range(30):
        factories.section_read(session, candidate(), unit, "arriving")

    assert ask() == few <= 11
