import pytest

from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Character
from lti_tool.demo.courses import add_activity, tools_in
from tests.lti_tool.demo.registrant import navigation_of, registration
from tests.lti_tool.demo.tool import Services


def test_canvas_waits_for_the_administrator_before_it_changes_anything(at):
    admin = at(Character.CANVAS)
    scopes = [*v.ALL_SCOPES, v.SCOPE_REGISTRATION]
    made = admin.register(scope=" ".join(scopes))
    client_id = made["client_id"]
    admin.http.post(f"/tools/{client_id}/state", data={"state": "active"})
    services = Services(admin.app, admin.lms, admin.tool, client_id)
    path = made["registration_client_uri"]
    body = registration(admin.tool, *scopes, client_name="Renamed")

    refused = services.ask("PUT", path, body=body, media="application/json")
    asked = services.ask("PUT", path, v.SCOPE_REGISTRATION, body=body, media="application/json")

    assert refused.status_code == 403
    assert asked.status_code == 200
    assert admin.lms.client(client_id).name == "A registered tool"
    assert "asks to change its registration" in admin.http.get("/tools/").text
    admin.http.post(f"/tools/{client_id}/proposal", data={"agree": ""})
    assert admin.lms.client(client_id).name == "Renamed"
    assert "asks to change" not in admin.http.get("/tools/").text


def test_moodle_asks_whether_a_tool_at_the_same_host_is_the_same(at):
    admin = at(Character.MOODLE)
    made = admin.register()
    choice = admin.paste()
    assert choice.status_code == 200
    assert "Update A registered tool" in choice.text

    update = {"as": made["client_id"]}
    token = admin.begin(**update)["registration_token"]
    headers = {"Authorization": f"Bearer {token}"}
    before = admin.http.get("/lti/registrations", headers=headers).get_json()
    renamed = registration(admin.tool, client_name="Renamed")
    answers = [admin.post(token, renamed) for _ in range(2)]

    assert before["client_name"] == "A registered tool"
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].get_json()["client_id"] == made["client_id"]
    assert admin.lms.client(made["client_id"]).name == "Renamed"
    new = admin.begin(**{"as": "new"})["registration_token"]
    assert admin.post(new, renamed).get_json()["client_id"] != made["client_id"]
    fresh = {"Authorization": f"Bearer {new}"}
    assert admin.http.get("/lti/registrations", headers=fresh).status_code == 404


@pytest.mark.parametrize("character", [Character.GENERIC, Character.CANVAS])
def test_the_link_in_the_menu_is_what_the_tool_registered_for(at, character):
    admin = at(character)
    menu = {
        "type": "LtiResourceLinkRequest",
        "placements": ["course_navigation"],
        "label": "Families",
        "target_link_uri": f"{admin.tool.url}/menu",
        "custom_parameters": {"from": "menu"},
    }
    body = registration(admin.tool, about={"messages": [menu], "custom_parameters": {"all": "1"}})
    made = admin.post(admin.begin()["registration_token"], body).get_json()
    client_id = made["client_id"]
    admin.http.post(f"/tools/{client_id}/state", data={"state": "active"})
    with admin.lms.store.writing() as db:
        other = add_activity(db, "edu-210", "Unit", admin.tool.url, client_id=client_id)
    visitor = admin.visitor.become("instructor-1")

    from_menu = visitor.launch(navigation_of(admin.lms, client_id))
    from_course = visitor.launch(f"/courses/edu-210/activities/{other.id}/launch")

    assert ">Families</a>" in visitor.http.get("/courses/edu-210").text
    assert from_menu[v.TARGET_LINK_URI] == f"{admin.tool.url}/menu"
    assert from_menu[v.CUSTOM] == {"all": "1", "from": "menu"}
    assert from_course[v.CUSTOM] == {"all": "1"}


def test_an_update_changes_the_links_in_the_menus(at):
    admin = at(Character.MOODLE)
    client_id = admin.register()["client_id"]
    admin.http.post(f"/tools/{client_id}/state", data={"state": "active"})
    token = admin.begin(**{"as": client_id})["registration_token"]

    admin.post(token, registration(admin.tool, client_name="Renamed"))

    page = admin.visitor.become("instructor-1").http.get("/courses/edu-210").text
    assert ">Renamed</a>" in page
    assert ">A registered tool</a>" not in page


def test_a_tool_may_register_no_picker(at):
    admin = at(Character.GENERIC)
    client_id = admin.register(about={"messages": []})["client_id"]

    page = admin.visitor.become("instructor-1").http.get("/courses/edu-210").text

    assert f"tool={client_id}" not in page


def test_a_registered_tool_is_picked_from_as_well(at):
    admin = at(Character.GENERIC)
    client_id = admin.register()["client_id"]
    visitor = admin.visitor.become("instructor-1")

    page = visitor.http.get("/courses/edu-210").text
    claims = visitor.launch(f"/courses/edu-210/content/launch?tool={client_id}")

    assert f"/courses/edu-210/content?tool={client_id}" in page
    assert (claims["aud"], claims[v.MESSAGE_TYPE]) == (client_id, "LtiDeepLinkingRequest")
    assert visitor.http.get("/courses/edu-210/content?tool=nobody").status_code == 404


def test_names_are_kept_back_when_the_administrator_says_so(at):
    admin = at(Character.GENERIC)
    visitor = admin.visitor.become("administrator-1")
    path = f"/courses/edu-210/activities/{admin.lms.navigation('edu-210').id}/launch"

    visitor.http.post("/tools/demo-client/privacy", data={})
    hidden = visitor.become("candidate-1").launch(path)
    visitor.become("administrator-1").http.post("/tools/demo-client/privacy", data={"shares": ""})
    shown = visitor.become("candidate-1").launch(path)

    assert not {"name", "email"} & hidden.keys()
    assert {"name", "email"} <= shown.keys()


@pytest.mark.parametrize("url", ["", "nonsense", "javascript:alert(1)", "/register"])
def test_what_is_no_address_is_shown_again(at, url):
    admin = at(Character.GENERIC)

    page = admin.paste(url=url)

    assert page.status_code == 422
    assert "This is no web address" in page.text


def test_the_tools_are_for_administrators_and_their_own_pages(at):
    admin = at(Character.GENERIC)
    ticket = admin.paste().location
    foreign = {"Origin": "https://x.example"}
    assert admin.http.get("/tools/").status_code == 200
    answer = admin.http.post("/tools/", data={"url": "https://x.example"}, headers=foreign)
    assert answer.status_code == 403
    assert admin.http.get("/tools/adding/unknown").status_code == 404
    assert admin.http.post("/tools/unknown/state", data={"state": "off"}).status_code == 404
    assert admin.http.post("/tools/unknown/state", data={"state": "on"}).status_code == 400
    assert admin.http.post("/tools/unknown/privacy").status_code == 404

    admin.visitor.become("instructor-1")

    assert admin.http.get("/tools/").status_code == 403
    assert admin.http.get(f"{ticket}/begin").status_code == 403
    assert "/tools/" not in admin.http.get("/").text


def test_the_tools_page_may_frame_a_tool_that_is_not_known_yet(at):
    admin = at(Character.GENERIC)

    page = admin.http.get(admin.paste(url="https://new.example/register").location)

    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "https://new.example;" in page.headers["Content-Security-Policy"]
    assert 'data-origin="https://new.example"' in page.text
    assert "https://new.example" not in admin.http.get("/").headers["Content-Security-Policy"]


def test_a_new_course_has_the_tools_of_none_but_its_own(at):
    admin = at(Character.GENERIC)
    admin.register()
    course = admin.lms.add_course(
        "c-9", "Ninth", client_id="demo-client", deployment_id="demo-deployment"
    )

    with admin.lms.store.reading() as db:
        assert len(tools_in(db, course)) == 1
