"""Blocking takes effect on the next request, whoever holds a launch."""

import pytest

from lti_tool.lti.deployments import approve_deployment, block_deployment
from lti_tool.lti.models.identity import LtiContext, LtiIdentity
from lti_tool.lti.people import block_person
from lti_tool.lti.registrations import block_registration
from tests import factories


@pytest.fixture
def visitor(browser, session):
    candidate = factories.candidate(session)
    opened = browser(candidate)
    assert opened.get("/").status_code == 200
    return opened


@pytest.fixture
def place(visitor, session):
    """The platform's name, the deployment and the person's sub behind the open launch."""
    context = session.query(LtiContext).one()
    identity = session.query(LtiIdentity).one()
    deployment = context.deployment
    return deployment.registration.name, deployment.deployment_id, identity.sub


def status_after(session, visitor):
    session.commit()
    return visitor.get("/").status_code


def test_a_blocked_person_is_out_at_once_and_comes_back(session, visitor, place):
    platform, _deployment, sub = place

    block_person(session, platform, sub)
    assert status_after(session, visitor) >= 400

    block_person(session, platform, sub, blocked=False)
    assert status_after(session, visitor) == 200


def test_a_blocked_deployment_is_out_at_once_and_comes_back(session, visitor, place):
    platform, deployment, _sub = place

    block_deployment(session, platform, deployment)
    assert status_after(session, visitor) >= 400

    approve_deployment(session, platform, deployment)
    assert status_after(session, visitor) == 200


def test_a_blocked_platform_is_out_at_once_and_comes_back(session, visitor, place):
    platform, _deployment, _sub = place

    block_registration(session, platform)
    assert status_after(session, visitor) >= 400

    block_registration(session, platform, blocked=False)
    assert status_after(session, visitor) == 200


def test_the_same_sub_at_another_platform_stays_in(session, visitor, place):
    _platform, _deployment, sub = place
    other = factories.registration(session)
    somebody = factories.person(session)
    factories.add(session, LtiIdentity(registration=other, sub=sub, person=somebody))

    block_person(session, other.name, sub)

    assert status_after(session, visitor) == 200
