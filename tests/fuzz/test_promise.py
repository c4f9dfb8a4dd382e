"""The attacks would notice: a fault, a slow answer, a secret in the log."""

import time

import pytest
import structlog

from lti_tool.lti import login
from tests.fuzz import conftest
from tests.fuzz.test_login import SOUND


def test_an_ordinary_login_keeps_the_promise(target, platform):
    assert target.send("POST", "/lti/login", data=SOUND).status_code == 302


def test_a_fault_is_noticed(target, platform, monkeypatch):
    monkeypatch.setattr(login, "begin_login", lambda *_given, **_more: 1 / 0)

    with pytest.raises(AssertionError, match="division by zero"):
        target.send("POST", "/lti/login", data=SOUND)


def test_a_secret_in_the_log_is_noticed(target, platform, monkeypatch):
    begin = login.begin_login

    def chatty(*given, **more):
        structlog.get_logger("lti").info("login", hint="the hint of somebody")
        return begin(*given, **more)

    monkeypatch.setattr(login, "begin_login", chatty)

    with pytest.raises(AssertionError, match="the hint of somebody"):
        target.send("POST", "/lti/login", data=SOUND, secrets=("the hint of somebody",))


def test_a_slow_answer_is_noticed(target, platform, monkeypatch):
    monkeypatch.setattr(conftest, "BOUND", 0.05)
    begin = login.begin_login

    def slow(*given, **more):
        time.sleep(0.1)
        return begin(*given, **more)

    monkeypatch.setattr(login, "begin_login", slow)

    with pytest.raises(AssertionError):
        target.send("POST", "/lti/login", data=SOUND)
