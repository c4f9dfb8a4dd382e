"""The application as it stands in production, and one promise that every request must keep."""

import io
import sys
import time
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lti_tool.lti import platform_keys
from lti_tool.settings import LtiSettings, Settings
from tests.lti_tool.lti.platform import Platform, key_set_server

BOUND = 10.0
"""Seconds that one request may take, on a machine that is busy with other tests."""

PRIVATE = ("Lovelace", "ada@school.example")
"""Words of a person in the tokens we make. They must stay out of the log."""


@dataclass
class Target:
    """What is attacked."""

    app: Flask
    log: io.StringIO
    statuses: set[int] = field(default_factory=set)

    def stranger(self) -> FlaskClient:
        """Return somebody without cookies, who says in each header what he likes."""
        return self.app.test_client(use_cookies=False)

    def send(self, method: str, path: str, *, secrets: tuple[str, ...] = (), **request):
        """Send one request and see the promise kept: no fault, in time, and nothing told."""
        self.log.seek(0)
        self.log.truncate()
        begun = time.monotonic()
        answer: TestResponse = self.stranger().open(path, method=method, **request)
        took = time.monotonic() - begun

        assert answer.status_code < 500, self.log.getvalue()
        assert took < BOUND
        written = self.log.getvalue()
        for secret in (*PRIVATE, *secrets):
            assert not secret or secret not in written, written
        self.statuses.add(answer.status_code)
        return answer


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    return written


@pytest.fixture
def settings(database_url: str, log: io.StringIO) -> Settings:
    return Settings(
        public_url="http://localhost:8000",
        secret_key="a secret that only the tests know",
        database_url=database_url,
        lti=LtiSettings(allow_loopback=True),
        log_level="debug",
    )


@pytest.fixture
def target(app: Flask, log: io.StringIO) -> Target:
    return Target(app, log)


@pytest.fixture
def server():
    with key_set_server() as server:
        yield server


@pytest.fixture
def platform(session, server) -> Platform:
    platform_keys._parsed.clear()
    return Platform(session, server)
