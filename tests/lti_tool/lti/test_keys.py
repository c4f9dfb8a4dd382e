from datetime import UTC, datetime, timedelta

import jwt
import msgspec
import pytest
from sqlalchemy import select

from lti_tool.lti import keys, vault
from lti_tool.lti.models.registration import SigningKey

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _context(app):
    keys._opened.clear()
    with app.app_context():
        yield


def kids(session, now):
    return [key["kid"] for key in keys.public_set(session, now)["keys"]]


def test_j11_our_key_set_is_made_at_first_need(app, session):
    client = app.test_client()

    first, second = client.get("/lti/jwks"), client.get("/lti/jwks")

    assert first.status_code == 200
    assert first.json == second.json
    assert len(first.json["keys"]) == 1
    assert first.headers["Cache-Control"] == "public, max-age=600"
    assert first.content_type == "application/json"


def test_j11_it_holds_public_members_only(app, session):
    keys.ensure_key(session, NOW)
    keys.rotate(session, NOW)
    session.commit()

    answer = app.test_client().get("/lti/jwks")

    for key in answer.json["keys"]:
        assert set(key) == {"kty", "n", "e", "kid", "alg", "use", "key_ops"}
        assert key["key_ops"] == ["verify"]
        assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")


def test_what_we_sign_is_verified_by_what_we_publish(session):
    token = keys.signing_key(session, NOW).sign({"iss": "client"})

    published = jwt.PyJWKSet.from_dict(keys.public_set(session, NOW))

    key = published[jwt.get_unverified_header(token)["kid"]]
    assert jwt.decode(token, key, ["RS256"]) == {"iss": "client"}


def test_there_is_one_key_until_somebody_rotates(session):
    first = keys.signing_key(session, NOW)
    again = keys.signing_key(session, NOW + timedelta(days=400))

    assert first.kid == again.kid
    assert len(session.scalars(select(SigningKey)).all()) == 1


def test_j11_a_new_key_is_published_before_it_signs_and_the_old_one_after(session):
    old = keys.signing_key(session, NOW).kid
    new = keys.rotate(session, NOW).kid

    soon, later, much_later = (NOW + timedelta(hours=h) for h in (1, 3, 48))
    assert set(kids(session, soon)) == set(kids(session, later)) == {old, new}
    assert keys.signing_key(session, soon).kid == old
    assert keys.signing_key(session, later).kid == new
    assert kids(session, much_later) == [new]


def test_a_stolen_key_can_be_withdrawn_at_once(session):
    old = keys.signing_key(session, NOW).kid
    keys.rotate(session, NOW)
    new = keys.rotate(session, NOW, at_once=True).kid

    assert kids(session, NOW) == [new]
    assert keys.signing_key(session, NOW).kid == new
    assert old != new


def test_rotating_twice_keeps_a_key_that_signs(session):
    old = keys.signing_key(session, NOW).kid
    keys.rotate(session, NOW)
    keys.rotate(session, NOW)

    assert keys.signing_key(session, NOW).kid == old
    assert len(kids(session, NOW)) == 3


def test_the_private_key_is_encrypted_in_the_database(session):
    keys.ensure_key(session, NOW)

    row = session.scalars(select(SigningKey)).one()

    assert "PRIVATE" not in row.private_key
    assert "d" not in row.public_key
    assert "BEGIN PRIVATE KEY" in vault.unseal(row.private_key, purpose=vault.SIGNING_KEY)


def test_another_secret_cannot_open_it(app, session):
    keys.ensure_key(session, NOW)
    other = "another secret, just as long as it must be"
    app.extensions["settings"] = msgspec.structs.replace(
        app.extensions["settings"], secret_key=other
    )

    with pytest.raises(vault.SealBroken, match="another secret_key"):
        keys.signing_key(session, NOW)


def test_a_secret_sealed_for_one_purpose_is_no_other(app):
    sealed = vault.seal("token", purpose=vault.ACCESS_TOKEN)

    assert vault.unseal(sealed, purpose=vault.ACCESS_TOKEN) == "token"
    with pytest.raises(vault.SealBroken):
        vault.unseal(sealed, purpose=vault.SIGNING_KEY)


def test_the_same_text_is_sealed_differently_each_time(app):
    assert vault.seal("a", purpose="x") != vault.seal("a", purpose="x")
