"""The question before and after: what stays, what can be changed, what a class's counts tell."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from curriculum import before_after
from curriculum.before_after import Answers, Given, answer_question, answers_of, spread_of
from curriculum.foundation.errors import Conflict, Missing, Rejected
from curriculum.models.enrolment import Standing
from curriculum.models.progress import BeforeAfterAnswer, Moment, SectionRead
from curriculum.units import load_curriculum
from tests import factories
from tests.factories import NOW
from tests.unit_folder import teach


@pytest.fixture
def unit(tmp_path, monkeypatch):
    return teach(monkeypatch, tmp_path / "units").unit("school-climate")


@pytest.fixture
def course(session):
    return factories.course(session)


@pytest.fixture
def who(session, course):
    return factories.candidate(session, course=course).id


def read(session, who, unit):
    row = SectionRead(enrolment_id=who, unit_id=unit.id, section="arriving", read_at=NOW)
    factories.add(session, row)


def answer(session, who, unit, moment, position=1, words="", minutes=0):
    now = NOW + timedelta(minutes=minutes)
    answer_question(session, who, unit, moment, position, words, now=now)


def test_the_first_answer_can_be_changed_until_a_section_was_read(session, unit, who):
    answer(session, who, unit, Moment.BEFORE, 0)
    answer(session, who, unit, Moment.BEFORE, 3, "Because.")
    read(session, who, unit)

    with pytest.raises(Conflict, match="Your first answer stays"):
        answer(session, who, unit, Moment.BEFORE, 4)

    assert answers_of(session, who, unit) == Answers(Given(3, "Because."), None, begun=True)


def test_the_second_answer_closes_the_first(session, unit, who):
    """Also where what was read elsewhere was taken back between them."""
    answer(session, who, unit, Moment.BEFORE, 0)
    answer(session, who, unit, Moment.AFTER, 4)

    with pytest.raises(Conflict):
        answer(session, who, unit, Moment.BEFORE, 3)


def test_reading_another_unit_closes_nothing(session, unit, who):
    read(session, who, load_curriculum().units[0])

    answer(session, who, unit, Moment.BEFORE)

    assert answers_of(session, who, unit).before == Given(1, "")


def test_there_is_no_first_answer_once_a_section_was_read(session, unit, who):
    read(session, who, unit)

    with pytest.raises(Conflict):
        answer(session, who, unit, Moment.BEFORE)


def test_the_second_answer_can_always_be_changed(session, unit, who):
    answer(session, who, unit, Moment.BEFORE, 0)
    read(session, who, unit)
    answer(session, who, unit, Moment.AFTER, 2)
    answer(session, who, unit, Moment.AFTER, 4, " Now I see.\r\n")

    found = answers_of(session, who, unit)

    assert found == Answers(Given(0, ""), Given(4, "Now I see."), begun=True)


@pytest.mark.parametrize(
    ("position", "words", "message", "field"),
    [
        (None, "", "where you stand", "position"),
        (5, "", "positions shown", "position"),
        (-1, "", "positions shown", "position"),
        (0, "x" * 2001, "room for 2000 characters; these are 2001", "words"),
    ],
)
def test_an_answer_that_is_none_is_refused(session, unit, who, position, words, message, field):
    with pytest.raises(Rejected, match=message) as caught:
        answer(session, who, unit, Moment.AFTER, position, words)

    assert caught.value.field == field
    assert session.scalars(select(BeforeAfterAnswer)).all() == []


def test_a_unit_that_asks_nothing_is_refused(session, tmp_path, monkeypatch, who):
    silent = teach(monkeypatch, tmp_path / "silent", before_after=None).unit("school-climate")

    for ask in (before_after.question_of, lambda unit: spread_of(session, 1, unit)):
        with pytest.raises(Missing, match="asks no question"):
            ask(silent)


def test_a_position_that_is_no_longer_there_is_no_answer(session, unit, who):
    row = {"unit_id": unit.id, "moment": Moment.BEFORE, "position": 9, "answered_at": NOW}
    factories.add(session, BeforeAfterAnswer(enrolment_id=who, **row))

    assert answers_of(session, who, unit).before is None


# The class


def class_of(session, course, unit, positions, moment=Moment.BEFORE):
    people = [factories.candidate(session, course=course) for _ in positions]
    for minute, (person, position) in enumerate(zip(people, positions, strict=True)):
        answer(session, person.id, unit, moment, position, "Mine.", minute)
    return people


@pytest.mark.parametrize(
    ("positions", "shown"),
    [
        pytest.param([0, 1, 1, 2], (0, 0, 0, 0, 0), id="four are too few"),
        pytest.param([0, 1, 1, 2, 4], (1, 2, 1, 0, 1), id="five are shown"),
        pytest.param([0, 1, 1, 2, 4, 3], (1, 2, 1, 0, 1), id="the sixth changes nothing"),
        pytest.param([0, 1, 1, 2, 4, 3, 3, 3, 3], (1, 2, 1, 0, 1), id="nor does the ninth"),
        pytest.param([0, 1, 1, 2, 4, 3, 3, 3, 3, 0], (2, 2, 1, 4, 1), id="ten are shown"),
    ],
)
def test_answers_are_counted_in_steps_of_five(session, course, unit, positions, shown):
    class_of(session, course, unit, positions)

    found = spread_of(session, course.id, unit)

    assert found[Moment.BEFORE].counts == shown
    assert found[Moment.AFTER].answers == 0


def test_each_moment_waits_for_its_own_five(session, course, unit):
    people = class_of(session, course, unit, [0] * 5)
    for person in people[:4]:
        answer(session, person.id, unit, Moment.AFTER, 2)
    assert spread_of(session, course.id, unit)[Moment.AFTER].answers == 0

    answer(session, people[4].id, unit, Moment.AFTER, 2)

    assert spread_of(session, course.id, unit)[Moment.AFTER].counts == (0, 0, 5, 0, 0)


def test_a_changed_answer_brings_nobody_else_into_the_counts(session, course, unit):
    people = class_of(session, course, unit, [0, 0, 0, 0, 0, 4], Moment.AFTER)

    answer(session, people[0].id, unit, Moment.AFTER, 1, minutes=60)

    assert spread_of(session, course.id, unit)[Moment.AFTER].counts == (4, 1, 0, 0, 0)


def test_only_candidates_who_are_in_this_course_are_counted(session, course, unit):
    class_of(session, course, unit, [0] * 5)
    class_of(session, factories.course(session), unit, [1] * 5)
    teacher = factories.instructor(session, course=course)
    answer(session, teacher.id, unit, Moment.BEFORE, 3)
    assert spread_of(session, course.id, unit)[Moment.BEFORE].counts == (5, 0, 0, 0, 0)


def test_who_leaves_takes_no_mark_along(session, course, unit):
    """Else the counts before and after would tell what one person, known by name, had answered."""
    people = class_of(session, course, unit, [0, 0, 4, 0, 0, 1])
    before = spread_of(session, course.id, unit)

    people[2].standing = Standing.LEFT
    session.flush()

    assert spread_of(session, course.id, unit) == before
    assert before[Moment.BEFORE].counts == (4, 0, 0, 0, 1)


def test_a_test_student_makes_no_fifth(session, course, unit):
    people = class_of(session, course, unit, [0] * 5)

    people[0].person.is_test = True
    session.flush()

    assert spread_of(session, course.id, unit)[Moment.BEFORE].answers == 0
