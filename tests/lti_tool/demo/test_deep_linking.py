import pytest

from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Character, Client, lms_of
from tests.lti_tool.demo.tool import Visitor


@pytest.fixture
def request_claims(visitor):
    return visitor.launch("/courses/edu-210/content/launch")


def item(tool, **changes):
    fields = {
        "type": "ltiResourceLink",
        "title": "Unit 1",
        "text": "Climate",
        "url": f"{tool.url}/units/1",
        "custom": {"unit": "1"},
    }
    return {name: x for name, x in {**fields, **changes}.items() if x is not None}


def answer(app, tool, request, items, *, token=None, **changes):
    """Post a deep linking response as a browser would from the tool's site, with no cookie."""
    lms = lms_of(app)
    token = token or tool.sign(tool.deep_link_claims(lms, request, items, **changes))
    path = request[v.DEEP_LINKING_SETTINGS]["deep_link_return_url"].removeprefix(lms.issuer)
    return app.test_client().post(path, data={"JWT": token}, follow_redirects=True)


def test_the_request_says_what_is_accepted_and_where_to_answer(request_claims, lms, tool):
    settings = request_claims[v.DEEP_LINKING_SETTINGS]

    assert request_claims[v.MESSAGE_TYPE] == "LtiDeepLinkingRequest"
    assert v.RESOURCE_LINK not in request_claims
    assert request_claims[v.TARGET_LINK_URI] == tool.addresses.deep_link_url
    assert settings["accept_types"] == ["ltiResourceLink"]
    assert settings["accept_multiple"] is True
    assert settings["accept_lineitem"] is True
    assert settings["data"]
    assert settings["deep_link_return_url"].startswith(f"{lms.issuer}/deep-links/")
    assert "lineitem" not in request_claims[v.AGS_ENDPOINT]


def test_what_was_picked_becomes_activities_and_columns(app, lms, tool, request_claims, visitor):
    column = {"label": "Task 1A", "scoreMaximum": 10, "resourceId": "1a", "tag": "task"}
    items = [item(tool), item(tool, title="Task 1A, “listen”", lineItem=column)]

    page = answer(app, tool, request_claims, items, **{v.MSG: "All set."})

    assert "2 activities added" in page.text
    assert "All set." in page.text
    assert "1 gradebook column added." in page.text
    unit, task = lms.activities("edu-210")
    assert (unit.title, unit.text, unit.custom) == ("Unit 1", "Climate", {"unit": "1"})
    made = lms.columns("edu-210")
    assert len(made) == 1
    assert made[0].activity_id == task.id
    assert (made[0].label, made[0].score_maximum) == ("Task 1A", 10)
    assert (made[0].resource_id, made[0].tag) == ("1a", "task")
    claims = visitor.become("candidate-1").launch(f"/courses/edu-210/activities/{task.id}/launch")
    assert claims[v.CUSTOM] == {"unit": "1"}
    assert claims[v.TARGET_LINK_URI] == f"{tool.url}/units/1"
    course = visitor.http.get("/courses/edu-210").text
    assert "10 points" in course


def test_a_bare_item_opens_the_tools_home(app, lms, tool, request_claims):
    bare = item(tool, title=None, text=None, url=None, custom=None, lineItem={"scoreMaximum": 5})

    answer(app, tool, request_claims, [bare])

    activity = lms.activities("edu-210")[0]
    assert (activity.title, activity.url) == ("Reciprocal", tool.addresses.home_url)
    assert lms.columns("edu-210")[0].label == "Reciprocal"


def test_nothing_picked_is_a_good_answer(app, lms, tool, request_claims):
    page = answer(app, tool, request_claims, [], **{v.ERRORMSG: "You chose nothing <b>."})

    assert page.status_code == 200
    assert "Nothing was added" in page.text
    assert "You chose nothing &lt;b&gt;." in page.text
    assert lms.activities("edu-210") == []


@pytest.mark.parametrize(
    "changes",
    [
        {v.MESSAGE_TYPE: "LtiDeepLinkingRequest"},
        {v.VERSION: "1.2"},
        {v.DEPLOYMENT_ID: "other"},
        {v.DATA: "other"},
        {v.DATA: None},
        {"iss": "other"},
        {"aud": "https://elsewhere.example"},
        {"nonce": None},
        {"exp": 1000},
        {"iat": None},
    ],
)
def test_a_response_with_a_wrong_claim_is_refused(app, lms, tool, request_claims, changes):
    page = answer(app, tool, request_claims, [item(tool)], **changes)

    assert page.status_code == 400
    assert "Nothing was added" in page.text
    assert lms.activities("edu-210") == []


@pytest.mark.parametrize("token", ["nonsense", "a.b.c"])
def test_what_is_no_token_is_refused(app, tool, request_claims, token):
    assert answer(app, tool, request_claims, [], token=token).status_code == 400


def test_a_response_signed_by_another_is_refused(app, lms, tool, request_claims):
    claims = tool.deep_link_claims(lms, request_claims, [item(tool)])
    stranger = tool.sign(claims, headers={"kid": "stranger"})

    assert answer(app, tool, request_claims, [], token=stranger).status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "link"},
        {"type": None},
        {"title": 5},
        {"url": "https://elsewhere.example/x"},
        {"url": "javascript:alert(1)"},
        {"url": 7},
        {"custom": {"unit": 1}},
        {"custom": "unit=1"},
        {"lineItem": {}},
        {"lineItem": "ten"},
        {"lineItem": {"scoreMaximum": 0}},
        {"lineItem": {"scoreMaximum": True}},
        {"lineItem": {"scoreMaximum": 5, "tag": 5}},
    ],
)
def test_one_wrong_item_spoils_the_whole_answer(app, lms, tool, request_claims, wrong):
    page = answer(app, tool, request_claims, [item(tool), item(tool, **wrong)])

    assert page.status_code == 400
    assert lms.activities("edu-210") == []


@pytest.mark.parametrize("items", ["x", ["x"], {"0": {}}])
def test_items_have_to_be_a_list_of_objects(app, tool, request_claims, items):
    assert answer(app, tool, request_claims, items).status_code == 400


def test_a_request_is_answered_once(app, lms, tool, request_claims):
    assert answer(app, tool, request_claims, [item(tool)]).status_code == 200

    again = answer(app, tool, request_claims, [item(tool)])

    assert again.status_code == 400
    assert "answered before" in again.text
    assert len(lms.activities("edu-210")) == 1


def test_a_nonce_is_used_once(app, lms, tool, visitor, request_claims):
    other = visitor.launch("/courses/edu-210/content/launch")
    answer(app, tool, request_claims, [item(tool)], nonce="same")

    page = answer(app, tool, other, [item(tool)], nonce="same")

    assert page.status_code == 400
    assert len(lms.activities("edu-210")) == 1


def test_the_terms_can_be_narrower(app, lms, tool, visitor):
    lms.deep_linking.accept_multiple = False
    lms.deep_linking.accept_lineitem = False
    claims = visitor.launch("/courses/edu-210/content/launch")
    lms.deep_linking.accept_multiple = True

    assert claims[v.DEEP_LINKING_SETTINGS]["accept_multiple"] is False
    assert answer(app, tool, claims, [item(tool)] * 2).status_code == 400
    graded = item(tool, lineItem={"scoreMaximum": 5})
    assert answer(app, tool, claims, [graded]).status_code == 400
    assert answer(app, tool, claims, [item(tool)]).status_code == 200


def test_moodle_sends_no_data_and_labels_columns_by_the_activity(make_lms, tool):
    app = make_lms(character=Character.MOODLE)
    lms = lms_of(app)
    claims = (
        Visitor(app, lms, tool).become("instructor-1").launch("/courses/edu-210/content/launch")
    )
    assert not {"data", "accept_lineitem"} & claims[v.DEEP_LINKING_SETTINGS].keys()

    answer(app, tool, claims, [item(tool, lineItem={"scoreMaximum": 5, "label": "Other"})])

    assert lms.columns("edu-210")[0].label == "Unit 1"


def test_unknown_tickets_lead_nowhere(app, visitor, tool, request_claims):
    ticket = request_claims[v.DEEP_LINKING_SETTINGS]["deep_link_return_url"].rpartition("/")[2]

    assert visitor.http.get(f"/deep-links/{ticket}").status_code == 404
    assert visitor.http.get("/deep-links/unknown").status_code == 404
    assert visitor.http.post("/deep-links/unknown", data={"JWT": "x"}).status_code == 404


def test_a_response_for_a_client_that_was_removed_leads_nowhere(make_lms, tool, request_claims):
    app = make_lms(clients=(Client("other"),))

    assert answer(app, tool, request_claims, [item(tool)]).status_code == 404


@pytest.mark.parametrize("person_id", ["candidate-1", "coordinator-1"])
def test_only_instructors_add_content(visitor, person_id):
    visitor.become(person_id)

    assert visitor.http.get("/courses/edu-210/content").status_code == 403
    assert visitor.http.get("/courses/edu-210/content/launch").status_code == 403
    assert "Add content" not in visitor.http.get("/courses/edu-210").text
