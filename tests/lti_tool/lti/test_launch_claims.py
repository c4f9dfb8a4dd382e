"""Launches over HTTP: what decides has its shape; odd words do no harm; the log tells little."""

import json

import pytest
import structlog
from sqlalchemy import select

from curriculum.models.enrolment import Enrolment
from lti_tool.lti import claims as c
from lti_tool.lti.models.registration import Deployment, DeploymentState
from lti_tool.settings import LtiSettings, Settings
from tests.lti_tool.lti.launching import assert_refused, launches
from tests.lti_tool.lti.platform import (
    INSTRUCTOR,
    LEARNER,
    Platform,
    Visit,
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param(c.ROLES, INSTRUCTOR, id="T26 roles a string"),
        pytest.param(c.ROLES, {"0": INSTRUCTOR}, id="T26 roles an object"),
        pytest.param(c.ROLES, [1], id="T26 a role that is no string"),
        pytest.param(c.ROLES, [LEARNER] * 1000, id="T26 too many roles"),
        pytest.param(c.DEPLOYMENT_ID, 1, id="T27 deployment an integer"),
        pytest.param(c.RESOURCE_LINK, {"id": ""}, id="T28 resource link id empty"),
        pytest.param(c.RESOURCE_LINK, {"id": 5}, id="T28 resource link id a number"),
        pytest.param(c.RESOURCE_LINK, ["1"], id="T28 resource link a list"),
        pytest.param(c.CONTEXT, "course", id="T28 context a string"),
        pytest.param(c.CONTEXT, {"id": 2}, id="T28 context id a number"),
        pytest.param(c.MESSAGE_TYPE, "LtiResourceLinkRequest2", id="T29 fabricated"),
        pytest.param(c.MESSAGE_TYPE, "LtiStartAssessment", id="T29 well-formed, not ours"),
        pytest.param(c.MESSAGE_TYPE, 1, id="T29 a number"),
        pytest.param(c.VERSION, "1.3", id="T31 1.3"),
        pytest.param(c.VERSION, 1.3, id="T31 a number"),
        pytest.param("sub", 5, id="B12 sub a number"),
        pytest.param("sub", "x" * 256, id="B12 sub too long"),
        pytest.param("sub", "a\x00b", id="B12 sub with a NUL"),
    ],
)
def test_what_decides_must_have_its_shape(visit, session, name, value):
    assert_refused(visit.launch(**{name: value}), session)


@pytest.mark.parametrize("via_login", [True, False], ids=["named at login", "not named at login"])
def test_t27_an_unknown_deployment_is_refused(visit, session, via_login):
    visit.login(lti_deployment_id=None)

    answer = visit.launch(**{c.DEPLOYMENT_ID: "77"})

    assert_refused(answer, session, status=403)
    assert "Waiting for approval" in answer.text


def test_t27_a_blocked_deployment_is_refused_at_once(visit, session):
    visit.launch()
    visit.login()
    for deployment in session.scalars(select(Deployment)):
        deployment.state = DeploymentState.BLOCKED
    session.commit()

    assert visit.launch().status_code == 403
    assert len(launches(session)) == 1


def test_a_blocked_registration_is_refused_at_once(visit, session, platform):
    visit.launch()
    visit.login()
    platform.registration.blocked = True
    session.commit()

    assert visit.launch().status_code == 403
    assert len(launches(session)) == 1


def test_t27_a_deployment_of_another_registration_is_refused(app, session, server, platform):
    Platform(session, server, name="Other", client_id="client-2", deployments=("its own",))
    visit = Visit(app.test_client(), platform)
    visit.login(lti_deployment_id=None)

    assert_refused(visit.launch(**{c.DEPLOYMENT_ID: "its own"}), session, status=403)


def test_a_launch_from_another_deployment_than_the_logins_is_refused(app, session, server):
    platform = Platform(session, server, deployments=("1", "2"))
    visit = Visit(app.test_client(), platform)
    visit.login(lti_deployment_id="2")

    assert_refused(visit.launch(), session)


def test_t33_names_and_titles_are_shown_escaped(visit):
    hostile = '<script>alert(1)</script> \u202e"R\u00f6sli"'
    answer = visit.launch(name=hostile, **{c.CONTEXT: {"id": "1", "title": hostile}})

    page = visit.client.get(answer.location)

    assert page.status_code == 200
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("odd", ["\x00", "\ud800"], ids=["NUL", "half a surrogate pair"])
def test_a_title_that_no_database_keeps_is_left_out(visit, session, odd):
    visit.launch(**{c.CONTEXT: {"id": "1", "title": f"a{odd}b"}, "name": f"c{odd}d"})

    session.rollback()
    enrolment = session.scalars(select(Enrolment)).one()
    assert enrolment.course.title == ""
    assert odd not in enrolment.person.name


class TestLog:
    @pytest.fixture
    def settings(self, database_url):
        return Settings(
            public_url="http://localhost:8000",
            secret_key="a secret that only the tests know",
            database_url=database_url,
            lti=LtiSettings(allow_loopback=True),
            log_level="debug",
        )

    def test_t35_the_token_is_nowhere_but_in_the_request(self, visit, capsys):
        visit.login()
        token = visit.token(**{c.VERSION: "1.3"})

        with structlog.testing.capture_logs() as logs:
            answer = visit.post(token)

        seen = json.dumps(logs) + capsys.readouterr().out + answer.text
        assert all(part not in seen for part in token.split("."))
        assert visit.state not in seen
        assert "Ada" not in seen

    def test_the_log_says_which_check_failed_under_the_pages_reference(self, visit):
        with structlog.testing.capture_logs() as logs:
            answer = visit.launch(exp=None)

        [entry] = [entry for entry in logs if entry["event"] == "launch refused"]
        assert entry["check"] == "exp missing"
        assert entry["registration_id"] == visit.platform.registration.id
        assert f"Reference number: {entry['reference']}" in answer.text
