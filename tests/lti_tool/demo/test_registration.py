import pytest

from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Character
from lti_tool.demo.registering.canvas import CANVAS
from tests.lti_tool.demo.registrant import EVERY, navigation_of, registration
from tests.lti_tool.demo.tool import Services


@pytest.mark.parametrize("character", EVERY)
def test_a_tool_registers_and_is_launched_once_it_is_on(at, character):
    admin = at(character)

    answer = admin.register()

    client_id = answer["client_id"]
    if character is not Character.GENERIC:
        assert not admin.lms.client(client_id).is_active
        admin.http.post(f"/tools/{client_id}/state", data={"state": "active"})
    claims = admin.visitor.become("instructor-1").launch(navigation_of(admin.lms, client_id))
    assert claims["aud"] == client_id
    stated = answer[v.TOOL_CONFIGURATION].get("deployment_id")
    assert claims[v.DEPLOYMENT_ID] == stated
    assert claims[v.CUSTOM] == {"history": ""}
    assert claims[v.TARGET_LINK_URI] == admin.tool.addresses.home_url
    with admin.lms.store.reading() as db:
        courses = [row["id"] for row in db.execute("SELECT id FROM course")]
    assert len(courses) == 2


@pytest.mark.parametrize("character", EVERY)
def test_a_registered_tool_uses_the_services_and_sees_its_own_columns_only(at, character):
    admin = at(character)
    client_id = admin.register()["client_id"]
    admin.http.post(f"/tools/{client_id}/state", data={"state": "active"})
    admin.lms.add_activity("edu-210", "The other tool's", admin.tool.url, score_maximum=5)
    client = admin.lms.client(client_id)
    services = Services(admin.app, admin.lms, admin.tool, client_id)
    url = admin.lms.service_url(client, "edu-210/lineitems")

    made = services.ask(
        "POST", url, body={"label": "Mine", "scoreMaximum": 3}, media=v.MEDIA_LINE_ITEM
    )

    assert made.status_code == 201
    assert [each["label"] for each in services.ask("GET", url).get_json()] == ["Mine"]
    foreign = admin.lms.line_item_url(client, admin.lms.columns("edu-210")[0])
    assert services.ask("GET", foreign).status_code == 404


def test_the_configuration_says_what_the_specification_asks(at):
    admin = at(Character.GENERIC)
    asked = admin.begin()

    found = admin.http.get("/.well-known/openid-configuration").get_json()

    assert asked["openid_configuration"] == f"{admin.lms.issuer}/.well-known/openid-configuration"
    assert found["issuer"] == admin.lms.issuer
    assert found["registration_endpoint"] == f"{admin.lms.issuer}/lti/registrations"
    assert set(v.ALL_SCOPES) <= set(found["scopes_supported"])
    assert found[v.PLATFORM_CONFIGURATION]["product_family_code"] == "reciprocal-demo"
    assert found["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]


def test_moodles_configuration_has_the_members_of_a_live_one(at):
    found = at(Character.MOODLE).http.get("/.well-known/openid-configuration").get_json()

    assert set(found) == {
        "issuer",
        "token_endpoint",
        "token_endpoint_auth_methods_supported",
        "token_endpoint_auth_signing_alg_values_supported",
        "jwks_uri",
        "authorization_endpoint",
        "registration_endpoint",
        "scopes_supported",
        "response_types_supported",
        "subject_types_supported",
        "id_token_signing_alg_values_supported",
        "claims_supported",
        v.PLATFORM_CONFIGURATION,
    }
    assert found[v.PLATFORM_CONFIGURATION]["messages_supported"] == [
        {"type": "LtiResourceLinkRequest"},
        {"type": "LtiDeepLinkingRequest", "placements": ["ContentArea"]},
    ]


def test_generic_answers_201_with_an_address_to_change_it_at(at):
    admin = at(Character.GENERIC)
    token = admin.begin()["registration_token"]
    unknown = "https://example.org/scope/unknown"
    body = registration(admin.tool, v.SCOPE_SCORE, unknown)

    answer = admin.post(token, body)

    made = answer.get_json()
    assert answer.status_code == 201
    assert made["scope"] == v.SCOPE_SCORE
    own = {"Authorization": f"Bearer {made['registration_access_token']}"}
    path = made["registration_client_uri"].removeprefix(admin.lms.issuer)
    assert admin.http.get(path, headers=own).get_json()["client_name"] == "A registered tool"
    changed = admin.http.put(path, json={**body, "client_name": "Renamed"}, headers=own)
    assert changed.get_json()["client_name"] == "Renamed"
    assert admin.lms.client(made["client_id"]).name == "Renamed"
    first = {"Authorization": f"Bearer {token}"}
    assert admin.http.get(path, headers=first).status_code == 404
    assert admin.http.get(path + "x", headers=own).status_code == 404


def test_moodle_answers_200_with_what_it_understood(at):
    admin = at(Character.MOODLE)
    token = admin.begin()["registration_token"]
    body = registration(
        admin.tool,
        v.SCOPE_SCORE,
        client_name="Recip<b>rocal</b>",
        about={"claims": ["iss", "sub", "name"], "custom_parameters": {"a": "b=c"}},
    )

    answer = admin.post(token, body)

    made = answer.get_json()
    assert answer.status_code == 200
    assert made["client_name"] == "Reciprocal"
    assert len(made["client_id"]) == 15
    tool = made[v.TOOL_CONFIGURATION]
    assert tool["deployment_id"] == "101"
    assert tool["custom_parameters"] == {"a": "b"}
    assert tool["messages"] == [
        {
            "type": "LtiDeepLinkingRequest",
            "target_link_uri": admin.tool.addresses.deep_link_url,
        }
    ]
    assert made["scope"].split() == [v.SCOPE_SCORE, v.SCOPE_RESULT_READ, v.SCOPE_LINE_ITEM_READ]
    client = admin.lms.client(made["client_id"])
    assert client.custom == {"a": "b=c"}
    assert (client.shares_names, client.gives_email) == (True, False)


def test_a_registration_may_name_several_redirect_addresses(at):
    admin = at(Character.GENERIC)
    client_id = admin.register()["client_id"]
    visitor = admin.visitor.become("instructor-1")
    initiation = visitor.initiate(navigation_of(admin.lms, client_id))

    answer = visitor.authenticate(initiation, redirect_uri=f"{admin.tool.url}/launch/second")

    assert f'action="{admin.tool.url}/launch/second"' in answer.text


@pytest.mark.parametrize("level", ["public", "name_only", "email_only", "anonymous"])
def test_canvas_privacy_levels_decide_what_is_told(at, level):
    admin = at(Character.CANVAS)

    client = admin.lms.client(admin.register(about={f"{CANVAS}privacy_level": level})["client_id"])

    assert client.shares_names is (level in {"public", "name_only"})
    assert client.gives_email is (level in {"public", "email_only"})
