from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from lti_tool.lti.addresses import AddressRefused
from lti_tool.lti.services import fence, http
from lti_tool.lti.services.errors import ServiceRefused, ServiceUnreachable
from lti_tool.settings import LtiSettings
from tests.lti_tool.lti.services.scripted import Reply, data

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(http, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr(http, "TIMEOUT", (0.5, 0.2))


@pytest.mark.case("K08")
def test_every_request_says_who_asks_and_carries_the_token_of_its_caller(settings, service):
    settings = msgspec.structs.replace(
        settings, lti=LtiSettings(allow_loopback=True, contact="mailto:lms@school.edu")
    )
    service.reply(data([1]))

    answer = http.get(settings, f"{service.url}/a?b=c", accept="application/x", bearer="secret")

    (asked,) = service.asked
    assert answer.json() == [1]
    assert asked.headers["User-Agent"].startswith("Reciprocal/")
    assert "(+http://localhost:8000; mailto:lms@school.edu)" in asked.headers["User-Agent"]
    assert asked.headers["Authorization"] == "Bearer secret"
    assert asked.headers["Accept"] == "application/x"


def test_a_password_file_does_not_replace_the_token(settings, service, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))

    http.get(settings, service.url, accept="*/*", bearer="secret")

    assert service.asked[0].headers["Authorization"] == "Bearer secret"


def test_a_proxy_is_not_asked_for_this_machine(settings, service, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    assert http.get(settings, service.url, accept="*/*").status == 200


def test_a_redirect_is_a_refusal_and_nobody_follows_it(settings, service):
    service.reply(Reply(status=302, headers={"Location": f"{service.url}/elsewhere"}))

    with pytest.raises(ServiceRefused) as refused:
        http.get(settings, service.url, accept="*/*", bearer="secret")

    assert refused.value.status == 302
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(Reply(dropped=True), id="the connection breaks"),
        pytest.param(Reply(status=503), id="503"),
        pytest.param(Reply(status=502), id="502"),
    ],
)
def test_reading_is_tried_three_times(settings, service, impatient, trouble):
    service.reply(trouble, trouble, data("at last"))

    assert http.get(settings, service.url, accept="*/*").json() == "at last"
    assert len(service.asked) == 3


def test_reading_is_not_tried_without_end(settings, service, impatient):
    service.reply(Reply(dropped=True))

    with pytest.raises(ServiceUnreachable):
        http.get(settings, service.url, accept="*/*")

    assert len(service.asked) == 3


def test_a_pause_that_the_platform_asks_for_is_not_cut_short(settings, service, impatient):
    service.reply(Reply(status=503, headers={"Retry-After": "120"}))

    with pytest.raises(ServiceRefused) as refused:
        http.get(settings, service.url, accept="*/*")

    assert refused.value.retry_after == timedelta(minutes=2)
    assert len(service.asked) == 1


@pytest.mark.case("K09")
def test_silence_ends_after_the_time_limit(settings, service, impatient):
    service.reply(Reply(silent=True))

    with pytest.raises(ServiceUnreachable) as unreachable:
        http.get(settings, service.url, accept="*/*")

    assert unreachable.value.maybe_done
    assert len(service.asked) == 1


def test_writing_is_never_repeated_by_itself(settings, service, impatient):
    service.reply(Reply(dropped=True))

    with pytest.raises(ServiceUnreachable) as unreachable:
        http.post(settings, service.url, body=b"{}", media="application/json", accept="*/*")

    assert unreachable.value.maybe_done
    assert len(service.asked) == 1


def test_what_never_left_is_known_not_to_have_arrived(settings, service):
    closed = service.url
    service.close()

    with pytest.raises(ServiceUnreachable) as unreachable:
        http.post(settings, closed, body=b"{}", media="application/json", accept="*/*")

    assert not unreachable.value.maybe_done


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(b" " * 70_000), id="too long"),
        pytest.param(Reply(endless=True), id="without end"),
    ],
)
def test_an_answer_is_read_only_so_far(settings, service, reply):
    service.reply(reply)

    with pytest.raises(ServiceUnreachable, match="does not end"):
        http.get(settings, service.url, accept="*/*", largest=65_536, tries=1)


def test_a_page_is_not_data(settings, service):
    service.reply(Reply(b"<!DOCTYPE html><title>Log in</title>", media="text/html"))

    answer = http.get(settings, service.url, accept="application/json")

    assert answer.is_page
    with pytest.raises(ServiceUnreachable, match="not data"):
        answer.json()


def test_data_is_read_whatever_its_content_type_says(settings, service):
    service.reply(data({"access_token": "x"}, media="text/html; charset=utf-8"))

    assert http.get(settings, service.url, accept="*/*").json() == {"access_token": "x"}


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("http://lms.example.edu/", id="not encrypted"),
        pytest.param("https://user:pass@lms.example.edu/", id="with a password"),
        pytest.param("https://10.0.0.7/", id="private"),
        pytest.param("https://169.254.169.254/latest", id="the cloud's own"),
        pytest.param("https://[::ffff:10.0.0.7]/", id="private in disguise"),
        pytest.param("ftp://lms.example.edu/", id="another scheme"),
        pytest.param("https:///nowhere", id="no host"),
    ],
)
def test_some_addresses_are_never_asked(settings, address):
    with pytest.raises(ServiceUnreachable) as unreachable:
        http.get(settings, address, accept="*/*")

    assert not unreachable.value.maybe_done


def test_loopback_is_asked_only_where_the_settings_allow_it(settings, service):
    strict = msgspec.structs.replace(settings, lti=LtiSettings())

    with pytest.raises(ServiceUnreachable):
        http.get(strict, service.url, accept="*/*")

    assert service.asked == []


@pytest.mark.parametrize(
    ("peer", "allowed"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
    ],
)
def test_the_other_end_of_a_connection_decides(peer, allowed):
    if allowed:
        fence.check_peer(peer, allow_loopback=False)
        return
    with pytest.raises(AddressRefused):
        fence.check_peer(peer, allow_loopback=False)


def test_a_name_that_leads_home_is_found_out_before_anything_is_sent(
    settings, service, monkeypatch
):
    # What a misleading DNS answer does: a public name, an address of this machine.
    strict = msgspec.structs.replace(settings, lti=LtiSettings())
    port = service.url.rpartition(":")[2]
    monkeypatch.setattr(
        "urllib3.util.connection.socket.getaddrinfo",
        lambda *_args, **_options: [(2, 1, 6, "", ("127.0.0.1", int(port)))],
    )

    with pytest.raises(ServiceUnreachable, match="private network"):
        http.get(strict, f"https://lms.example.edu:{port}/", accept="*/*")

    assert service.asked == []


@pytest.mark.case("K10")
@pytest.mark.parametrize(
    ("header", "pause"),
    [
        (None, None),
        ("30", timedelta(seconds=30)),
        ("Mon, 02 Mar 2026 12:05:00 GMT", timedelta(minutes=5)),
        ("Mon, 02 Mar 2026 11:00:00 GMT", timedelta(0)),
        ("99999999999", timedelta(days=1)),
        ("soon", None),
        ("-3", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header, pause):
    assert http.retry_after(header, NOON) == pause


@pytest.mark.case("K10")
@pytest.mark.parametrize(
    ("refused", "throttles", "passes"),
    [
        (ServiceRefused(429, ""), True, True),
        (ServiceRefused(403, "", detail="403 Forbidden (Rate Limit Exceeded)"), True, True),
        (ServiceRefused(403, ""), False, False),
        (ServiceRefused(500, ""), False, True),
        (ServiceRefused(400, ""), False, False),
    ],
)
def test_throttling_is_told_from_refusing(refused, throttles, passes):
    assert (refused.is_throttling, refused.is_passing) == (throttles, passes)
