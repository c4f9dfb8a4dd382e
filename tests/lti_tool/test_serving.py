"""Real processes: they answer, come back when killed, and end when asked."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import msgspec
import pytest
from flask_migrate import upgrade

from lti_tool.extensions import writing
from lti_tool.serving import end_processes
from lti_tool.settings import CONFIG_VARIABLE
from tests.ports import PATIENCE, free_port, wait_until


@pytest.fixture
def served(bare_app, tmp_path, database_url):
    with bare_app.app_context(), writing():
        upgrade()
    config = tmp_path / "reciprocal.toml"
    config.write_text(
        'public_url = "http://localhost:8000"\n'
        'secret_key = "a secret that only the tests know"\n'
        f'database_url = "{database_url}"\n'
        'log_level = "error"\n'
    )
    address = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [sys.executable, "-m", "lti_tool.cli", "serve", "--bind", address, "--workers", "1"],
        env={**os.environ, CONFIG_VARIABLE: str(config)},
    )
    yield process, address
    end_processes([process])


def ready(address: str):
    try:
        with urlopen(f"http://{address}/ready", timeout=5) as answer:
            return msgspec.json.decode(answer.read())
    except (URLError, ConnectionError, TimeoutError):
        return None


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def worker_of(process) -> int | None:
    return next((p for p in children_of(process.pid) if " worker" in command_of(p)), None)


def test_pages_and_jobs_run_come_back_and_end(served):
    process, address = served
    body = wait_until(lambda: (found := ready(address)) and found["worker_seen_at"] and found, "up")
    assert datetime.now(UTC) >= datetime.fromisoformat(body["worker_seen_at"])
    killed = worker_of(process)

    os.kill(killed, signal.SIGKILL)

    wait_until(lambda: worker_of(process) not in {None, killed}, "a new worker")
    process.terminate()
    assert process.wait(PATIENCE) == 0
    assert ready(address) is None
