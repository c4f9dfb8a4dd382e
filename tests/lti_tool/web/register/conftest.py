from datetime import timedelta

import pytest

from curriculum.foundation.clock import utc_now
from lti_tool.lti import invitations
from lti_tool.lti.services import http
from tests.lti_tool.lti.registering.lms import registering_lms
from tests.lti_tool.web.register.visits import Administrator


@pytest.fixture
def lms():
    with registering_lms() as lms:
        yield lms
    http.close_connections()


@pytest.fixture
def invite(session):
    """Make an invitation and return its token."""

    def make(name="State University", *, good_for=timedelta(days=14), updates=None, now=None):
        _made, token = invitations.create_invitation(
            session, name, now=now or utc_now(), good_for=good_for, updates=updates
        )
        session.commit()
        return token

    return make


@pytest.fixture
def administrator(app, lms, invite):
    def come(token=None, **changes):
        return Administrator(app.test_client(), lms, token or invite(**changes))

    return come
