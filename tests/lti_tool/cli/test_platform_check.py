"""`reciprocal platforms check` against a platform that answers as it is told."""

import pytest

from lti_tool.lti.registering.offer import SCOPES
from lti_tool.lti.services import http
from tests.lti_tool.cli.test_platforms import words
from tests.lti_tool.lti.platform import jwk, rsa_key
from tests.lti_tool.lti.services.scripted import Reply, data, scripted

KEYS = data({"keys": [jwk(rsa_key(), "key-1")]})
TOKEN = data({"access_token": "x", "expires_in": 3600, "scope": " ".join(SCOPES)})


@pytest.fixture
def lms():
    with scripted() as service:
        service.reply(KEYS, TOKEN)
        yield service
    http.close_connections()


@pytest.fixture
def connected(migrated, lms):
    changes = {"issuer": lms.url, "key_set_url": f"{lms.url}/jwks"}
    migrated("platforms", "add", *words(**changes, auth_token_url=f"{lms.url}/token"))
    return migrated


def test_a_connection_that_works_is_said_to_work(connected):
    said = connected("platforms", "check", "School")

    assert "ok       The LMS's keys: Readable. Usable keys: 1." in said
    assert "ok       Scores: send: Granted." in said
    assert "unknown  Launches: Nobody has come in" in said
    assert "→" not in said


def test_what_must_be_changed_ends_in_a_failure(connected, lms):
    lms.reply(Reply(status=404))

    said = connected("platforms", "check", fails=True)

    assert "FAILED   The LMS's keys" in said
    assert "→ Compare the key set" in said
    assert "Something must be changed at: School" in said


def test_a_platform_that_is_not_there_is_said_in_a_sentence(connected):
    assert "no platform “Nowhere”" in connected("platforms", "check", "Nowhere", fails=True)


def test_before_anything_is_connected_there_is_nothing_to_check(migrated):
    assert "No platform is connected yet." in migrated("platforms", "check")
