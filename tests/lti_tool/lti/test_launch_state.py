"""Launches over HTTP: nonce, state, browser and address are those of the login, once."""

import threading

import pytest
import time_machine
from sqlalchemy import select

from curriculum.models.person import Person
from lti_tool.lti import claims as c
from lti_tool.web.viewer import BROWSER_COOKIE
from tests.lti_tool.lti.launching import assert_refused, launches
from tests.lti_tool.lti.platform import (
    TARGET,
    Platform,
    Visit,
)


@pytest.mark.parametrize(
    "nonce",
    [
        pytest.param(None, id="T22 missing"),
        pytest.param("unknown", id="T22 unknown"),
        pytest.param(7, id="T22 a number"),
        pytest.param("", id="T22 empty"),
    ],
)
def test_another_nonce_is_refused(visit, session, nonce):
    assert_refused(visit.launch(nonce=nonce), session)


def test_t22_the_nonce_of_another_login_is_refused(visit, session):
    visit.login()
    stolen = visit.nonce
    visit.login()

    assert_refused(visit.launch(nonce=stolen), session)


def test_t22_the_nonce_of_another_registration_is_refused(app, session, server, platform):
    other = Platform(session, server, name="Other", client_id="client-2")
    client = app.test_client()
    first, second = Visit(client, platform), Visit(client, other)
    first.login()
    second.login()

    assert_refused(second.launch(nonce=first.nonce), session)


def test_t23_the_same_token_again_gets_a_friendly_page(visit, session):
    visit.login()
    token = visit.token()
    visit.post(token)

    again = visit.post(token)

    assert again.status_code == 409
    assert "Open the activity again from your course" in again.text
    assert "https://lms.example.edu" in again.headers["Content-Security-Policy"]
    assert len(launches(session)) == 1


def test_t23_a_new_token_for_a_used_nonce_is_refused(visit, session):
    visit.launch()

    assert visit.launch(sub="somebody else").status_code == 409
    assert len(launches(session)) == 1
    assert len(session.scalars(select(Person)).all()) == 1


def test_t23_the_same_token_in_another_browser_is_refused(app, visit, session):
    visit.login()
    token = visit.token()
    visit.post(token)
    thief = Visit(app.test_client(), visit.platform)
    thief.login()

    assert thief.post(token, state=visit.state).status_code == 400
    assert len(launches(session)) == 1


def test_t23_of_two_at_the_same_moment_one_gets_in(app, visit, session):
    visit.launch(sub="first comer")  # keys and course are known from here on
    visit.login()
    token = visit.token()
    cookie = visit.client.get_cookie(BROWSER_COOKIE).value
    barrier, answers = threading.Barrier(4), []

    def post():
        client = app.test_client()
        client.set_cookie(BROWSER_COOKIE, cookie)
        barrier.wait()
        data = {"id_token": token, "state": visit.state}
        answers.append(client.post("/lti/launch", data=data).status_code)

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [303, 409, 409, 409]


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(None, id="T24 missing"),
        pytest.param("", id="T24 empty"),
        pytest.param("state-made.up", id="T24 unknown"),
        pytest.param("state-" + "x" * 2000, id="T24 too long"),
        pytest.param("state-é.ü", id="T24 not ASCII"),
    ],
)
def test_an_unknown_state_is_refused(visit, session, state):
    visit.login()

    answer = visit.post(visit.token(), state=state)

    assert_refused(answer, session)
    assert "Open the activity again" in answer.text


def test_t24_a_changed_state_is_refused(visit, session):
    visit.login()
    changed = visit.state.replace(visit.state[10], "A" if visit.state[10] != "A" else "B", 1)

    assert_refused(visit.post(visit.token(), state=changed), session)


def test_t24_a_state_ends_after_five_minutes(visit, session):
    with time_machine.travel(0, tick=False) as clock:
        clock.move_to("2026-03-02T15:00:00Z")
        visit.login()
        clock.shift(299)
        assert visit.launch().status_code == 303
        visit.login()
        clock.shift(301)
        late = visit.launch()

    assert late.status_code == 400
    assert "too old" in late.text
    assert "frame-ancestors https://lms.example.edu" in late.headers["Content-Security-Policy"]


def test_t24_a_state_is_bound_to_the_browser_that_got_it(app, visit, session):
    visit.login()
    other = Visit(app.test_client(), visit.platform)
    other.login()

    answer = other.post(visit.token(), state=visit.state)

    assert_refused(answer, session)
    assert "another browser" in answer.text


def test_a_browser_that_keeps_no_cookie_is_told_what_helps(visit, session):
    visit.login()
    visit.client.delete_cookie(BROWSER_COOKIE)

    answer = visit.launch()

    assert_refused(answer, session)
    assert "in a new window" in answer.text
    assert "allow cookies" in answer.text
    assert "frame-ancestors https://lms.example.edu" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "target",
    [
        pytest.param(TARGET + "?x=1", id="T25 another target of ours"),
        pytest.param("https://evil.example/", id="T25 foreign target"),
        pytest.param(None, id="T30 missing"),
        pytest.param("", id="T30 empty"),
        pytest.param(7, id="T30 a number"),
    ],
)
def test_the_target_must_be_the_one_of_the_login(visit, session, target):
    assert_refused(visit.launch(**{c.TARGET_LINK_URI: target}), session)


def test_a_target_with_a_query_goes_through(visit):
    visit.login(target_link_uri=TARGET + "?unit=1")

    assert visit.launch(**{c.TARGET_LINK_URI: TARGET + "?unit=1"}).status_code == 303
