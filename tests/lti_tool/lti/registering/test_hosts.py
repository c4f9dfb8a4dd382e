import pytest

from lti_tool.lti.registering.configuration import check_places
from lti_tool.lti.registering.hosts import (
    belongs_to,
    framing_origin,
    is_frame_origin,
    speaks_for_schools,
)
from lti_tool.lti.registering.problems import CannotRegister, Problem
from tests.lti_tool.lti.registering.test_profiles import SCHOOL, found

CANVAS = "https://canvas.instructure.com"
HOSTED = {
    "issuer": CANVAS,
    "authorization_endpoint": "https://sso.canvaslms.com/api/lti/authorize_redirect",
    "jwks_uri": "https://sso.canvaslms.com/api/lti/security/jwks",
    "token_endpoint": "https://school.instructure.com/login/oauth2/token",
    "registration_endpoint": "https://school.instructure.com/api/lti/registrations",
}


@pytest.mark.parametrize(
    ("issuer", "address", "belongs"),
    [
        ("https://lms.edu", "https://lms.edu/openid?x=1", True),
        ("https://lms.edu/moodle", "https://lms.edu/moodle/openid", True),
        ("https://lms.edu", "https://LMS.edu:443/openid", True),
        ("https://lms.edu", "https://lms.edu:8443/openid", False),
        ("https://lms.edu", "https://sub.lms.edu/openid", False),
        ("https://lms.edu", "https://lms.edu.evil.com/openid", False),
        ("https://lms.edu", "https://evil.com/lms.edu", False),
        ("https://lms.edu", "https://school.instructure.com/openid", False),
        (CANVAS, f"{CANVAS}/openid", True),
        (CANVAS, "https://school.instructure.com/openid", True),
        (CANVAS, "https://sso.canvaslms.com/openid", True),
        ("https://canvas.beta.instructure.com", "https://sso.beta.canvaslms.com/o", True),
        ("https://canvas.test.instructure.com", "https://x.test.instructure.com/o", True),
        (CANVAS, "https://instructure.com.evil.com/openid", False),
        (CANVAS, "https://evilinstructure.com/openid", False),
        (CANVAS, "https://other.canvaslms.com/openid", False),
        (CANVAS, "https://canvas.school.edu/openid", False),
        ("https://evil.instructure.com", "https://school.instructure.com/openid", False),
    ],
)
def test_an_issuer_speaks_from_its_own_host(issuer, address, belongs):
    assert belongs_to(issuer, address) is belongs


@pytest.mark.parametrize(
    ("address", "speaks"),
    [
        (f"{CANVAS}/openid", True),
        ("https://sso.canvaslms.com/openid", True),
        ("https://school.instructure.com/openid", False),
        ("https://lms.edu/openid", False),
    ],
)
def test_schools_are_spoken_for_from_the_shared_hosts(address, speaks):
    assert speaks_for_schools(address) is speaks


@pytest.mark.parametrize(
    "origin",
    [
        "https://lms.edu",
        "https://lms.edu:8443",
        "http://127.0.0.1:8001",
        "http://localhost:1",
        "https://[2001:db8::1]:8443",
        "https://*.instructure.com",
        "https://my_school.edu",
    ],
)
def test_an_origin_can_be_named_in_a_policy(origin):
    assert is_frame_origin(origin)


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "*",
        "https://*",
        "https://*.com",
        "http://*.school.edu",
        "https://a.*.school.edu",
        "https://lms.edu/",
        "https://lms.edu;sandbox",
        "https://lms.edu,https://b.edu",
        "https://lms.edu sandbox",
        "https://lms.edu'unsafe'",
        "https://user@lms.edu",
        "https://lms.edu:123456",
        "https://lms.edu\n",
        "data:",
        "'self'",
    ],
)
def test_what_could_mean_more_is_no_origin(origin):
    assert not is_frame_origin(origin)


def test_the_origin_of_an_address_frames():
    assert framing_origin("https://LMS.edu:8443/x?y") == "https://lms.edu:8443"
    assert framing_origin("https://lms.edu?x=1/2") == "https://lms.edu"
    assert framing_origin("https://lms.edu;sandbox/x") is None


@pytest.mark.parametrize(
    ("address", "changes"),
    [
        pytest.param(f"{CANVAS}/api/lti/security/openid-configuration", {}, id="shared host"),
        pytest.param("https://school.instructure.com/openid", {}, id="the school's host"),
        pytest.param("https://sso.canvaslms.com/openid", SCHOOL, id="a school's own name"),
    ],
)
def test_hosted_canvas_may_speak_for_its_schools(address, changes):
    check_places(found("canvas", address=address, **HOSTED | changes), allow_loopback=False)


@pytest.mark.parametrize(
    ("address", "changes"),
    [
        pytest.param("https://evil.example/openid", {}, id="configuration elsewhere"),
        pytest.param("https://school.instructure.com/openid", SCHOOL, id="one school for another"),
        pytest.param("https://canvas.school.edu/openid", SCHOOL, id="a school for itself"),
    ],
)
def test_nobody_else_may(address, changes):
    with pytest.raises(CannotRegister) as refused:
        check_places(found("canvas", address=address, **HOSTED | changes), allow_loopback=False)

    assert refused.value.problem is Problem.OTHER_HOST
