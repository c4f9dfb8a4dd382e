"""Pages that do not open: each says why, and only the right browser is shown the way back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from curriculum.models.person import Person
from lti_tool.lti.models.registration import Deployment, DeploymentState, Registration
from lti_tool.settings import LtiSettings, Settings
from lti_tool.web.browser_cookie import BROWSER_COOKIE
from tests import factories

RETURN = "https://lms.example.edu/course/2?sesskey=a&x=1"
SHOWN = 'href="https://lms.example.edu/course/2?sesskey=a&amp;x=1"'


def ago(**passed):
    return datetime.now(UTC) - timedelta(**passed)


@pytest.fixture
def open_for(browser, session):
    def make(**changes):
        return browser(factories.candidate(session), **{"return_url": RETURN} | changes)

    return make


def close(session, what):
    if what is Deployment:
        session.scalars(select(Deployment)).one().state = DeploymentState.BLOCKED
    else:
        session.scalars(select(what)).one().blocked = True
    session.commit()


@pytest.mark.parametrize(
    "begun",
    [{"hours": 2, "minutes": 1}, {"hours": 12, "minutes": 1}],
    ids=["idle for two hours", "twelve hours old"],
)
@pytest.mark.parametrize("address", ["/", "/tasks/1A", "/units/introduction"])
def test_an_ended_visit_says_so_and_leads_back(open_for, begun, address):
    page = open_for(now=ago(**begun)).get(address)

    assert page.status_code == 401
    assert "This visit has ended" in page.text
    assert "Everything you saved is there" in page.text
    assert SHOWN in page.text
    assert "frame-ancestors https://lms.example.edu" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("what", [Person, Deployment, Registration])
def test_a_closed_visit_is_told_apart_from_one_that_never_was(open_for, session, what):
    mine = open_for()
    close(session, what)

    page = mine.get("/tasks/1A")

    assert page.status_code == 403
    assert "Access was closed" in page.text
    assert "This page is not yours" not in page.text
    assert SHOWN in page.text
    assert "frame-ancestors https://lms.example.edu" in page.headers["Content-Security-Policy"]


@pytest.mark.case("I01")
@pytest.mark.parametrize("cookie", [None, "x" * 43], ids=["no cookie", "another cookie"])
@pytest.mark.parametrize("ended", [False, True])
def test_another_browser_learns_nothing(app, open_for, cookie, ended):
    mine = open_for(now=ago(hours=3)) if ended else open_for()
    other = app.test_client()
    if cookie:
        other.set_cookie(BROWSER_COOKIE, cookie)

    page = other.get(mine.path("/tasks/1A"))

    assert page.status_code == 404
    assert "This page is not yours" in page.text
    assert "Open the activity from your course" in page.text
    assert "sesskey" not in page.text
    assert "lms.example.edu/course" not in page.text


@pytest.mark.case("I01")
def test_a_bookmark_of_a_visit_that_is_forgotten_is_unknown(app):
    page = app.test_client().get(f"/l/{'x' * 43}/tasks/1A")

    assert page.status_code == 404
    assert "This page is not yours" in page.text
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "http://lms.example.edu/2",
        "https://10.0.0.1/",
        "//lms.example.edu/2",
        "https://user@lms.example.edu/",
        'https://lms.example.edu/"onclick="x',
        "",
        None,
    ],
)
def test_an_address_that_we_would_send_nobody_to_is_not_shown(open_for, address):
    page = open_for(now=ago(hours=3), return_url=address).get("/")

    assert page.status_code == 401
    assert "Back to your course" not in page.text
    assert "javascript:" not in page.text


class TestWithoutLoopback:
    @pytest.fixture
    def settings(self, database_url):
        return Settings(
            public_url="http://localhost:8000",
            secret_key="a secret that only the tests know",
            database_url=database_url,
            lti=LtiSettings(allow_loopback=False),
            log_level="error",
        )

    def test_loopback_is_a_way_back_only_where_a_setting_says_so(self, open_for):
        page = open_for(now=ago(hours=3), return_url="http://localhost:8081/course").get("/")

        assert "Back to your course" not in page.text


def test_loopback_is_a_way_back_where_the_setting_says_so(open_for):
    page = open_for(now=ago(hours=3), return_url="http://localhost:8081/course").get("/")

    assert 'href="http://localhost:8081/course"' in page.text


def test_a_script_is_told_in_words(open_for):
    mine = open_for(now=ago(hours=3))

    answer = mine.post("/units/introduction/sections/x", headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert answer.json["title"] == "This visit has ended"


@pytest.mark.parametrize("what", [Person, Deployment, Registration])
def test_a_draft_page_that_outlived_its_visit_saves_nothing_once_access_was_closed(
    browser, session, what
):
    who = factories.candidate(session)
    draft = factories.reflection(session, who, parts={})
    mine = browser(who)
    page = mine.get("/tasks/1A/reflection").text
    ticket = page.split('data-autosave="')[1].split('"')[0]
    part = page.split('data-part="')[1].split('"')[0]
    revision = int(page.split('data-revision="')[1].split('"')[0])
    body = {"revision": revision, "parts": {part: "What I heard."}}
    assert mine.client.post(ticket, json=body).status_code == 200
    close(session, what)

    answer = mine.client.post(ticket, json=body | {"revision": revision + 1})

    assert answer.status_code == 403
    assert answer.json["state"] == "closed"
    assert "Copy your text" in answer.json["message"]
    session.refresh(draft)
    assert draft.parts[part] == "What I heard."
    assert "data-say-closed=" in page


@pytest.mark.case("I02", "I05")
def test_two_people_in_one_browser_each_have_their_own_pages(browser, session):
    course = factories.course(session)
    ada = factories.candidate(
        session, course=course, person=factories.person(session, name="Ada Lovelace")
    )
    tom = factories.instructor(
        session, course=course, person=factories.person(session, name="Tom Turing")
    )
    hers, his = browser(ada), browser(tom)
    his.client = hers.client

    for _reload in range(2):
        assert "Ada Lovelace" in hers.get("/").text
        assert "Tom Turing" in his.get("/").text
    assert "Tom Turing" not in hers.get("/").text
    answer = hers.client.post(
        hers.path("/units/introduction/sections/x"), data={"csrf_token": his.token}
    )
    assert answer.status_code == 400


def test_somebody_without_a_name_has_a_neutral_label(browser, session):
    nobody = factories.person(session, name="", given_name="", family_name="")

    page = browser(factories.candidate(session, person=nobody)).get("/")

    assert f"#{nobody.id}" in page.text
