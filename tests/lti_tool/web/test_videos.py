import re

import pytest
from sqlalchemy import func, select

from curriculum.models.enrolment import Role
from curriculum.models.progress import VideoWatch
from curriculum.standing import Watched
from lti_tool.settings import LtiSettings, Settings
from lti_tool.web.videos import film_answer, watched_text
from tests import factories, films
from tests.unit_folder import teach

PAGE = "/units/school-climate/sections/arriving"
VIDEOS = "/units/school-climate/videos/opening"
YOUTUBE = "https://www.youtube.com/watch?v=a_b-C1d2E3f"
KALTURA = "https://cdn.kaltura.com/p/1/embed?iframeembed=true&entry_id=1_a"


@pytest.fixture
def settings(settings):
    return Settings(
        public_url="https://reciprocal.example.edu",
        secret_key=settings.secret_key,
        database_url=settings.database_url,
        video_hosts=("*.kaltura.com", "*.panopto.com"),
        lti=LtiSettings(allow_loopback=True),
        log_level="error",
    )


@pytest.fixture
def taught(tmp_path, monkeypatch):
    return teach(monkeypatch, tmp_path, **films.WHOLE).unit("school-climate")


@pytest.fixture
def show_from(tmp_path, monkeypatch):
    """Give the slot a film from elsewhere."""

    def show_from(source):
        changes = {**films.WHOLE, "film": {**films.WHOLE["film"], "source": source}}
        return teach(monkeypatch, tmp_path, **changes).unit("school-climate")

    return show_from


@pytest.fixture
def candidate(browser, session):
    return browser(factories.candidate(session))


@pytest.fixture
def visitor(browser, session):
    return browser(factories.enrolment(session, role=Role.VISITOR))


def words(page):
    return " ".join(page.text.split())


def policy(page):
    parts = (part.split() for part in page.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


def count(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(VideoWatch))


# A film of ours


def test_a_film_of_ours_comes_with_all_its_files(candidate, taught):
    page = words(candidate.get(PAGE))

    for name in ("mp4", "jpg", "en.vtt", "descriptions.en.vtt"):
        assert re.search(rf'"/media/school-climate/opening\.{name}\?v=[0-9a-f]{{12}}"', page), name
    assert '<track kind="captions" default srclang="en" label="English"' in page
    assert '<track kind="descriptions" srclang="en"' in page
    assert 'preload="metadata"' in page
    assert "autoplay" not in page
    assert "data-recorded" in page


def test_chapters_and_lines_lead_to_their_seconds(candidate, taught):
    page = words(candidate.get(PAGE))

    assert re.search(
        r'href="\?slot=opening&amp;at=6#video-opening"[^>]*data-at="6\.3"'
        r'><span class="count">0:06</span> The bells</a>',
        page,
    )
    assert (
        'href="?slot=opening&amp;at=11#video-opening" data-at="11.657">The gate is locked.</a>'
        in page
    )
    assert "<h3>The bells</h3>" in page
    assert "<strong>Voice:</strong>" in page
    assert "Picture: A woman with a baby stands at a gate." in page


def test_an_address_names_the_second_to_begin_at(candidate, taught):
    page = words(candidate.get(f"{PAGE}?slot=opening&at=11"))

    assert re.search(r'<source src="/media/[^"]*#t=11"', page)
    assert 'data-starts="11"' in page
    assert '<details class="transcript" open>' in page
    for query in ("slot=other&at=11", "slot=opening&at=soon", "at=11"):
        assert 'data-starts="0"' in candidate.get(f"{PAGE}?{query}").text
    assert 'data-starts="38"' in candidate.get(f"{PAGE}?slot=opening&at=9999").text


def test_captions_that_say_something_else_leave_the_transcript_as_it_was_written(
    candidate, tmp_path, monkeypatch
):
    teach(monkeypatch, tmp_path, transcript="Quite **other** words.")

    page = candidate.get(PAGE).text

    assert "<strong>other</strong> words" in page
    assert 'class="cue"' not in page


def test_a_film_that_went_missing_leaves_its_words(candidate, taught):
    (taught.folder / "opening.mp4").unlink()

    page = words(candidate.get(PAGE))

    assert "This film is not here at the moment." in page
    assert "<video" not in page
    assert '<details class="transcript" open>' in page


# Films from elsewhere


def test_another_host_is_not_asked_before_the_reader_says_so(candidate, show_from):
    show_from(YOUTUBE)

    page = candidate.get(PAGE)

    assert "<iframe" not in page.text
    assert "youtube-nocookie" not in page.text
    assert "frame-src" not in policy(page)
    assert "youtube.com sees that somebody at your address watches it" in page.text
    assert 'href="?play=opening#video-opening"' in page.text


def test_a_player_in_a_frame_stands_on_that_page_alone(candidate, show_from):
    show_from(YOUTUBE)

    page = candidate.get(f"{PAGE}?play=opening&slot=opening&at=11")

    [frame] = re.findall(r"<iframe[^>]*>", page.text)
    assert (
        'src="https://www.youtube-nocookie.com/embed/a_b-C1d2E3f?enablejsapi=1'
        "&amp;origin=https%3A%2F%2Freciprocal.example.edu&amp;" in frame
    )
    assert "&amp;start=11" in frame
    assert 'referrerpolicy="strict-origin"' in frame
    assert 'data-origin="https://www.youtube-nocookie.com"' in frame
    assert "allow-top-navigation" not in frame
    assert policy(page)["frame-src"] == ["https://www.youtube-nocookie.com"]
    assert policy(page)["script-src"] == ["'self'"]
    assert "I watched it" in page.text
    assert "?play=opening&amp;slot=opening&amp;at=6#video-opening" in page.text
    assert "frame-src" not in policy(candidate.get(f"{PAGE}?play=other"))


@pytest.mark.parametrize(
    ("source", "address"),
    [
        (
            "https://vimeo.com/76979871",
            "https://player.vimeo.com/video/76979871?dnt=1&amp;texttrack=en#t=7s",
        ),
        (KALTURA, KALTURA.replace("&", "&amp;")),
        (
            "https://edu.hosted.panopto.com/Panopto/Pages/Viewer.aspx?id=1-2",
            "https://edu.hosted.panopto.com/Panopto/Pages/Embed.aspx?id=1-2&amp;autoplay=false"
            "&amp;start=7",
        ),
    ],
)
def test_each_host_s_player_is_asked_in_its_own_words(candidate, show_from, source, address):
    show_from(source)

    assert f'src="{address}"' in candidate.get(f"{PAGE}?play=opening&slot=opening&at=7").text


def test_a_host_that_nobody_listed_gets_a_link_and_no_frame(candidate, show_from):
    show_from("https://films.example.org/watch/1")

    page = candidate.get(f"{PAGE}?play=opening")

    assert "<iframe" not in page.text
    assert "frame-src" not in policy(page)
    assert 'href="https://films.example.org/watch/1"' in page.text
    assert "I watched it" in page.text


@pytest.mark.parametrize(
    ("name", "kind"), [("door.webm", ""), ("all.m3u8", ' type="application/vnd.apple.mpegurl"')]
)
def test_a_film_on_another_server_plays_in_the_browser_s_player(candidate, show_from, name, kind):
    show_from(f"https://films.example.edu/{name}")
    before = candidate.get(PAGE)

    page = candidate.get(f"{PAGE}?play=opening")

    assert "<video" not in before.text
    assert policy(before)["media-src"] == ["'self'"]
    assert policy(page)["media-src"] == ["'self'", "https://films.example.edu"]
    assert f'<source src="https://films.example.edu/{name}"{kind}>' in words(page)


# What is remembered


@pytest.mark.parametrize(
    ("path", "text", "way"),
    [
        ("transcript", "Transcript read", VideoWatch.transcript_read),
        ("said", "Watched, as you say", VideoWatch.said),
    ],
)
def test_two_ways_besides_watching_count_and_are_named(candidate, session, taught, path, text, way):
    page = candidate.post(f"{VIDEOS}/{path}", follow_redirects=True)

    assert page.request.path == candidate.path(PAGE)
    assert "Noted: you" in page.text
    assert text in page.text
    assert "I read the transcript" not in page.text
    assert "I watched it" not in page.text
    session.rollback()
    assert session.scalars(select(way)).all() == [True]


@pytest.mark.parametrize("path", ["transcript", "said"])
def test_a_visitor_leaves_no_trace(visitor, session, taught, path):
    assert "data-recorded" not in visitor.get(PAGE).text
    assert visitor.post(f"{VIDEOS}/{path}").status_code == 303
    assert count(session) == 0


@pytest.mark.parametrize("path", ["transcript", "said"])
def test_a_slot_that_is_not_there_is_404(candidate, path):
    assert candidate.post(f"/units/school-climate/videos/nothing/{path}").status_code == 404


@pytest.mark.parametrize(
    ("seen", "text", "done"),
    [
        (Watched(), "0:00 of 0:38 seen", False),
        (Watched(33, film="x"), "0:33 of 0:38 seen", False),
        (Watched(38, film="x", done=True), "Seen", True),
        (Watched(38), "Seen", True),
        (Watched(3, film="x", transcript_read=True), "Transcript read", True),
        (Watched(3, film="x", said=True), "Watched, as you say", True),
        (Watched(38, film="x", done=True, transcript_read=True, said=True), "Seen", True),
    ],
)
def test_the_record_says_by_which_way(app, taught, seen, text, done):
    video = taught.video("opening")

    with app.test_request_context():
        assert watched_text(video, seen) == text
        assert film_answer(video, seen) == {"seconds": seen.seconds, "text": text, "done": done}


def test_a_film_is_drawn_with_as_much_sql_as_a_page_without(candidate, taught, count_queries):
    candidate.get(PAGE)

    with count_queries() as counted:
        candidate.get(PAGE)

    assert counted.n <= 10
