from datetime import timedelta

import pytest

from lti_tool.demo import faults
from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Character
from lti_tool.demo.registering.canvas import CANVAS
from tests.lti_tool.demo.registrant import EVERY, navigation_of, registration
from tests.lti_tool.demo.tool import Services


def test_canvas_shows_its_configuration_to_holders_of_a_token_only(at):
    admin = at(Character.CANVAS)
    token = admin.begin()["registration_token"]
    path = "/.well-known/openid-configuration"

    assert admin.http.get(path).status_code == 401
    assert admin.http.get(f"{path}?registration_token={token}").status_code == 200
    found = admin.http.get(path, headers={"Authorization": f"Bearer {token}"}).get_json()

    platform = found[v.PLATFORM_CONFIGURATION]
    assert platform[f"{CANVAS}account_name"] == "Demonstration College"
    assert f"{CANVAS}module_index_menu_modal" in platform["messages_supported"][1]["placements"]
    assert "LtiContextCopyNotice" in platform["notice_types_supported"]


@pytest.mark.parametrize("character", EVERY)
def test_a_registration_token_is_used_once(at, character):
    admin = at(character)
    token = admin.begin()["registration_token"]
    assert admin.post(token, registration(admin.tool)).status_code < 300

    again = admin.post(token, registration(admin.tool))

    assert again.status_code == 401
    assert "token_already_used" in again.text


@pytest.mark.parametrize("character", EVERY)
def test_a_registration_token_has_to_come_and_to_be_ours_and_in_time(at, character):
    admin = at(character)
    body = registration(admin.tool)
    token = admin.begin()["registration_token"]

    missing = admin.post(None, body)
    strange = admin.post("nonsense", body)
    other = admin.post(admin.lms.keys.sign({"sub": "x", "scope": "other"}), body)
    now = admin.lms.now
    admin.lms.now = lambda: now() + timedelta(hours=1, seconds=1)
    late = admin.post(token, body)

    assert [each.status_code for each in (missing, strange, other, late)] == [401] * 4
    assert "missing_registration_token" in missing.text


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"client_name": None}, "missing required attribute client_name"),
        ({"jwks_uri": None}, "missing required attribute jwks_uri"),
        ({"response_types": ["code"]}, "invalid_response_types"),
        ({"redirect_uris": "https://x.example"}, "invalid_redirect_uris"),
        ({"token_endpoint_auth_method": "none"}, "invalid_token_endpoint_auth_method"),
        ({"application_type": "native"}, "invalid_application_type"),
        ({"about": {"domain": "elsewhere.example"}}, "domain_targetlinkuri_mismatch"),
        ({"about": {"domain": "localhost"}}, "domain_targetlinkuri_mismatch"),
        ({"about": {"domain": None}}, "missing required attribute domain"),
    ],
)
def test_moodle_refuses_in_one_word(at, changes, reason):
    admin = at(Character.MOODLE)

    answer = admin.post(admin.begin()["registration_token"], registration(admin.tool, **changes))

    assert (answer.status_code, answer.text) == (400, reason)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"scope": f"{v.SCOPE_SCORE} openid"}, "scopes", "Invalid scopes: openid"),
        ({"client_name": None}, "client_name", "can't be blank"),
        ({"grant_types": ["implicit"]}, "grant_types", "Must include client_credentials, implicit"),
        ({"application_type": "native"}, "application_type", "Must be 'web'"),
        ({"about": {"messages": None}}, "lti_tool_configuration", "messages"),
        ({"about": {"claims": None}}, "lti_tool_configuration", "claims"),
    ],
)
def test_canvas_refuses_with_422_and_names_each_field(at, changes, field, message):
    admin = at(Character.CANVAS)

    answer = admin.post(admin.begin()["registration_token"], registration(admin.tool, **changes))

    assert answer.status_code == 422
    assert message in answer.get_json()["errors"][field][0]["message"]


@pytest.mark.parametrize(
    "changes",
    [
        {"application_type": "native"},
        {"grant_types": ["implicit"]},
        {"response_types": "id_token"},
        {"redirect_uris": ["javascript:alert(1)"]},
        {"redirect_uris": []},
        {"jwks_uri": "keys"},
        {"initiate_login_uri": None},
        {"about": {"messages": "all"}},
        {"about": {"custom_parameters": {"n": 1}}},
        {"about": {"domain": "elsewhere.example"}},
    ],
)
def test_generic_refuses_what_breaks_the_specification(at, changes):
    admin = at(Character.GENERIC)

    answer = admin.post(admin.begin()["registration_token"], registration(admin.tool, **changes))

    assert answer.status_code == 400
    assert answer.get_json()["error"] in {"invalid_client_metadata", "invalid_redirect_uri"}


@pytest.mark.parametrize("character", EVERY)
@pytest.mark.parametrize("body", [[], "text", None])
def test_what_is_no_registration_is_refused(at, character, body):
    admin = at(character)

    assert admin.post(admin.begin()["registration_token"], body).status_code in {400, 422}


def test_a_program_has_to_say_what_it_is(at):
    admin = at(Character.GENERIC)
    nobody = {"User-Agent": ""}

    assert admin.http.get("/.well-known/openid-configuration", headers=nobody).status_code == 403
    assert admin.post("x", {}, **nobody).status_code == 403


def test_a_canvas_key_that_is_off_gets_no_tokens(at):
    admin = at(Character.CANVAS)
    services = Services(admin.app, admin.lms, admin.tool, admin.register()["client_id"])

    with pytest.raises(AssertionError, match="switched off"):
        services.token()


@pytest.mark.parametrize("service", ["configuration", "registration"])
def test_registration_can_fail_as_well(at, service):
    admin = at(Character.GENERIC)
    token = admin.begin()["registration_token"]
    admin.lms.faults.add(service, faults.html_page())

    answers = [
        admin.http.get("/.well-known/openid-configuration"),
        admin.post(token, registration(admin.tool)),
    ]

    assert sum(each.content_type.startswith("text/html") for each in answers) == 1


def test_a_tool_switched_off_is_refused_at_the_launch(at):
    admin = at(Character.GENERIC)
    client_id = admin.register()["client_id"]
    path = navigation_of(admin.lms, client_id)
    admin.http.post(f"/tools/{client_id}/state", data={"state": "off"})

    visitor = admin.visitor.become("instructor-1")
    answer = visitor.authenticate(visitor.initiate(path))

    assert 'value="unauthorized_client"' in answer.text
