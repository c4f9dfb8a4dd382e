"""What stops a registration, and that nothing is lost by it."""

from datetime import timedelta

import pytest

from curriculum.foundation.clock import utc_now
from lti_tool.log import configure_logging
from lti_tool.lti import invitations
from lti_tool.lti.services import http
from tests import factories
from tests.lti_tool.lti.registering.lms import TOKEN, TOOL, configuration
from tests.lti_tool.lti.services.scripted import Reply, data
from tests.lti_tool.web.register.visits import frame_ancestors, stored


def test_an_unknown_invitation_asks_nobody(administrator, lms):
    page = administrator("guessed").look()

    assert page.status_code == 404
    assert "reciprocal invite" in page.text
    assert frame_ancestors(page) == [lms.url]
    assert lms.asked == []


def test_an_expired_invitation_asks_nobody(administrator, lms):
    visitor = administrator(now=utc_now() - timedelta(days=15))

    for page in (visitor.look(), visitor.connect()):
        assert page.status_code == 410
        assert "Its time is over" in page.text
    assert lms.asked == []


def test_a_revoked_invitation_asks_nobody(administrator, lms, session):
    visitor = administrator()
    invitations.revoke_invitation(session, "State University", utc_now())
    session.commit()

    assert visitor.look().status_code == 404
    assert visitor.connect().status_code == 404
    assert lms.asked == []


REFUSALS = [
    pytest.param(
        Reply(b'{"errors": {"scopes": ["Invalid scopes: x"]}}', 422), "Invalid scopes: x", id="422"
    ),
    pytest.param(Reply(b"missing required attribute domain", 400), "attribute domain", id="400"),
    pytest.param(Reply(b"token_already_used", 401), "token_already_used", id="401"),
    pytest.param(Reply(b"<h1>Down</h1><p>for <i>repair</i></p>", 503), "Down for repair", id="503"),
    pytest.param(Reply(status=302, headers={"Location": "/"}), "did not accept", id="redirect"),
    pytest.param(Reply(dropped=True), "nobody knows", id="lost"),
    pytest.param(Reply(b"{}"), "client_id", id="no client"),
    pytest.param(Reply(b"<html>"), "client_id", id="html"),
    pytest.param(data({"client_id": "a\nb"}), "client_id", id="broken client"),
    pytest.param(data({"client_id": "x" * 300}), "client_id", id="long client"),
    pytest.param(
        data({"client_id": "c", TOOL: {"deployment_id": "x" * 300}}), "deployment_id", id="long id"
    ),
]


@pytest.mark.case("S05")
@pytest.mark.parametrize(("reply", "words"), REFUSALS)
def test_a_refusal_is_shown_and_the_invitation_stays_good(
    administrator, lms, session, reply, words
):
    lms.on_post = reply
    visitor = administrator()

    page = visitor.connect()

    assert page.status_code == 422
    assert words in page.text
    assert "your invitation is still good" in page.text
    assert "What you can do" in page.text
    assert TOKEN not in page.text
    assert frame_ancestors(page)[0] == lms.url
    assert stored(session) == []

    lms.on_post = data({"client_id": "client-2"})
    assert visitor.connect().status_code == 303
    assert [found.client_id for found in stored(session)] == ["client-2"]


def test_the_platforms_words_are_shown_as_text(administrator, lms):
    sentence = {"error_description": f"<script>alert(1)</script> your {TOKEN} is bad"}
    lms.on_post = data(sentence, status=400)

    page = administrator().connect()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; your … is bad" in page.text
    assert TOKEN not in page.text


@pytest.mark.case("S05")
@pytest.mark.parametrize(
    ("reply", "words"),
    [
        pytest.param(Reply(b"gone", 404), "refused to show its configuration (404)", id="404"),
        pytest.param(Reply(b"<html>"), "perhaps a log-in page", id="html"),
        pytest.param(Reply(endless=True), "no answer that could be used", id="endless"),
        pytest.param(
            data(configuration("https://other.example.edu")), "lies elsewhere", id="other host"
        ),
    ],
)
def test_a_configuration_that_cannot_be_used_is_explained(administrator, lms, reply, words):
    lms.on_get = reply
    visitor = administrator()

    for page in (visitor.look(), visitor.connect()):
        assert page.status_code == 422
        assert words in page.text
        assert frame_ancestors(page) == [lms.url]
    assert lms.posts == []


@pytest.mark.case("S05")
def test_a_token_that_is_missing_is_asked_for(administrator, lms):
    lms.on_post = Reply(b"missing_registration_token", 401)
    visitor = administrator()
    del visitor.sent["registration_token"]

    page = visitor.connect()

    assert "missing_registration_token" in page.text
    assert "enter it in the LMS" in page.text


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "é", "x" * 8001, "\x00"])
def test_a_token_that_cannot_be_one_is_not_sent(administrator, lms, token):
    visitor = administrator()
    visitor.sent["registration_token"] = token

    assert visitor.look().status_code == 200
    assert "Authorization" not in lms.asked[0].headers


@pytest.mark.parametrize(
    "address",
    ["https://10.0.0.1/x", "javascript:alert(1)", "https://a.example;sandbox/", "x" * 9000],
)
def test_an_address_that_may_not_be_opened_frames_nothing(administrator, lms, address):
    visitor = administrator()
    visitor.sent["openid_configuration"] = address

    page = visitor.connect()

    assert page.status_code == 422
    assert frame_ancestors(page) == ["'none'"]
    assert lms.asked == []


@pytest.fixture
def whole_log(capsys):
    """Everything is logged; returns what was."""
    configure_logging("debug")
    yield lambda: "".join(capsys.readouterr())
    configure_logging("error")


def test_the_registration_token_is_in_no_log(whole_log, administrator, lms):
    lms.on_post = Reply(f"{TOKEN} is bad".encode(), 400)
    visitor = administrator()
    configure_logging("debug")  # the application has set its own level
    visitor.look()
    visitor.connect()

    said = whole_log()

    assert '"registration refused"' in said
    assert "/lti/register/<invitation>" in said
    assert TOKEN not in said
    assert visitor.token not in said


def test_a_name_that_was_taken_meanwhile_is_not_registered_twice(administrator, lms, session):
    visitor = administrator()
    factories.registration(session, name="State University")
    session.commit()

    page = visitor.connect()

    assert page.status_code == 422
    assert "“State University” already" in page.text
    assert "still good" not in page.text
    assert lms.asked == []


def test_a_client_that_is_connected_already_is_not_connected_again(administrator, lms, session):
    factories.registration(session, name="Known", issuer=lms.url, client_id="client-1")
    session.commit()

    page = administrator().connect()

    assert page.status_code == 422
    assert "as “Known”" in page.text
    assert len(stored(session)) == 1


def test_what_breaks_in_between_gives_the_invitation_back(administrator, lms, monkeypatch):
    def broken(*_arguments, **_options):
        raise RuntimeError("broken")

    visitor = administrator()
    with monkeypatch.context() as patch:
        patch.setattr("lti_tool.lti.registering.connecting.store", broken)
        assert visitor.connect().status_code == 500

    assert visitor.connect().status_code == 303


STRANGE = [
    "http://[x", "https://[::1", "https://a:99999/x", "//a", "https://", "https:///x", "\x00",
    "https://a\x00b/", "https://é.edu/", "https://a.edu/\ud7ff", "https://*.instructure.com/x",
    "https://a.edu\\@b.edu/", "https://a.edu#x", "'self'", "https://a.edu/%0d%0aSet-Cookie:x=1",
]  # fmt: skip


@pytest.mark.parametrize("address", STRANGE)
def test_strange_addresses_get_a_page(administrator, lms, address, monkeypatch):
    monkeypatch.setattr(http, "PAUSES", ())
    visitor = administrator()
    visitor.sent["openid_configuration"] = address

    for page in (visitor.look(), visitor.connect()):
        assert page.status_code == 422
        assert "Not connected" in page.text
        assert "Set-Cookie" not in page.headers
    assert lms.asked == []


@pytest.mark.parametrize("token", ["%00", "%ff", "é", "x" * 3000, "..", "a%2Fb", "%F0%9F%98%80"])
def test_strange_invitations_get_a_page(app, token):
    for method in ("get", "post", "head"):
        answer = getattr(app.test_client(), method)(f"/lti/register/{token}")
        assert answer.status_code in {404, 405}
