"""How a browser proves that a login was its own: cookie, the platform's storage, a new window."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from curriculum.foundation.clock import utc_now
from lti_tool.lti.browser_proof import BrowserProof, StorageNeeded, agreed_state, read_state
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.state import digest
from lti_tool.web.browser_cookie import BROWSER_COOKIE
from tests.lti_tool.lti.launching import assert_refused, launches
from tests.lti_tool.lti.platform import PUBLIC_URL, Platform, Visit, rsa_key

SECRET = "a secret that only the tests know"
OURS = {"Origin": PUBLIC_URL}
FRAME = {"Sec-Fetch-Dest": "iframe", "User-Agent": "Mozilla/5.0"}
WINDOW = {"Sec-Fetch-Dest": "document", "User-Agent": "Mozilla/5.0"}
OLD_BROWSER = {"User-Agent": "Mozilla/5.0 (iPad; CPU OS 15_8 like Mac OS X)"}


class FramedVisit(Visit):
    """A browser that shows us in a frame, and keeps a cookie only where a test says so."""

    def login(self, headers=FRAME, *, keeps=False, **fields):
        fields = self.platform.login_fields(**fields)
        answer = self.client.post("/lti/login", data=fields, headers=headers)
        address = answer.location or attribute(answer, "data-address")
        asked = parse_qs(urlsplit(address).query)
        self.state, self.nonce = asked["state"][0], asked["nonce"][0]
        if not keeps:
            self.client.delete_cookie(BROWSER_COOKIE)
        return answer

    def answer(self, word, headers=OURS, *, token=None, state=None):
        """Post the launch once more, as the page does that has asked the platform's storage."""
        data = {"id_token": token or self.token(), "state": state or self.state}
        if word is not None:
            data["stored_word"] = word
        return self.client.post("/lti/launch", data=data, headers=headers)


@pytest.fixture
def framed(app, platform):
    return FramedVisit(app.test_client(), platform)


@pytest.fixture
def stored(framed):
    """The word that the platform's storage holds, after a login that named it."""
    return attribute(framed.login(lti_storage_target="_parent"), "data-word")


def attribute(page, name):
    return unescape(re.search(rf'{name}="([^"]*)"', page.text).group(1))


def hidden_fields(page):
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text)
    return {name: unescape(value) for name, value in found}


def directives(page):
    written = page.headers["Content-Security-Policy"].split("; ")
    return {name: sources.split() for name, _, sources in (part.partition(" ") for part in written)}


# --- the login


@pytest.mark.case("L09")
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="a program"),
        pytest.param(WINDOW, id="a window"),
        pytest.param({**WINDOW, "Sec-Fetch-Dest": "empty"}, id="a script"),
    ],
)
def test_outside_a_frame_the_login_leads_on_at_once(framed, headers):
    answer = framed.login(headers)

    assert answer.status_code == 302
    assert answer.location.startswith("https://lms.example.edu/auth?")
    assert BROWSER_COOKIE in answer.headers["Set-Cookie"]


def test_in_a_frame_with_our_cookie_the_login_leads_on_at_once(framed):
    framed.login(keeps=True)

    answer = framed.login(keeps=True, lti_storage_target="_parent")

    assert answer.status_code == 302
    assert "Set-Cookie" not in answer.headers
    assert framed.launch().status_code == 303


@pytest.mark.case("L12")
def test_the_page_leads_to_the_very_address_of_a_plain_login(framed):
    page = framed.login()
    plain = framed.login(WINDOW)

    addresses = [urlsplit(attribute(page, "data-address")), urlsplit(plain.location)]
    first, second = (parse_qs(address.query) for address in addresses)
    assert addresses[0].netloc == addresses[1].netloc == "lms.example.edu"
    assert first.keys() == second.keys()
    assert {name for name in first if first[name] != second[name]} == {"state", "nonce"}


@pytest.mark.case("L09", "L11")
@pytest.mark.parametrize("headers", [FRAME, OLD_BROWSER])
@pytest.mark.parametrize("method", ["get", "post"])
def test_in_a_frame_without_a_cookie_a_page_finds_out_what_the_browser_keeps(
    framed, platform, headers, method
):
    fields = platform.login_fields()
    sent = {"query_string" if method == "get" else "data": fields}

    page = getattr(framed.client, method)("/lti/login", headers=headers, **sent)

    assert page.status_code == 200
    assert BROWSER_COOKIE in page.headers["Set-Cookie"]
    assert page.headers["Cache-Control"] == "no-store"
    assert attribute(page, "data-address").startswith("https://lms.example.edu/auth?scope=openid")
    assert attribute(page, "data-frame") == attribute(page, "data-word") == ""


def test_the_cookie_of_that_page_makes_the_launch(framed, session):
    framed.login(keeps=True)

    answer = framed.launch()

    assert answer.status_code == 303
    assert launches(session)[0].browser_hash is not None


def test_the_page_may_be_framed_by_the_platform_and_lead_to_it(app, session, server):
    platform = Platform(
        session,
        server,
        auth_login_url="https://sso.example.edu/auth?tenant=7",
        frame_origins=["https://lms.example.edu", "https://school.example.edu"],
    )
    page = FramedVisit(app.test_client(), platform).login()

    policy = directives(page)
    hosts = ["https://lms.example.edu", "https://school.example.edu"]
    assert policy["frame-ancestors"] == hosts
    assert policy["form-action"] == ["'self'", "https://sso.example.edu", *hosts]
    assert policy["script-src"] == policy["connect-src"] == ["'self'"]
    assert attribute(page, "data-origin") == "https://sso.example.edu"


def test_the_new_window_begins_the_very_same_login(framed, platform):
    hint = '{"cmid":3,"launchid":"ltilaunch1_854351666"}'

    page = framed.login(lti_message_hint=hint, lti_storage_target="_parent", canvas_region="x")

    assert hidden_fields(page) == platform.login_fields(lti_message_hint=hint)
    assert re.search(r'<form method="post"\s+action="/lti/login"\s+target="_blank"', page.text)


def test_without_a_script_both_ways_are_there(framed):
    page = framed.login()

    assert 'href="https://lms.example.edu/auth?' in page.text
    assert "Continue in a new window</button>" in page.text


@pytest.mark.case("L14")
@pytest.mark.parametrize(
    "name", ["login_hint", "lti_message_hint", "lti_deployment_id", "lti_storage_target"]
)
def test_what_the_page_repeats_is_escaped(framed, name):
    page = framed.login(**{name: '"><script>alert(1)</script>'})

    assert page.status_code == 200
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("name", ["", "x" * 101, "two words", "é", "a\tb"])
def test_a_frame_name_beyond_reason_is_no_storage(framed, name):
    page = framed.login(lti_storage_target=name)

    assert page.status_code == 200
    assert attribute(page, "data-frame") == attribute(page, "data-word") == ""
    assert read_state({"state": framed.state}, secrets=(SECRET,)).storage == ""


def test_the_stored_word_and_its_key_belong_to_one_login(framed):
    first = framed.login(lti_storage_target="lms_storage")
    state = read_state({"state": framed.state}, secrets=(SECRET,))
    second = framed.login(lti_storage_target="lms_storage")

    assert attribute(first, "data-frame") == state.storage == "lms_storage"
    assert attribute(first, "data-key") == state.storage_key != attribute(second, "data-key")
    assert digest(attribute(first, "data-word")) == state.browser
    assert attribute(first, "data-word") != attribute(second, "data-word")


@pytest.mark.parametrize("fields", [{"iss": "https://other.example.edu"}, {"login_hint": None}])
def test_a_login_that_is_refused_shows_no_such_page(framed, platform, fields):
    answer = framed.client.post("/lti/login", data=platform.login_fields(**fields), headers=FRAME)

    assert answer.status_code in {400, 403}
    assert "data-login" not in answer.text
    assert "Set-Cookie" not in answer.headers


# --- did the cookie come back?


def asked_cookie(visit, page):
    answer = visit.client.get(attribute(page, "data-cookie"))
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json["cookie"]


def test_the_cookie_came_back(framed):
    assert asked_cookie(framed, framed.login(keeps=True)) == "ours"


def test_no_cookie_came_back(framed):
    assert asked_cookie(framed, framed.login()) == "none"


def test_the_cookie_of_another_tab_came_back(framed):
    page = framed.login()
    framed.login(keeps=True)

    assert asked_cookie(framed, page) == "another"


# --- the launch


@pytest.mark.case("T24", "T35")
def test_without_a_cookie_the_platforms_storage_is_asked_first(framed, session):
    login = framed.login(lti_storage_target="_parent")

    page = framed.launch()

    assert page.status_code == 200
    assert attribute(page, "data-key") == attribute(login, "data-key")
    assert attribute(page, "data-frame") == "_parent"
    assert attribute(page, "data-origin") == "https://lms.example.edu"
    assert hidden_fields(page).keys() == {"id_token", "state", "stored_word"}
    assert directives(page)["frame-ancestors"] == ["https://lms.example.edu"]
    assert page.headers["Cache-Control"] == "no-store"
    assert launches(session) == []


def test_the_stored_word_makes_a_launch_that_needs_no_cookie(framed, stored, session):
    framed.launch()

    answer = framed.answer(stored)

    assert answer.status_code == 303
    assert [launch.browser_hash for launch in launches(session)] == [None]
    home = framed.client.get(answer.location, follow_redirects=True)
    assert home.status_code == 200
    assert "Course home" in home.text


def test_the_page_sends_on_exactly_what_the_platform_sent(framed, stored, session):
    fields = hidden_fields(framed.launch())

    fields["stored_word"] = stored
    answer = framed.client.post("/lti/launch", data=fields, headers=OURS)

    assert answer.status_code == 303


@pytest.mark.case("T24")
@pytest.mark.parametrize("word", ["x" * 43, "\x00", "ü", "x" * 10_000])
def test_a_wrong_word_is_refused(framed, stored, session, word):
    answer = framed.answer(word)

    assert_refused(answer, session)
    assert "another browser" in answer.text


@pytest.mark.case("T24")
def test_the_word_of_another_login_is_refused(framed, stored, session):
    framed.login(lti_storage_target="_parent")

    assert_refused(framed.answer(stored), session)


@pytest.mark.case("T24")
def test_the_word_of_another_browser_is_refused(app, framed, stored, session):
    other = FramedVisit(app.test_client(), framed.platform)
    word = attribute(other.login(lti_storage_target="_parent"), "data-word")

    assert_refused(framed.answer(word), session)


def test_no_answer_of_the_storage_ends_with_what_helps(framed, stored, session):
    answer = framed.answer("")

    assert_refused(answer, session)
    assert "allow cookies" in answer.text
    assert directives(answer)["frame-ancestors"] == ["https://lms.example.edu"]


@pytest.mark.case("T24", "I07")
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://evil.example"}, id="another site"),
        pytest.param({"Origin": "https://lms.example.edu"}, id="the platform"),
        pytest.param({"Origin": "http://localhost:8001"}, id="another port"),
        pytest.param({"Origin": "null"}, id="a sandbox"),
        pytest.param({}, id="nobody says"),
    ],
)
def test_a_word_counts_only_from_a_page_of_ours(framed, stored, session, headers):
    answer = framed.answer(stored, headers)

    assert_refused(answer, session)
    assert "kept no cookie" in answer.text


@pytest.mark.case("T24")
def test_a_word_does_not_help_where_no_storage_was_promised(framed, session):
    framed.login(keeps=True)
    word = framed.client.get_cookie(BROWSER_COOKIE).value
    framed.client.delete_cookie(BROWSER_COOKIE)

    assert_refused(framed.answer(word), session)


@pytest.mark.case("T24")
def test_the_cookie_of_another_browser_outweighs_the_right_word(framed, stored, session):
    framed.client.set_cookie(BROWSER_COOKIE, "o" * 43)

    assert_refused(framed.answer(stored), session)


def test_a_cookie_that_came_is_demanded_from_then_on(framed, stored, session):
    framed.client.set_cookie(BROWSER_COOKIE, stored)

    assert framed.answer(stored).status_code == 303
    assert launches(session)[0].browser_hash is not None


@pytest.mark.case("T24")
@pytest.mark.parametrize("word", [None, "right"])
def test_after_five_minutes_the_storage_is_not_asked_any_more(framed, session, word):
    with time_machine.travel("2026-03-02T15:00:00Z", tick=False) as clock:
        stored = attribute(framed.login(lti_storage_target="_parent"), "data-word")
        clock.shift(301)
        answer = framed.answer(word and stored)

    assert_refused(answer, session)
    assert "too old" in answer.text


@pytest.mark.case("T23")
def test_the_stored_word_is_good_for_one_launch(framed, stored, session):
    token = framed.token()
    assert framed.answer(stored, token=token).status_code == 303

    again = framed.answer(stored, token=token)

    assert again.status_code == 409
    assert len(launches(session)) == 1


@pytest.mark.case("T04")
def test_the_token_is_verified_on_this_way_too(framed, stored, session):
    framed.platform.key = rsa_key("another")

    assert_refused(framed.answer(stored), session)


@pytest.mark.case("T07", "L14")
@pytest.mark.parametrize("token", ["", '"><script>alert(1)</script>', "x" * 100_000])
def test_whatever_stands_in_the_tokens_place_is_escaped_and_refused_later(framed, session, token):
    word = attribute(framed.login(lti_storage_target="_parent"), "data-word")

    page = framed.post(token)

    assert page.status_code == 200
    assert len(page.text) < 80_000
    assert "<script>alert" not in page.text
    fields = hidden_fields(page) | {"stored_word": word}
    assert_refused(framed.client.post("/lti/launch", data=fields, headers=OURS), session)


def test_without_cookie_and_storage_a_page_says_what_helps(framed, session):
    framed.login()

    answer = framed.launch()

    assert_refused(answer, session)
    assert "Continue in a new window" in answer.text
    assert "allow cookies" in answer.text


# --- the new window


def test_in_the_new_window_the_cookie_makes_the_launch(app, framed, session):
    page = framed.login(lti_storage_target="_parent")
    window = FramedVisit(app.test_client(), framed.platform)

    answer = window.client.post("/lti/login", data=hidden_fields(page), headers={**WINDOW, **OURS})

    assert answer.status_code == 302
    asked = parse_qs(urlsplit(answer.location).query)
    window.state, window.nonce = asked["state"][0], asked["nonce"][0]
    assert read_state({"state": window.state}, secrets=(SECRET,)).storage == ""
    assert window.launch().status_code == 303
    assert launches(session)[0].browser_hash is not None


def test_the_window_cannot_use_up_the_login_of_the_frame(app, framed, stored, session):
    window = FramedVisit(app.test_client(), framed.platform)
    window.login(WINDOW, keeps=True)

    answer = window.answer(None, state=framed.state, token=framed.token())

    assert_refused(answer, session)


# --- the rule itself


def test_the_state_of_a_replaced_secret_is_still_read(framed):
    framed.login(keeps=True)
    word = framed.client.get_cookie(BROWSER_COOKIE).value
    given, now = {"state": framed.state}, utc_now()

    state = agreed_state(given, BrowserProof(word, None), secrets=("n" * 32, SECRET), now=now)

    assert state.nonce == framed.nonce
    with pytest.raises(Refused) as refused:
        agreed_state(given, BrowserProof(word, None), secrets=("n" * 32,), now=now)
    assert refused.value.reason is Reason.EXPIRED


def test_the_storage_is_needed_only_while_nothing_else_is_known(framed, stored):
    given = {"state": framed.state}

    with pytest.raises(StorageNeeded) as needed:
        agreed_state(given, BrowserProof(None, None), secrets=(SECRET,), now=utc_now())

    assert needed.value.state.storage == "_parent"
