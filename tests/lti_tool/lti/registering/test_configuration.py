import json
import time

import pytest

from lti_tool.lti.registering.configuration import LARGEST, read_configuration
from lti_tool.lti.registering.problems import CannotRegister, Problem
from lti_tool.lti.services import http
from tests.lti_tool.lti.registering.lms import MOODLE, PLATFORM, TOKEN, canvas, configuration
from tests.lti_tool.lti.services.scripted import Reply, data


@pytest.fixture
def read(settings, lms):
    """Read the configuration that the LMS shows."""

    def run(**changes):
        if changes:
            lms.on_get = data(configuration(lms.url, **changes))
        return read_configuration(settings, lms.address, TOKEN)

    return run


def refusal(read, **changes):
    with pytest.raises(CannotRegister) as refused:
        read(**changes)
    return refused.value


def test_a_configuration_is_read_with_the_platforms_token(read, lms):
    found = read()

    assert found.issuer == lms.url
    assert found.product == "moodle"
    assert found.variables == {"Context.id.history", "User.id"}
    assert lms.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert "Reciprocal" in lms.asked[0].headers["User-Agent"]


def test_without_a_token_none_is_sent(settings, lms):
    read_configuration(settings, lms.address, None)

    assert "Authorization" not in lms.asked[0].headers


def test_moodles_own_configuration_is_read(settings, lms):
    text = json.dumps(MOODLE).replace("http://localhost:8081", lms.url)
    lms.on_get = Reply(text.encode())

    found = read_configuration(settings, lms.address, TOKEN)

    assert found.token_endpoint == f"{lms.url}/mod/lti/token.php"
    assert found.message("LtiDeepLinkingRequest").placements == ["ContentArea"]
    assert "Context.id.history" in found.variables


def test_messages_may_be_listed_by_name_alone(read):
    platform = {"messages_supported": ["LtiResourceLinkRequest"], "variables": None}

    found = read(**{PLATFORM: platform})

    assert found.messages[0].type == "LtiResourceLinkRequest"
    assert found.product == ""


@pytest.mark.parametrize(
    "address",
    [
        "",
        "openid-configuration",
        "http://lms.example.edu/openid",
        "https://10.0.0.5/openid",
        "https://[fd00::1]/openid",
        "https://user:word@lms.example.edu/",
        "file:///etc/passwd",
        "https://lms.example.edu/" + "x" * 2000,
        "https://lms.example.edu/a\nb",
    ],
)
def test_an_address_that_may_not_be_opened_is_not(settings, address):
    with pytest.raises(CannotRegister) as refused:
        read_configuration(settings, address, TOKEN)

    assert refused.value.problem is Problem.ADDRESS


def test_loopback_is_for_demonstrations(settings, lms):
    import msgspec

    strict = msgspec.structs.replace(
        settings, lti=msgspec.structs.replace(settings.lti, allow_loopback=False)
    )

    with pytest.raises(CannotRegister) as refused:
        read_configuration(strict, lms.address, TOKEN)

    assert refused.value.problem is Problem.ADDRESS
    assert lms.asked == []


@pytest.mark.case("S05")
@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        pytest.param(Reply(b"not here", 404), Problem.NO_CONFIGURATION, id="404"),
        pytest.param(Reply(b"", 500), Problem.NO_CONFIGURATION, id="500"),
        pytest.param(
            Reply(status=302, headers={"Location": "/elsewhere"}),
            Problem.NO_CONFIGURATION,
            id="redirect",
        ),
        pytest.param(Reply(b"<html>Log in</html>"), Problem.NOT_DATA, id="html"),
        pytest.param(Reply(b""), Problem.NOT_DATA, id="empty"),
        pytest.param(Reply(b"[" * 100_000), Problem.NOT_DATA, id="nested"),
        pytest.param(Reply(b"\xff\xfe"), Problem.NOT_DATA, id="no text"),
        pytest.param(Reply(b"[]"), Problem.INCOMPLETE, id="a list"),
        pytest.param(Reply(b"{}"), Problem.INCOMPLETE, id="empty object"),
        pytest.param(Reply(b" " * (LARGEST + 1)), Problem.UNREACHABLE, id="huge"),
        pytest.param(Reply(endless=True), Problem.UNREACHABLE, id="endless"),
        pytest.param(Reply(dropped=True), Problem.UNREACHABLE, id="dropped"),
        pytest.param(Reply(b"who are you", 401), Problem.TOKEN_USED, id="401"),
    ],
)
def test_what_is_no_configuration_is_refused(read, lms, reply, problem):
    lms.on_get = reply

    assert refusal(read).problem is problem
    assert {asked.path for asked in lms.asked} == {"/openid-configuration?tenant=1"}


def test_a_slow_lms_is_given_up_on(read, lms, monkeypatch):
    monkeypatch.setattr(http, "HURRIED", (0.5, 0.5))
    lms.on_get = Reply(silent=True)
    began = time.monotonic()

    assert refusal(read).problem is Problem.UNREACHABLE
    assert time.monotonic() - began < 3


@pytest.mark.case("S05")
def test_an_lms_that_wants_a_token_says_so_when_none_came(settings, lms):
    lms.on_get = Reply(b"missing_registration_token", 401)

    with pytest.raises(CannotRegister) as refused:
        read_configuration(settings, lms.address, None)

    assert refused.value.problem is Problem.NO_TOKEN
    assert refused.value.said == "missing_registration_token"


@pytest.mark.parametrize(
    "field",
    ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint"],
)
@pytest.mark.parametrize(
    ("value", "problem"),
    [
        pytest.param(None, Problem.INCOMPLETE, id="missing"),
        pytest.param("", Problem.INCOMPLETE, id="empty"),
        pytest.param(7, Problem.INCOMPLETE, id="number"),
        pytest.param("http://lms.example.edu/x", Problem.ADDRESS, id="http"),
        pytest.param("https://192.168.0.1/x", Problem.ADDRESS, id="private"),
        pytest.param("javascript:alert(1)", Problem.ADDRESS, id="script"),
        pytest.param("https://lms.example.edu/\ud800", Problem.ADDRESS, id="surrogate"),
    ],
)
def test_every_address_in_it_is_judged(read, field, value, problem):
    found = refusal(read, **{field: value})

    assert found.problem is problem
    assert field in str(found.values["field"])


@pytest.mark.case("S05")
@pytest.mark.parametrize("field", ["issuer", "registration_endpoint"])
def test_issuer_configuration_and_registration_share_a_host(read, field):
    found = refusal(read, **{field: "https://other.example.edu/x"})

    assert found.problem is Problem.OTHER_HOST
    assert "https://other.example.edu" in found.values.values()


def test_another_port_is_another_host(read, lms):
    assert refusal(read, issuer="http://127.0.0.1:1").problem is Problem.OTHER_HOST


def test_an_issuer_may_hold_no_query(read, lms):
    assert refusal(read, issuer=f"{lms.url}?x=1").problem is Problem.INCOMPLETE


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"id_token_signing_alg_values_supported": ["ES256"]}, "RS256"),
        ({"token_endpoint_auth_signing_alg_values_supported": ["HS256"]}, "RS256"),
        ({"token_endpoint_auth_methods_supported": ["client_secret_basic"]}, "private_key_jwt"),
        ({PLATFORM: {"messages_supported": []}}, "LtiResourceLinkRequest"),
    ],
)
def test_a_platform_that_cannot_launch_us_is_refused(read, changes, named):
    found = refusal(read, **changes)

    assert found.problem is Problem.UNFIT
    assert named in found.values["field"]


@pytest.mark.parametrize(
    "changes",
    [
        {PLATFORM: None},
        {PLATFORM: []},
        {"scopes_supported": "all"},
        {"scopes_supported": [1]},
        {PLATFORM: {"messages_supported": [{"placements": []}]}},
    ],
)
def test_a_part_in_another_form_is_refused(read, changes):
    assert refusal(read, **changes).problem is Problem.INCOMPLETE


def test_the_schools_name_is_one_short_line(settings, lms):
    lms.on_get = data(canvas(lms.url))
    found = read_configuration(settings, lms.address, TOKEN)
    assert found.account == "Test University"

    platform = canvas(lms.url)[PLATFORM] | {
        "https://canvas.instructure.com/lti/account_name": "two\nlines\ud800 " + "x" * 300
    }
    lms.on_get = data(canvas(lms.url, **{PLATFORM: platform}))
    found = read_configuration(settings, lms.address, TOKEN)
    assert found.account.startswith("two lines x")
    assert len(found.account) == 100
