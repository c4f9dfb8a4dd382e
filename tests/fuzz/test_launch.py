"""Any launch: tokens that are nearly right, properly signed or not, and forms around them."""

import json
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as s

from lti_tool.lti import claims as c
from tests.fuzz.attacks import damaged, forms, fuzzed, headers, json_like
from tests.lti_tool.lti.platform import INSTRUCTOR, LEARNER, sign_raw

FORM = "application/x-www-form-urlencoded"
HEADER = {"alg": "RS256", "kid": "key-1", "typ": "JWT"}


def log_in(target, platform, **fields):
    """Begin a login as a browser does; return cookie, state and nonce."""
    answer = target.send("POST", "/lti/login", data=platform.login_fields(**fields))
    asked = parse_qs(urlsplit(answer.location).query)
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    return cookie, asked["state"][0], asked["nonce"][0]


def messages(platform):
    """The claims of each kind of message, as they should be."""
    person = {"email": "ada@school.example", "locale": "en-US"}
    services = {
        c.AGS: {
            "scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
            "lineitems": "https://lms.example.edu/items",
            "lineitem": "https://lms.example.edu/items/1",
        },
        c.NRPS: {"context_memberships_url": "https://lms.example.edu/m"},
        c.NOTICES: {
            "platform_notification_service_url": "https://lms.example.edu/pns",
            "service_versions": ["1.0"],
            "notice_types_supported": [c.COPY_NOTICE],
        },
    }
    custom = {c.CUSTOM: {"task": "1A", "unit": "introduction", "context_history": "7,8"}}
    link = platform.claims("", **person, **services, **custom)
    review = {
        c.MESSAGE_TYPE: c.SUBMISSION_REVIEW_REQUEST,
        c.FOR_USER: {"user_id": "person-2"},
        c.ROLES: [INSTRUCTOR],
    }
    return [
        link,
        link | {c.ROLES: [INSTRUCTOR]},
        link | platform.deep_linking(),
        link | review,
        link | {c.MESSAGE_TYPE: "LtiDataPrivacyLaunchRequest"},
        link | {c.LTI_1P1: {"user_id": "9", "oauth_consumer_key": "k",
                            "oauth_consumer_key_sign": "x"}, c.ROLES: [LEARNER]},
    ]  # fmt: skip


@pytest.fixture
def sound(platform):
    return [
        {name: value for name, value in message.items() if value is not None}
        for message in messages(platform)
    ]


def launch(target, cookie, state, token, **more):
    """Post a token, and open whatever page it leads to."""
    fields = urlencode({"id_token": token, "state": state})
    sent = {"Cookie": cookie, "Content-Type": FORM, **more}
    secret = token.rpartition(".")[2]
    secrets = (state, secret if len(secret) > 20 else "")
    answer = target.send("POST", "/lti/launch", data=fields, headers=sent, secrets=secrets)
    assert token not in answer.text or len(token) < 20
    if answer.status_code == 303:
        page = target.send("GET", answer.location, headers={"Cookie": cookie})
        assert page.status_code in {200, 404}
    return answer


def test_launch_withstands_signed_tokens_that_are_nearly_right(target, platform, sound):
    """The worst attacker: a platform that we trust, gone bad or written badly."""

    @fuzzed
    @given(data=s.data(), which=s.sampled_from(sound))
    def attack(data, which):
        # A login that names no deployment leaves it to the token: that may be a new one.
        named = data.draw(s.sampled_from(["1", None]))
        cookie, state, nonce = log_in(target, platform, lti_deployment_id=named)
        body = data.draw(
            json_like(which | {"nonce": nonce, "iat": seconds(), "exp": seconds() + 60})
        )
        header = data.draw(s.one_of(*[s.just(HEADER)] * 5, json_like(HEADER, most=1)))
        launch(target, cookie, state, sign_raw(platform.key, header, as_sent(body)))

    attack()

    assert {303, 400} <= target.statuses


def as_sent(body) -> bytes:
    return json.dumps(body).encode()


def seconds() -> int:
    return int(time.time())


def test_launch_withstands_broken_tokens(target, platform, sound):
    @fuzzed
    @given(data=s.data())
    def attack(data):
        cookie, state, nonce = log_in(target, platform)
        body = sound[0] | {"nonce": nonce, "iat": seconds(), "exp": seconds() + 60}
        token = sign_raw(platform.key, HEADER, as_sent(body))
        form = data.draw(forms({"id_token": token, "state": state}))
        sent = {"Cookie": data.draw(s.one_of(s.just(cookie), damaged_header(cookie)))}
        more = {"Content-Type": FORM, **data.draw(headers())}
        target.send("POST", "/lti/launch", data=form, headers=sent | more, secrets=(state,))

    attack()


def damaged_header(sound: str):
    """A header that the client at hand agrees to send."""
    return damaged(sound).map(
        lambda text: "".join(letter for letter in text if " " <= letter <= "\xff")[:4000]
    )


def test_launch_withstands_payloads_that_are_no_claims(target, platform):
    @fuzzed
    @given(payload=s.binary(max_size=300))
    def attack(payload):
        cookie, state, _nonce = log_in(target, platform)
        launch(target, cookie, state, sign_raw(platform.key, HEADER, payload))

    attack()


def test_launch_withstands_nonsense(target, platform):
    @fuzzed
    @given(
        body=s.binary(max_size=400),
        more=headers(),
        method=s.sampled_from(["GET", "POST", "HEAD", "PUT"]),
    )
    def attack(body, more, method):
        target.send(method, "/lti/launch", data=body, headers=more)

    attack()
