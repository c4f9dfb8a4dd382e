from datetime import UTC, datetime, timedelta

from lti_tool.web.viewer import BROWSER_COOKIE
from tests import factories


def test_the_course_home_opens_with_an_open_launch(browser, session):
    page = browser(factories.candidate(session)).get("/")

    assert page.status_code == 200


def test_a_launch_belongs_to_the_browser_that_made_it(browser, session):
    candidate = browser(factories.candidate(session))
    candidate.client.set_cookie(BROWSER_COOKIE, "another browser")

    assert candidate.get("/").status_code == 404


def test_a_launch_ends_after_two_idle_hours(browser, session):
    long_ago = datetime.now(UTC) - timedelta(hours=2, minutes=1)

    page = browser(factories.candidate(session), now=long_ago).get("/")

    assert page.status_code == 401
    assert "Open the activity again" in page.text
