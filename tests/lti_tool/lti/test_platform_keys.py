import json
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from lti_tool.extensions import db
from lti_tool.lti import platform_keys
from lti_tool.lti.models.registration import PlatformKeySet
from lti_tool.lti.platform_keys import KeySetUnusable, fetch_key_set, usable_keys
from lti_tool.lti.tool_config import forget_platforms
from lti_tool.settings import LtiSettings, Settings
from tests.lti_tool.lti.platform import Platform, Visit, jwk, rsa_key


@pytest.fixture
def come(app, platform):
    """Launch in a fresh login and return the answer."""

    def launch(header=None, **claims):
        forget(app)
        return Visit(app.test_client(), platform).launch(header, **claims)

    return launch


def forget(app):
    with app.app_context():
        forget_platforms(db.engine)


def shift(session, app, **columns):
    """Move instants of the kept key set."""
    session.rollback()
    session.execute(update(PlatformKeySet).values(**columns))
    session.commit()
    forget(app)


def settings(**changes):
    return Settings(
        public_url="http://localhost:8000",
        secret_key="a secret that only the tests know",
        database_url="sqlite:////nowhere",
        lti=LtiSettings(**{"allow_loopback": True} | changes),
    )


def test_j01_of_many_keys_the_named_one_is_taken(come, server, platform):
    others = [jwk(rsa_key("stranger"), f"other-{n}") for n in range(5)]
    server.serve(*others, jwk(platform.key, platform.kid), *others)

    assert come().status_code == 303


def test_j02_an_unknown_key_is_asked_for_once_and_then_refused(come, server):
    come()
    assert server.requests == 1

    answers = [come({"kid": f"made up {n}"}) for n in range(5)]

    assert {answer.status_code for answer in answers} == {400}
    assert server.requests == 2


def test_j02_a_new_key_is_found_at_once(come, server, platform):
    come()
    platform.key, platform.kid = rsa_key("new"), "key-2"
    server.serve(jwk(platform.key, platform.kid))

    assert come().status_code == 303
    assert server.requests == 2


def test_j02_after_a_minute_an_unknown_key_is_asked_for_again(come, server, session, app):
    come()
    come({"kid": "made up"})
    shift(session, app, last_miss_at=datetime.now(UTC) - timedelta(seconds=61))

    come({"kid": "made up"})

    assert server.requests == 3


def test_keys_are_kept(come, server):
    for _ in range(3):
        assert come().status_code == 303

    assert server.requests == 1


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        pytest.param(404, b"{}", {}, id="J03 404"),
        pytest.param(500, b"{}", {}, id="J03 500"),
        pytest.param(200, b"{}", {}, id="J04 no keys"),
        pytest.param(200, b'{"keys": {}}', {}, id="J04 keys an object"),
        pytest.param(200, b'{"keys": []}', {}, id="J04 keys empty"),
        pytest.param(200, b'{"keys": [1, null, {}]}', {}, id="J04 keys of nothing"),
        pytest.param(200, b"[]", {}, id="J04 a list"),
        pytest.param(200, b"<html>log in</html>", {}, id="J05 HTML"),
        pytest.param(200, b"\xff\xfe\x00", {}, id="J05 no text"),
        pytest.param(200, b"", {}, id="J05 nothing"),
        pytest.param(200, b"x" * (300 * 1024), {}, id="J05 too large"),
        pytest.param(302, b"", {"Location": "https://evil.example/"}, id="J09 redirect"),
    ],
)
def test_an_unusable_answer_is_refused_with_a_page(come, server, status, body, headers):
    server.status, server.body, server.headers = status, body, headers

    answer = come()

    assert answer.status_code == 424
    assert "must read its keys" in answer.text


@pytest.mark.parametrize("status", [404, 503])
def test_j07_the_keys_from_before_serve_while_the_platform_does_not(
    come, server, session, app, status
):
    come()
    shift(session, app, fresh_until=datetime.now(UTC) - timedelta(days=3))
    server.status = status

    assert come().status_code == 303
    asked = server.requests
    assert come().status_code == 303
    assert server.requests == asked  # not again within the next minute


@pytest.mark.parametrize(
    ("cache_control", "seconds"),
    [
        pytest.param("max-age=600", 600, id="J07 max-age"),
        pytest.param('public, Max-Age="900"', 900, id="J07 quoted"),
        pytest.param("max-age=1", 60, id="J07 never less than a minute"),
        pytest.param("max-age=99999999", 86400, id="J07 never more than a day"),
        pytest.param("no-store", 60, id="J07 no-store"),
        pytest.param("", 3600, id="J07 not said"),
    ],
)
def test_how_long_keys_are_fresh(come, server, session, cache_control, seconds):
    server.headers["Cache-Control"] = cache_control

    come()

    kept = session.scalars(select(PlatformKeySet)).one()
    assert kept.fresh_until - kept.fetched_at == timedelta(seconds=seconds)


def test_j07_aged_keys_are_read_anew(come, server, session, app, platform):
    come()
    shift(session, app, fresh_until=datetime.now(UTC) - timedelta(seconds=1))
    server.serve(jwk(rsa_key("new"), "key-2"))

    assert come().status_code == 400  # the old key was withdrawn
    assert server.requests == 2


def test_j06_a_platform_that_does_not_answer_costs_a_bounded_time(come, server, monkeypatch):
    from lti_tool.lti.services import http

    monkeypatch.setattr(http, "TIMEOUT", (0.2, 0.2))
    server.delay = 1.0
    begun = time.monotonic()

    answer = come()

    assert answer.status_code == 424
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("http://127.0.0.1:1/jwks", id="J08 loopback"),
        pytest.param("https://127.0.0.1:1/jwks", id="J08 loopback, https"),
        pytest.param("https://localhost/jwks", id="J08 localhost"),
        pytest.param("https://10.0.0.1/jwks", id="J08 private"),
        pytest.param("https://192.168.1.1/jwks", id="J08 private 192"),
        pytest.param("https://169.254.169.254/latest/meta-data", id="J08 link-local"),
        pytest.param("https://[::1]/jwks", id="J08 IPv6 loopback"),
        pytest.param("https://[::ffff:10.0.0.1]/jwks", id="J08 IPv4 in IPv6"),
        pytest.param("http://lms.example.edu/jwks", id="J08 plain http"),
        pytest.param("file:///etc/passwd", id="J08 file"),
    ],
)
def test_no_key_set_is_read_from_within(address):
    with pytest.raises(KeySetUnusable, match="address"):
        fetch_key_set(settings(allow_loopback=False), address)


def test_j08_loopback_is_for_demonstrations(server, platform):
    assert fetch_key_set(settings(), server.url).document["keys"][0]["kid"] == "key-1"


@pytest.mark.case("K08")
def test_the_platform_hears_who_asks(come, server):
    come()

    assert server.agents[0].startswith("Reciprocal/")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"use": "enc"}, id="J10 use=enc"),
        pytest.param({"kty": "EC"}, id="J10 not RSA"),
        pytest.param({"alg": "RS512"}, id="J10 another algorithm"),
        pytest.param({"key_ops": ["encrypt"]}, id="J10 other operations"),
        pytest.param({"key_ops": "verify"}, id="J10 operations not a list"),
        pytest.param({"kid": None}, id="J10 no kid"),
        pytest.param({"kid": 7}, id="J10 kid a number"),
        pytest.param({"n": "!"}, id="J10 broken modulus"),
        pytest.param({"n": None}, id="J10 no modulus"),
        pytest.param({"e": ""}, id="J10 no exponent"),
    ],
)
def test_keys_of_other_uses_are_skipped(changes):
    assert usable_keys({"keys": [jwk(rsa_key(), "1", **changes)]}) == {}


@pytest.mark.parametrize("bits", [1024, 8448])
def test_a_key_too_weak_or_too_long_is_skipped(bits):
    modulus = (1 << (bits - 1)) | 1
    raw = modulus.to_bytes((bits + 7) // 8, "big")
    from tests.lti_tool.lti.platform import b64

    assert usable_keys({"keys": [jwk(rsa_key(), "1", n=b64(raw))]}) == {}


def test_a_key_without_alg_and_use_is_taken():
    bare = {name: value for name, value in jwk(rsa_key(), "1").items() if name in "kty n e kid"}

    assert set(usable_keys({"keys": [bare]})) == {"1"}


def test_a_private_key_in_a_key_set_is_used_as_a_public_one():
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from jwt.algorithms import RSAAlgorithm

    private = {**RSAAlgorithm.to_jwk(rsa_key(), as_dict=True), "kid": "1", "key_ops": ["verify"]}

    assert isinstance(usable_keys({"keys": [private]})["1"], RSAPublicKey)


def test_the_encryption_key_beside_it_does_not_hide_a_key(come, server, platform):
    server.serve(jwk(rsa_key("stranger"), platform.kid, use="enc"), jwk(platform.key, platform.kid))

    assert come().status_code == 303


def test_the_first_class_of_a_new_platform_waits_for_one_answer(app, server, platform):
    server.delay = 0.3
    answers = []

    def launch(number):
        visit = Visit(app.test_client(), platform)
        visit.login()
        answers.append(visit.post(visit.token(sub=str(number))).status_code)

    threads = [threading.Thread(target=launch, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [303] * 5
    assert server.requests == 1


def test_a_first_answer_that_failed_is_asked_for_again_after_a_moment(come, server, session, app):
    body, server.body = server.body, b"not yet"
    come()
    server.body = body
    assert come().status_code == 424
    shift(session, app, last_miss_at=datetime.now(UTC) - timedelta(seconds=11))

    assert come().status_code == 303


def test_keys_of_one_registration_are_not_used_for_another(app, session, server, platform, come):
    come()
    other = Platform(session, server, name="Other", client_id="client-2")
    other.key = rsa_key("other")
    server.serve(jwk(rsa_key("stranger"), "key-1"))

    assert Visit(app.test_client(), other).launch().status_code == 400


def test_parsed_keys_are_read_from_the_table_again_when_it_changed(come, session, app, platform):
    come()
    document = {"keys": [jwk(rsa_key("stranger"), platform.kid)]}
    session.rollback()
    session.execute(update(PlatformKeySet).values(keys=document, fetched_at=datetime.now(UTC)))
    session.commit()
    # Not forgotten here: this is what a launch in another process has done.

    assert Visit(app.test_client(), platform).launch().status_code == 400


def test_no_transaction_is_open_while_a_platform_is_asked(app, server, platform, monkeypatch):
    seen = []

    def fetch(settings, address):
        with app.app_context():
            seen.append(db.engine.pool.checkedout())
        return platform_keys.KeySet(json.loads(server.body), timedelta(hours=1))

    monkeypatch.setattr(platform_keys, "fetch_key_set", fetch)

    assert Visit(app.test_client(), platform).launch().status_code == 303
    assert seen == [0]
