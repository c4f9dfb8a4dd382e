import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from curriculum.models.enrolment import Role
from curriculum.models.progress import (
    CheckAnswer,
    Place,
    ReadingTime,
    SectionRead,
    VideoWatch,
)
from curriculum.reading import plausible_seconds
from tests import factories
from tests.unit_folder import teach

UNIT = "/units/school-climate"
FIRST = f"{UNIT}/sections/arriving"
SECOND = f"{UNIT}/sections/staying"
LAST = f"{UNIT}/sections/leaving"
NEEDED = 10
"""Seconds: the sections are short, and nothing is read more quickly."""


@pytest.fixture
def unit(tmp_path, monkeypatch):
    return teach(monkeypatch, tmp_path / "units").unit("school-climate")


@pytest.fixture
def candidate(browser, session, unit):
    return browser(factories.candidate(session))


@pytest.fixture
def later(monkeypatch):
    """Let the server's clock be some seconds ahead."""

    def later(seconds):
        ahead = timedelta(seconds=seconds)
        monkeypatch.setattr("lti_tool.web.sections.utc_now", lambda: datetime.now(UTC) + ahead)

    return later


def count(session, table):
    session.rollback()
    return session.scalar(select(func.count()).select_from(table))


def visit_of(page):
    return re.search(r'data-visit="([^"]+)"', page.text)[1]


def go_on(browser, address, **more):
    form = {"visit": visit_of(browser.get(address)), **more}
    return lambda: browser.post(address, form, follow_redirects=True)


def test_a_section_says_where_the_reader_is(candidate, session, unit):
    page = candidate.get(SECOND)

    assert page.status_code == 200
    text = " ".join(page.text.split())
    assert "Section 2 of 3 · 2 min" in text
    assert "<p>Somebody stays.</p>" in text
    assert re.search(r'rel="prev">.* Arriving</a>', text)
    assert "Go on: Leaving" in text
    assert "All sections: 0 of 3 read" in text
    assert '<strong aria-current="page">Staying</strong>' in text
    assert session.scalar(select(Place.section)) == "staying"


@pytest.mark.parametrize(
    "address",
    ["/units/astronomy/sections/arriving", f"{UNIT}/sections/nothing", f"{UNIT}/sections/..%2fun"],
)
def test_what_is_not_there_is_404(candidate, address):
    assert candidate.get(address).status_code == 404


# Without scripts: the button at the end


def test_going_on_after_a_plausible_time_counts_as_read(candidate, session, later):
    press = go_on(candidate, FIRST)
    later(NEEDED + 1)

    page = press()

    assert page.request.path == candidate.path(SECOND)
    assert "The section counts as read." in page.text
    assert session.scalar(select(SectionRead.section)) == "arriving"
    again = candidate.get(FIRST)
    assert "badge done" in again.text
    assert "data-visit" in again.text  # films may still tell
    assert "go-on" not in again.text


def test_going_on_at_once_leads_on_and_counts_for_nothing(candidate, session):
    page = go_on(candidate, FIRST)()

    assert page.request.path == candidate.path(SECOND)
    assert "does not count as read yet" in page.text
    assert count(session, SectionRead) == 0


def test_what_a_script_measured_outdoes_the_time_since_the_page_was_sent(candidate, session, later):
    press = go_on(candidate, FIRST, seconds="3")
    later(3600)

    assert "does not count as read yet" in press().text
    assert count(session, SectionRead) == 0


@pytest.mark.parametrize("visit", ["", "x", "WyJhIiwgMF0.c2lnbmVk"])
def test_a_page_that_we_did_not_send_counts_for_nothing(candidate, session, visit):
    answer = candidate.post(FIRST, {"visit": visit, "seconds": "9999"})

    assert answer.status_code == 422
    assert count(session, SectionRead) == 0


def test_another_section_s_or_person_s_page_counts_for_nothing(candidate, browser, session, later):
    mine = visit_of(candidate.get(FIRST))
    other = browser(factories.candidate(session))
    later(3600)

    assert candidate.post(SECOND, {"visit": mine}).status_code == 422
    assert other.post(FIRST, {"visit": mine}).status_code == 422
    assert count(session, SectionRead) == 0


def test_after_the_last_section_comes_the_check(candidate):
    page = go_on(candidate, LAST)()

    assert page.request.path == candidate.path(f"{UNIT}/check")


# Read elsewhere


def test_read_elsewhere_is_shown_as_such_everywhere(candidate, session):
    page = candidate.post(f"{FIRST}/elsewhere", follow_redirects=True)

    assert "Noted: you read this section elsewhere." in page.text
    assert "You say that you read this section elsewhere." in page.text
    for address in (FIRST, SECOND, UNIT):
        text = candidate.get(address).text
        assert "Read elsewhere" in text
        assert not re.search(r'class="badge done">[^/]*Read<', text)
    assert "1 of 3, 1 elsewhere" in candidate.get(UNIT).text
    assert "1 of 3, 1 elsewhere" in candidate.get("/").text


def test_read_elsewhere_can_be_taken_back(candidate, session):
    candidate.post(f"{FIRST}/elsewhere")

    page = candidate.post(f"{FIRST}/elsewhere", {"do": "take-back"}, follow_redirects=True)

    assert "Taken back." in page.text
    assert count(session, SectionRead) == 0


# The report


def tell(browser, visit, section=FIRST, **what):
    return browser.post(f"{section}/report", json={"visit": visit, **what})


def test_a_page_tells_and_hears_when_the_section_is_read(candidate, session, later):
    visit = visit_of(candidate.get(FIRST))

    later(5)
    first = tell(candidate, visit, seconds=5)
    later(15)
    second = tell(candidate, visit, seconds=NEEDED, end_seen=True)

    assert first.json == {"read": False, "text": "", "films": {}}
    assert second.json == {"read": True, "text": "Read", "films": {}}
    assert count(session, SectionRead) == 1


def test_the_last_word_of_a_closing_page_comes_as_a_form(candidate, session, later):
    visit = visit_of(candidate.get(FIRST))
    later(15)
    report = json.dumps({"visit": visit, "seconds": NEEDED, "end_seen": True})

    sent = {"csrf_token": candidate.token, "report": report}
    answer = candidate.client.post(candidate.path(f"{FIRST}/report"), data=sent)

    assert answer.json["read"]
    assert count(session, SectionRead) == 1


def test_what_one_launch_could_not_tell_the_next_one_does(candidate, browser, session, later):
    visit = visit_of(candidate.get(FIRST))
    who = session.scalars(select(factories.Enrolment)).one()
    later(15)

    answer = tell(browser(who), visit, seconds=NEEDED, end_seen=True)

    assert answer.json["read"]


def test_films_are_told_with_it(candidate, session, unit, later):
    page = candidate.get(FIRST)
    later(10)
    film = re.search(r'data-film="([^"]+)"', page.text)[1]
    seen = {"film": film, "spans": [[0, 12], [10, 20]], "position": 18}

    answer = tell(candidate, visit_of(page), films={"opening": seen})

    told = answer.json["films"]["opening"]
    assert (told["seconds"], told["done"]) == (20, False)
    assert session.scalar(select(VideoWatch.seconds)) == 20
    assert count(session, ReadingTime) == 0


def test_no_more_of_a_film_counts_than_can_have_run_since_the_page_was_sent(candidate, later):
    page = candidate.get(FIRST)
    film = re.search(r'data-film="([^"]+)"', page.text)[1]
    whole = {"opening": {"film": film, "spans": [[0, 9999]], "position": 0}}

    at_once = tell(candidate, visit_of(page), films=whole).json["films"]["opening"]
    later(60)
    in_time = tell(candidate, visit_of(page), films=whole).json["films"]["opening"]

    assert (at_once["done"], in_time["done"]) == (False, True)


def test_a_page_tells_of_its_own_films_only(candidate, session):
    page = candidate.get(SECOND)
    film = {"film": "any", "spans": [[0, 5]], "position": 5}

    answer = tell(candidate, visit_of(page), SECOND, films={"opening": film})

    assert answer.status_code == 422
    assert count(session, VideoWatch) == 0


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param("", id="nothing"),
        pytest.param("[]", id="another shape"),
        pytest.param('{"seconds": 3}', id="no visit"),
        pytest.param('{"visit": "x", "seconds": 3}', id="no visit of ours"),
        pytest.param('{"visit": "VISIT", "seconds": "3"}', id="words"),
        pytest.param('{"visit": "VISIT", "seconds": -1}', id="less than no time"),
        pytest.param('{"visit": "VISIT", "seconds": 86401}', id="more than a day"),
        pytest.param('{"visit": "VISIT", "seconds": 3, "read": true}', id="more than is asked"),
        pytest.param('{"visit": "VISIT", "films": {"opening": []}}', id="no film"),
        pytest.param(b"\xff", id="no text"),
    ],
)
def test_a_report_that_no_page_sends_is_refused(candidate, session, sent):
    if isinstance(sent, str):
        sent = sent.replace("VISIT", visit_of(candidate.get(FIRST)))

    answer = candidate.post(f"{FIRST}/report", data=sent)

    assert answer.status_code == 422
    assert count(session, ReadingTime) == 0


def test_a_film_of_another_section_s_slot_is_404_and_changes_nothing(candidate, session):
    visit = visit_of(candidate.get(FIRST))
    film = {"film": "x", "spans": [[0, 1]], "position": 1}

    answer = tell(candidate, visit, seconds=1, films={"nothing": film})

    assert answer.status_code == 404
    assert count(session, ReadingTime) == 0


# Whose reading is kept


def test_a_visitor_reads_and_leaves_no_trace(browser, session, unit):
    visitor = browser(factories.enrolment(session, role=Role.VISITOR))
    page = visitor.get(FIRST)

    assert "data-visit" not in page.text
    assert "elsewhere" not in page.text
    assert visitor.post(FIRST).status_code == 303
    assert visitor.post(f"{FIRST}/elsewhere").status_code == 303
    assert tell(visitor, "", seconds=9).json == {"read": False, "text": "", "films": {}}
    tables = (Place, ReadingTime, SectionRead, VideoWatch, CheckAnswer)
    assert [count(session, table) for table in tables] == [0] * 5


def test_an_instructor_s_reading_is_remembered(browser, session, unit):
    browser(factories.instructor(session)).get(FIRST)

    assert count(session, Place) == 1


def test_a_form_without_its_token_changes_nothing(candidate, session):
    for address in (FIRST, f"{FIRST}/elsewhere", f"{FIRST}/report"):
        assert candidate.client.post(candidate.path(address)).status_code == 400

    assert count(session, SectionRead) == 0


def test_a_section_takes_few_statements_and_a_report_too(
    candidate, session, unit, count_queries, later
):
    candidate.get(FIRST)
    with count_queries() as shown:
        page = candidate.get(FIRST)
    later(15)
    visit = visit_of(page)
    tell(candidate, visit, seconds=5)
    with count_queries() as told:
        tell(candidate, visit, seconds=NEEDED, end_seen=True)

    assert shown.n <= 10
    assert told.n <= 6


def test_what_is_plausible_here_is_what_the_page_waits_for(candidate, unit):
    needed = plausible_seconds(unit.section("arriving"))

    assert needed == NEEDED
    assert f'data-needed="{needed}"' in candidate.get(FIRST).text
