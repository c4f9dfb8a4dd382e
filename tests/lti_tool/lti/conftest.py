"""A platform, and browsers that come from it."""

import pytest

from lti_tool.lti import platform_keys
from tests.lti_tool.lti.platform import Platform, Visit, key_set_server


@pytest.fixture
def server():
    with key_set_server() as server:
        yield server


@pytest.fixture
def platform(session, server):
    platform_keys._parsed.clear()
    return Platform(session, server)


@pytest.fixture
def visit(app, platform):
    """A fresh browser, before its login."""
    return Visit(app.test_client(), platform)


@pytest.fixture
def come(app, platform, session):
    """Launch in a fresh login, and forget what the session knew."""

    def launch(by=None, **claims):
        visit = Visit(app.test_client(), by or platform)
        visit.login(lti_deployment_id=None)
        answer = visit.launch(**claims)
        assert answer.status_code == 303, answer.text
        session.rollback()
        return answer

    return launch
