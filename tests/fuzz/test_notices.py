"""Any notice: nobody logs in before one, so anybody may send anything."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as s

from lti_tool.lti import claims as c
from lti_tool.lti.notices import NOTICE, ORIGIN_CONTEXTS, PATH
from tests.fuzz.attacks import damaged, fuzzed, headers, json_like, values
from tests.lti_tool.lti.platform import sign_raw

HEADER = {"alg": "RS256", "kid": "key-1"}
COPIED = {
    "iss": "https://lms.example.edu",
    "aud": "client",
    "azp": "client",
    "jti": "notice-1",
    "nonce": "n",
    c.VERSION: "1.3.0",
    c.DEPLOYMENT_ID: "1",
    NOTICE: {"id": "1", "timestamp": "2026-03-02T15:00:00Z", "type": c.COPY_NOTICE},
    c.CONTEXT: {"id": "course-2", "title": "Families and Schools", "label": "EDU210"},
    ORIGIN_CONTEXTS: ["course-1"],
}


def signed(platform, body, header=HEADER):
    return sign_raw(platform.key, header, json.dumps(body).encode())


def fresh(**changes):
    now = int(time.time())
    return COPIED | {"iat": now, "exp": now + 600} | changes


@pytest.fixture
def send(target):
    def post(body: bytes, secrets=(), **more):
        return target.send("POST", PATH, data=body, secrets=secrets, **more)

    return post


def test_notices_withstand_signed_tokens_that_are_nearly_right(target, platform, send):
    numbers = iter(range(10**9))

    @fuzzed
    @given(data=s.data())
    def attack(data):
        body = data.draw(json_like(fresh(jti=f"notice-{next(numbers):09}")))
        header = data.draw(s.one_of(*[s.just(HEADER)] * 5, json_like(HEADER, most=1)))
        token = signed(platform, body, header)
        send(as_sent([token]), (token.rpartition(".")[2],))

    attack()

    assert {200, 400} <= target.statuses


def test_notices_withstand_broken_tokens(platform, send):
    sound = signed(platform, fresh())

    @fuzzed
    @given(data=s.data())
    def attack(data):
        tokens = data.draw(s.lists(s.one_of(damaged(sound), values), max_size=5))
        send(as_sent(tokens))

    attack()


def test_notices_withstand_nonsense(send):
    @fuzzed
    @given(data=s.data())
    def attack(data):
        whole = data.draw(s.one_of(values, json_like({"notices": [{"jwt": "a.b.c"}]})))
        body = data.draw(s.one_of(s.just(json.dumps(whole).encode()), s.binary(max_size=300)))
        send(body, headers=data.draw(headers()))

    attack()


def as_sent(tokens) -> bytes:
    return json.dumps({"notices": [{"jwt": token} for token in tokens]}).encode()
