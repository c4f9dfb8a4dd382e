import json
from datetime import timedelta
from urllib.parse import parse_qs

import jwt
import pytest
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.names_roles import NamesRolesProvisioningService
from sqlalchemy import select

from lti_tool.lti.keys import live_keys
from lti_tool.lti.models.registration import AccessToken
from lti_tool.lti.services import ags
from lti_tool.lti.services.connector import NOT_GRANTED
from lti_tool.lti.services.errors import ServiceRefused, ServiceUnreachable
from lti_tool.lti.services.token import TokenRefused
from tests.lti_tool.lti.services.recorded import recorded_token
from tests.lti_tool.lti.services.scripted import Reply, data

SCORE, RESULTS = "https://example.edu/scope/score", "https://example.edu/scope/results"


def token(value="first", **changes):
    body = {"access_token": value, "token_type": "Bearer", "expires_in": 3600} | changes
    return data({name: part for name, part in body.items() if part is not None})


def ask(connector, service, needs=(SCORE,), scopes=(SCORE, RESULTS)):
    return connector.ask(f"{service.url}/thing", accept="application/x", scopes=scopes, needs=needs)


def tokens_asked_for(service):
    return [each for each in service.asked if each.path == "/token"]


def test_k01_k02_the_assertion_is_ours_short_lived_and_unique(connector, service, session, base):
    service.reply(token(), data("x"))
    ask(connector, service)
    base.passed = timedelta(hours=2)
    service.reply(token(), data("x"))
    ask(connector, service)

    asked = [parse_qs(each.body.decode()) for each in tokens_asked_for(service)]
    assertion = asked[0]["client_assertion"][0]
    (key,) = live_keys(session, base.now())
    claims = jwt.decode(
        assertion,
        jwt.PyJWK(key.public_key),
        ["RS256"],
        audience=connector.client.token_url,
        issuer=connector.client.client_id,
        options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"]},
    )
    other = jwt.decode(asked[1]["client_assertion"][0], options={"verify_signature": False})
    assert claims["sub"] == connector.client.client_id
    assert 0 < claims["exp"] - claims["iat"] <= 300
    assert jwt.get_unverified_header(assertion)["kid"] == key.kid
    assert claims["jti"] != other["jti"]
    assert asked[0]["grant_type"] == ["client_credentials"]
    assert asked[0]["scope"] == [f"{RESULTS} {SCORE}"]
    content_type = tokens_asked_for(service)[0].headers["Content-Type"]
    assert content_type == "application/x-www-form-urlencoded"


def test_k01_a_configured_audience_is_used(connect, service):
    connector = connect(auth_audience="https://canvas.example.edu/audience")
    service.reply(token(), data("x"))

    ask(connector, service)

    form = parse_qs(service.asked[0].body.decode())
    claims = jwt.decode(form["client_assertion"][0], options={"verify_signature": False})
    assert claims["aud"] == "https://canvas.example.edu/audience"


def test_k03_a_scope_that_was_not_granted_is_not_tried(connector, service):
    service.reply(token(scope=RESULTS), data("x"))

    with pytest.raises(ServiceRefused) as refused:
        ask(connector, service, needs=[SCORE])

    assert refused.value.detail == NOT_GRANTED
    assert len(service.asked) == 1
    assert ask(connector, service, needs=[RESULTS]).json() == "x"


def test_k03_moodle_drops_scopes_without_a_word(connector, service):
    answer = recorded_token("TOKEN mixed scope")
    service.reply(data(answer["body"], media=answer["ctype"]), data("x"))

    assert ask(connector, service, needs=[ags.SCORE], scopes=[ags.SCORE, SCORE]).json() == "x"
    with pytest.raises(ServiceRefused):
        ask(connector, service, needs=[SCORE], scopes=[ags.SCORE, SCORE])


def test_k03_moodle_refuses_when_no_scope_is_left(connector, service):
    answer = recorded_token("TOKEN bad scope")
    service.reply(data(answer["body"], status=answer["status"], media=answer["ctype"]))

    with pytest.raises(TokenRefused, match="400"):
        ask(connector, service)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        pytest.param(Reply(b"<html>Log in", media="text/html"), ServiceUnreachable, id="HTML"),
        pytest.param(Reply(b""), ServiceUnreachable, id="nothing"),
        pytest.param(data([]), ServiceUnreachable, id="a list"),
        pytest.param(data({"token_type": "Bearer"}), ServiceUnreachable, id="no token"),
        pytest.param(data({"access_token": "a\nb"}), ServiceUnreachable, id="two lines"),
        pytest.param(data({"access_token": 7}), ServiceUnreachable, id="a number"),
        pytest.param(data({"error": "invalid_client"}, status=400), TokenRefused, id="400"),
        pytest.param(Reply(b"<html>", status=500), TokenRefused, id="500"),
        pytest.param(Reply(dropped=True), ServiceUnreachable, id="dropped"),
    ],
)
def test_k04_no_token_means_that_nothing_was_asked(connector, service, session, reply, error):
    service.reply(reply)

    with pytest.raises(error) as raised:
        ask(connector, service)

    assert {each.path for each in service.asked} == {"/token"}
    assert getattr(raised.value, "maybe_done", False) is False
    assert session.scalars(select(AccessToken)).all() == []


def test_k05_a_token_that_is_no_longer_taken_is_renewed_once(connector, service):
    service.reply(token("old"), Reply(status=401), token("new"), data("x"))

    assert ask(connector, service).json() == "x"
    sent = [each.headers["Authorization"] for each in service.asked if each.path == "/thing"]
    assert sent == ["Bearer old", "Bearer new"]


def test_k05_a_second_401_is_the_answer(connector, service):
    service.reply(token("old"), Reply(status=401), token("new"), Reply(status=401))

    with pytest.raises(ServiceRefused) as refused:
        ask(connector, service)

    assert refused.value.status == 401
    assert len(service.asked) == 4


def test_k06_two_clients_of_one_issuer_have_two_tokens(connect, service):
    one, other = connect(), connect()
    service.reply(token("of one"), data("x"), token("of other"), data("x"), data("x"))

    ask(one, service)
    ask(other, service)
    ask(connect_again(one), service)

    sent = [each.headers["Authorization"] for each in service.asked if each.path == "/thing"]
    assert sent == ["Bearer of one", "Bearer of other", "Bearer of one"]
    assert len(tokens_asked_for(service)) == 2


def connect_again(connector):
    """The same client in another worker, which has the database alone."""
    connector._database.tokens.clear()
    return type(connector)(connector.client, connector._database)


def test_k06_other_scopes_are_another_token(connector, service):
    service.reply(token(), data("x"), token(), data("x"))

    ask(connector, service, scopes=[SCORE, RESULTS])
    ask(connector, service, scopes=[SCORE])

    assert len(tokens_asked_for(service)) == 2


@pytest.mark.parametrize("same_worker", [True, False])
@pytest.mark.parametrize(
    ("expires_in", "passed", "requests"),
    [
        pytest.param(3600, timedelta(minutes=58), 1, id="in time"),
        pytest.param(3600, timedelta(minutes=59, seconds=30), 2, id="in its last minute"),
        pytest.param(30, timedelta(0), 2, id="too short to keep"),
        pytest.param(None, timedelta(minutes=2), 1, id="nothing said, soon"),
        pytest.param(None, timedelta(minutes=5), 2, id="nothing said, later"),
        pytest.param("soon", timedelta(minutes=5), 2, id="nonsense"),
        pytest.param(10**12, timedelta(hours=25), 2, id="for ever"),
    ],
)  # fmt: skip
def test_k07_a_token_is_used_until_a_minute_before_its_end(
    connector, service, base, expires_in, passed, requests, same_worker
):
    service.reply(token(expires_in=expires_in), data("x"), token(expires_in=expires_in), data("x"))
    if requests == 1:
        service.reply(token(expires_in=expires_in), data("x"))

    ask(connector, service)
    base.passed = passed
    ask(connector if same_worker else connect_again(connector), service)

    assert len(tokens_asked_for(service)) == requests


def test_k08_the_token_request_says_who_asks(connector, service):
    service.reply(token(), data("x"))

    ask(connector, service)

    assert service.asked[0].headers["User-Agent"].startswith("Reciprocal/")


def test_k10_a_pause_asked_for_at_the_token_address_is_passed_on(connector, service):
    service.reply(Reply(status=429, headers={"Retry-After": "17"}))

    with pytest.raises(ServiceRefused) as refused:
        ask(connector, service)

    assert refused.value.is_throttling
    assert refused.value.retry_after == timedelta(seconds=17)


def test_tokens_lie_encrypted_in_the_database(connector, service, session):
    service.reply(token("plain-token"), data("x"))

    ask(connector, service)

    row = session.scalars(select(AccessToken)).one()
    assert "plain-token" not in row.token


def test_a_token_under_another_secret_is_asked_for_anew(connector, service, session):
    service.reply(token(), data("x"))
    ask(connector, service)
    session.scalars(select(AccessToken)).one().token = "sealed with something else"
    session.commit()
    service.reply(token("new"), data("x"))

    ask(connect_again(connector), service)

    assert service.asked[-1].headers["Authorization"] == "Bearer new"


def test_r02_the_token_does_not_go_to_another_host(connector, service):
    elsewhere = service.url.replace("127.0.0.1", "localhost")
    link = {"Link": f'<{elsewhere}/page2>; rel="next"'}
    service.reply(token(), data([1], headers=link), data([2]))

    with pytest.raises(ServiceUnreachable, match="another host"):
        list(connector.pages(f"{service.url}/p", accept="*/*", scopes=[SCORE], needs=[SCORE]))

    assert len(service.asked) == 2


def test_r03_pages_in_a_circle_are_left(connector, service):
    link = {"Link": f'<{service.url}/p>; rel="next"'}
    service.reply(token(), data([1], headers=link))

    with pytest.raises(ServiceUnreachable, match="circle"):
        list(connector.pages(f"{service.url}/p", accept="*/*", scopes=[SCORE], needs=[SCORE]))


def test_the_librarys_roster_works_over_it(connector, service):
    link = {"link": f"<{service.url}/m?page=2>; rel=next"}
    service.reply(
        token(),
        data({"members": [{"user_id": "1"}]}, headers=link),
        data({"members": [{"user_id": "2"}]}),
    )
    roster = NamesRolesProvisioningService(
        connector, {"context_memberships_url": f"{service.url}/m"}
    )

    assert [member["user_id"] for member in roster.get_members()] == ["1", "2"]


def test_the_librarys_columns_work_over_it(connector, service):
    link = {"Link": f'<{service.url}/items?page=2>; rel="next"'}
    service.reply(token(), data([{"id": "1"}], headers=link), data([{"id": "2"}]))
    scope = ["https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"]
    grades = AssignmentsGradesService(
        connector, {"scope": scope, "lineitems": f"{service.url}/items"}
    )

    assert [item["id"] for item in grades.get_lineitems()] == ["1", "2"]
    assert json.loads(service.asked[1].body or b"null") is None
