"""The demonstration, as a newcomer starts it: two servers, one command, one way to end both."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from lti_tool.serving import end_processes
from tests.ports import PATIENCE, free_port, wait_until


@pytest.fixture
def start(tmp_path: Path):
    """Start the demonstration in a folder of its own and wait until it says what to open."""
    started = []
    ports = ["--port", str(free_port()), "--lms-port", str(free_port())]

    def start(*words: str) -> tuple[subprocess.Popen, str]:
        log = tmp_path / f"log-{len(started)}"
        command = [sys.executable, "-m", "lti_tool.cli", "demo", "--folder", str(tmp_path / "var")]
        with log.open("w") as out:
            process = subprocess.Popen([*command, *ports, *words], stdout=out, stderr=out)
        started.append(process)
        wait_until(lambda: "Open http" in log.read_text() or process.poll() is not None, "a start")
        return process, f"http://127.0.0.1:{ports[3]}"

    yield start
    end_processes(started)


def answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=5).ok
    except requests.ConnectionError:
        return False


def test_the_data_is_still_there_until_it_is_reset(start, tmp_path):
    process, lms = start()
    assert "Working with Families" in requests.get(lms, timeout=10).text
    config = tmp_path / "var" / "demo.toml"
    first = config.read_text()

    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert not answers(lms)

    process, lms = start()
    assert answers(lms)
    assert config.read_text() == first
    process.terminate()
    process.wait(PATIENCE)

    start("--reset")
    assert config.read_text() != first


def test_the_lms_has_the_habits_that_are_asked_for(start, tmp_path):
    _process, lms = start("--character", "moodle")

    found = requests.get(f"{lms}/.well-known/openid-configuration", timeout=10).json()

    platform = found["https://purl.imsglobal.org/spec/lti-platform-configuration"]
    assert platform["product_family_code"] == "moodle"
    assert "invite --name Trial" in (tmp_path / "log-0").read_text()


def test_a_port_in_use_is_named(start, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        process, _ = start("--lms-port", str(port))

        assert process.wait(PATIENCE) == 1
    assert f"Port {port} is in use" in (tmp_path / "log-0").read_text()
