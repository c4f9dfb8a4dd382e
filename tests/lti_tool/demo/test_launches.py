import pytest

from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Character, Client, lms_of
from tests.lti_tool.demo.tool import Services, Visitor, form_in


@pytest.fixture
def activity(lms, tool):
    return lms.add_activity(
        "edu-210",
        "Meeting families",
        f"{tool.url}/units/1",
        custom={"unit": "1", "who": "$User.id", "odd": "$Unknown.variable"},
        score_maximum=10,
    )


@pytest.fixture
def path(activity):
    return f"/courses/edu-210/activities/{activity.id}/launch"


def test_login_initiation_says_who_where_and_which_deployment(visitor, lms, path, tool):
    fields = visitor.become("candidate-1").initiate(path)

    assert fields.pop("lti_message_hint")
    assert fields == {
        "iss": lms.issuer,
        "login_hint": "candidate-1",
        "target_link_uri": f"{tool.url}/units/1",
        "client_id": "demo-client",
        "lti_deployment_id": "demo-deployment",
    }


def test_a_candidate_launches_an_activity(visitor, lms, path, activity, tool):
    claims = visitor.become("candidate-3").launch(path, nonce="n-1")

    column = lms.columns("edu-210")[0]
    assert claims["exp"] - claims["iat"] == 60
    assert (claims["sub"], claims["name"], claims["nonce"]) == ("candidate-3", "李小龍", "n-1")
    assert claims["aud"] == "demo-client"
    assert "azp" not in claims
    assert claims[v.MESSAGE_TYPE] == "LtiResourceLinkRequest"
    assert claims[v.ROLES] == [v.LEARNER]
    assert claims[v.TARGET_LINK_URI] == f"{tool.url}/units/1"
    assert claims[v.RESOURCE_LINK]["id"] == activity.id
    assert claims[v.CONTEXT]["title"] == "Working with Families"
    assert claims[v.CUSTOM] == {"unit": "1", "who": "candidate-3", "odd": "$Unknown.variable"}
    assert claims[v.AGS_ENDPOINT]["lineitem"] == (
        f"{lms.issuer}/services/edu-210/lineitems/{column.id}/lineitem?type_id=1"
    )
    assert claims[v.NRPS_SERVICE]["context_memberships_url"] == (
        f"{lms.issuer}/services/edu-210/memberships?type_id=1"
    )
    assert claims[v.LAUNCH_PRESENTATION]["document_target"] == "iframe"
    assert claims[v.TOOL_PLATFORM]["product_family_code"] == "reciprocal-demo"


def test_a_new_window_is_named_in_the_launch(visitor, path):
    assert visitor.launch(path + "?window")[v.LAUNCH_PRESENTATION]["document_target"] == "window"


def test_course_navigation_names_nothing_of_the_tools(visitor, lms, tool):
    link = lms.navigation("edu-210")

    claims = visitor.launch(f"/courses/edu-210/activities/{link.id}/launch")

    assert v.CUSTOM not in claims
    assert claims[v.TARGET_LINK_URI] == tool.addresses.home_url
    assert "lineitem" not in claims[v.AGS_ENDPOINT]


def test_with_two_columns_none_is_the_links_own(visitor, lms, activity, path, services):
    url = lms.service_url(lms.clients[0], "edu-210/lineitems")
    body = {"label": "Extra", "scoreMaximum": 5, "resourceLinkId": activity.id}
    services.ask("POST", url, body=body, media=v.MEDIA_LINE_ITEM)

    assert "lineitem" not in visitor.launch(path)[v.AGS_ENDPOINT]


def test_the_coordinator_is_a_member_without_a_teaching_role(visitor, path):
    assert visitor.become("coordinator-1").launch(path)[v.ROLES] == [v.OFFICER]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "code"}, "unsupported_response_type"),
        ({"scope": "openid profile"}, "invalid_scope"),
        ({"response_mode": "query"}, "invalid_request"),
        ({"prompt": None}, "invalid_request"),
        ({"state": None}, "invalid_request"),
        ({"login_hint": None}, "invalid_request"),
        ({"lti_message_hint": None}, "invalid_request"),
        ({"login_hint": "candidate-2"}, "invalid_request"),
    ],
)
def test_a_wrong_authentication_request_gets_an_error_and_no_token(
    visitor, path, changes, error, tool
):
    answer = visitor.authenticate(visitor.initiate(path), **{"state": "s-1", **changes})

    action, fields = form_in(answer)
    assert action == tool.addresses.launch_url
    assert fields["error"] == error
    assert "id_token" not in fields
    assert fields.get("state") == (None if "state" in changes else "s-1")


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://elsewhere.example/launch"},
        {"redirect_uri": None},
        {"nonce": None},
        {"client_id": "someone"},
        {"lti_message_hint": "made-up"},
    ],
)
def test_nothing_is_sent_to_an_address_that_is_not_known_good(visitor, path, changes):
    answer = visitor.authenticate(visitor.initiate(path), **changes)

    assert answer.status_code == 400
    assert "onward" not in answer.text


def test_a_launch_is_used_once(visitor, path):
    initiation = visitor.initiate(path)
    assert "id_token" in form_in(visitor.authenticate(initiation))[1]

    again = visitor.authenticate(initiation)

    assert again.status_code == 400
    assert "used before" in again.text


def test_a_nonce_is_used_once(visitor, path):
    visitor.launch(path, nonce="same")

    _, fields = form_in(visitor.authenticate(visitor.initiate(path), nonce="same"))

    assert fields["error"] == "invalid_request"


def test_someone_else_cannot_finish_a_launch(visitor, path):
    initiation = visitor.become("candidate-1").initiate(path)

    _, fields = form_in(visitor.become("candidate-2").authenticate(initiation))

    assert fields["error"] == "login_required"


def test_a_lost_cookie_is_found_again_through_a_page_of_the_lms(visitor, app, path, lms, tool):
    initiation = visitor.initiate(path)
    stranger = Visitor(app, lms, tool)

    action, fields = form_in(stranger.authenticate(initiation, state="s-2"))
    assert action == lms.auth_url

    _, refused = form_in(stranger.http.post("/lti/auth", data=fields))
    assert (refused["error"], refused["state"]) == ("login_required", "s-2")
    _, healed = form_in(visitor.http.post("/lti/auth", data=fields))
    assert visitor.read(healed["id_token"])["sub"] == "instructor-1"


def test_who_has_left_the_course_gets_no_token(visitor, path, lms):
    initiation = visitor.become("candidate-1").initiate(path)
    lms.enrol("edu-210", "candidate-1", v.LEARNER, status="Inactive")

    _, fields = form_in(visitor.authenticate(initiation))

    assert fields["error"] == "access_denied"


def test_another_client_cannot_finish_a_launch(make_lms, tool):
    app = make_lms(clients=(Client("first"), Client("second")))
    visitor = Visitor(app, lms_of(app), tool).become("instructor-1")
    link = lms_of(app).navigation("edu-210")
    initiation = visitor.initiate(f"/courses/edu-210/activities/{link.id}/launch")

    assert visitor.authenticate(initiation, client_id="second").status_code == 400


def test_courses_are_dealt_out_among_clients_and_deployments(make_lms, tool):
    app = make_lms(clients=(Client("one", ("a", "b")),))
    lms = lms_of(app)
    visitor = Visitor(app, lms, tool).become("instructor-1")

    seen = {
        visitor.launch(f"/courses/{each}/activities/{lms.navigation(each).id}/launch")[
            v.DEPLOYMENT_ID
        ]
        for each in ("edu-210", "edu-340")
    }

    assert seen == {"a", "b"}


def test_a_client_decides_about_names_audiences_and_scopes(make_lms, tool):
    client = Client(other_audiences=("other",), shares_names=False, scopes=(v.SCOPE_SCORE,))
    app = make_lms(clients=(client,))
    lms = lms_of(app)
    visitor = Visitor(app, lms, tool).become("candidate-1")

    claims = visitor.launch(f"/courses/edu-210/activities/{lms.navigation('edu-210').id}/launch")

    assert claims["aud"] == ["demo-client", "other"]
    assert claims["azp"] == "demo-client"
    assert not {"name", "given_name", "family_name", "email"} & claims.keys()
    assert claims[v.AGS_ENDPOINT]["scope"] == [v.SCOPE_SCORE]


def test_a_test_can_change_the_claims(visitor, lms, path):
    lms.before_signing = lambda claims: {**claims, v.ROLES: []}

    assert visitor.launch(path)[v.ROLES] == []


def test_the_keys_are_not_for_a_program_that_does_not_say_what_it_is(app):
    http = app.test_client()

    assert http.get("/lti/jwks", headers={"User-Agent": ""}).status_code == 403
    keys = http.get("/lti/jwks").get_json()["keys"]
    assert [set(key) for key in keys] == [{"kty", "n", "e", "kid", "alg", "use", "key_ops"}]


def test_a_rotated_key_signs_and_the_old_one_stays_published(visitor, lms, path, make_lms):
    before = lms.keys.kid
    after = lms.keys.rotate()

    visitor.launch(path)

    kids = [key["kid"] for key in lms.keys.published()["keys"]]
    assert kids == [before, after]
    assert lms_of(make_lms()).keys.kid == after


@pytest.mark.parametrize(
    ("character", "code"), [(Character.CANVAS, "canvas"), (Character.MOODLE, "moodle")]
)
def test_the_character_is_named_in_the_launch(make_lms, tool, character, code):
    app = make_lms(character=character)
    lms = lms_of(app)
    visitor = Visitor(app, lms, tool).become("instructor-1")

    claims = visitor.launch(f"/courses/edu-210/activities/{lms.navigation('edu-210').id}/launch")

    assert claims[v.TOOL_PLATFORM]["product_family_code"] == code
    has_query = "?type_id=1" in claims[v.AGS_ENDPOINT]["lineitems"]
    assert has_query is (character is Character.MOODLE)


def test_an_lms_started_again_knows_what_it_knew(make_lms, tool):
    first = make_lms()
    activity = lms_of(first).add_activity("edu-210", "Kept", f"{tool.url}/x", score_maximum=4)
    column = lms_of(first).columns("edu-210")[0]
    lms_of(first).grade_by_hand(column, "candidate-1", 3, "good")
    token = Services(first, lms_of(first), tool).token()
    lms_of(first).close()

    again = make_lms()

    lms = lms_of(again)
    assert lms.activities("edu-210") == [activity]
    assert lms.result(column.id, "candidate-1").score == 3
    assert lms.guid == lms_of(first).guid
    url = lms.service_url(lms.clients[0], "edu-210/memberships")
    assert Services(again, lms, tool).ask("GET", url, token=token).status_code == 200


def test_a_course_can_be_added_at_a_deployment(make_lms, tool):
    app = make_lms(clients=(Client("one"), Client("two", ("d-1", "d-2"))))
    lms = lms_of(app)
    lms.add_course("c-9", "Ninth", client_id="two", deployment_id="d-2")
    lms.enrol("c-9", "instructor-1", v.INSTRUCTOR)
    visitor = Visitor(app, lms, tool).become("instructor-1")

    claims = visitor.launch(f"/courses/c-9/activities/{lms.navigation('c-9').id}/launch")

    assert (claims["aud"], claims[v.DEPLOYMENT_ID]) == ("two", "d-2")
    assert [member.person.id for member in lms.members("c-9")] == ["instructor-1"]


def test_a_course_needs_a_deployment_that_exists(lms):
    with pytest.raises(ValueError, match="no deployment 'x'"):
        lms.add_course("c", "C", client_id="demo-client", deployment_id="x")


def test_a_course_of_a_client_that_was_removed_cannot_be_opened(make_lms, tool):
    make_lms()
    app = make_lms(clients=(Client("other"),))

    answer = Visitor(app, lms_of(app), tool).become("instructor-1").http.get("/courses/edu-210")

    assert answer.status_code == 404
