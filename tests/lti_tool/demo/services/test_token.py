import time

import jwt
import pytest

from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Client, lms_of
from lti_tool.demo.services.guard import digest
from tests.lti_tool.demo.tool import Services, key_called

NOW = int(time.time())


def ask(app, form, **options):
    return app.test_client().post("/lti/token", data=form, **options)


def test_an_assertion_buys_a_token_for_an_hour(app, lms, tool):
    answer = ask(app, tool.token_form(lms, v.SCOPE_SCORE))

    assert answer.status_code == 200
    body = answer.get_json()
    assert body["token_type"] == "Bearer"
    assert body["expires_in"] == 3600
    assert body["scope"] == v.SCOPE_SCORE
    assert answer.headers["Cache-Control"] == "no-store"
    with lms.store.reading() as db:
        stored = [row["digest"] for row in db.execute("SELECT digest FROM access_token")]
    assert stored == [digest(body["access_token"])]


def test_scopes_that_are_not_granted_are_left_out(make_lms, tool):
    app = make_lms(clients=(Client(scopes=(v.SCOPE_SCORE,)),))

    answer = ask(app, tool.token_form(lms_of(app), v.SCOPE_ROSTER, v.SCOPE_SCORE))

    assert answer.get_json()["scope"] == v.SCOPE_SCORE


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_assertion_type": "x"}, 400, "invalid_request"),
        ({"client_assertion": "not-a-token"}, 401, "invalid_client"),
        ({"scope": "openid"}, 400, "invalid_scope"),
        ({"scope": ""}, 400, "invalid_scope"),
    ],
)
def test_a_wrong_form_is_refused(app, lms, tool, changes, status, error):
    answer = ask(app, tool.token_form(lms) | changes)

    assert (answer.status_code, answer.get_json()["error"]) == (status, error)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"iss": "someone"}, id="an unknown client"),
        pytest.param({"sub": "someone"}, id="sub is not iss"),
        pytest.param({"aud": "https://elsewhere.example/token"}, id="for another service"),
        pytest.param({"aud": None}, id="for nobody"),
        pytest.param({"exp": NOW - 60}, id="expired"),
        pytest.param({"iat": NOW + 86400, "exp": NOW + 86460}, id="not yet"),
        pytest.param({"exp": NOW + 3600}, id="good for an hour"),
        pytest.param({"iat": None}, id="no iat"),
        pytest.param({"jti": None}, id="no jti"),
    ],
)
def test_a_wrong_assertion_is_refused(app, lms, tool, changes):
    form = tool.token_form(lms, assertion=tool.sign(tool.assertion(lms, **changes)))

    answer = ask(app, form)

    assert (answer.status_code, answer.get_json()["error"]) == (401, "invalid_client")


def test_a_wrong_signature_is_refused(app, lms, tool):
    claims = tool.assertion(lms)
    stranger = key_called("stranger")
    forged = (
        tool.sign(claims, key=stranger),
        tool.sign(claims, headers={}),
        tool.sign(claims, algorithm="RS512"),
        tool.sign(claims, headers={"kid": "unknown"}),
        tool.sign(claims, headers={"kid": "for-encryption"}),
        jwt.encode(claims, "s" * 64, "HS256", headers={"kid": "first"}),
    )

    answers = [ask(app, tool.token_form(lms, assertion=each)) for each in forged]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer.get_json()["error"] for answer in answers} == {"invalid_client"}


def test_an_assertion_is_good_once(app, lms, tool):
    form = tool.token_form(lms)
    assert ask(app, form).status_code == 200

    again = ask(app, form)

    assert again.status_code == 401
    assert "used before" in again.get_json()["error_description"]


def test_only_forms_are_read(app, lms, tool):
    answer = app.test_client().post("/lti/token", json=tool.token_form(lms))

    assert (answer.status_code, answer.get_json()["error"]) == (400, "invalid_request")


def test_a_program_has_to_say_what_it_is(app, lms, tool):
    form = tool.token_form(lms)

    assert ask(app, form, headers={"User-Agent": ""}).status_code == 403


def test_the_audience_may_be_another_than_the_address(make_lms, tool):
    app = make_lms(clients=(Client(token_audience="https://auth.example/token"),))
    lms = lms_of(app)
    wanted = tool.sign(tool.assertion(lms, aud="https://auth.example/token"))

    assert ask(app, tool.token_form(lms, assertion=wanted)).status_code == 200
    assert ask(app, tool.token_form(lms)).status_code == 401


def test_a_new_key_of_the_tool_is_fetched_when_it_turns_up(app, lms, tool):
    assert ask(app, tool.token_form(lms)).status_code == 200
    assert ask(app, tool.token_form(lms)).status_code == 200
    assert len(tool.agents) == 1
    tool.add_key("second")

    answer = ask(app, tool.token_form(lms, assertion=tool.sign(tool.assertion(lms), kid="second")))

    assert answer.status_code == 200
    assert tool.agents == ["ReciprocalDemoLMS/1"] * 2


@pytest.mark.parametrize(
    "keys",
    [
        (500, "{}"),
        (200, "<p>Log in"),
        (200, "{}"),
        (200, "[]"),
        (200, '{"keys": ["x"]}'),
        (302, ""),
    ],
)
def test_keys_that_cannot_be_read_refuse_the_client(app, lms, tool, keys):
    tool.jwks_answer = keys

    assert ask(app, tool.token_form(lms)).status_code == 401


def test_a_token_expires(app, lms, tool, services):
    url = lms.service_url(lms.clients[0], "edu-210/memberships")
    token = services.token()
    later = lms.now
    lms.now = lambda: later().replace(year=later().year + 1)

    answer = services.ask("GET", url, token=token)

    assert answer.status_code == 401
    assert answer.www_authenticate.type == "bearer"
    assert answer.get_json()["error"] == "invalid_token"


def test_a_token_is_good_for_its_own_clients_courses_only(make_lms, tool):
    app = make_lms(clients=(Client("one"), Client("two")))
    lms = lms_of(app)
    one, two = (Services(app, lms, tool, name) for name in ("one", "two"))
    urls = [
        lms.service_url(client, f"{course}/memberships")
        for client, course in zip(lms.clients, ("edu-210", "edu-340"), strict=True)
    ]

    assert [one.ask("GET", url).status_code for url in urls] == [200, 404]
    assert [two.ask("GET", url).status_code for url in urls] == [404, 200]


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer unknown"])
def test_no_good_token_no_answer(app, header):
    answer = app.test_client().get(
        "/services/edu-210/memberships?type_id=1", headers={"Authorization": header}
    )

    assert answer.status_code == 401
