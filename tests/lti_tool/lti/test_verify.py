"""The rules alone, at their edges; over HTTP they are tried in `test_launch`."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from lti_tool.lti import claims as c
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.state import LoginState, StateForged, digest, open_state, seal_state
from lti_tool.lti.verify import LaunchVerifier

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
PRESENT = int(NOW.timestamp())
TARGET = "https://reciprocal.school.edu/lti/launch"
STATE = LoginState(1, "1", digest(TARGET), "nonce", digest("browser"), PRESENT + 300)


def verifier(**changes):
    values = {
        "state": STATE,
        "client_id": "client",
        "public_url": "https://reciprocal.school.edu",
        "leeway": timedelta(seconds=30),
        "allow_loopback": False,
    }
    return LaunchVerifier(**values | changes)


def body(**changes):
    values = {
        "aud": "client",
        "iat": PRESENT,
        "exp": PRESENT + 60,
        c.DEPLOYMENT_ID: "1",
        c.TARGET_LINK_URI: TARGET,
        c.MESSAGE_TYPE: c.RESOURCE_LINK_REQUEST,
    } | changes
    return {name: value for name, value in values.items() if value is not None}


def refusal(token, **changes):
    with pytest.raises(Refused) as caught:
        verifier(**changes).verify(token, now=NOW)
    return caught.value


def test_an_ordinary_token_passes():
    verifier().verify(body(), now=NOW)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"exp": PRESENT - 29}, id="T16 exp just within the leeway"),
        pytest.param({"iat": PRESENT + 30}, id="T20 iat just within the leeway"),
        pytest.param({"nbf": PRESENT + 30}, id="T20 nbf just within the leeway"),
        pytest.param({"iat": PRESENT - 630}, id="T19 iat just young enough"),
        pytest.param({"exp": PRESENT + 24 * 3600}, id="T21 exp just near enough"),
        pytest.param({"iat": PRESENT - 0.5}, id="times may have a fraction"),
    ],
)
def test_times_at_the_edge_pass(changes):
    verifier().verify(body(**changes), now=NOW)


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        pytest.param({"exp": PRESENT - 30}, "exp passed", id="T16"),
        pytest.param({"exp": None}, "exp missing", id="T17"),
        pytest.param({"iat": None}, "iat missing", id="T18"),
        pytest.param({"iat": PRESENT - 631}, "iat too old", id="T19"),
        pytest.param({"iat": PRESENT + 31}, "iat in the future", id="T20 iat"),
        pytest.param({"nbf": PRESENT + 31}, "nbf in the future", id="T20 nbf"),
        pytest.param({"nbf": "later"}, "nbf is not a time", id="T20 nbf a word"),
        pytest.param({"exp": PRESENT + 24 * 3600 + 1}, "exp too far away", id="T21"),
        pytest.param({"exp": float("inf")}, "exp is not a time", id="T21 infinity"),
        pytest.param({"exp": float("nan")}, "exp is not a time", id="T21 NaN"),
        pytest.param({"iat": -1}, "iat is not a time", id="T18 before 1970"),
        pytest.param({"iat": False}, "iat is not a time", id="T18 false"),
    ],
)
def test_times_beyond_the_edge_are_refused(changes, check):
    assert refusal(body(**changes)).check == check


def test_the_leeway_is_the_settings():
    late = body(exp=PRESENT - 1)

    assert refusal(late, leeway=timedelta(0)).reason is Reason.EXPIRED
    verifier(leeway=timedelta(seconds=60)).verify(body(exp=PRESENT - 59), now=NOW)


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        pytest.param({"aud": "other"}, "aud is another client", id="T11"),
        pytest.param({"aud": ["client", "other"]}, "several audiences and no azp", id="T13"),
        pytest.param({"azp": "other"}, "azp is another client", id="T14"),
        pytest.param(
            {"aud": ["client", "other"], "azp": "other"}, "azp is another client", id="T15"
        ),
    ],
)
def test_audiences(changes, check):
    assert refusal(body(**changes)).check == check


def test_t13_a_list_that_names_only_us_needs_no_azp():
    verifier().verify(body(aud=["client", "client"]), now=NOW)


def test_t25_the_target_is_the_one_of_the_login():
    other = body(**{c.TARGET_LINK_URI: TARGET + "/"})

    assert refusal(other).reason is Reason.WRONG_ADDRESS


def test_a_deployment_that_the_login_did_not_name_is_free():
    free = LoginState(1, "", STATE.target, "nonce", STATE.browser, STATE.expires)

    verifier(state=free).verify(body(**{c.DEPLOYMENT_ID: "2"}), now=NOW)
    assert refusal(body(**{c.DEPLOYMENT_ID: "2"})).reason is Reason.UNTRUSTED


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(None, id="P07 missing"),
        pytest.param("javascript:alert(1)", id="P07 javascript"),
        pytest.param("http://lms.example.edu/return", id="P07 http"),
        pytest.param("http://127.0.0.1/return", id="P07 loopback, not allowed"),
        pytest.param('https://lms.example.edu/"><script>', id="P07 markup"),
        pytest.param("https://user@lms.example.edu/", id="P07 user"),
        pytest.param(["https://lms.example.edu/"], id="P07 list"),
    ],
)
def test_p07_content_goes_back_over_https_only(address):
    request = {
        c.MESSAGE_TYPE: c.DEEP_LINKING_REQUEST,
        c.DEEP_LINKING_SETTINGS: {"deep_link_return_url": address},
    }

    assert refusal(body(**request)).reason is Reason.MALFORMED


def test_p07_loopback_is_for_demonstrations():
    request = {
        c.MESSAGE_TYPE: c.DEEP_LINKING_REQUEST,
        c.DEEP_LINKING_SETTINGS: {"deep_link_return_url": "http://127.0.0.1:8001/return"},
    }

    verifier(allow_loopback=True).verify(body(**request), now=NOW)


OLD, NEW = "s" * 32, "t" * 32


class TestState:
    def test_what_was_sealed_is_opened(self):
        assert open_state(seal_state(STATE, secret=OLD), secrets=(OLD,)) == STATE

    def test_what_a_replaced_secret_sealed_is_opened_too(self):
        assert open_state(seal_state(STATE, secret=OLD), secrets=(NEW, OLD)) == STATE
        assert open_state(seal_state(STATE, secret=NEW), secrets=(NEW, OLD)) == STATE

    def test_one_sealed_before_there_was_storage_is_opened(self):
        before = msgspec.to_builtins(STATE)[:6]

        assert open_state(seal_state(before, secret=OLD), secrets=(OLD,)) == STATE

    def test_another_secret_does_not_open_it(self):
        with pytest.raises(StateForged):
            open_state(seal_state(STATE, secret=OLD), secrets=(NEW,))

    @pytest.mark.parametrize("sealed", ["", ".", "a.b", "é", "x" * 1001, "\ud800."])
    def test_what_we_did_not_seal_is_not_opened(self, sealed):
        with pytest.raises(StateForged):
            open_state(sealed, secrets=(OLD,))

    def test_it_stays_short(self):
        assert len(seal_state(STATE, secret=OLD)) < 250

    def test_the_longest_one_is_not_too_long(self):
        long = msgspec.structs.replace(STATE, deployment="d" * 255, storage="s" * 100)

        assert open_state(seal_state(long, secret=OLD), secrets=(OLD,)) == long
