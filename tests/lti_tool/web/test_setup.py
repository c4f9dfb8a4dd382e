"""Connecting by hand: the page behind the invitation, what it stores, and what it tries out."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select, update

from curriculum.foundation.clock import utc_now
from lti_tool.lti import invitations
from lti_tool.lti.models.invitation import Invitation
from lti_tool.lti.models.launch import RefusedLaunch
from lti_tool.lti.models.registration import DeploymentState, Registration
from lti_tool.lti.registering.by_hand import site_of
from lti_tool.lti.registering.dialects import DIALECTS
from lti_tool.lti.registering.offer import SCOPES, SERVICES
from tests import factories
from tests.lti_tool.jobs.world import use_known_key
from tests.lti_tool.lti.platform import jwk, rsa_key
from tests.lti_tool.lti.services.scripted import Reply, data, scripted

KEYS = data({"keys": [jwk(rsa_key(), "key-1")]})
TOKEN = data({"access_token": "x", "expires_in": 3600, "scope": " ".join(SCOPES)})
REFUSED = data({"error": "invalid_client"}, status=401)


@pytest.fixture
def lms():
    with scripted() as service:
        service.reply(KEYS, TOKEN)
        yield service


@pytest.fixture
def client(app, session):
    use_known_key(app, session)
    return app.test_client()


@pytest.fixture
def invite(session):
    """Invite a platform and return the address of its page."""

    def make(name="State University", **options):
        options.setdefault("now", utc_now())
        _row, token = invitations.create_invitation(session, name, **options)
        session.commit()
        return invitations.PATH + token

    return make


@pytest.fixture
def entered(lms):
    """What an administrator gives back; the page of another LMS asks for everything."""
    return {
        "client_id": "client-7",
        "deployment_id": "1",
        "issuer": lms.url,
        "auth_login_url": f"{lms.url}/auth",
        "auth_token_url": f"{lms.url}/token",
        "key_set_url": f"{lms.url}/jwks",
    }


def by_hand(client, page, entered, lms="other", **changes):
    return client.post(f"{page}/by-hand?lms={lms}", data=entered | changes)


def registrations(session):
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(Registration)))


def text_of(answer):
    """The page's words without its tags, white space taken together."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def test_the_page_shows_the_registration_address(client, invite):
    page = invite()

    answer = client.get(page)

    assert answer.status_code == 200
    assert f'value="http://localhost:8000{page}"' in answer.text
    assert "Connect State University to Reciprocal" in answer.text
    for service in SERVICES:
        assert service.why in text_of(answer)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("lms", DIALECTS)
def test_each_lms_has_every_value_to_paste(client, invite, lms):
    answer = client.get(f"{invite()}?lms={lms}")

    for address in ("/lti/login", "/lti/launch", "/lti/jwks"):
        assert f'value="http://localhost:8000{address}"' in answer.text
    assert answer.text.count("data-copy=") == answer.text.count(" readonly>")
    ids = re.findall(r' id="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))
    assert 'aria-current="page"' in answer.text


def test_canvas_is_offered_its_usual_addresses(client, invite):
    answer = client.get(f"{invite()}?lms=canvas")

    assert 'value="https://sso.canvaslms.com/api/lti/authorize_redirect"' in answer.text
    assert "https://SCHOOL.instructure.com/login/oauth2/token" in answer.text
    assert 'value="http://localhost:8000/lti/canvas.json"' in answer.text


def test_an_unknown_lms_is_no_choice(client, invite):
    answer = client.get(f"{invite()}?lms=<script>")

    assert answer.status_code == 200
    assert "<script>&" not in answer.text
    assert "by-hand?" not in answer.text


def test_what_works_is_stored_and_the_invitation_used_up(client, invite, entered, session):
    page = invite()

    answer = by_hand(client, page, entered)

    assert (answer.status_code, answer.location) == (303, f"{page}?done=connected")
    (stored,) = registrations(session)
    assert stored.name == "State University"
    assert (stored.issuer, stored.client_id) == (entered["issuer"], "client-7")
    assert stored.key_set_url == entered["key_set_url"]
    assert [each.deployment_id for each in stored.deployments] == ["1"]
    invitation = session.scalars(select(Invitation)).one()
    assert invitation.used_at is not None
    assert invitation.registration_id == stored.id
    state = client.get(answer.location)
    assert "Connected. Nothing stands in the way." in text_of(state)
    assert "Nobody has come in from this LMS within a week." in text_of(state)


def test_the_lms_is_asked_what_a_launch_and_a_grade_need(client, invite, entered, lms):
    by_hand(client, invite(), entered)

    assert [(each.method, each.path) for each in lms.asked] == [
        ("GET", "/jwks"),
        ("POST", "/token"),
    ]
    assert all("Reciprocal/" in each.headers["User-Agent"] for each in lms.asked)
    assert b"contextmembership" in lms.asked[1].body


def test_what_does_not_work_is_shown_before_anything_is_stored(
    client, invite, entered, lms, session
):
    page = invite()
    lms.reply(KEYS, REFUSED)

    answer = by_hand(client, page, entered)

    assert answer.status_code == 422
    assert "Nothing is stored" in answer.text
    assert "answered 401: invalid_client" in answer.text
    assert 'value="client-7"' in answer.text
    assert registrations(session) == []
    assert session.scalars(select(Invitation.used_at)).one() is None


def test_it_can_be_stored_all_the_same(client, invite, entered, lms, session):
    page = invite()
    lms.reply(Reply(b"", status=404))

    answer = by_hand(client, page, entered, anyway="y")

    assert answer.status_code == 303
    assert len(registrations(session)) == 1
    assert "something must still be changed" in text_of(client.get(answer.location))


def test_without_a_deployment_id_the_first_launch_names_it(client, invite, entered, session):
    answer = by_hand(client, invite(), entered, deployment_id="")

    assert registrations(session)[0].deployments == []
    assert "None is known yet" in text_of(client.get(answer.location))


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        pytest.param({"client_id": " "}, "client_id", "Enter the client id", id="no client"),
        pytest.param({"issuer": ""}, "issuer", "Enter the address", id="no issuer"),
        pytest.param(
            {"key_set_url": "http://lms.school.edu/jwks"},
            "key_set_url",
            "Public key set address (JWKS) must begin with https://",
            id="http",
        ),
        pytest.param(
            {"auth_token_url": "https://10.0.0.1/token"},
            "auth_token_url",
            "within a private network",
            id="private",
        ),
        pytest.param(
            {"deployment_id": "x" * 300}, "deployment_id", "longer than", id="long deployment"
        ),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(
    client, invite, entered, lms, session, changes, field, sentence
):
    answer = by_hand(client, invite(), entered, **changes)

    assert answer.status_code == 422
    problem = re.search(rf'id="{field}-error">(.*?)</p>', answer.text, re.DOTALL)
    assert problem
    assert sentence in problem[1]
    assert f'value="{lms.url}/auth"' in answer.text
    assert lms.asked == []
    assert registrations(session) == []


def test_markup_that_was_entered_comes_back_as_text(client, invite, entered):
    answer = by_hand(client, invite(), entered, issuer='"><script>alert(1)</script>')

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


NASTY = (
    "https://[abc",
    "https://" + "x" * 5000,
    "javascript:alert(1)",
    "//a",
    "\x00",
    "%s%(x)s",
    "é",
)


@pytest.mark.parametrize("word", NASTY)
@pytest.mark.parametrize("lms", ["other", "moodle", "canvas"])
def test_whatever_is_entered_gets_an_answer(client, invite, lms, word, session):
    names = ("site", "client_id", "deployment_id", "issuer", "auth_token_url", "key_set_url")

    answer = by_hand(client, invite(), dict.fromkeys(names, word), lms=lms)

    assert answer.status_code == 422
    assert len(answer.text) < 60_000
    assert registrations(session) == []


def test_a_client_that_is_connected_already_is_named(client, invite, entered, session):
    factories.registration(session, name="Other", issuer=entered["issuer"], client_id="client-7")

    answer = by_hand(client, invite(), entered)

    assert answer.status_code == 422
    assert "belong to “Other” already" in answer.text


def test_moodles_addresses_follow_from_its_own(client, invite, lms, session):
    values = {"site": lms.url + "/", "client_id": "AbC", "deployment_id": "1"}

    answer = by_hand(client, invite(), values, lms="moodle")

    assert answer.status_code == 303
    (stored,) = registrations(session)
    assert stored.issuer == lms.url
    assert stored.auth_login_url == f"{lms.url}/mod/lti/auth.php"
    assert stored.product == "moodle"
    assert [each.path for each in lms.asked] == ["/mod/lti/certs.php", "/mod/lti/token.php"]


def test_a_school_on_hosted_canvas_frames_us_from_its_own_host(client, invite, lms, session):
    values = {
        "site": "https://canvas.school.edu/accounts/1",
        "client_id": "10000000000001",
        "auth_token_url": f"{lms.url}/token",
        "key_set_url": f"{lms.url}/jwks",
    }

    answer = by_hand(client, invite(), values, lms="canvas")

    assert answer.status_code == 303, text_of(answer)
    (stored,) = registrations(session)
    assert stored.issuer == "https://canvas.instructure.com"
    assert "https://canvas.school.edu" in stored.frame_origins


@pytest.mark.parametrize(
    ("lms", "pasted", "token_url"),
    [
        ("canvas", "school.instructure.com", "https://school.instructure.com/login/oauth2/token"),
        (
            "canvas",
            "https://canvas.school.edu/accounts/1/",
            "https://canvas.school.edu/login/oauth2/token",
        ),
        (
            "moodle",
            "https://school.edu/moodle/my/?x=1",
            "https://school.edu/moodle/mod/lti/token.php",
        ),
        ("moodle", "https://school.edu/login/index.php", "https://school.edu/mod/lti/token.php"),
        (
            "brightspace",
            "https://a.brightspace.com/d2l/home",
            "https://auth.brightspace.com/core/connect/token",
        ),
    ],
)
def test_any_page_of_the_lms_tells_where_it_lies(lms, pasted, token_url):
    dialect = DIALECTS[lms]

    found = dialect.addresses(site_of(pasted, dialect), "client")

    assert found["auth_token_url"] == token_url
    assert not any("{" in address for address in found.values())


def test_blackboards_keys_lie_under_the_client_id():
    found = DIALECTS["blackboard"].addresses("https://bb.school.edu", "a/b")

    assert found["key_set_url"].endswith("/applications/a%2Fb/jwks.json")
    assert "key_set_url" not in DIALECTS["blackboard"].addresses("https://bb.school.edu", "")


def test_an_address_of_the_school_is_asked_for_where_the_rest_follows_from_it(client, invite):
    answer = by_hand(client, invite(), {"client_id": "AbC"}, lms="moodle")

    assert answer.status_code == 422
    assert 'id="site-error"' in answer.text


def test_pressing_twice_connects_once(client, invite, entered, session):
    page = invite()
    by_hand(client, page, entered)

    again = by_hand(client, page, entered, client_id="another")

    assert (again.status_code, again.location) == (303, page)
    assert [each.client_id for each in registrations(session)] == ["client-7"]


def test_two_tries_within_ten_seconds_ask_the_lms_once(client, invite, entered, lms, session):
    page = invite()
    lms.reply(KEYS, REFUSED)
    by_hand(client, page, entered)

    again = by_hand(client, page, entered, anyway="y")

    assert again.status_code == 429
    assert "Wait ten seconds" in again.text
    assert 'value="client-7"' in again.text
    assert len(lms.asked) == 2
    assert registrations(session) == []


def pass_ten_seconds(session):
    session.execute(update(Invitation).values(checked_at=utc_now() - timedelta(seconds=11)))
    session.commit()


def test_the_connection_can_be_tried_out_again_but_not_at_once(
    client, invite, entered, lms, session
):
    page = invite()
    by_hand(client, page, entered)
    asked = len(lms.asked)

    soon = client.post(f"{page}/check")
    pass_ten_seconds(session)
    lms.reply(KEYS, REFUSED)
    later = client.post(f"{page}/check")

    assert soon.location == f"{page}?done=checked-just-now"
    assert len(lms.asked) == asked + 2
    assert later.location == f"{page}?done=checked"
    assert "something must still be changed" in text_of(client.get(later.location))


def test_there_is_nothing_to_try_out_before_something_is_connected(client, invite, lms):
    assert client.post(f"{invite()}/check").status_code == 400
    assert lms.asked == []


def test_an_invitation_to_change_a_connection_changes_it(client, invite, entered, session):
    there = factories.registration(session, name="State", issuer=entered["issuer"])
    page = invite("State", updates=there)

    shown = client.get(f"{page}?lms=other")
    answer = by_hand(client, page, entered)

    assert f'value="{there.client_id}"' in shown.text
    assert answer.status_code == 303
    assert [each.client_id for each in registrations(session)] == ["client-7"]


@pytest.mark.parametrize("method", ["get", "by-hand", "check"])
def test_an_expired_or_unknown_invitation_shows_and_does_nothing(
    client, invite, entered, lms, session, method
):
    expired = invite(now=utc_now() - timedelta(days=20))
    for page, statuses in ((expired, {410}), (invitations.PATH + "guessed", {404})):
        address = page if method == "get" else f"{page}/{method}"
        send = client.get if method == "get" else client.post
        answer = send(address) if method == "get" else send(address, data=entered)
        assert answer.status_code in statuses
        assert "http://localhost:8000/lti/login" not in answer.text
    assert lms.asked == []
    assert registrations(session) == []


def test_refused_launches_are_shown_with_the_checks_they_passed(client, invite, entered, session):
    answer = by_hand(client, invite(), entered)
    (registration,) = registrations(session)
    session.add(
        RefusedLaunch(
            registration_id=registration.id,
            reference="ab12cd34",
            reason="clock",
            check="iat in the future",
        )
    )
    session.commit()

    page = text_of(client.get(answer.location))

    assert "Reference number: ab12cd34" in page
    assert "Passed The signature is the LMS's" in page
    assert "Failed The clocks agree" in page
    assert "Set the LMS's clock by a time server" in page


def test_a_deployment_that_waits_is_shown(client, invite, entered, session):
    answer = by_hand(client, invite(), entered)
    (registration,) = registrations(session)
    registration.deployments[0].state = DeploymentState.PENDING
    session.commit()

    assert "reciprocal deployments approve “State University” 1" in text_of(
        client.get(answer.location)
    )
