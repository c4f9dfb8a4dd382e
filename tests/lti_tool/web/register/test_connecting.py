"""Connecting by invitation, as an LMS's administrator and a real LMS's answers meet us."""

import json
import threading

import pytest

from curriculum.foundation.clock import utc_now
from lti_tool.extensions import db
from lti_tool.lti import invitations
from lti_tool.lti.models.registration import DeploymentState
from lti_tool.lti.services import http
from tests import factories
from tests.lti_tool.lti.registering.lms import PLATFORM, SCOPES, TOKEN, TOOL, canvas, configuration
from tests.lti_tool.lti.services.scripted import data
from tests.lti_tool.web.register.visits import frame_ancestors, stored


def test_the_page_says_what_will_be_registered(administrator, lms, session):
    page = administrator().look()

    assert page.status_code == 200
    assert "Connect “State University”" in page.text
    assert "Moodle" in page.text
    assert lms.url in page.text
    assert "Scores: send" in page.text
    assert "No e-mail address" in page.text
    assert lms.posts == []
    assert stored(session) == []


def test_the_page_belongs_to_the_lms_that_opened_it(administrator, lms):
    page = administrator().look()

    assert frame_ancestors(page)[0] == lms.url
    assert set(frame_ancestors(page)) == {lms.url}
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "strict-origin"


def test_connecting_registers_and_says_what_is_left(administrator, lms, session):
    visitor = administrator()

    page = visitor.connect(follow_redirects=True)

    assert page.status_code == 200
    assert page.request.path == f"{visitor.path}/connected"
    assert "Activate it" in page.text
    assert f'data-close="{lms.url}"' in page.text
    (found,) = stored(session)
    assert (found.name, found.issuer, found.client_id) == ("State University", lms.url, "client-1")
    assert (found.auth_login_url, found.auth_token_url) == (f"{lms.url}/auth", f"{lms.url}/token")
    assert (found.key_set_url, found.product) == (f"{lms.url}/jwks", "moodle")
    assert found.scopes == SCOPES
    assert found.frame_origins == [lms.url]
    (deployment,) = found.deployments
    assert (deployment.deployment_id, deployment.state) == ("7", DeploymentState.APPROVED)


def test_the_lms_gets_our_addresses_and_its_token(administrator, lms):
    administrator().connect()

    (post,) = lms.posts
    assert post.headers["Authorization"] == f"Bearer {TOKEN}"
    assert lms.body["redirect_uris"] == ["http://localhost:8000/lti/launch"]
    assert lms.body["initiate_login_uri"] == "http://localhost:8000/lti/login"
    assert lms.body["jwks_uri"] == "http://localhost:8000/lti/jwks"
    assert lms.body[TOOL]["domain"] == "localhost:8000"


def test_the_connected_page_can_be_loaded_again(administrator, lms):
    visitor = administrator()
    visitor.connect()

    for _ in range(2):
        page = visitor.client.get(f"{visitor.path}/connected")
        assert page.status_code == 200
        assert frame_ancestors(page) == [lms.url]
    assert len(lms.posts) == 1


@pytest.mark.case("S05")
def test_an_invitation_connects_once(administrator, lms, session):
    visitor = administrator()
    visitor.connect()

    again, look = visitor.connect(), visitor.look()

    for page in (again, look):
        assert page.status_code == 409
        assert "It was used already" in page.text
        assert "See what was connected" in page.text
        assert lms.url in frame_ancestors(page)
    assert len(lms.posts) == 1
    assert len(stored(session)) == 1


def test_of_two_that_connect_at_once_one_does(app, administrator, lms, session):
    token = administrator().token
    statuses = []
    ready = threading.Barrier(4)

    def press():
        visitor = administrator(token)
        ready.wait()
        statuses.append(visitor.connect().status_code)
        http.close_connections()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [303, 409, 409, 409]
    assert len(lms.posts) == 1
    assert len(stored(session)) == 1


def test_an_invitation_in_use_says_to_wait(administrator, session):
    visitor = administrator()
    found = invitations.find_invitation(session, visitor.token, utc_now())
    invitations.claim_invitation(session, found, utc_now())
    session.commit()

    page = visitor.connect()

    assert page.status_code == 409
    assert "wait a few seconds" in page.text
    assert visitor.client.get(f"{visitor.path}/connected").status_code == 409


def test_a_platform_that_names_no_deployment_waits_for_approval(administrator, lms, session):
    lms.on_post = data({"client_id": 170000000000001}, status=201)

    page = administrator().connect(follow_redirects=True)

    assert "reciprocal deployments approve" in page.text
    (found,) = stored(session)
    assert found.client_id == "170000000000001"
    assert found.deployments == []


def test_what_was_not_granted_is_named(administrator, lms):
    lms.on_post = data({"client_id": "c", "scope": f"openid {SCOPES[0]} {SCOPES[2]}"})

    page = administrator().connect(follow_redirects=True)

    assert "did not grant everything" in page.text
    assert "Scores: send" in page.text
    assert "Results: read" not in page.text


def test_what_the_platform_does_not_offer_is_named_and_not_asked_for(administrator, lms):
    lms.on_get = data(configuration(lms.url, scopes_supported=SCOPES[:1]))
    visitor = administrator()

    assert "does not offer everything" in visitor.look().text
    visitor.connect()

    assert lms.body["scope"] == SCOPES[0]


def test_canvas_is_asked_in_its_own_words(administrator, lms, session):
    lms.on_get = data(canvas(lms.url))
    lms.on_post = data({"client_id": "10000000000001", "deployment_id": "1:abc"})
    visitor = administrator()

    assert "Canvas, Test University" in visitor.look().text
    page = visitor.connect(follow_redirects=True)

    assert "Admin › Apps" in page.text
    assert lms.body[TOOL]["https://canvas.instructure.com/lti/privacy_level"] == "name_only"
    (found,) = stored(session)
    assert found.deployments[0].deployment_id == "1:abc"
    assert found.auth_audience is None


def test_platforms_that_list_nothing_are_asked_for_nothing(administrator, lms, session):
    platform = {"messages_supported": [{"type": "LtiResourceLinkRequest"}]}
    found = configuration(
        lms.url, scopes_supported=[], claims_supported=None, **{PLATFORM: platform}
    )
    lms.on_get = data(found)
    visitor = administrator()

    assert "sends nothing back" in visitor.look().text
    visitor.connect()

    assert lms.body["scope"] == ""
    assert json.dumps(lms.body[TOOL]["messages"]).count('"type"') == 1
    assert stored(session)[0].scopes == []


def test_only_known_origins_are_asked_to_close(app, invite, session):
    """A wildcard may frame the page, but a message needs one exact receiver."""
    token = invite()
    found = invitations.find_invitation(session, token, utc_now())
    school = factories.registration(
        session,
        issuer="https://canvas.instructure.com",
        auth_token_url="https://school.instructure.com/login/oauth2/token",
        frame_origins=["https://canvas.instructure.com", "https://*.instructure.com"],
        product="canvas",
    )
    invitations.use_invitation(session, found, school, utc_now())
    session.commit()

    page = app.test_client().get(f"/lti/register/{token}/connected")

    closes = 'data-close="https://canvas.instructure.com https://school.instructure.com"'
    assert closes in page.text
    assert frame_ancestors(page) == school.frame_origins


def test_an_invitation_that_was_not_used_has_nothing_to_show(app, invite):
    token = invite()

    page = app.test_client().get(f"/lti/register/{token}/connected")

    assert page.status_code == 302
    assert page.location == f"/lti/register/{token}"


def test_without_an_lms_the_page_tells_how_to_connect_by_hand(app, invite):
    page = app.test_client().get(f"/lti/register/{invite()}")

    assert page.status_code == 200
    assert "Brightspace" in page.text
    assert frame_ancestors(page) == ["'none'"]


@pytest.mark.parametrize("server", [" padded", "two\nlines", " "])
def test_an_audience_that_cannot_be_one_is_left_out(administrator, lms, session, server):
    lms.on_get = data(configuration(lms.url, authorization_server=server))

    assert administrator().connect().status_code == 303
    assert stored(session)[0].auth_audience is None


def test_a_platforms_own_audience_is_kept(administrator, lms, session):
    lms.on_get = data(configuration(lms.url, authorization_server="https://auth.example.edu"))

    administrator().connect()

    assert stored(session)[0].auth_audience == "https://auth.example.edu"


def test_nothing_is_open_while_the_lms_is_asked(administrator, lms, monkeypatch):
    ask, open_then = http._exchange, []

    def watched(*arguments):
        open_then.append(db.session().in_transaction())
        return ask(*arguments)

    monkeypatch.setattr(http, "_exchange", watched)
    visitor = administrator()
    visitor.look()
    visitor.connect()

    assert open_then == [False, False, False]
