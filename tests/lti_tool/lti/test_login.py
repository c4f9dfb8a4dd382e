from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from lti_tool.lti.models.launch import Launch
from lti_tool.lti.models.registration import Deployment
from lti_tool.lti.tool_config import forget_platforms
from lti_tool.web.viewer import BROWSER_COOKIE
from tests.lti_tool.lti.platform import TARGET, Platform, Visit


def query(answer):
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("iss", id="L01 missing iss"),
        pytest.param("login_hint", id="L02 missing login_hint"),
        pytest.param("target_link_uri", id="L03 missing target_link_uri"),
    ],
)
def test_an_incomplete_request_is_refused(visit, name):
    answer = visit.login(**{name: None})

    assert answer.status_code == 400
    assert "was not complete" in answer.text
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    "target",
    [
        pytest.param("https://evil.example/lti/launch", id="L04 foreign host"),
        pytest.param("http://localhost:8000.evil.example/", id="L04 look-alike host"),
        pytest.param("http://localhost:80000/", id="L04 impossible port"),
        pytest.param("http://localhost:8001/lti/launch", id="L04 other port"),
        pytest.param("https://localhost:8000/lti/launch", id="L04 other scheme"),
        pytest.param("//localhost:8000/lti/launch", id="L04 no scheme"),
        pytest.param("javascript:alert(1)//localhost:8000", id="L04 javascript"),
        pytest.param("http://localhost:8000@evil.example/", id="L04 our host as user"),
        pytest.param("http://evil@localhost:8000/", id="L04 user at our host"),
        pytest.param("http://localhost:8000\\@evil.example/", id="L04 backslash"),
        pytest.param("http://local\thost:8000/", id="L04 tab"),
        pytest.param("http://locаlhost:8000/", id="L04 homoglyph"),
        pytest.param("/lti/launch", id="L04 path only"),
        pytest.param(TARGET + "?" + "x" * 2000, id="L04 too long"),
        pytest.param("http://[::1", id="L04 not an address"),
    ],
)
def test_a_target_that_is_not_ours_is_refused(visit, target):
    answer = visit.login(target_link_uri=target)

    assert answer.status_code == 400
    assert "does not belong to Reciprocal" in answer.text


@pytest.mark.parametrize("target", [TARGET, "http://LOCALHOST:8000/", TARGET + "?unit=1&x=%20"])
def test_any_address_on_our_own_host_is_a_target(visit, target):
    assert visit.login(target_link_uri=target).status_code == 302


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"iss": "https://other.example.edu"}, id="L05 unknown iss"),
        pytest.param({"client_id": "another"}, id="L06 known iss, unknown client_id"),
        pytest.param({"iss": "https://lms.example.edu/"}, id="L05 iss with a slash"),
        pytest.param({"iss": "https://LMS.example.edu"}, id="L05 iss in other case"),
    ],
)
def test_an_unknown_platform_is_refused(visit, fields):
    answer = visit.login(**fields)

    assert answer.status_code == 403
    assert "does not know the course system" in answer.text


def test_l07_without_client_id_the_only_registration_of_the_issuer_is_meant(visit):
    assert query(visit.login(client_id=None))["client_id"] == "client"


def test_l07_without_client_id_and_with_several_registrations_it_is_refused(visit, session, server):
    Platform(session, server, name="Other school", client_id="client-2")

    answer = visit.login(client_id=None)

    assert answer.status_code == 400
    assert "several connections" in answer.text


def test_many_clients_of_one_issuer_each_get_their_own_login(app, session, server, platform):
    other = Platform(
        session,
        server,
        name="Other school",
        client_id="client-2",
        auth_login_url="https://sso.example.edu/auth",
    )

    first = Visit(app.test_client(), platform).login()
    second = Visit(app.test_client(), other).login()

    assert first.location.startswith("https://lms.example.edu/auth?")
    assert second.location.startswith("https://sso.example.edu/auth?")
    assert query(second)["client_id"] == "client-2"


@pytest.mark.case("L08")
def test_l08_an_unknown_deployment_goes_on_and_is_not_written_down(visit, session):
    answer = visit.login(lti_deployment_id="77")

    assert answer.status_code == 302
    session.rollback()
    assert [each.deployment_id for each in session.scalars(select(Deployment))] == ["1"]


def test_a_blocked_registration_is_refused(visit, session, platform):
    platform.registration.blocked = True
    session.commit()

    answer = visit.login()

    assert answer.status_code == 403
    assert "frame-ancestors https://lms.example.edu" in answer.headers["Content-Security-Policy"]


def test_l09_login_takes_get_post_and_head(visit, platform):
    fields = platform.login_fields()

    assert visit.client.get("/lti/login", query_string=fields).status_code == 302
    assert visit.client.post("/lti/login", data=fields).status_code == 302
    assert visit.client.head("/lti/login", query_string=fields).status_code == 302
    assert visit.client.put("/lti/login", data=fields).status_code == 405


def test_a_posted_login_reads_no_parameter_from_its_address(visit, platform):
    answer = visit.client.post("/lti/login", query_string=platform.login_fields())

    assert answer.status_code == 400


def test_l10_the_query_of_the_platforms_own_address_is_kept(app, session, server):
    platform = Platform(session, server, auth_login_url="https://lms.example.edu/auth?tenant=7")

    answer = Visit(app.test_client(), platform).login()

    assert answer.location.startswith("https://lms.example.edu/auth?tenant=7&scope=openid&")


def test_l11_state_and_nonce_are_long_unique_and_not_cached(app, platform):
    answers = [Visit(app.test_client(), platform).login() for _ in range(20)]

    nonces = {query(answer)["nonce"] for answer in answers}
    states = {query(answer)["state"] for answer in answers}
    assert len(nonces) == len(states) == 20
    assert all(len(nonce) >= 22 for nonce in nonces)  # 22 characters of base64 are 128 bits
    assert answers[0].headers["Cache-Control"] == "no-store"


def test_l12_the_request_says_exactly_what_the_specification_asks_for(visit):
    asked = query(visit.login())

    for name in ("state", "nonce"):
        assert asked.pop(name)
    assert asked == {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": "client",
        "redirect_uri": "http://localhost:8000/lti/launch",
        "login_hint": "somebody",
        "lti_message_hint": "hint",
    }


def test_the_message_hint_comes_back_as_it_was_sent(visit):
    hint = '{"cmid":3,"launchid":"ltilaunch1_854351666"}'

    assert query(visit.login(lti_message_hint=hint))["lti_message_hint"] == hint


def test_the_redirect_address_comes_from_the_settings_and_never_from_the_host_header(
    visit, platform
):
    answer = visit.client.post(
        "/lti/login", data=platform.login_fields(), headers={"Host": "evil.example"}
    )

    assert query(answer)["redirect_uri"] == "http://localhost:8000/lti/launch"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        pytest.param("login_required", "not logged in", id="L13 login_required"),
        pytest.param("access_denied", "did not let you open", id="L13 access_denied"),
        pytest.param("unauthorized_client", "could not complete", id="L13 another error"),
        pytest.param("<script>alert(1)</script>", "could not complete", id="L14 hostile error"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_error_of_the_platform_becomes_a_page_for_people(visit, error, sentence, method):
    visit.login()
    fields = {"error": error, "error_description": "<b>x</b>", "state": visit.state}

    send = visit.client.get if method == "get" else visit.client.post
    answer = send("/lti/launch", **{"query_string" if method == "get" else "data": fields})

    assert answer.status_code == 400
    assert sentence in answer.text
    assert "<b>x</b>" not in answer.text
    assert "alert(1)" not in answer.text
    assert "frame-ancestors https://lms.example.edu" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["iss", "client_id", "login_hint", "lti_deployment_id"])
def test_l14_parameters_are_escaped_wherever_they_appear(visit, name):
    answer = visit.login(**{name: '"><script>alert(1)</script>'})

    assert "<script>alert" not in answer.text
    assert "<script>alert" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("value", ["x" * 5000, "a\x00b"])
def test_parameters_beyond_reason_are_refused(visit, value):
    for name in ("login_hint", "iss", "client_id", "lti_message_hint", "lti_deployment_id"):
        assert visit.login(**{name: value}).status_code == 400


def test_the_cookie_works_in_a_frame_and_nowhere_else(visit):
    cookie = visit.login().headers["Set-Cookie"]

    name, *flags = cookie.split("; ")
    assert name.startswith(f"{BROWSER_COOKIE}=")
    assert len(name.partition("=")[2]) >= 22
    assert sorted(flags) == ["HttpOnly", "Partitioned", "Path=/", "SameSite=None", "Secure"]


def test_two_tabs_share_the_cookie_and_log_in_at_once(app, platform):
    client = app.test_client()
    first, second = Visit(client, platform), Visit(client, platform)

    first.login()
    assert "Set-Cookie" not in second.login().headers

    assert second.launch(sub="two").status_code == 303
    assert first.launch(sub="one").status_code == 303


def test_a_cookie_that_we_could_not_have_made_is_replaced(visit):
    visit.client.set_cookie(BROWSER_COOKIE, "short")

    assert "Set-Cookie" in visit.login().headers


def test_login_writes_nothing(visit, session, count_queries):
    with count_queries() as counted:
        visit.login()

    assert all(statement.startswith("SELECT") for statement in counted.statements)
    assert session.scalars(select(Launch)).all() == []


def test_a_removed_platform_is_forgotten(visit, app, session, platform):
    visit.login()
    session.delete(platform.registration)
    session.commit()
    with app.app_context():
        from lti_tool.extensions import db

        forget_platforms(db.engine)

    assert visit.login().status_code == 403
