import gc
import json
import signal
import socket
import struct
import subprocess
import sys
import textwrap
import time

import pytest
import requests

from lti_tool.demo import faults
from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import create_lms, lms_of
from lti_tool.demo.server import LmsServer, serving

AGENT = {"User-Agent": "a tool"}


@pytest.fixture
def server(tmp_path, tool, store_with_key):
    path = tmp_path / "lms.sqlite"
    path.write_bytes(store_with_key.read_bytes())
    with serving(lambda url: create_lms(path, url, tool.addresses)) as server:
        yield server


@pytest.fixture
def lms(server):
    return server.lms


def take_token(lms, tool, **options):
    form = tool.token_form(lms)
    return requests.post(lms.token_url, data=form, headers=AGENT, timeout=5, **options)


@pytest.fixture
def post_score(lms, tool):
    """Post one score to a column; each call a second later than the one before."""
    lms.add_activity("edu-210", "Task", tool.url, score_maximum=10)
    column = lms.columns("edu-210")[0]
    path, _, query = lms.line_item_url(lms.clients[0], column).partition("?")
    token = take_token(lms, tool).json()["access_token"]
    seconds = iter(range(60))

    def post(*, timeout=5):
        score = {
            "userId": "candidate-1",
            "timestamp": f"2026-03-02T10:00:{next(seconds):02}Z",
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
            "scoreGiven": 8,
            "scoreMaximum": 10,
        }
        headers = {
            **AGENT,
            "Authorization": f"Bearer {token}",
            "Content-Type": v.MEDIA_SCORE,
        }
        return requests.post(
            f"{path}/scores?{query}", json.dumps(score), headers=headers, timeout=timeout
        )

    post.column = column
    return post


def result(lms, post_score):
    return lms.result(post_score.column.id, "candidate-1")


def test_the_lms_answers_on_its_own_address(lms, server, tool):
    assert lms.issuer == server.url
    assert requests.get(server.url, timeout=5).status_code == 200
    assert take_token(lms, tool).status_code == 200
    assert lms.requests_seen["token"] == 1


def test_a_score_crosses_the_wire(lms, post_score):
    assert post_score().status_code == 200
    assert result(lms, post_score).score == 8


def test_ordered_answers_come_in_order_and_then_end(lms, post_score):
    lms.faults.add("scores", faults.too_many_requests(retry_after=2))
    lms.faults.add("scores", faults.server_error(), times=2)
    lms.faults.add("scores", faults.rate_limited())
    lms.faults.add("scores", faults.html_page())

    answers = [post_score() for _ in range(6)]

    assert [answer.status_code for answer in answers] == [429, 500, 500, 403, 200, 200]
    assert answers[0].headers["Retry-After"] == "2"
    assert "Rate Limit Exceeded" in answers[3].text
    assert answers[3].headers["X-Rate-Limit-Remaining"] == "0.0"
    assert answers[4].headers["Content-Type"].startswith("text/html")
    assert len(lms.score_posts()) == 1
    assert lms.requests_seen["scores"] == 6


def test_a_connection_dropped_before_leaves_no_score(lms, post_score):
    lms.faults.add("scores", faults.drop_before())

    with pytest.raises(requests.ConnectionError):
        post_score()

    assert result(lms, post_score) is None


def test_a_connection_dropped_after_leaves_the_score(lms, post_score):
    lms.faults.add("scores", faults.drop_after())

    with pytest.raises(requests.ConnectionError):
        post_score()

    assert result(lms, post_score).score == 8
    assert len(lms.score_posts()) == 1


def test_silence_outlasts_a_patient_tool_and_takes_nothing(lms, post_score):
    lms.faults.add("scores", faults.silence(20))

    with pytest.raises(requests.Timeout):
        post_score(timeout=0.2)
    lms.faults.release()

    assert post_score().status_code == 200
    assert len(lms.score_posts()) == 1


def test_a_late_answer_is_an_answer(lms, post_score):
    lms.faults.add("scores", faults.delay(0.2))
    begun = time.monotonic()

    assert post_score().status_code == 200
    assert time.monotonic() - begun >= 0.2


def test_an_expired_token_stays_expired(lms, post_score):
    lms.faults.add("scores", faults.expired_token())

    assert [post_score().status_code for _ in range(2)] == [401, 401]


@pytest.mark.parametrize("service", ["token", "jwks"])
def test_other_services_fail_as_well(lms, tool, service):
    lms.faults.add(service, faults.server_error())
    urls = {"token": lms.token_url, "jwks": lms.jwks_url}

    assert requests.get(urls[service], headers=AGENT, timeout=5).status_code == 500


def test_faults_that_nobody_met_can_be_taken_back(lms, tool):
    lms.faults.add("token", faults.server_error())
    lms.faults.clear()

    assert take_token(lms, tool).status_code == 200


def test_a_misspelt_service_is_refused(lms):
    with pytest.raises(ValueError, match="'score'"):
        lms.faults.add("score", faults.server_error())


def test_a_dropped_connection_is_an_error_without_a_socket_too(tmp_path, tool, store_with_key):
    path = tmp_path / "other.sqlite"
    path.write_bytes(store_with_key.read_bytes())
    app = create_lms(path, "http://127.0.0.1:1", tool.addresses)
    lms_of(app).faults.add("jwks", faults.drop_after())

    with pytest.raises(ConnectionAbortedError):
        app.test_client().get("/lti/jwks")
    lms_of(app).close()


def test_a_server_that_never_started_can_be_stopped():
    server = LmsServer()

    server.stop()

    port = int(server.url.rpartition(":")[2])
    with socket.socket() as free:
        assert free.connect_ex(("127.0.0.1", port)) != 0


def test_it_runs_at_an_address_until_interrupted(tmp_path, tool, store_with_key):
    path = tmp_path / "run.sqlite"
    path.write_bytes(store_with_key.read_bytes())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = f"""
        from pathlib import Path
        from lti_tool.demo.app import ToolAddresses, create_lms
        from lti_tool.demo.server import run

        tool = ToolAddresses(*["{tool.url}/x"] * 5)
        run(create_lms(Path("{path}"), "http://127.0.0.1:{port}", tool), "127.0.0.1", {port})
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)])
    try:
        assert wait_for(f"http://127.0.0.1:{port}/").status_code == 200
    finally:
        process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0


def wait_for(url):
    for _ in range(100):
        try:
            return requests.get(url, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError(f"{url} never answered")


def test_a_browser_that_goes_away_leaves_no_file_open(server):
    # pytest makes an error of the warning that a forgotten file gives.
    host, port = server.url.removeprefix("http://").split(":")
    for _attempt in range(20):
        with socket.create_connection((host, int(port))) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(b"GET /static/lms.css HTTP/1.1\r\nHost: lms\r\n\r\n")
            connection.recv(1)
    time.sleep(0.2)
    gc.collect()

    assert requests.get(f"{server.url}/static/lms.css", timeout=5).status_code == 200
