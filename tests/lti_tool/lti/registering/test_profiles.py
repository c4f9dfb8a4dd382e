from dataclasses import replace

import pytest

from lti_tool.lti.registering.configuration import Configuration, Message
from lti_tool.lti.registering.offer import SCOPES, SERVICES
from lti_tool.lti.registering.profiles.base import Tool
from lti_tool.lti.registering.profiles.chooser import name_of, profile_for
from lti_tool.lti.registrations import tool_addresses
from tests.lti_tool.lti.registering.lms import TOOL

HOME = "https://reciprocal.school.edu"
TARGET = f"{HOME}/lti/launch"
CANVAS = "https://canvas.instructure.com/lti/"
LINK, CHOOSE = "LtiResourceLinkRequest", "LtiDeepLinkingRequest"
REVIEW, PRIVACY = "LtiSubmissionReviewRequest", "LtiDataPrivacyLaunchRequest"


def found(product="", **changes):
    lms = "https://lms.example.edu"
    values = {
        "address": f"{lms}/openid",
        "issuer": lms,
        "authorization_endpoint": f"{lms}/auth",
        "token_endpoint": f"{lms}/token",
        "jwks_uri": f"{lms}/jwks",
        "registration_endpoint": f"{lms}/register",
        "authorization_server": "",
        "product": product,
        "account": "",
        "scopes": frozenset(SCOPES),
        "claims": frozenset(),
        "variables": frozenset(),
        "messages": (Message(LINK), Message(CHOOSE, ["ContentArea"])),
    }
    return Configuration(**values | changes)


def tool(**changes):
    values = {
        "addresses": tool_addresses(HOME),
        "home": HOME,
        "logo": f"{HOME}/static/icon.svg",
        "contact": "lti@school.edu",
    }
    return Tool(**values | changes)


def asked(product="", **changes):
    """Return the registration that a platform with this configuration is sent."""
    return profile_for(product).request(found(product, **changes), tool())


def messages(product="", **changes):
    return {each["type"]: each for each in asked(product, **changes)[TOOL]["messages"]}


@pytest.mark.parametrize("product", ["", "moodle", "canvas", "sakai"])
def test_every_platform_is_told_who_we_are(product):
    body = asked(product)

    assert body["application_type"] == "web"
    assert body["response_types"] == ["id_token"]
    assert set(body["grant_types"]) == {"client_credentials", "implicit"}
    assert body["token_endpoint_auth_method"] == "private_key_jwt"
    assert body["initiate_login_uri"] == f"{HOME}/lti/login"
    assert body["redirect_uris"] == [TARGET]
    assert body["jwks_uri"] == f"{HOME}/lti/jwks"
    assert body["client_name"] == "Reciprocal"
    assert body["logo_uri"] == f"{HOME}/static/icon.svg"
    assert body["contacts"] == ["lti@school.edu"]
    assert body[TOOL]["domain"] == "reciprocal.school.edu"
    assert body[TOOL]["target_link_uri"] == TARGET


def test_without_a_contact_none_is_sent():
    assert "contacts" not in profile_for("").request(found(), tool(contact=""))


@pytest.mark.parametrize("product", ["", "moodle", "canvas"])
def test_only_what_is_listed_is_asked_for(product):
    some = {SCOPES[0], SCOPES[2], "openid", "https://elsewhere.example/scope"}

    assert asked(product, scopes=frozenset(some))["scope"].split() == [SCOPES[0], SCOPES[2]]


@pytest.mark.parametrize("product", ["", "moodle", "canvas"])
def test_no_address_of_a_person_is_asked_for(product):
    listed = frozenset({"sub", "iss", "name", "email", "picture"})

    assert asked(product)[TOOL]["claims"] == ["iss", "sub", "name", "given_name", "family_name"]
    assert asked(product, claims=listed)[TOOL]["claims"] == ["iss", "sub", "name"]
    assert asked(product, claims=frozenset({"x"}))[TOOL]["claims"] == ["iss", "sub"]


def test_what_is_missing_is_what_something_needs():
    profile = profile_for("")

    assert profile.missing(found()) == ()
    nothing = profile.missing(found(scopes=frozenset()))
    assert nothing == tuple(each for each in SERVICES if each.is_needed)


@pytest.mark.parametrize(
    ("listed", "sent"),
    [
        pytest.param([], {"context_history": "$Context.id.history"}, id="lists none"),
        pytest.param(
            ["Context.id.history"], {"context_history": "$Context.id.history"}, id="lists it"
        ),
        pytest.param(["User.id"], {}, id="lists others"),
    ],
)
def test_variables_are_asked_where_they_are_known(listed, sent):
    assert asked(variables=frozenset(listed))[TOOL]["custom_parameters"] == sent


def test_canvas_is_asked_who_acts_as_somebody_else():
    known = frozenset({"Context.id.history", "Canvas.masqueradingUser.userId"})

    assert asked("canvas", variables=known)[TOOL]["custom_parameters"] == {
        "context_history": "$Context.id.history",
        "impersonator": "$Canvas.masqueradingUser.userId",
    }


def test_moodle_is_sent_no_value_that_it_would_cut(monkeypatch):
    profile = profile_for("moodle")
    monkeypatch.setattr(type(profile), "custom", {"a": "x=y", "b": "plain", "c": "two\nlines"})

    assert profile.custom_parameters(found("moodle")) == {"b": "plain"}


def test_moodle_is_sent_the_messages_that_it_keeps():
    every = (Message(LINK), Message(CHOOSE), Message(REVIEW), Message(PRIVACY))

    assert messages("moodle", messages=every).keys() == {LINK, CHOOSE}


def test_others_are_asked_for_every_message_that_we_answer():
    every = (Message(LINK), Message(CHOOSE), Message(REVIEW), Message(PRIVACY), Message("Other"))

    sent = messages(messages=every)

    assert sent.keys() == {LINK, CHOOSE, REVIEW, PRIVACY}
    assert all(each["target_link_uri"] == TARGET for each in sent.values())


def test_others_are_asked_for_the_specifications_places():
    listed = (
        Message(LINK, ["CourseNavigation", "Elsewhere"]),
        Message(CHOOSE, ["RichTextEditor", "ContentArea"]),
    )

    sent = messages(messages=listed)

    assert sent[LINK]["placements"] == ["CourseNavigation"]
    assert sent[CHOOSE]["placements"] == ["ContentArea"]
    assert "placements" not in messages(messages=(Message(LINK),))[LINK]


IN_CANVAS = (
    Message(LINK, ["course_navigation", "account_navigation"]),
    Message(
        CHOOSE, ["ContentArea", "link_selection", "assignment_selection", "module_index_menu_modal"]
    ),
    Message("LtiEulaRequest"),
)


def in_canvas(listed=IN_CANVAS, **changes):
    body = profile_for("canvas").request(found("canvas", messages=listed, **changes), tool())
    return body[TOOL]


def test_canvas_is_asked_for_each_place_by_name():
    sent = in_canvas()["messages"]

    assert [(each["type"], each["placements"]) for each in sent] == [
        (CHOOSE, ["link_selection"]),
        (CHOOSE, ["assignment_selection"]),
        (CHOOSE, ["module_index_menu_modal"]),
        (LINK, ["course_navigation"]),
    ]
    assert all(each["label"] for each in sent)


def test_canvas_gets_no_message_without_a_place():
    """It would put it where module links are chosen, before the message that belongs there."""
    sent = in_canvas((Message(LINK), Message(CHOOSE, ["link_selection"]), Message(PRIVACY)))

    assert [each["placements"] for each in sent["messages"]] == [["link_selection"]]


@pytest.mark.parametrize(
    ("listed", "sent"),
    [
        (["ContentArea"], "ContentArea"),
        (["link_selection", f"{CANVAS}link_selection"], f"{CANVAS}link_selection"),
    ],
)
def test_canvas_is_answered_in_the_words_that_it_lists(listed, sent):
    (message,) = in_canvas((Message(LINK), Message(CHOOSE, listed)))["messages"]

    assert message["placements"] == [sent]


def test_in_canvas_a_teacher_puts_it_into_the_courses_menu():
    (menu,) = [each for each in in_canvas()["messages"] if each["type"] == LINK]

    assert menu[f"{CANVAS}course_navigation/default_enabled"] is False
    assert menu[f"{CANVAS}visibility"] == "members"


def test_canvas_is_asked_for_names_alone():
    sent = in_canvas()

    assert sent[f"{CANVAS}privacy_level"] == "name_only"
    assert sent[f"{CANVAS}tool_id"] == "reciprocal"
    assert sent[f"{CANVAS}vendor"] == "Reciprocal"


def test_canvas_may_let_us_propose_changes():
    registration = "https://purl.imsglobal.org/spec/lti-reg/scope/registration"
    some = frozenset({SCOPES[0], registration})

    assert asked("canvas", scopes=some)["scope"].split() == [SCOPES[0], registration]
    assert asked("moodle", scopes=some)["scope"].split() == [SCOPES[0]]


SCHOOL = {
    "issuer": "https://canvas.instructure.com",
    "token_endpoint": "https://canvas.school.edu/login/oauth2/token",
    "registration_endpoint": "https://canvas.school.edu/api/lti/registrations",
}


def test_hosted_schools_frame_us_from_their_own_hosts():
    assert profile_for("canvas").frame_origins(found("canvas", **SCHOOL)) == [
        "https://canvas.instructure.com",
        "https://*.instructure.com",
        "https://canvas.school.edu",
    ]


@pytest.mark.parametrize("product", ["", "moodle", "canvas"])
def test_others_frame_us_from_the_issuer(product):
    assert profile_for(product).frame_origins(found(product)) == ["https://lms.example.edu"]


def test_an_issuer_that_would_mean_more_in_a_policy_frames_nothing():
    strange = replace(found(), issuer="https://a.example;sandbox")

    assert profile_for("").frame_origins(strange) == []


def test_the_audience_is_the_platforms_own_unless_it_is_canvas():
    server = {"authorization_server": "https://auth.example.edu"}

    assert profile_for("").audience(found(**server)) == "https://auth.example.edu"
    assert profile_for("").audience(found()) is None
    assert profile_for("canvas").audience(found(**server)) is None


@pytest.mark.parametrize(
    ("product", "name"),
    [
        ("Moodle", "Moodle"),
        (" canvas ", "Canvas"),
        ("desire2learn", "Brightspace"),
        ("BlackboardLearn", "Blackboard"),
        ("other", "other"),
        ("", ""),
    ],
)
def test_platforms_are_called_as_people_call_them(product, name):
    assert name_of(product) == name


@pytest.mark.parametrize("product", ["", "moodle", "canvas"])
def test_every_platform_says_what_is_left_to_do(product):
    profile = profile_for(product)

    assert profile.left_to_do
    assert profile.places(found(product, messages=IN_CANVAS))
