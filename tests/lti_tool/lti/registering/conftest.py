import pytest

from lti_tool.lti.services import http
from tests.lti_tool.lti.registering.lms import registering_lms


@pytest.fixture
def lms():
    """An LMS that tools register with."""
    with registering_lms() as lms:
        yield lms
    http.close_connections()
