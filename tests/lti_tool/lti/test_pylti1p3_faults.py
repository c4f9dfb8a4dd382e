"""Faults of the library under us, pinned: why our layer is there, and when a part of it may go.

A test here that fails after a new version of pylti1p3next says that a fault was mended (or
changed). The tests named `ours…` say that the fault cannot reach us.
"""

import inspect
import json
import time
from unittest.mock import ANY

import jwt
import pytest
import requests
from flask import Flask
from jinja2 import TemplateNotFound
from pylti1p3.contrib.flask import FlaskMessageLaunch, FlaskOIDCLogin, FlaskRequest
from pylti1p3.contrib.flask.service_connector import FlaskServiceConnector
from pylti1p3.deep_link import DeepLink
from pylti1p3.exception import LtiException, ToolConfException
from pylti1p3.grade import Grade
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.registration import Registration
from pylti1p3.roles import StaffRole
from pylti1p3.service_connector import ServiceConnector
from pylti1p3.tool_config import ToolConfDict

from lti_tool.lti import claims as c
from lti_tool.lti import deep_linking, login, message
from lti_tool.lti.tool_config import ToolConf
from tests.lti_tool.lti.platform import INSTRUCTOR, RETURN_URL, TARGET, jwk, rsa_key

ISSUER = "https://lms.example.edu"
CONF = {
    ISSUER: [
        {
            "client_id": "client",
            "auth_login_url": f"{ISSUER}/auth",
            "auth_token_url": f"{ISSUER}/token",
            "key_set": {"keys": [jwk(rsa_key(), "key-1")]},
            "key_set_url": None,
            "deployment_ids": ["1"],
        }
    ]
}


@pytest.fixture
def bare():
    app = Flask("bare")
    app.secret_key = "only for these tests"
    with app.test_request_context():
        yield app


def body(**changes):
    now = int(time.time())
    values = {
        "iss": ISSUER,
        "aud": "client",
        "sub": "1",
        "iat": now,
        "exp": now + 60,
        "nonce": "nonce",
        c.VERSION: "1.3.0",
        c.MESSAGE_TYPE: c.RESOURCE_LINK_REQUEST,
        c.DEPLOYMENT_ID: "1",
        c.TARGET_LINK_URI: TARGET,
        c.ROLES: [INSTRUCTOR],
        c.RESOURCE_LINK: {"id": "1"},
    } | changes
    return {name: value for name, value in values.items() if value is not None}


def library_launch(claims, session=None):
    """The library's own Flask launch, state and nonce known to it."""
    token = jwt.encode(claims, rsa_key(), "RS256", headers={"kid": "key-1"})
    session = {"lti1p3-nonce-nonce": True} if session is None else session
    request = FlaskRequest(
        cookies={"lti1p3-state": "state"},
        session=session,
        request_data={"id_token": token, "state": "state"},
        request_is_secure=True,
    )
    return FlaskMessageLaunch(request, ToolConfDict(CONF))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="an ordinary launch"),
        pytest.param({"exp": None}, id="exp missing"),
        pytest.param({"iat": None}, id="iat missing"),
        pytest.param({"iat": int(time.time()) - 2 * 24 * 3600}, id="iat two days old"),
        pytest.param({"exp": int(time.time()) + 10 * 365 * 24 * 3600}, id="exp in ten years"),
        pytest.param({"aud": ["client", "other"]}, id="several audiences and no azp"),
        pytest.param({"azp": "other"}, id="azp is another client"),
        pytest.param({c.TARGET_LINK_URI: None}, id="target_link_uri missing"),
        pytest.param({c.TARGET_LINK_URI: "https://evil.example/"}, id="target_link_uri foreign"),
        pytest.param({c.ROLES: INSTRUCTOR}, id="roles a string"),
    ],
)
def test_the_library_accepts(bare, changes):
    library_launch(body(**changes)).validate()


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"aud": ["other", "client"], "azp": "client"}, id="ours second in aud"),
        pytest.param({"exp": int(time.time()) - 3}, id="expired three seconds ago: no leeway"),
    ],
)
def test_the_library_refuses_what_is_good(bare, changes):
    with pytest.raises((LtiException, ToolConfException)):
        library_launch(body(**changes)).validate()


def test_the_library_takes_the_same_token_again(bare):
    session = {"lti1p3-nonce-nonce": True}
    library_launch(body(), session).validate()

    library_launch(body(), session).validate()


def test_the_library_dies_of_claims_with_other_shapes(bare):
    with pytest.raises(AttributeError):
        library_launch(body(**{c.RESOURCE_LINK: ["1"]})).validate()


def test_the_library_reads_a_name_that_stands_twice_its_own_way(bare):
    assert json.loads('{"sub": "1", "sub": "2"}') == {"sub": "2"}
    assert "object_pairs_hook" not in inspect.getsource(MessageLaunch.validate_jwt_format)


def registration(client_id):
    found = Registration()
    return (
        found.set_issuer(ISSUER)
        .set_client_id(client_id)
        .set_auth_token_url(f"{ISSUER}/token")
        .set_tool_private_key("unused")
    )


def test_fault_1_the_library_shares_tokens_between_clients_of_one_issuer():
    scopes = ["https://purl.imsglobal.org/spec/lti-ags/scope/score"]
    try:
        first = FlaskServiceConnector(registration("school A"), requests.Session())
        first._cache_access_token(first._scope_key(scopes), "token of A", 3600)

        second = FlaskServiceConnector(registration("school B"), requests.Session())

        assert second.get_access_token(scopes) == "token of A"
    finally:
        FlaskServiceConnector.access_tokens.clear()


def test_fault_2_the_librarys_plain_connector_has_no_cache_at_all():
    with pytest.raises(NotImplementedError):
        ServiceConnector(registration("A"), requests.Session()).get_access_token(["s"])


def test_fault_3_the_librarys_cookie_page_has_no_template(bare):
    given = {"iss": ISSUER, "login_hint": "1", "client_id": "client"}
    request = FlaskRequest(cookies={}, session={}, request_data=given, request_is_secure=True)
    flow = FlaskOIDCLogin(request, ToolConfDict(CONF))

    with pytest.raises(TemplateNotFound, match="cookies_allowed_js_check"):
        flow.enable_check_cookies().redirect(TARGET)


def test_the_library_puts_the_return_address_unescaped_into_its_form():
    link = DeepLink(Registration(), "1", {"deep_link_return_url": '"><script>alert(1)</script>'})

    assert "<script>alert(1)</script>" in link.get_response_form_html("token")


def test_the_library_answers_with_data_that_nobody_gave():
    message = DeepLink(registration("client"), "1", {}).get_message_jwt([])

    assert message[c.DATA] is None
    assert message == {**message, "aud": [ANY]}


def test_the_library_drops_milliseconds_from_a_scores_time():
    from datetime import UTC, datetime

    grade = Grade().set_timestamp(datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC))

    assert json.loads(grade.get_value())["timestamp"] == "2026-01-02T03:04:05+0000"


def test_the_library_lets_roles_of_the_institution_decide():
    person = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"

    assert StaffRole({c.ROLES: [person]}).check()


def test_the_library_keeps_relations_of_issuers_for_the_whole_process():
    assert "issuers_relation_types" in ToolConfDict.__mro__[1].__dict__


def test_the_library_asks_for_keys_without_a_time_limit():
    assert "timeout" not in inspect.getsource(MessageLaunch.fetch_public_key)
    assert "timeout" not in inspect.getsource(ServiceConnector)


# --- what stands between us and them


def test_ours_uses_none_of_the_librarys_flask_parts():
    import ast
    from pathlib import Path

    import lti_tool

    imported = set()
    for path in Path(lti_tool.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pylti1p3"):
                imported |= {f"{node.module}.{alias.name}" for alias in node.names}
    assert imported
    assert not [name for name in imported if ".contrib" in name or "roles" in name]
    assert "pylti1p3.deep_link.DeepLink" not in imported


def test_ours_walks_through_the_librarys_own_steps():
    assert issubclass(message.Message, MessageLaunch)
    assert message.Message.validate is MessageLaunch.validate
    assert login._Login._prepare_redirect_url is login.OIDCLogin._prepare_redirect_url


def test_ours_gives_the_library_nothing_to_call_out_with():
    with pytest.raises(RuntimeError, match="must not call out"):
        message._NO_CALLS.get("https://lms.example.edu/jwks")


def test_ours_never_finds_a_registration_by_issuer_alone(app):
    from lti_tool.lti.refusals import Refused

    with app.app_context():
        from lti_tool.extensions import db

        tools = ToolConf(db.engine)
    assert not tools.check_iss_has_one_client(ISSUER)
    assert tools.check_iss_has_many_clients(ISSUER)
    with pytest.raises(Refused):
        tools.find_registration(ISSUER)
    with pytest.raises(Refused):
        tools.find_deployment(ISSUER, "1")


def test_ours_escapes_the_return_address(app):
    from flask import render_template

    hostile = deep_linking.Answer('https://a.example/"><script>alert(1)</script>', "token")
    with app.test_request_context():
        page = render_template("content/answer.html", answer=hostile, trail=[])

    assert "<script>alert(1)" not in page
    assert RETURN_URL not in page
