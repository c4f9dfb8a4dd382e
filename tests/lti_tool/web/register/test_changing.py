"""An invitation that changes a registration: by the platform's token, or by our own."""

import json

import jwt
import pytest
from sqlalchemy import select

from lti_tool.lti.models.registration import Deployment, DeploymentState
from tests import factories
from tests.lti_tool.lti.registering.lms import SCOPES, canvas
from tests.lti_tool.lti.services.scripted import Reply, data
from tests.lti_tool.web.register.visits import stored


@pytest.fixture
def there(session, lms):
    """A registration that an invitation changes."""
    found = factories.registration(
        session,
        name="State University",
        issuer=lms.url,
        client_id="client-1",
        auth_token_url=f"{lms.url}/old-token",
        product="moodle",
    )
    factories.deployment(session, of=found, deployment_id="7", state=DeploymentState.PENDING)
    factories.deployment(session, of=found, deployment_id="8", state=DeploymentState.BLOCKED)
    session.commit()
    return found


@pytest.mark.case("S05")
def test_a_registration_that_is_there_is_changed(administrator, lms, session, there):
    visitor = administrator(updates=there)

    assert "Change “State University”" in visitor.look().text
    page = visitor.connect(follow_redirects=True)

    assert "was changed" in page.text
    (found,) = stored(session)
    assert found.id == there.id
    assert found.auth_token_url == f"{lms.url}/token"
    states = {each.deployment_id: each.state for each in found.deployments}
    assert states == {"7": DeploymentState.APPROVED, "8": DeploymentState.BLOCKED}


def test_a_change_may_bring_another_client(administrator, lms, session, there):
    lms.on_post = data({"client_id": "client-9", "deployment_id": "9"})

    administrator(updates=there).connect()

    (found,) = stored(session)
    assert (found.id, found.client_id) == (there.id, "client-9")
    assert len(session.scalars(select(Deployment)).all()) == 3


def test_another_lms_cannot_take_a_registrations_place(administrator, lms, session):
    other = factories.registration(session, name="State University")
    session.commit()

    page = administrator(updates=other).connect()

    assert page.status_code == 422
    assert "another LMS" in page.text
    assert lms.posts == []
    (found,) = stored(session)
    assert found.issuer == "https://lms.example.edu"


def test_another_school_of_the_same_issuer_cannot_either(administrator, lms, session):
    other = factories.registration(
        session, name="A", issuer=lms.url, auth_token_url="https://school.example.edu/token"
    )
    session.commit()

    assert administrator(name="A", updates=other).connect().status_code == 422
    assert lms.posts == []


def test_a_new_client_in_the_place_of_one_that_is_there_is_warned_of(administrator, lms, there):
    visitor = administrator(updates=there)
    secret = "a secret of thirty-two characters"
    visitor.sent["registration_token"] = jwt.encode({"scope": "reg"}, secret)
    assert "make a new client" in visitor.look().text

    visitor.sent["registration_token"] = jwt.encode({"scope": "reg-update"}, secret)
    assert "make a new client" not in visitor.look().text


def test_a_vanished_registration_ends_its_invitation(administrator, lms, session, there):
    visitor = administrator(updates=there)
    session.delete(there)
    session.commit()

    assert visitor.connect().status_code == 404
    assert lms.posts == []


@pytest.fixture
def changeable(session, lms):
    """A registration at a Canvas that lets us propose changes ourselves."""
    registration = "https://purl.imsglobal.org/spec/lti-reg/scope/registration"
    lms.on_get = data(canvas(lms.url, scopes_supported=[*SCOPES, registration]))
    return factories.registration(
        session,
        name="State University",
        issuer=lms.url,
        client_id="client-1",
        auth_token_url=f"{lms.url}/token",
        product="canvas",
        scopes=[*SCOPES, registration],
        client_url=f"{lms.url}/registrations/1",
    )


def canvas_token():
    payload = {"uuid": "u", "registration_url": "r"}
    return jwt.encode(payload, "a secret of thirty-two characters")


def test_a_change_is_put_where_the_registration_lies(administrator, lms, session, changeable):
    lms.on_post = data({"access_token": "our-own-token", "expires_in": 3600})
    lms.on_put = data({"client_id": "client-1", "deployment_id": "1:a"})
    visitor = administrator(updates=changeable)
    visitor.sent["registration_token"] = canvas_token()

    assert "make a new client" not in visitor.look().text
    page = visitor.connect(follow_redirects=True)

    assert "accept the change" in page.text
    assert [asked.path for asked in lms.posts] == ["/token"]
    (put,) = [asked for asked in lms.asked if asked.method == "PUT"]
    assert put.path == "/registrations/1"
    assert put.headers["Authorization"] == "Bearer our-own-token"
    assert json.loads(put.body)["client_name"] == "Reciprocal"


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ({"on_post": Reply(b"who are you", 401)}, "who are you"),
        ({"on_put": Reply(b'{"errorMessage": "no scope"}', 401)}, "no scope"),
        ({"on_put": Reply(dropped=True)}, "whether it took the change"),
        ({"on_put": Reply(b"{}")}, "its answer cannot be used"),
    ],
)
def test_a_change_that_is_refused_is_explained(
    administrator, lms, session, changeable, replies, words
):
    lms.on_post = data({"access_token": "our-own-token", "expires_in": 3600})
    for name, reply in replies.items():
        setattr(lms, name, reply)
    visitor = administrator(updates=changeable)
    visitor.sent["registration_token"] = canvas_token()

    page = visitor.connect()

    assert page.status_code == 422
    assert words in page.text
    assert "Remove" not in page.text
    assert "still good" in page.text
