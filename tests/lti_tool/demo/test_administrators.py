import pytest

from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Character, lms_of
from tests.lti_tool.demo.registrant import Registrant
from tests.lti_tool.demo.tool import Visitor, squeezed

COURSE = "/courses/edu-210"


@pytest.fixture
def at(make_lms, tool):
    def at(character=Character.GENERIC):
        app = make_lms(character=character)
        return Visitor(app, lms_of(app), tool).become("administrator-1")

    return at


def navigation(visitor):
    return f"{COURSE}/activities/{visitor.lms.navigation('edu-210').id}/launch"


def test_the_administrator_is_among_those_one_can_be(at):
    page = squeezed(at().http.get("/"))

    assert 'value="administrator-1" selected>Alex Moreno · administrator' in page
    assert 'href="/tools/"' in page


def test_an_administrator_looks_into_every_course_without_being_in_it(at):
    visitor = at()

    assert "Working with Families" in visitor.http.get("/").text
    for path in ("", "/people", "/grades", "/content"):
        assert visitor.http.get(COURSE + path).status_code == 200
    assert visitor.lms.members("edu-210")[0].person.id == "instructor-1"
    assert "Alex Moreno" not in visitor.http.get(f"{COURSE}/people").text.split("<tbody>")[1]


@pytest.mark.parametrize(
    ("character", "teaches"),
    [(Character.GENERIC, False), (Character.CANVAS, False), (Character.MOODLE, True)],
)
def test_an_administrators_roles_are_the_platforms(at, character, teaches):
    visitor = at(character)

    roles = visitor.launch(navigation(visitor))[v.ROLES]

    assert v.SYSTEM_ADMINISTRATOR in roles
    assert v.INSTITUTION_ADMINISTRATOR in roles
    assert (v.INSTRUCTOR in roles) is teaches


def test_canvas_administrators_act_as_others_and_the_launch_says_so(at, tool):
    visitor = at(Character.CANVAS)
    custom = {"impersonator": "$Canvas.masqueradingUser.userId"}
    link = visitor.lms.add_activity("edu-210", "Task", tool.url, custom=custom)
    path = f"{COURSE}/activities/{link.id}/launch"
    assert "Act as Zoë Okafor" in visitor.http.get(f"{COURSE}/people").text

    answer = visitor.http.post("/act-as", data={"person": "candidate-1"})
    page = visitor.http.get(COURSE).text
    claims = visitor.launch(path)

    assert answer.status_code == 303
    assert "Alex Moreno acts as Zoë Okafor" in page
    assert "/tools/" not in page
    assert claims["sub"] == "candidate-1"
    assert claims[v.ROLES] == [v.LEARNER]
    assert claims[v.CUSTOM] == {"impersonator": "administrator-1"}
    visitor.become("administrator-1")
    assert "acts as" not in visitor.http.get(COURSE).text
    own = visitor.become("candidate-1").launch(path)
    assert own[v.CUSTOM] == custom


def test_nobody_else_acts_as_others(at):
    visitor = at(Character.CANVAS)
    zoe = {"person": "candidate-1"}

    assert visitor.http.post("/act-as", data={"person": "nobody"}).status_code == 400
    foreign = {"Origin": "https://x.example"}
    assert visitor.http.post("/act-as", data=zoe, headers=foreign).status_code == 403
    assert visitor.become("instructor-1").http.post("/act-as", data=zoe).status_code == 403
    assert "Act as" not in visitor.http.get(f"{COURSE}/people").text


@pytest.mark.parametrize("character", [Character.GENERIC, Character.MOODLE])
def test_only_canvas_lets_administrators_act_as_others(at, character):
    visitor = at(character)

    assert "Act as" not in visitor.http.get(f"{COURSE}/people").text
    assert visitor.http.post("/act-as", data={"person": "candidate-1"}).status_code == 400


def test_the_data_privacy_page_is_opened_from_outside_of_every_course(at, tool):
    visitor = at()
    path = "/tools/demo-client/privacy"
    page = visitor.http.get(path)
    assert f'src="{path}/launch"' in page.text
    assert f'href="{path}"' in visitor.http.get("/tools/").text

    claims = visitor.launch(f"{path}/launch")

    assert claims[v.MESSAGE_TYPE] == "LtiDataPrivacyLaunchRequest"
    assert claims["sub"] == "administrator-1"
    assert v.INSTITUTION_ADMINISTRATOR in claims[v.ROLES]
    assert claims[v.TARGET_LINK_URI] == tool.addresses.home_url
    assert claims[v.DEPLOYMENT_ID] == "demo-deployment"
    absent = {v.CONTEXT, v.RESOURCE_LINK, v.AGS_ENDPOINT, v.NRPS_SERVICE, v.CUSTOM}
    assert not absent & claims.keys()


def test_a_registered_tool_says_where_its_data_privacy_page_is(at, tool):
    visitor = at()
    privacy = {"type": "LtiDataPrivacyLaunchRequest", "target_link_uri": f"{tool.url}/privacy"}
    registrant = Registrant(visitor, tool)
    with_page = registrant.register(about={"messages": [privacy]})["client_id"]
    without = registrant.begin(**{"as": "new"})["registration_token"]

    claims = visitor.launch(f"/tools/{with_page}/privacy/launch")

    assert claims[v.TARGET_LINK_URI] == f"{tool.url}/privacy"
    assert without
    assert f"/tools/{with_page}/privacy" in visitor.http.get("/tools/").text


def test_the_data_privacy_page_is_for_administrators_where_the_platform_has_it(at):
    visitor = at()
    path = "/tools/demo-client/privacy"

    assert visitor.http.get("/tools/unknown/privacy").status_code == 404
    for end in ("", "/launch"):
        assert visitor.become("instructor-1").http.get(path + end).status_code == 403
    moodle = at(Character.MOODLE)
    assert moodle.http.get(path).status_code == 404
    assert path + '"' not in moodle.http.get("/tools/").text.replace('action="' + path, "")


@pytest.mark.parametrize(
    ("character", "listens"),
    [(Character.GENERIC, True), (Character.CANVAS, True), (Character.MOODLE, False)],
)
def test_the_page_round_a_tool_listens_to_it_unless_it_is_moodles(at, character, listens):
    visitor = at(character).become("instructor-1")

    for path in (f"{COURSE}/tool", f"{COURSE}/content"):
        assert ("frame.js" in visitor.http.get(path).text) is listens
