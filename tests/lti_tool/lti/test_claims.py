import pytest

from curriculum.models.enrolment import Role
from lti_tool.lti import claims as c
from lti_tool.lti.roles import role_of

MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
INSTITUTION = "http://purl.imsglobal.org/vocab/lis/v2/institution/person"
SYSTEM = "http://purl.imsglobal.org/vocab/lis/v2/system/person"


def body(**changes):
    values = {"sub": "1", c.MESSAGE_TYPE: c.RESOURCE_LINK_REQUEST, c.ROLES: []}
    return values | changes


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ([f"{MEMBERSHIP}#Instructor"], Role.INSTRUCTOR),
        (["Instructor"], Role.INSTRUCTOR),
        ([f"{MEMBERSHIP}/Instructor#TeachingAssistant"], Role.INSTRUCTOR),
        ([f"{MEMBERSHIP}#Learner"], Role.CANDIDATE),
        (["Learner"], Role.CANDIDATE),
        ([f"{MEMBERSHIP}#Learner", f"{MEMBERSHIP}#Instructor"], Role.INSTRUCTOR),
        ([f"{MEMBERSHIP}#Learner", f"{INSTITUTION}#Instructor"], Role.CANDIDATE),
        ([f"{INSTITUTION}#Instructor"], Role.VISITOR),
        ([f"{INSTITUTION}#Administrator", f"{SYSTEM}#Administrator"], Role.VISITOR),
        ([f"{MEMBERSHIP}#Administrator"], Role.VISITOR),
        ([f"{MEMBERSHIP}#ContentDeveloper"], Role.VISITOR),
        ([f"{MEMBERSHIP}#Mentor"], Role.VISITOR),
        ([f"{MEMBERSHIP}/Instructor#Grader"], Role.VISITOR),
        ([f"{MEMBERSHIP}/Learner#NonCreditLearner"], Role.VISITOR),
        (["instructor"], Role.VISITOR),
        (["urn:lti:sysrole:ims/lis/SysAdmin"], Role.VISITOR),
        ([], Role.VISITOR),
    ],
)
def test_only_roles_of_the_course_decide(roles, role):
    assert role_of(roles) is role


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"a": 1, "a": 1}', id="T32 a name twice"),
        pytest.param('{"a": {"b": 1, "b": 2}}', id="T32 a name twice, further down"),
        pytest.param('{"a": Infinity}', id="T32 Infinity"),
        pytest.param("[1]", id="T32 a list"),
        pytest.param("", id="T32 nothing"),
        pytest.param("[" * 100_000, id="T32 nested beyond reason"),
        pytest.param(b"\xff{}", id="T32 no text"),
    ],
)
def test_only_strict_json_is_read(text):
    with pytest.raises(c.ClaimRefused):
        c.parse_json(text)


def test_json_is_read():
    assert c.parse_json('{"a": {"b": [1, "é"]}}') == {"a": {"b": [1, "é"]}}


def test_t34_a_variable_that_nobody_filled_in_counts_as_absent():
    custom = {
        "task": "$Canvas.assignment.id",
        "unit": "introduction",
        "price": "$5",
        "empty": "",
        "number": 3,
        "long": "x" * 5000,
    }

    found = c.read_claims(body(**{c.CUSTOM: custom})).custom

    assert found == {"unit": "introduction", "price": "$5"}


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"name": "Ada Lovelace", "given_name": "A"}, "Ada Lovelace"),
        ({"given_name": "Ada", "family_name": "Lovelace"}, "Ada Lovelace"),
        ({"family_name": "Lovelace"}, "Lovelace"),
        ({"name": "  Ada  "}, "Ada"),
        ({"name": None, "given_name": 3}, ""),
        ({"email": "ada@example.edu"}, ""),
        ({"name": "x" * 5000}, ""),
        ({"name": "李 小龍"}, "李 小龍"),
    ],
)
def test_names(given, name):
    assert c.read_claims(body(**given)).name == name


@pytest.mark.parametrize("junk", [None, 7, "text", [], [1], {"x": []}])
@pytest.mark.parametrize(
    "name",
    [c.CUSTOM, c.AGS, c.NRPS, c.LAUNCH_PRESENTATION, c.TOOL_PLATFORM, "name", "email", c.CONTEXT],
)
def test_claims_that_only_help_are_left_out_where_they_are_wrong(name, junk):
    found = c.read_claims(body(**{name: junk}))

    assert found.line_items_url == found.memberships_url == found.locale == found.product == ""
    assert found.context is None
    assert not found.custom


def test_services_are_read():
    ags = {
        "lineitems": "https://a.example/1?x=1",
        "lineitem": "https://a.example/2",
        "scope": ["s"],
    }
    nrps = {"context_memberships_url": "https://a.example/3"}

    found = c.read_claims(body(**{c.AGS: ags, c.NRPS: nrps}))

    assert found.line_items_url == "https://a.example/1?x=1"
    assert found.line_item_url == "https://a.example/2"
    assert found.ags_scopes == ("s",)
    assert found.memberships_url == "https://a.example/3"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param(
            {}, {"accept_types": [], "accept_multiple": False, "accept_lineitem": True}, id="bare"
        ),
        pytest.param(
            {"accept_multiple": "true", "accept_lineitem": "False", "accept_types": ["link", 7]},
            {"accept_types": ["link"], "accept_multiple": True, "accept_lineitem": False},
            id="booleans as words",
        ),
        pytest.param(
            {"accept_multiple": True, "accept_lineitem": False, "data": ""},
            {"accept_types": [], "accept_multiple": True, "accept_lineitem": False, "data": ""},
            id="P04 empty data is data",
        ),
    ],
)
def test_deep_linking_settings(given, kept):
    request = {c.MESSAGE_TYPE: c.DEEP_LINKING_REQUEST, c.DEEP_LINKING_SETTINGS: given}

    unsaid = {"return_url": "", "auto_create": False, "targets": [], "title": "", "text": ""}
    assert c.read_claims(body(**request)).deep_linking == {**unsaid, **kept}


def test_an_ordinary_launch_has_no_deep_linking():
    assert c.read_claims(body(**{c.DEEP_LINKING_SETTINGS: {}})).deep_linking is None
