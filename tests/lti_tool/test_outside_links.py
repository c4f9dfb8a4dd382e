"""Against a real server on loopback, which answers as sites do."""

import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lti_tool import outside_links
from lti_tool.outside_links import Outcome, Trial, try_all
from tests.ports import free_port


class Site(BaseHTTPRequestHandler):
    """Answers by what its path says."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        with self.server.lock:
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
        try:
            self.answer(*self.path.strip("/").split("/"))
        finally:
            with self.server.lock:
                self.server.now -= 1

    def do_GET(self):
        self.do_HEAD()

    def answer(self, what, *rest):
        if what == "get-only":
            self.send_response(405 if self.command == "HEAD" else 200)
        elif what == "slow":
            time.sleep(float(rest[0]))
            self.send_response(200)
        elif what == "to":
            self.send_response(int(rest[0]))
            self.send_header("Location", "/" + "/".join(rest[1:]))
        elif what == "to-file":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
        elif what == "round":
            self.send_response(301)
            self.send_header("Location", "/round")
        else:
            self.send_response(int(what))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words):
        """Say nothing."""


def _started():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.lock, server.now, server.most = [], threading.Lock(), 0, 0
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    return server, thread


def _stop(server, thread):
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site():
    server, thread = _started()
    yield server
    _stop(server, thread)


@pytest.fixture
def ask(site):
    def ask(path) -> Trial:
        url = f"{site.url}/{path}"
        return try_all([url], allow_loopback=True)[url]

    return ask


def test_a_page_that_answers_is_asked_once_by_head_under_our_name(site, ask):
    assert ask("200").outcome is Outcome.ANSWERS

    ((command, _path, headers),) = site.asked
    assert command == "HEAD"
    assert headers["User-Agent"].startswith("Reciprocal/")


def test_a_site_that_knows_no_head_is_asked_by_get(site, ask):
    assert ask("get-only").outcome is Outcome.ANSWERS
    assert [command for command, _, _ in site.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [404, 410, 400])
def test_a_page_that_is_gone_is_broken(ask, status):
    trial = ask(status)

    assert trial.outcome is Outcome.BROKEN
    assert trial.words == f"it answers {status}"


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_site_that_refuses_programs_or_has_a_bad_moment_is_not_broken(ask, status):
    assert ask(status).outcome is Outcome.UNTOLD


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_page_that_has_moved_is_named_with_its_new_place(site, ask, status):
    trial = ask(f"to/{status}/200")

    assert (trial.outcome, trial.words) == (Outcome.MOVED, f"{site.url}/200")


def test_a_page_that_has_moved_to_nowhere_is_broken(ask):
    assert ask("to/301/404").outcome is Outcome.BROKEN


def test_going_round_in_circles_ends(site, ask):
    trial = ask("round")

    assert (trial.outcome, trial.words) == (Outcome.BROKEN, "it leads round in circles")
    assert len(site.asked) == outside_links.REDIRECTS + 1


def test_nothing_but_web_pages_is_followed(ask):
    assert ask("to-file").outcome is Outcome.BROKEN


def test_what_does_not_answer_in_time_could_not_be_tried(ask, monkeypatch):
    monkeypatch.setattr(outside_links, "TIMEOUT", (1.0, 0.2))

    trial = ask("slow/1")

    assert (trial.outcome, trial.words) == (Outcome.UNTOLD, "it did not answer in time")


def test_a_host_that_is_not_there_is_not_reached():
    url = f"http://127.0.0.1:{free_port()}/"

    assert try_all([url], allow_loopback=True)[url].outcome is Outcome.UNREACHED


def test_nothing_leads_into_a_private_network(site):
    url = f"{site.url}/200"

    trial = try_all([url])[url]

    assert (trial.outcome, trial.words) == (
        Outcome.BROKEN,
        "it leads into a private network",
    )
    assert site.asked == []


def test_an_address_that_is_none_is_not_reached():
    assert try_all(["https://[broken/"])["https://[broken/"].outcome is Outcome.UNREACHED


def test_each_address_is_tried_once_without_its_place_in_the_page(site):
    url = f"{site.url}/200#one"

    trials = try_all([url, url, f"{site.url}/200"], allow_loopback=True)

    assert {trial.outcome for trial in trials.values()} == {Outcome.ANSWERS}
    assert Counter(path for _, path, _ in site.asked) == {"/200": 2}


def test_a_host_is_asked_one_thing_at_a_time(site):
    try_all([f"{site.url}/slow/0.05?{number}" for number in range(4)], allow_loopback=True)

    assert len(site.asked) == 4
    assert site.most == 1


def test_a_few_hosts_are_asked_at_once(monkeypatch):
    monkeypatch.setattr(outside_links, "AT_ONCE", 2)
    sites = [_started() for _ in range(4)]
    began = time.monotonic()
    try:
        try_all([f"{each.url}/slow/0.3" for each, _ in sites], allow_loopback=True)
    finally:
        for each, thread in sites:
            _stop(each, thread)

    # Two rounds of two: not one after the other, and not all of them at once.
    assert 0.6 <= time.monotonic() - began < 1.2
