"""Free ports, and waiting for what takes a moment."""

import socket
import time
from collections.abc import Callable
from typing import Any

PATIENCE = 30
"""Seconds."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_until(true: Callable[[], Any], what: str) -> Any:
    """Return the first true answer, or fail by saying what did not happen."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = true()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"{what} did not happen in {PATIENCE} s")
