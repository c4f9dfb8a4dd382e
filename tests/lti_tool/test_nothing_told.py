"""Case T35: no token, secret or person's word gets into the log, an address, or an error page."""

import io
import logging
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
import structlog
from sqlalchemy import event

from curriculum.foundation.clock import utc_now
from curriculum.units import load_curriculum
from lti_tool.extensions import db
from lti_tool.lti import claims as c
from lti_tool.lti import platform_keys
from lti_tool.lti.invitations import PATH, create_invitation
from lti_tool.lti.services import http
from lti_tool.settings import LtiSettings, Settings
from lti_tool.web import errors
from tests import factories
from tests.lti_tool.lti.launching import tampered
from tests.lti_tool.lti.platform import INSTRUCTOR, Platform, Visit, key_set_server
from tests.lti_tool.lti.registering.lms import TOKEN, registering_lms
from tests.lti_tool.lti.services.scripted import Reply, data

pytestmark = pytest.mark.case("T35")

PERSON = {
    "name": "Ada Lovelace",
    "email": "ada@school.example",
    c.CONTEXT: {"id": "course-1", "label": "EDU210", "title": "Families of Marylebone"},
}
WORDS = ("Lovelace", "ada@school.example", "Marylebone")
SECRET = "a secret that only the tests know"


@pytest.fixture
def log(monkeypatch, caplog):
    """Whatever this process writes: our own log, and that of the libraries under it."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    monkeypatch.setattr(errors, "log", structlog.get_logger("errors"))  # it keeps its stream
    root, handler = logging.getLogger(), logging.StreamHandler(written)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.fixture
def settings(database_url, log):
    return Settings(
        public_url="http://localhost:8000",
        secret_key=SECRET,
        database_url=database_url,
        lti=LtiSettings(allow_loopback=True),
        log_level="debug",
    )


@pytest.fixture
def visit(app, session):
    platform_keys._parsed.clear()
    with key_set_server() as server:
        yield Visit(app.test_client(), Platform(session, server))


def assert_untold(log, *secrets):
    written = log.getvalue()
    assert '"event": "request"' in written  # the log is on
    for secret in (*WORDS, SECRET, *secrets):
        assert secret not in written


def test_a_launch_tells_the_log_nothing(visit, log):
    asked = parse_qs(urlsplit(visit.login().location).query)
    token = visit.token(**PERSON)
    answer = visit.post(token)
    page = visit.client.get(answer.location)

    launch = answer.location.split("/")[2]
    cookie = visit.client.get_cookie("reciprocal_browser").value
    assert_untold(log, token, asked["state"][0], visit.nonce, launch, cookie)
    for known in (token, visit.state, visit.nonce, "Lovelace"):
        assert known not in answer.location
        assert known not in str(page.headers)


REFUSED = [
    pytest.param({"exp": 1}, id="expired"),
    pytest.param({"nonce": "another"}, id="another nonce"),
    pytest.param({c.DEPLOYMENT_ID: "77"}, id="unknown deployment"),
    pytest.param({c.MESSAGE_TYPE: "LtiUnheardOf"}, id="unknown message"),
    pytest.param({c.ROLES: "Lovelace"}, id="roles not a list"),
    pytest.param({"iss": "https://Lovelace.example"}, id="unknown issuer"),
    pytest.param({"sub": None}, id="nobody"),
    pytest.param({c.VERSION: "Lovelace"}, id="version"),
    pytest.param({c.TARGET_LINK_URI: "https://Lovelace.example/"}, id="target elsewhere"),
]


@pytest.mark.parametrize("changes", REFUSED)
def test_a_refused_launch_tells_neither_log_nor_page(visit, log, changes):
    visit.login(lti_deployment_id=None)
    token = visit.token(**PERSON | changes)

    answer = visit.post(token)

    assert 400 <= answer.status_code < 500
    for known in (token, token.split(".")[1], visit.state, visit.nonce, *WORDS):
        assert known not in answer.text
        assert known not in str(answer.headers)
    assert_untold(log, token, visit.state, visit.nonce)


@pytest.mark.parametrize("where", ["in the address", "tampered", "from another browser"])
def test_a_token_that_comes_by_a_wrong_way_is_not_told(visit, log, where):
    visit.login()
    token = tampered(visit) if where == "tampered" else visit.token(**PERSON)
    fields = {"id_token": token, "state": visit.state}
    if where == "in the address":
        answer = visit.client.get("/lti/launch", query_string=fields)
    elif where == "tampered":
        answer = visit.client.post("/lti/launch", data=fields)
    else:
        answer = visit.client.application.test_client().post("/lti/launch", data=fields)

    assert answer.status_code == 400
    assert token not in answer.text
    assert "Location" not in answer.headers
    assert_untold(log, token, visit.state)


def test_a_fault_in_the_midst_of_a_launch_tells_where_and_not_who(app, visit, log):
    visit.login()
    token = visit.token(**PERSON)

    def misspell(_connection, _cursor, statement, parameters, _context, _many):
        return statement.replace("UPDATE person ", "UPDATE persn "), parameters

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", misspell, retval=True)
        answer = visit.post(token)
        event.remove(db.engine, "before_cursor_execute", misspell)

    assert answer.status_code == 500
    assert "UPDATE persn" in log.getvalue()
    assert token not in answer.text
    assert_untold(log, token, visit.state, visit.nonce)


def test_a_request_for_content_is_not_told_either(visit, log):
    visit.login()
    request = visit.platform.deep_linking(data="the platform's own Lovelace")
    answer = visit.post(visit.token(**PERSON | request | {c.ROLES: [INSTRUCTOR]}))

    assert visit.client.get(answer.location).status_code == 200
    assert_untold(log)


@pytest.fixture
def lms(monkeypatch):
    monkeypatch.setattr(http, "PAUSES", (0.0, 0.0))
    with registering_lms() as lms:
        yield lms
    http.close_connections()


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param({}, id="none"),
        pytest.param({"on_get": Reply(f"No: {TOKEN}".encode(), status=401)}, id="not read"),
        pytest.param({"on_get": data({"issuer": TOKEN})}, id="not complete"),
        pytest.param({"on_post": data({"error": TOKEN}, status=422)}, id="refused with the token"),
        pytest.param({"on_post": Reply(dropped=True)}, id="no answer"),
    ],
)
def test_registering_tells_no_token(app, session, log, lms, trouble):
    _row, invitation = create_invitation(session, "School", now=utc_now())
    session.commit()
    for name, reply in trouble.items():
        setattr(lms, name, reply)
    client, asked = app.test_client(), {
        "openid_configuration": lms.address,
        "registration_token": TOKEN,
    }  # fmt: skip

    client.get(PATH + invitation, query_string=asked)
    answer = client.post(PATH + invitation, data=asked)

    assert answer.status_code == (422 if trouble else 303)
    assert TOKEN not in answer.text
    assert TOKEN not in str(answer.headers)
    assert_untold(log, TOKEN, invitation)


def test_a_private_note_gets_into_no_log(browser, session, log):
    writer = browser(factories.candidate(session))
    section = load_curriculum().unit("introduction").sections[0].id
    words = {"words": "Marylebone baked bread."}

    writer.post(f"/units/introduction/sections/{section}/notes", words)
    assert "Marylebone" in writer.get("/notes/?q=Marylebone").text
    writer.post("/notes/999", words)

    assert "/notes/" in log.getvalue()
    assert "Marylebone" not in log.getvalue()
