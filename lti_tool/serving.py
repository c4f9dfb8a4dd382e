"""Two kinds of process under one command: gunicorn for pages, one worker for jobs."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from lti_tool.settings import CONFIG_VARIABLE

RESTART_AFTER = 1.0
"""Seconds before a worker that died is started again."""


@dataclass(frozen=True)
class Serving:
    """What to run."""

    bind: str
    workers: int
    threads: int
    config: Path | None
    with_worker: bool

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the children: they find the configuration by its variable."""
        chosen = {CONFIG_VARIABLE: str(self.config.resolve())} if self.config else {}
        return {**os.environ, **chosen}

    def start_gunicorn(self) -> subprocess.Popen[bytes]:
        """Start the pages. No access log: addresses hold launch ids."""
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "lti_tool.wsgi:app"),
                *("--bind", self.bind, "--workers", str(self.workers)),
                *("--worker-class", "gthread", "--threads", str(self.threads)),
                *("--log-level", "warning", "--no-control-socket"),
            ],
            env=self.environment,
        )

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start the jobs."""
        command = [sys.executable, "-m", "lti_tool.cli", "worker"]
        return subprocess.Popen(command, env=self.environment)


def serve_until_stopped(serving: Serving) -> int:
    """Run until gunicorn ends or a signal asks to stop; return gunicorn's exit code."""
    gunicorn = serving.start_gunicorn()
    worker = serving.start_worker() if serving.with_worker else None

    interrupt_when_asked_to_end()
    try:
        while gunicorn.poll() is None:
            time.sleep(RESTART_AFTER)
            if worker is not None and worker.poll() is not None:
                worker = serving.start_worker()
    except KeyboardInterrupt:
        pass
    finally:
        end_processes([gunicorn, *([worker] if worker else [])])
    return gunicorn.returncode or 0


def interrupt_when_asked_to_end() -> None:
    """Let SIGTERM end us as Ctrl-C does, so that our children are ended too."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)


def end_processes(processes: Iterable[subprocess.Popen[bytes]], patience: float = 15) -> None:
    """Ask each process to end, and insist after `patience` seconds."""
    started = list(processes)
    for process in started:
        if process.poll() is None:
            process.terminate()
    for process in started:
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
