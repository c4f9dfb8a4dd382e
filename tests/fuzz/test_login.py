"""Any login request: no fault of ours, whatever it holds."""

from hypothesis import given
from hypothesis import strategies as s

from tests.fuzz.attacks import forms, fuzzed, headers, plain
from tests.lti_tool.lti.platform import TARGET

METHODS = s.sampled_from(["GET", "POST", "POST", "HEAD", "PUT", "OPTIONS"])
SOUND = {
    "iss": "https://lms.example.edu",
    "client_id": "client",
    "login_hint": "somebody",
    "target_link_uri": TARGET,
    "lti_message_hint": '{"cmid":3}',
    "lti_deployment_id": "1",
    "lti_storage_target": "_parent",
}
FORM = "application/x-www-form-urlencoded"


def test_login_withstands_requests_that_are_nearly_right(target, platform):
    @fuzzed
    @given(method=METHODS, form=forms(SOUND), more=headers(), cookie=plain)
    def attack(method, form, more, cookie):
        sent = {"Cookie": f"reciprocal_browser={cookie[:80]}", "Content-Type": FORM, **more}
        if method in {"GET", "HEAD"}:
            target.send(method, "/lti/login", query_string=form.decode("latin-1"), headers=sent)
        else:
            target.send(method, "/lti/login", data=form, headers=sent)

    attack()

    assert {200, 302, 400, 403} <= target.statuses


def test_login_withstands_nonsense(target, platform):
    @fuzzed
    @given(body=s.binary(max_size=400), more=headers(), query=plain)
    def attack(body, more, query):
        target.send("POST", "/lti/login", data=body, headers=more, query_string=query)

    attack()
