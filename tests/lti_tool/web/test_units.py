import re
from itertools import pairwise

import pytest
from sqlalchemy import select

from curriculum.models.enrolment import Role
from curriculum.models.progress import CheckAnswer, VideoWatch
from curriculum.units import read_curriculum
from lti_tool.lti.models.launch import Launch
from tests import factories
from tests.first_view import BOUND, first_view
from tests.lti_tool.web.test_sections import visit_of
from tests.unit_folder import teach, write_unit

UNIT = "/units/school-climate"
FIRST = f"{UNIT}/sections/arriving"
SECOND = f"{UNIT}/sections/staying"


@pytest.fixture
def unit(tmp_path, monkeypatch):
    book = {"title": "Two doors", "url": "https://example.org/a", "minutes": 9, "why": "Short."}
    course = teach(monkeypatch, tmp_path / "units", readings=[book])
    return course.unit("school-climate")


@pytest.fixture
def who(session):
    return factories.candidate(session)


@pytest.fixture
def candidate(browser, who, unit):
    return browser(who)


def words(page):
    return " ".join(page.text.split())


def test_a_unit_shows_all_it_holds(candidate, unit):
    page = candidate.get(UNIT)

    assert page.status_code == 200
    for each in (*unit.objectives, *(one.title for one in unit.sections), unit.videos[0].title):
        assert each in page.text
    assert '<a href="https://example.org/a" target="_blank" rel="noopener"' in words(page)
    assert "9 min" in page.text
    assert re.search(r"<dt>Climate</dt>\s*<dd>How it feels.</dd>", page.text)
    assert unit.discussion[0] in page.text
    assert candidate.path("/tasks/1A") in page.text
    assert candidate.path(f"{UNIT}/print") in page.text
    assert "Begin: Arriving" in page.text


def test_a_unit_goes_on_where_the_reader_left(candidate):
    candidate.get(FIRST)
    candidate.get(SECOND)

    page = candidate.get(UNIT)

    assert "Continue: Staying" in page.text
    assert "You are here" in page.text


def test_a_unit_goes_on_at_the_film_that_was_left_in_its_middle(candidate):
    page = candidate.get(FIRST)
    film = re.search(r'data-film="([^"]+)"', page.text)[1]
    seen = {"film": film, "spans": [[0, 12]], "position": 12}
    told = {"visit": visit_of(page), "films": {"opening": seen}}
    candidate.post(f"{FIRST}/report", json=told)

    page = candidate.get(UNIT)

    onward = re.search(r'href="([^"]+)">Continue: Arriving', page.text)[1]
    assert onward == candidate.path(f"{FIRST}#video-opening")
    assert 'data-starts="12"' in candidate.get(FIRST).text


def test_a_unit_leads_to_its_unseen_video_and_then_to_its_check(candidate, session, who, unit):
    for section in unit.sections:
        factories.section_read(session, who.id, unit, section.id)
    session.commit()
    assert "Continue: Two arrivals" in candidate.get(UNIT).text

    candidate.post(f"{UNIT}/videos/opening/transcript")
    assert "Continue: Check yourself" in candidate.get(UNIT).text

    for item in unit.checks:
        key = {"enrolment_id": who.id, "unit_id": unit.id, "item": item.id}
        values = {"chosen": [], "right": True, "ever_right": True}
        factories.add(session, CheckAnswer(**key, **values, answered_at=factories.NOW))
    session.commit()
    page = candidate.get(UNIT)
    assert "Complete" in page.text
    assert "Continue" not in page.text
    assert "3 of 3 questions right" in words(page)


@pytest.mark.parametrize(
    "address", [UNIT, FIRST, f"{UNIT}/check", f"{UNIT}/print", f"{UNIT}/discussion"]
)
def test_a_page_takes_few_statements_and_no_more_for_many_rows(
    browser, session, unit, count_queries, address
):
    reader = factories.instructor(session)
    page = browser(reader)
    page.get(address)
    with count_queries() as few:
        page.get(address)

    people = [factories.candidate(session, course=reader.course) for _ in range(20)]
    for who in (*people, reader):
        for section in unit.sections:
            factories.section_read(session, who.id, unit, section.id)
        key = {"enrolment_id": who.id, "unit_id": unit.id, "slot": "opening"}
        factories.add(session, VideoWatch(**key, spans=[], seen_at=factories.NOW))
    session.commit()
    with count_queries() as many:
        answer = page.get(address)

    assert answer.status_code == 200
    assert few.n == many.n <= 10


@pytest.mark.parametrize("address", ["", "/check", "/print", "/discussion", "/course"])
def test_what_is_not_there_is_404(browser, session, address):
    instructor = browser(factories.instructor(session))

    assert instructor.get(f"/units/astronomy{address}").status_code == 404


@pytest.mark.parametrize("address", [UNIT, FIRST, f"{UNIT}/check"])
def test_a_first_view_is_small(candidate, address):
    loaded = first_view(candidate.client, candidate.path(address))

    assert "/static/css/base.css" in loaded
    assert sum(loaded.values()) <= BOUND, loaded


# On paper


def test_the_whole_unit_is_printed_without_a_player(candidate, unit):
    page = candidate.get(f"{UNIT}/print")

    for section in unit.sections:
        assert section.title in page.text
        assert f"<p>{section.text}</p>" in page.text
    assert unit.transcripts["opening"].strip() in page.text
    assert "How it feels." in page.text
    assert "https://example.org/a" in page.text
    assert unit.discussion[0] in page.text
    assert "1A · " in page.text
    assert "<video" not in page.text
    assert "<iframe" not in page.text


def test_headings_on_paper_stand_one_below_another(candidate, session):
    page = candidate.get("/units/introduction/print")

    ranks = [int(rank) for rank in re.findall(r"<h([1-6])", page.text)]
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(ranks))


def test_discussion_prompts_are_the_instructor_s_to_print(browser, session, candidate, unit):
    instructor = browser(factories.instructor(session))

    assert candidate.path(f"{UNIT}/discussion") not in candidate.get(UNIT).text
    assert candidate.get(f"{UNIT}/discussion").status_code == 403
    assert instructor.path(f"{UNIT}/discussion") in instructor.get(UNIT).text
    assert unit.discussion[0] in instructor.get(f"{UNIT}/discussion").text


# In another language


@pytest.fixture
def both(tmp_path, monkeypatch):
    """The course with one unit whose opening and first section are also in Spanish."""
    home = write_unit(tmp_path)
    own = (home / "unit.md").read_text()
    (home / "unit.es.md").write_text(own.replace("The open door", "La puerta abierta"))
    first = (home / "sections" / "arriving.md").read_text().replace("Arriving", "Llegar")
    (home / "sections" / "arriving.es.md").write_text(first)
    courses = {language: read_curriculum(tmp_path, language) for language in ("en", "es")}
    asked = []

    def load(language, _own):
        asked.append(language)
        return courses[language]

    monkeypatch.setattr("curriculum.units._load", load)
    return asked


def test_a_unit_is_read_in_the_language_of_the_launch(browser, who, both):
    reader = browser(who, locale="es-MX")

    page = words(reader.get(UNIT))

    assert ">La puerta abierta</h1>" in page
    assert ">Llegar</a>" in page
    assert re.search(r'lang="en" dir="ltr"[^>]*>Staying</a>', page)  # not translated yet
    assert 'lang="en" dir="ltr">Somebody stays.' not in words(reader.get(FIRST))
    assert '<div class="prose" lang="en" dir="ltr"><p>Somebody stays.</p>' in words(
        reader.get(SECOND)
    )


def test_a_language_nobody_translated_is_not_even_asked_for(browser, who, both):
    page = browser(who, locale="fr_CA").get(UNIT)

    assert "The open door" in page.text
    assert set(both) == {"en"}


def test_the_reader_changes_the_language_for_this_visit(browser, session, who, both):
    reader = browser(who, locale="en_MX")
    page = words(reader.get(UNIT))
    assert re.search(r'value="es" lang="es" [^>]*>Español</button>', page)
    assert 'value="en"' not in page

    answer = reader.post(f"{UNIT}/language", {"language": "es"}, follow_redirects=True)

    assert answer.request.path == reader.path(UNIT)
    assert "La puerta abierta" in answer.text
    assert ">English</button>" in answer.text
    assert factories.stored(session, select(Launch.locale)) == ["es_MX"]
    assert "The open door" in browser(who).get(UNIT).text  # another visit, as the LMS has it


@pytest.mark.parametrize("language", ["", "fr", "en", "es-MX"])
def test_a_language_that_the_unit_does_not_have_is_refused(browser, session, who, both, language):
    reader = browser(who)

    assert reader.post(f"{UNIT}/language", {"language": language}).status_code == 422
    assert factories.stored(session, select(Launch.locale)) == ["en"]


def test_a_unit_in_one_language_offers_no_other(candidate):
    assert "Read in" not in candidate.get(UNIT).text


def test_a_visitor_may_read_in_another_language_too(browser, session, both):
    visitor = browser(factories.enrolment(session, role=Role.VISITOR))

    answer = visitor.post(f"{UNIT}/language", {"language": "es"}, follow_redirects=True)

    assert "La puerta abierta" in answer.text
