"""A page of the frame opens in a window that has none of the frame's cookies."""

from datetime import UTC, datetime, timedelta

import pytest

from lti_tool.web.browser_cookie import BROWSER_COOKIE
from tests import factories


@pytest.fixture
def frame(browser, session):
    return browser(factories.candidate(session))


@pytest.fixture
def window(app):
    """Another cookie jar, as a window outside the frame has it."""
    return app.test_client()


def ask(window, frame, to: str, token: str | None = None):
    form = {"csrf_token": frame.token if token is None else token, "to": to}
    return window.post(frame.path("/window"), data=form)


def test_the_window_gets_a_launch_and_a_cookie_of_its_own(frame, window):
    answer = ask(window, frame, frame.path("/units/introduction?x=1"))

    assert answer.status_code == 303
    assert answer.location.endswith("/units/introduction?x=1")
    assert frame.launch not in answer.location
    cookie = answer.headers["Set-Cookie"]
    for part in ("Secure", "HttpOnly", "SameSite=None", "Partitioned"):
        assert part in cookie
    window.set_cookie(BROWSER_COOKIE, cookie.split("=", 1)[1].split(";")[0])
    assert window.get(answer.location).status_code == 200
    assert frame.get("/").status_code == 200


def test_two_windows_share_one_cookie(frame, window):
    window.set_cookie(BROWSER_COOKIE, "w" * 43)

    first = ask(window, frame, frame.path("/"))
    ask(window, frame, frame.path("/"))

    window.set_cookie(BROWSER_COOKIE, "w" * 43)
    assert window.get(first.location).status_code == 200


@pytest.mark.parametrize(
    ("cookie", "bound"),
    [
        pytest.param(None, False, id="a window that brings no cookie may keep none either"),
        pytest.param("w" * 43, True, id="a window that brings one keeps it"),
    ],
)
def test_out_of_a_frame_without_cookies_the_window_works_too(
    browser, session, window, cookie, bound
):
    frame = browser(factories.candidate(session), browser=None)
    if cookie:
        window.set_cookie(BROWSER_COOKIE, cookie)

    answer = ask(window, frame, frame.path("/"))

    assert window.get(answer.location).status_code == 200
    window.delete_cookie(BROWSER_COOKIE)
    assert window.get(answer.location).status_code == (404 if bound else 200)


def test_the_address_alone_opens_nothing(frame, window):
    assert ask(window, frame, frame.path("/"), token="guessed").status_code == 400
    assert window.get(frame.path("/")).status_code == 404


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/l/other/", ""])
def test_only_pages_of_the_same_launch_are_opened(frame, window, to):
    assert ask(window, frame, to).status_code == 400


def test_an_ended_launch_opens_no_window(browser, session, window):
    long_ago = datetime.now(UTC) - timedelta(hours=3)
    ended = browser(factories.candidate(session), now=long_ago)

    assert ask(window, ended, ended.path("/")).status_code == 401


def test_an_unknown_launch_opens_no_window(frame, window):
    frame.launch = "guessed"

    assert ask(window, frame, frame.path("/")).status_code == 404
