"""What an administrator is told of real launches that were refused: how far each of them came."""

import time

import pytest
from sqlalchemy import delete

from lti_tool.lti import claims as c
from lti_tool.lti.diagnosis import read_launches
from lti_tool.lti.launch_checks import ORDER, Check
from lti_tool.lti.models.launch import Launch
from lti_tool.lti.models.registration import DeploymentState
from tests.lti_tool.lti.launching import tampered
from tests.lti_tool.lti.platform import LEARNER


def last_refused(session, platform):
    session.rollback()
    return read_launches(session, platform.registration.id).refused[0]


@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        pytest.param({c.ROLES: "Learner"}, Check.TOKEN, id="no list of roles"),
        pytest.param({"nonce": "another"}, Check.LOGIN, id="another login's nonce"),
        pytest.param({c.RESOURCE_LINK: None}, Check.MESSAGE, id="no resource link"),
        pytest.param({c.VERSION: "1.1"}, Check.MESSAGE, id="another version"),
        pytest.param({"iat": int(time.time()) + 900}, Check.TIME, id="clock ahead"),
        pytest.param({"azp": "another"}, Check.AUDIENCE, id="another client"),
        pytest.param({c.TARGET_LINK_URI: "https://evil.edu/"}, Check.ADDRESS, id="address"),
        pytest.param({c.DEPLOYMENT_ID: "1"}, Check.DEPLOYMENT, id="deployment"),
    ],
)
def test_the_failed_check_and_those_before_it_are_named(visit, platform, session, changes, failed):
    if failed is Check.DEPLOYMENT:
        platform.registration.deployments[0].state = DeploymentState.PENDING
        session.commit()

    answer = visit.launch(**changes)

    refused = last_refused(session, platform)
    assert refused.reference in answer.text
    assert refused.failed is failed
    assert refused.passed == ORDER[: ORDER.index(failed)]


def test_a_changed_token_fails_at_its_signature(visit, platform, session):
    visit.login()

    visit.post(tampered(visit))

    assert last_refused(session, platform).failed is Check.SIGNATURE


def test_a_student_who_asks_for_content_passed_everything_else(visit, platform, session):
    visit.launch(**platform.deep_linking() | {c.ROLES: [LEARNER]})

    assert last_refused(session, platform).failed is Check.PERSON


def test_a_token_that_comes_again_passed_everything_else(visit, platform, session):
    visit.launch()
    visit.post(visit.token())

    refused = last_refused(session, platform)
    assert refused.failed is Check.ONCE
    assert refused.passed == ORDER[:-1]


def test_somebody_who_came_in_passed_every_check(visit, platform, session):
    visit.launch()

    launches = read_launches(session, platform.registration.id)
    assert launches.last is not None
    assert list(launches.refused) == []
    session.execute(delete(Launch))
    assert read_launches(session, platform.registration.id).last is None
