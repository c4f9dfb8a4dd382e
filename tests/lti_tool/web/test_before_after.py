"""The page of a unit's question, before reading and after it."""

import re

import pytest
from sqlalchemy import select

from curriculum.models.enrolment import Role
from curriculum.models.progress import BeforeAfterAnswer, Moment, SectionRead
from tests import factories
from tests.unit_folder import BEFORE_AFTER, teach

UNIT = "/units/school-climate"
PAGE = f"{UNIT}/before-after"
WORDS = "Because I once stood there."


@pytest.fixture(autouse=True)
def unit(tmp_path, monkeypatch):
    return teach(monkeypatch, tmp_path / "units").unit("school-climate")


@pytest.fixture
def course(session):
    return factories.course(session)


@pytest.fixture
def who(session, course):
    return factories.candidate(session, course=course)


@pytest.fixture
def candidate(browser, who):
    return browser(who)


def read(session, who, *sections):
    for section in sections:
        key = {"enrolment_id": who.id, "unit_id": "school-climate", "section": section}
        factories.add(session, SectionRead(**key, read_at=factories.NOW))
    session.commit()


def kept(session):
    return factories.stored(session, select(BeforeAfterAnswer))


def test_the_question_is_asked_on_the_unit_s_page_until_reading_began(candidate):
    first = candidate.get(UNIT)
    candidate.get(f"{UNIT}/sections/arriving")
    second = candidate.get(UNIT)

    assert BEFORE_AFTER["question"] in first.text
    assert "To skip it, just begin to read." in first.text
    assert BEFORE_AFTER["question"] not in second.text
    assert "The question before and after" in second.text


def test_the_first_answer_says_that_it_stays_before_it_is_saved(candidate, session):
    page = candidate.get(PAGE)
    answer = candidate.post(f"{PAGE}/before", {"position": "2", "words": WORDS})

    assert "From then on it stays as it is." in page.text
    assert "Only you see your answers and your words." in page.text
    assert answer.location.endswith("/before-after?done=answer-saved")
    (row,) = kept(session)
    assert (row.moment, row.position, row.words) == (Moment.BEFORE, 2, WORDS)
    assert "Change your first answer" in candidate.get(PAGE).text


def test_after_reading_the_first_answer_stands_and_the_second_is_asked(candidate, session, who):
    candidate.post(f"{PAGE}/before", {"position": "2", "words": WORDS})
    read(session, who, "arriving")
    some = candidate.get(PAGE).text
    read(session, who, "staying", "leaving")

    page = candidate.get(PAGE).text

    assert "you have read 1 of 3 sections" in some
    assert "Change your first answer" not in some
    assert "Now that you have read the unit" in page
    assert WORDS in page
    assert "Answer again and compare" in candidate.get(UNIT).text


def test_both_answers_stand_side_by_side(candidate, session, who):
    candidate.post(f"{PAGE}/before", {"position": "0", "words": WORDS})
    read(session, who, "arriving", "staying", "leaving")
    candidate.post(f"{PAGE}/after", {"position": "2", "words": "They came to us."})

    page = candidate.get(PAGE)

    taken = re.findall(r'<li class="taken">.*?</li>', page.text, re.S)
    assert [("Before" in each, "After" in each) for each in taken] == [(True, False), (False, True)]
    assert WORDS in page.text
    assert "They came to us." in page.text
    assert BEFORE_AFTER["afterwards"] in page.text
    assert "Change your second answer" in page.text
    assert "Your answers before and after" in candidate.get(UNIT).text


def test_a_first_answer_that_comes_too_late_is_refused_and_shown(candidate, session, who):
    candidate.post(f"{PAGE}/before", {"position": "0"})
    read(session, who, "arriving")

    page = candidate.post(f"{PAGE}/before", {"position": "4", "words": WORDS})

    assert page.status_code == 409
    assert "Your first answer stays as it was." in page.text
    assert WORDS in page.text
    assert [row.position for row in kept(session)] == [0]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"words": WORDS}, "Choose where you stand first."),
        ({"position": "all", "words": WORDS}, "Choose where you stand first."),
        ({"position": "9", "words": WORDS}, "Choose one of the positions shown."),
        ({"position": "1", "words": WORDS * 100}, "There is room for 2000 characters"),
    ],
)
def test_a_refused_answer_loses_no_word(candidate, session, sent, message):
    page = candidate.post(f"{PAGE}/after", sent)

    assert page.status_code == 422
    assert message in page.text
    assert sent["words"] + "</textarea>" in page.text
    assert "data-keep-refused" in page.text
    assert kept(session) == []


def test_what_is_not_there_is_404(candidate):
    assert candidate.post(f"{PAGE}/sometime", {"position": "1"}).status_code == 404
    assert candidate.get("/units/astronomy/before-after").status_code == 404


def test_a_unit_that_asks_nothing_has_no_such_page(candidate, tmp_path, monkeypatch):
    teach(monkeypatch, tmp_path / "silent", before_after=None)

    assert candidate.get(PAGE).status_code == 404
    assert "before-after" not in candidate.get(UNIT).text


def test_a_visitor_sees_the_question_and_is_not_asked(browser, session):
    visitor = browser(factories.enrolment(session, role=Role.VISITOR))

    page = visitor.get(PAGE)

    assert "A greeting" in page.text
    assert "<textarea" not in page.text
    assert visitor.post(f"{PAGE}/before", {"position": "1"}).status_code == 403
    assert "before-after" not in visitor.get(UNIT).text


def test_answers_are_hidden_from_whoever_looks_through_the_candidate_s_eyes(
    browser, candidate, who
):
    candidate.post(f"{PAGE}/before", {"position": "2", "words": WORDS})

    page = browser(who, impersonated=True).get(PAGE)

    assert WORDS not in page.text
    assert "taken" not in page.text
    assert "not shown to you" in page.text


# The class


@pytest.fixture
def instructor(browser, session, course):
    return browser(factories.instructor(session, course=course))


def answered(session, course, positions, moment=Moment.BEFORE):
    for position in positions:
        person = factories.candidate(session, course=course)
        given = {"moment": moment, "position": position, "words": WORDS}
        row = BeforeAfterAnswer(
            enrolment_id=person.id, unit_id="school-climate", answered_at=factories.NOW, **given
        )
        factories.add(session, row)
    session.commit()


def test_an_instructor_sees_nothing_of_four(instructor, session, course):
    answered(session, course, [0, 1, 1, 4])

    page = instructor.get(f"{PAGE}/spread")

    assert page.text.count("Fewer than 5 have answered so far.") == 2
    assert '<svg class="chart"' not in page.text
    assert "<table" not in page.text


def test_an_instructor_sees_counts_of_five_and_neither_names_nor_words(instructor, session, course):
    answered(session, course, [0, 1, 1, 1, 4, 4])

    page = instructor.get(f"{PAGE}/spread")

    assert "3 of 5" in page.text
    assert page.text.count('<svg class="chart"') == 1
    assert "of 6" not in page.text
    assert WORDS not in page.text
    assert "Given" not in page.text.split("<footer")[0]
    cells = re.findall(r'<td class="number">(\d|–)</td>', page.text)
    assert cells[::2] == ["1", "3", "0", "0", "1", "5"]
    assert set(cells[1::2]) == {"–"}


def test_another_course_is_not_counted(instructor, session):
    answered(session, factories.course(session), [0] * 5)

    assert "Fewer than 5" in instructor.get(f"{PAGE}/spread").text


def test_a_class_costs_no_more_questions(instructor, session, course, count_queries):
    instructor.get(f"{PAGE}/spread")
    with count_queries() as empty:
        instructor.get(f"{PAGE}/spread")
    answered(session, course, [0] * 20)
    with count_queries() as full:
        instructor.get(f"{PAGE}/spread")

    assert full.n == empty.n


def test_the_spread_is_the_instructor_s_alone(candidate):
    assert candidate.get(f"{PAGE}/spread").status_code == 403


def test_an_instructor_finds_the_way_to_it(instructor):
    assert "How your course answered" in instructor.get(PAGE).text
