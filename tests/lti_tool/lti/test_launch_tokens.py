"""Launches over HTTP: whose token it is, whom it is for, and when it is good."""

import hashlib
import hmac
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization as s
from cryptography.hazmat.primitives.asymmetric import ec

from tests.lti_tool.lti.launching import assert_refused, launches, tampered
from tests.lti_tool.lti.platform import (
    Platform,
    Visit,
    b64,
    jwk,
    key_set_server,
    rsa_key,
    sign_raw,
)


def unsigned(visit, **changes):
    header = b64({"alg": "none", "kid": "key-1"})
    return f"{header}.{b64(visit.platform.claims(visit.nonce, **changes))}."


def hmac_with_public_key(visit):

    pem = visit.platform.key.public_key().public_bytes(
        s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo
    )
    signed = f"{b64({'alg': 'HS256', 'kid': 'key-1'})}.{b64(visit.platform.claims(visit.nonce))}"
    return f"{signed}.{b64(hmac.new(pem, signed.encode(), hashlib.sha256).digest())}"


def signed_with(algorithm):
    def make(visit):

        key = ec.generate_private_key(ec.SECP256R1()) if algorithm[0] == "E" else visit.platform.key
        body = visit.platform.claims(visit.nonce)
        return jwt.encode(body, key, algorithm, headers={"kid": "key-1"})

    return make


def with_another_key(visit):
    body = visit.platform.claims(visit.nonce)
    return sign_raw(
        rsa_key("stranger"), {"alg": "RS256", "kid": "key-1"}, json.dumps(body).encode()
    )


def with_own_key_in_header(**header):
    def make(visit):
        stranger = rsa_key("stranger")
        body = json.dumps(visit.platform.claims(visit.nonce)).encode()
        return sign_raw(stranger, {"alg": "RS256", "kid": "key-1"} | header, body)

    return make


def with_header(**header):
    return lambda visit: visit.token(header)


def parts(change):
    return lambda visit: change(visit.token())


def payload(raw):
    return lambda visit: sign_raw(visit.platform.key, {"alg": "RS256", "kid": "key-1"}, raw(visit))


def doubled(visit):
    body = json.dumps(visit.platform.claims(visit.nonce))
    return body[:-1].encode() + b', "sub": "somebody else"}'


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(unsigned, id="T01 alg none"),
        pytest.param(hmac_with_public_key, id="T02 HS256 with the public key"),
        pytest.param(signed_with("RS384"), id="T03 RS384"),
        pytest.param(signed_with("RS512"), id="T03 RS512"),
        pytest.param(signed_with("PS256"), id="T03 PS256"),
        pytest.param(signed_with("ES256"), id="T03 ES256"),
        pytest.param(tampered, id="T04 tampered payload"),
        pytest.param(with_another_key, id="T05 another key"),
        pytest.param(parts(lambda token: token.rpartition(".")[0]), id="T07 two parts"),
        pytest.param(parts(lambda token: token + ".x"), id="T07 four parts"),
        pytest.param(parts(lambda token: ""), id="T07 empty"),
        pytest.param(parts(lambda token: token + "A" * 100_000), id="T07 100 kB"),
        pytest.param(parts(lambda token: token + "\n"), id="T07 line break"),
        pytest.param(parts(lambda token: token.replace(".", ".!", 1)), id="T07 not base64url"),
        pytest.param(parts(lambda token: token[:-2]), id="T07 signature cut"),
        pytest.param(
            with_own_key_in_header(jku="https://evil.example/jwks"), id="T08 jku is ignored"
        ),
        pytest.param(
            with_own_key_in_header(jwk=jwk(rsa_key("stranger"), "key-1")), id="T08 jwk is ignored"
        ),
        pytest.param(with_own_key_in_header(x5u="https://evil.example/c"), id="T08 x5u is ignored"),
        pytest.param(with_header(crit=["exp"]), id="T09 crit"),
        pytest.param(payload(doubled), id="T32 a name twice"),
        pytest.param(payload(lambda _visit: b"[]"), id="T32 a list"),
        pytest.param(payload(lambda _visit: b"\xff\xfe"), id="T32 no text"),
        pytest.param(payload(lambda _visit: b'{"iss": NaN}'), id="T32 NaN"),
        pytest.param(payload(lambda _visit: b"[" * 30_000), id="T32 nested beyond reason"),
        pytest.param(payload(lambda _visit: b'"' + b"x" * 50), id="T32 not JSON"),
    ],
)
def test_a_token_that_is_not_the_platforms_is_refused(visit, session, make):
    visit.login()

    assert_refused(visit.post(make(visit)), session)


def test_t08_a_jku_beside_a_good_signature_changes_nothing(visit, server):
    assert visit.launch({"jku": "https://evil.example/jwks"}).status_code == 303


def test_t06_a_key_of_another_registration_is_refused(app, session, server, platform):

    with key_set_server() as other_server:
        other = Platform(session, other_server, name="Other", client_id="client-2")
        other.key, other.kid = rsa_key("other"), "other-key"
        other_server.serve(jwk(other.key, other.kid))
        good = Visit(app.test_client(), other)
        assert good.launch().status_code == 303

        visit = Visit(app.test_client(), platform)
        visit.login()
        body = platform.claims(visit.nonce)
        answer = visit.post(other.sign(body))

    assert answer.status_code == 400


def test_a_token_of_one_client_does_not_finish_the_login_of_another(app, session, server, platform):
    other = Platform(session, server, name="Other", client_id="client-2")
    visit = Visit(app.test_client(), platform)
    visit.login()

    answer = visit.post(platform.sign(other.claims(visit.nonce)))

    assert_refused(answer, session)


@pytest.mark.parametrize(
    "issuer",
    [
        pytest.param("https://lms.example.edu/", id="T10 slash"),
        pytest.param("https://LMS.example.edu", id="T10 case"),
        pytest.param("https://lms.exаmple.edu", id="T10 homoglyph"),
        pytest.param(["https://lms.example.edu"], id="T10 list"),
        pytest.param(None, id="T10 missing"),
    ],
)
def test_another_issuer_is_refused(visit, session, issuer):
    answer = visit.launch(iss=issuer)

    assert answer.status_code in {400, 403}
    assert launches(session) == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"aud": "another"}, id="T11 aud other"),
        pytest.param({"aud": None}, id="T11 aud missing"),
        pytest.param({"aud": []}, id="T11 aud empty"),
        pytest.param({"aud": [["client"]]}, id="T11 aud nested"),
        pytest.param({"aud": {"client": 1}}, id="T11 aud an object"),
        pytest.param({"aud": 7}, id="T11 aud a number"),
        pytest.param({"aud": "\ud800"}, id="T11 aud half a letter"),
        pytest.param({"aud": ["client\x00", "client"]}, id="T11 aud with a NUL"),
        pytest.param({"aud": ["client", "other"]}, id="T13 list without azp"),
        pytest.param({"aud": "client", "azp": "other"}, id="T14 azp other"),
        pytest.param({"aud": ["client", "other"], "azp": "other"}, id="T15 extra audience"),
        pytest.param({"aud": ["client"], "azp": 7}, id="T14 azp a number"),
    ],
)
def test_a_token_for_somebody_else_is_refused(visit, session, changes):
    answer = visit.launch(**changes)

    assert answer.status_code in {400, 403}
    assert launches(session) == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"aud": ["other", "client"], "azp": "client"}, id="T12 ours second"),
        pytest.param({"aud": ["client"]}, id="T12 list of one"),
        pytest.param({"aud": "client", "azp": "client"}, id="T12 azp ours"),
    ],
)
def test_t12_a_token_for_us_among_others_is_accepted(visit, changes):
    assert visit.launch(**changes).status_code == 303


def times(**seconds):
    """Claims whose times lie that many seconds from now."""
    return lambda: {name: int(time.time()) + offset for name, offset in seconds.items()}


@pytest.mark.parametrize(
    ("make", "accepted"),
    [
        pytest.param(times(exp=-3), True, id="T16 expired within the leeway"),
        pytest.param(times(exp=-35), False, id="T16 expired"),
        pytest.param(lambda: {"exp": None}, False, id="T17 exp missing"),
        pytest.param(lambda: {"iat": None}, False, id="T18 iat missing"),
        pytest.param(times(iat=-590), True, id="T19 iat nine minutes ago"),
        pytest.param(times(iat=-2 * 24 * 3600), False, id="T19 iat too old"),
        pytest.param(times(iat=20), True, id="T20 iat within the leeway"),
        pytest.param(times(iat=60, exp=120), False, id="T20 iat in the future"),
        pytest.param(times(nbf=60), False, id="T20 nbf in the future"),
        pytest.param(times(nbf=-1), True, id="T20 nbf past"),
        pytest.param(times(exp=3600), True, id="T21 exp an hour away, as Canvas says"),
        pytest.param(times(exp=10 * 365 * 24 * 3600), False, id="T21 exp ten years away"),
        pytest.param(lambda: {"exp": "soon"}, False, id="T17 exp a word"),
        pytest.param(lambda: {"exp": True}, False, id="T17 exp true"),
        pytest.param(lambda: {"iat": 1e300}, False, id="T18 iat absurd"),
    ],
)
def test_times_decide(visit, make, accepted):
    answer = visit.launch(**make())

    assert answer.status_code == (303 if accepted else 400)
