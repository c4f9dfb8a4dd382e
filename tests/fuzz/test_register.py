"""Any registration: addresses, forms, and whatever a hostile platform may answer."""

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as s

from curriculum.foundation.clock import utc_now
from lti_tool.lti.invitations import PATH, create_invitation
from lti_tool.lti.services import http
from tests.fuzz.attacks import damaged, forms, fuzzed, headers, json_like, values, words
from tests.lti_tool.lti.registering.lms import (
    TOKEN,
    TOOL,
    canvas,
    configuration,
    registering_lms,
)
from tests.lti_tool.lti.services.scripted import Reply

FORM = "application/x-www-form-urlencoded"
STATUSES = s.sampled_from([200, 200, 200, 201, 302, 400, 401, 422, 500, 503])
MEDIA = s.sampled_from(["application/json", "application/json", "text/html", ""])


@pytest.fixture
def lms(monkeypatch):
    monkeypatch.setattr(http, "PAUSES", (0.0, 0.0))
    with registering_lms() as lms:
        yield lms
    http.close_connections()


@pytest.fixture
def invite(session):
    numbers = iter(range(10**9))

    def made() -> str:
        _row, token = create_invitation(session, f"School {next(numbers)}", now=utc_now())
        session.commit()
        return PATH + token

    return made


def answers(sound):
    """What a platform answers: nearly right, or not at all."""
    documents = s.one_of(*[json_like(each) for each in sound], values)
    bodies = s.one_of(documents.map(lambda each: json.dumps(each).encode()), s.binary(max_size=200))
    return s.builds(Reply, bodies, status=STATUSES, media=MEDIA)


def test_registering_withstands_what_a_platform_answers(target, lms, invite):
    configurations = answers([configuration(lms.url), canvas(lms.url)])
    given_back = answers(
        [{"client_id": "client-1", "scope": "openid", TOOL: {"deployment_id": "7"}}]
    )

    @fuzzed
    @given(on_get=configurations, on_post=given_back)
    def attack(on_get, on_post):
        lms.on_get, lms.on_post = on_get, on_post
        address = invite()
        asked = {"openid_configuration": lms.address, "registration_token": TOKEN}
        token = (TOKEN, address.removeprefix(PATH))
        target.send("GET", address, query_string=asked, secrets=token)
        answer = target.send("POST", address, data=asked, secrets=token)
        if answer.status_code == 303:
            target.send("GET", f"{address}/connected", secrets=token)

    attack()

    assert {200, 303, 422} <= target.statuses


def test_registering_withstands_requests_that_are_nearly_right(target, lms, invite):
    address = invite()
    sound = {"openid_configuration": lms.address, "registration_token": TOKEN}

    @fuzzed
    @given(
        form=forms(sound),
        more=headers(),
        method=s.sampled_from(["GET", "POST", "PUT"]),
        where=s.one_of(s.just(address), damaged(address), words.map(lambda each: PATH + each)),
        rest=s.sampled_from(["", "", "", "/connected", "/by-hand", "/check"]),
    )
    def attack(form, more, method, where, rest):
        path = quote(where.encode("utf-8", "surrogatepass"), safe="/") + rest
        sent = {"Content-Type": FORM, **more}
        if method == "GET":
            target.send("GET", path, query_string=form.decode("latin-1"), headers=sent)
        else:
            target.send(method, path, data=form, headers=sent)

    attack()

    assert {200, 404} <= target.statuses


def test_registering_withstands_nonsense(target, invite):
    address = invite()

    @fuzzed
    @given(
        body=s.binary(max_size=400),
        more=headers(),
        rest=s.sampled_from(["", "/by-hand", "/check", "/connected"]),
    )
    def attack(body, more, rest):
        target.send("POST", address + rest, data=body, headers=more)

    attack()
