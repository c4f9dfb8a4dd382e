import gzip
import re

import pytest

from lti_tool.web.viewer import BROWSER_COOKIE
from tests import factories

PAGE = """{% extends "_layout/page.html" %}
{% set trail = [("Unit <1>", "/unit"), ("Section", None)] %}
{% block title %}Section{% endblock %}{% block content %}<h1>Section</h1>{% endblock %}"""


@pytest.fixture
def draw(app, browser, session):
    """Draw a page in the layout, as a candidate with this locale sees it."""

    def render(address: str = "/", page: str = PAGE, locale: str = "en") -> str:
        candidate = browser(factories.candidate(session), locale=locale)
        cookie = {"Cookie": f"{BROWSER_COOKIE}={factories.BROWSER}"}
        with app.test_request_context(candidate.path(address), headers=cookie):
            assert app.preprocess_request() is None
            return app.jinja_env.from_string(page).render()

    return render


def test_a_page_says_where_it_lies(draw):
    page = draw()

    trail = re.search(r'<ol class="trail">(.*?)</ol>', page, re.DOTALL).group(1)
    assert re.findall(r'<a href="([^"]+)"', trail)[1] == "/unit"
    assert "Unit &lt;1&gt;" in trail
    assert '<span aria-current="page">Section</span>' in trail


def test_the_course_home_is_not_a_link_to_itself(draw):
    page = draw(page=PAGE.replace("{% set trail", "{% set other"))

    assert re.search(r'<span aria-current="page">.*Course home</span>', page, re.DOTALL)


def test_a_page_opens_in_a_new_window_at_its_own_address_without_the_notice(draw):
    page = draw("/?show=waiting&done=contact-saved")

    assert re.search(
        r'form="new-window" name="to" value="/l/[^"]+/\?show=waiting" class="away"', page
    )


@pytest.mark.parametrize(
    ("method", "address", "leads_to"),
    [
        pytest.param("get", "/contacts/new", "contacts/new", id="a page"),
        pytest.param("get", "/contacts/99/edit", "contacts/99/edit", id="a page that is not there"),
        pytest.param("post", "/contacts/new", "contacts/new", id="a form that came back"),
        pytest.param("post", "/tasks/9Z/submit", "", id="an answer without a page of its own"),
        pytest.param("get", "/grades/", "grades/", id="a page of another role"),
    ],
)
def test_every_page_of_a_visit_opens_in_a_new_window(browser, session, method, address, leads_to):
    candidate = browser(factories.candidate(session))

    page = getattr(candidate, method)(address).text

    (found,) = re.findall(r'form="new-window" name="to" value="([^"]+)" class="away"', page)
    assert found == candidate.path(f"/{leads_to}")


def test_a_page_names_who_frames_it_for_scripts_that_speak_to_them(browser, session):
    who = factories.candidate(session)
    page = browser(who).get("/")

    named = re.search(r'<meta name="frame-origins" content="([^"]+)">', page.text)[1]
    assert f"frame-ancestors {named};" in page.headers["Content-Security-Policy"]
    assert named == "https://lms.example.edu"


def test_a_page_that_nobody_frames_names_nobody(bare_app):
    assert "frame-origins" not in bare_app.test_client().get("/nowhere").text


def test_a_notice_is_a_status_message(draw):
    page = draw("/?done=contact-saved")

    status = re.search(r'<div role="status">(.*?)</div>', page, re.DOTALL).group(1)
    assert "Contact saved." in status


def test_a_notice_that_we_do_not_know_shows_nothing(draw):
    assert "notice" not in draw("/?done=<script>")


def test_scripts_find_the_launchs_token(draw):
    assert re.search(r'<meta name="csrf-token" content="[0-9a-f]{64}">', draw())


@pytest.mark.parametrize("locale", ["de-DE", "ar", "nonsense"])
def test_a_page_in_english_says_so_whatever_the_reader_speaks(draw, locale):
    assert '<html lang="en" dir="ltr">' in draw(locale=locale)


def test_the_error_page_stands_without_a_launch(bare_app):
    page = bare_app.test_client().get("/nowhere")

    assert page.status_code == 404
    assert "There is no such page" in page.text
    assert "csrf-token" not in page.text
    assert "Course home" not in page.text.split("<main")[0]


def test_the_first_page_with_styles_and_scripts_is_small(browser, session):
    candidate = browser(factories.candidate(session))

    page = candidate.get("/").text

    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    bodies = [page.encode()]
    for file in files:
        with candidate.client.get(file) as answer:
            bodies.append(answer.data)
    assert len(files) >= 5
    assert sum(len(gzip.compress(body)) for body in bodies) < 25_000
