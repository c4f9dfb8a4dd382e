import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from curriculum import progress
from curriculum.models.enrolment import Role
from curriculum.models.progress import CheckAnswer, Place, SectionRead, VideoWatch
from curriculum.units import load_curriculum, read_curriculum
from tests import factories

UNIT = "/units/school-climate"
FIRST = f"{UNIT}/sections/first-ten-seconds"
SECOND = f"{UNIT}/sections/welcome-is-a-system"
SHIPPED = Path(__file__).parents[3] / "curriculum" / "units"
HOME = "01-school-climate"


@pytest.fixture
def unit():
    return load_curriculum().unit("school-climate")


@pytest.fixture
def candidate(browser, session):
    return browser(factories.candidate(session))


@pytest.fixture
def visitor(browser, session):
    return browser(factories.enrolment(session, role=Role.VISITOR))


@pytest.fixture
def show_from(tmp_path, monkeypatch):
    """Give the unit's video another source."""

    def show_from(source):
        shutil.copytree(SHIPPED / HOME, tmp_path / HOME)
        path = tmp_path / HOME / "unit.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("source: opening.mp4", f"source: {source}"), encoding="utf-8")
        found = read_curriculum(tmp_path)
        for module in ("units", "media"):
            monkeypatch.setattr(f"lti_tool.web.{module}.load_curriculum", lambda: found)

    return show_from


def count(session, table):
    session.rollback()
    return session.scalar(select(func.count()).select_from(table))


def right(item):
    return [str(number) for number in sorted(item.right_positions)]


def wrong(item):
    return [str(n) for n, choice in enumerate(item.choices) if not choice.right][:1]


# The unit's page


def test_a_unit_shows_all_it_holds(candidate, unit):
    page = candidate.get(UNIT)

    assert page.status_code == 200
    for words in (*unit.objectives, *(one.title for one in unit.sections), unit.videos[0].title):
        assert words in page.text
    assert unit.readings[0].url in page.text
    assert 'rel="noopener"' in page.text
    assert candidate.path("/tasks/1A") in page.text
    assert "Begin: First ten seconds" in page.text


def test_a_unit_goes_on_where_the_reader_left(candidate):
    candidate.get(FIRST)
    candidate.get(SECOND)

    page = candidate.get(UNIT)

    assert "Continue: Welcome is a system" in page.text
    assert "You are here" in page.text


def test_a_unit_leads_to_its_unseen_video_and_then_to_its_check(candidate, unit):
    for section in unit.sections:
        candidate.post(f"{UNIT}/sections/{section.id}")
    assert f"Continue: {unit.videos[0].title}" in candidate.get(UNIT).text

    candidate.post(f"{UNIT}/videos/opening/transcript")
    assert "Continue: Check yourself" in candidate.get(UNIT).text

    for item in unit.checks:
        candidate.post(f"{UNIT}/check/{item.id}", {"choice": right(item)})
    page = candidate.get(UNIT)
    assert "Complete" in page.text
    assert "Continue" not in page.text


@pytest.mark.parametrize("address", [UNIT, FIRST, f"{UNIT}/check"])
def test_a_page_takes_few_statements_and_no_more_for_many_rows(
    candidate, session, unit, count_queries, address
):
    candidate.get(address)
    with count_queries() as few:
        candidate.get(address)

    course = session.scalars(select(factories.Enrolment)).one().course
    for _ in range(20):
        who = factories.candidate(session, course=course).id
        for section in unit.sections:
            progress.mark_read(session, who, unit, section.id, now=datetime.now(UTC))
    session.commit()
    for section in unit.sections:
        candidate.post(f"{UNIT}/sections/{section.id}")
    candidate.get(address)
    with count_queries() as many:
        page = candidate.get(address)

    assert page.status_code == 200
    assert few.n == many.n <= 10


@pytest.mark.parametrize(
    "address",
    [
        "/units/astronomy",
        f"{UNIT}/sections/nothing",
        "/units/astronomy/check",
        f"{UNIT}/sections/..%2funit",
    ],
)
def test_what_is_not_there_is_404(candidate, address):
    assert candidate.get(address).status_code == 404


# Sections


def test_a_section_shows_its_text_and_remembers_the_place(candidate, session):
    page = candidate.get(FIRST)

    assert "<h2>Two arrivals</h2>" in page.text
    assert session.scalar(select(Place.section)) == "first-ten-seconds"


def test_marking_as_read_leads_to_the_next_section(candidate, session):
    page = candidate.post(FIRST, follow_redirects=True)

    assert page.request.path == candidate.path(SECOND)
    assert "Marked as read." in page.text
    assert session.scalar(select(SectionRead.section)) == "first-ten-seconds"
    assert "Go on: Welcome is a system" in candidate.get(FIRST).text


def test_after_the_last_section_comes_the_check(candidate, unit):
    page = candidate.post(f"{UNIT}/sections/{unit.sections[-1].id}", follow_redirects=True)

    assert page.request.path == candidate.path(f"{UNIT}/check")


def test_the_script_that_marks_a_section_gets_words_to_show(candidate, session):
    answer = candidate.post(FIRST, headers={"Accept": "application/json"})

    assert answer.json == {"text": "Read"}
    assert count(session, SectionRead) == 1


def test_a_visitor_reads_and_leaves_no_trace(visitor, session, unit):
    item = unit.checks[0]

    assert "Mark as read" not in visitor.get(FIRST).text
    assert visitor.get(UNIT).status_code == 200
    assert visitor.post(FIRST).status_code == 303
    assert visitor.post(f"{UNIT}/videos/opening/transcript").status_code == 303
    assert visitor.post(f"{UNIT}/videos/opening", json={"spans": [[0, 9]], "position": 9}).json == {
        "seconds": 0,
        "text": "",
    }
    answered = visitor.post(f"{UNIT}/check/{item.id}", {"choice": right(item)})
    assert item.choices[int(right(item)[0])].explanation in answered.text.replace("&#39;", "'")
    assert [count(session, table) for table in (Place, SectionRead, VideoWatch, CheckAnswer)] == (
        [0, 0, 0, 0]
    )


def test_an_instructor_s_reading_is_remembered(browser, session):
    instructor = browser(factories.instructor(session))

    instructor.get(FIRST)

    assert count(session, Place) == 1


# Videos


def test_a_video_of_ours_has_captions_poster_and_transcript(candidate):
    words = " ".join(candidate.get(FIRST).text.split())

    assert "/media/school-climate/opening.mp4" in words
    assert '<track kind="captions" default srclang="en" label="English"' in words
    assert ' poster="/media/school-climate/opening.jpg" ' in words
    assert load_curriculum().unit("school-climate").transcripts["opening"][:20] in words
    assert "autoplay" not in words


def test_watching_is_remembered_and_resumes(candidate, unit):
    seen = f"0:20 of 0:{unit.video('opening').seconds} seen"
    for spans, position in ([[[0, 12]], 12], [[[0, 12], [10, 20]], 18]):
        answer = candidate.post(
            f"{UNIT}/videos/opening", json={"spans": spans, "position": position}
        )

    assert answer.json == {"seconds": 20, "text": seen}
    page = candidate.get(FIRST)
    assert 'data-resume="18"' in page.text
    assert seen in page.text


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param("", id="nothing"),
        pytest.param("[]", id="another shape"),
        pytest.param('{"spans": "all", "position": 1}', id="words"),
        pytest.param('{"spans": [[1]], "position": 1}', id="half a stretch"),
        pytest.param('{"spans": [[0, 1.5]], "position": 1}', id="half a second"),
        pytest.param('{"spans": [[0, 1]]}', id="no position"),
        pytest.param(json.dumps({"spans": [[0, 1]] * 501, "position": 0}), id="too many"),
        pytest.param(b"\xff", id="no text"),
    ],
)
def test_a_report_that_no_player_sends_is_refused(candidate, session, sent):
    answer = candidate.post(f"{UNIT}/videos/opening", data=sent)

    assert answer.status_code == 422
    assert count(session, VideoWatch) == 0


def test_reading_the_transcript_counts(candidate):
    page = candidate.post(f"{UNIT}/videos/opening/transcript", follow_redirects=True)

    assert page.request.path == candidate.path(FIRST)
    assert "Transcript read" in page.text
    assert "I read the transcript" not in page.text


def policy(page):
    parts = (part.split() for part in page.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


def test_another_host_is_not_asked_before_the_reader_says_so(candidate, show_from):
    show_from("https://www.youtube.com/watch?v=a_b-C1d2E3f")

    page = candidate.get(FIRST)

    assert "<iframe" not in page.text
    assert "youtube-nocookie" not in page.text
    assert "frame-src" not in policy(page)
    assert "youtube.com sees that somebody at your address watches it" in page.text


def test_an_embedded_video_plays_after_the_click_on_that_page_alone(candidate, show_from):
    show_from("https://www.youtube.com/watch?v=a_b-C1d2E3f")

    page = candidate.get(f"{FIRST}?play=opening")

    assert 'src="https://www.youtube-nocookie.com/embed/a_b-C1d2E3f"' in page.text
    assert policy(page)["frame-src"] == ["https://www.youtube-nocookie.com"]
    assert policy(page)["script-src"] == ["'self'"]
    assert "I watched it, or read the transcript" in page.text
    assert "frame-src" not in policy(candidate.get(f"{FIRST}?play=other"))


def test_a_film_on_another_server_plays_in_the_browser_s_player(candidate, show_from):
    show_from("https://films.example.edu/door.webm")
    before = candidate.get(FIRST)

    page = candidate.get(f"{FIRST}?play=opening")

    assert policy(before)["media-src"] == ["'self'"]
    assert policy(page)["media-src"] == ["'self'", "https://films.example.edu"]
    assert '<source src="https://films.example.edu/door.webm">' in page.text
    assert "data-report" in page.text


# The check


def test_a_check_hides_its_explanations_until_answered(candidate, unit):
    page = candidate.get(f"{UNIT}/check")

    assert "0 of" in page.text
    assert 'class="why' not in page.text


def test_an_answer_is_explained_and_counted(candidate, unit):
    item = next(item for item in unit.checks if item.kind.value == "single")

    answer = candidate.post(f"{UNIT}/check/{item.id}", {"choice": wrong(item)})
    page = candidate.get(f"{UNIT}/check")

    assert answer.status_code == 303
    assert answer.location.endswith(f"/check#{item.id}")
    assert page.text.count('class="why') == 2  # the one chosen, and the right one
    assert "Not yet right" in page.text
    chosen = re.search(rf'id="{item.id}-{wrong(item)[0]}"[^>]*>', page.text)[0]
    assert f' checked aria-describedby="{item.id}-{wrong(item)[0]}-why">' in chosen

    candidate.post(f"{UNIT}/check/{item.id}", {"choice": right(item)})
    assert f"1 of {len(unit.checks)} right" in candidate.get(f"{UNIT}/check").text

    candidate.post(f"{UNIT}/check/{item.id}", {"choice": wrong(item)})
    page = candidate.get(f"{UNIT}/check")
    assert f"1 of {len(unit.checks)} right" in page.text
    assert "An earlier answer of yours was right" in page.text


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        pytest.param([], "Choose an answer first.", id="nothing"),
        pytest.param(["99"], "Choose one of the answers shown.", id="not on offer"),
        pytest.param(["9" * 5000], "Choose one of the answers shown.", id="over-long"),
        pytest.param(["<b>"], "Choose one of the answers shown.", id="hostile"),
        pytest.param(["0", "1"], "Choose one answer only.", id="two of one"),
    ],
)
def test_an_answer_that_is_none_gets_its_message_beside_the_question(
    candidate, session, unit, choice, message
):
    item = next(item for item in unit.checks if item.kind.value == "single")

    page = candidate.post(f"{UNIT}/check/{item.id}", {"choice": choice})

    assert page.status_code == 422
    beside = re.search(rf'id="{item.id}-error"[^>]*>(.*?)</p>', page.text, re.DOTALL)
    assert message in beside[1]
    assert "<b>" not in page.text
    assert count(session, CheckAnswer) == 0


def test_an_unknown_question_is_404(candidate):
    assert candidate.post(f"{UNIT}/check/nothing", {"choice": ["0"]}).status_code == 404


def test_a_form_without_its_token_changes_nothing(candidate, session):
    answer = candidate.client.post(candidate.path(FIRST))

    assert answer.status_code == 400
    assert count(session, SectionRead) == 0


# Films, captions and posters


def test_media_need_no_launch_and_keep_for_a_day(app):
    with app.test_client().get("/media/school-climate/opening.en.vtt") as answer:
        text = answer.text

    assert answer.status_code == 200
    assert answer.content_type == "text/vtt; charset=utf-8"
    assert "max-age=86400" in answer.headers["Cache-Control"]
    assert text.startswith("WEBVTT")


def test_a_player_may_ask_for_a_part(app):
    part = {"Range": "bytes=10-19"}
    with app.test_client().get("/media/school-climate/opening.mp4", headers=part) as answer:
        sent = answer.data

    assert answer.status_code == 206
    assert answer.content_type == "video/mp4"
    assert len(sent) == 10


@pytest.mark.parametrize(
    "file",
    [
        "unit.md",
        "opening.transcript.md",
        "checks.yaml",
        "sections/who-decides.md",
        "../02-culture-and-families/unit.md",
        "..%2f..%2funits.py",
        "nothing.mp4",
    ],
)
def test_only_files_that_a_video_names_are_sent(app, file):
    assert app.test_client().get(f"/media/school-climate/{file}").status_code == 404


def test_media_of_no_unit_are_404(app):
    assert app.test_client().get("/media/astronomy/opening.mp4").status_code == 404
