"""/lti/canvas.json against the keys that Canvas documents for a developer key."""

import json

import pytest

from lti_tool.lti.custom import ASKED_OF_CANVAS
from lti_tool.lti.registering.offer import SCOPES

BASE = "http://localhost:8000"
TOP = {
    "title", "description", "oidc_initiation_url", "target_link_uri", "scopes", "public_jwk_url",
    "public_jwk", "custom_fields", "extensions", "oidc_initiation_urls",
}  # fmt: skip
EXTENSION = {"domain", "tool_id", "platform", "privacy_level", "settings"}
SETTINGS = {"text", "icon_url", "selection_width", "selection_height", "placements"}
PLACEMENT = {
    "placement", "message_type", "target_link_uri", "text", "enabled", "icon_url", "custom_fields",
    "selection_width", "selection_height", "default", "visibility", "required_permissions",
    "windowTarget", "labels",
}  # fmt: skip
DEEP_LINKING = {"link_selection", "assignment_selection", "module_index_menu_modal"}


@pytest.fixture
def found(app):
    answer = app.test_client().get("/lti/canvas.json")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    return json.loads(answer.data)


def test_it_may_be_kept_for_an_hour(app):
    answer = app.test_client().get("/lti/canvas.json")

    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in answer.headers


def test_it_holds_documented_keys_and_no_others(found):
    assert found.keys() <= TOP
    (extension,) = found["extensions"]
    assert extension.keys() == EXTENSION
    assert extension["settings"].keys() <= SETTINGS
    assert all(each.keys() <= PLACEMENT for each in extension["settings"]["placements"])


def test_every_address_is_ours(found):
    assert found["oidc_initiation_url"] == f"{BASE}/lti/login"
    assert found["target_link_uri"] == f"{BASE}/lti/launch"
    assert found["public_jwk_url"] == f"{BASE}/lti/jwks"
    assert found["extensions"][0]["domain"] == "localhost:8000"
    for each in found["extensions"][0]["settings"]["placements"]:
        assert each["target_link_uri"] == f"{BASE}/lti/launch"


def test_it_asks_for_the_same_as_dynamic_registration(found):
    assert found["scopes"] == list(SCOPES)
    assert len(set(found["scopes"])) == 6
    assert all(scope.startswith("https://purl.imsglobal.org/") for scope in found["scopes"])
    assert found["custom_fields"] == ASKED_OF_CANVAS
    assert "$Context.id.history" in found["custom_fields"].values()


def test_it_stands_where_content_is_chosen_and_in_the_courses_menu(found):
    extension = found["extensions"][0]
    assert extension["platform"] == "canvas.instructure.com"
    assert extension["privacy_level"] == "name_only"
    kinds = {each["placement"]: each for each in extension["settings"]["placements"]}
    assert kinds.keys() == {*DEEP_LINKING, "course_navigation"}
    assert all(kinds[name]["message_type"] == "LtiDeepLinkingRequest" for name in DEEP_LINKING)
    menu = kinds["course_navigation"]
    assert menu["message_type"] == "LtiResourceLinkRequest"
    assert (menu["default"], menu["visibility"]) == ("disabled", "members")
