"""What the tests of launches share: how to look for traces, and tokens made wrongly."""

import re

from sqlalchemy import select

from lti_tool.lti.models.launch import Launch
from tests.lti_tool.lti.platform import b64

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
NO_NAMES = {"name": None, "given_name": None, "family_name": None}


def launches(session):
    session.rollback()
    return session.scalars(select(Launch)).all()


def assert_refused(answer, session, *, status=400):
    """A plain page with a reference number, and no trace of a launch."""
    assert answer.status_code == status
    assert re.search(r"Reference number: [0-9a-f]{8}", answer.text)
    assert "Set-Cookie" not in answer.headers
    assert launches(session) == []


def tampered(visit):
    header, _payload, signature = visit.token().split(".")
    return f"{header}.{b64(visit.platform.claims(visit.nonce, sub='somebody else'))}.{signature}"
