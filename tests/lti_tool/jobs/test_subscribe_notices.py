"""Asking an LMS to tell us of copied courses: once a month, by an instructor's launch."""

import pytest
from sqlalchemy import select

from curriculum.foundation.jobs import JobState
from lti_tool.demo import faults, notices
from lti_tool.demo.settings import Character
from lti_tool.lti.claims import COPY_NOTICE
from lti_tool.lti.models.registration import Deployment, DeploymentState
from tests.lti_tool.jobs.world import now


@pytest.fixture
def asking(world):
    """A school whose LMS offers to tell, and the job that asks it to."""
    world.start(Character.CANVAS)
    deployment = world.context.deployment
    deployment.notices_url = world.lms.notices_url(world.client)
    world.session.commit()
    world.enqueue("subscribe_notices", deployment_id=deployment.id)
    return world


def deployment(world):
    world.session.expire_all()
    return world.session.scalars(select(Deployment)).one()


def handlers(world):
    with world.lms.store.reading() as db:
        return notices.handlers_of(db, world.client.client_id)


@pytest.fixture
def at_home(world):
    """Let the LMS know us by the address that we give it."""
    home = world.app.extensions["settings"].public_url
    world.addresses = type(world.addresses)(
        world.addresses.login_url, world.addresses.launch_url, world.addresses.jwks_url, home, home
    )


def test_the_lms_is_asked_and_the_day_is_noted(at_home, asking):
    before = now()

    asking.work()

    assert handlers(asking) == {COPY_NOTICE: "http://localhost:8000/lti/notices"}
    assert deployment(asking).notices_asked_at >= before


def test_asking_again_changes_nothing(at_home, asking):
    asking.work()
    asking.enqueue("subscribe_notices", deployment_id=deployment(asking).id)

    asking.work()

    assert len(handlers(asking)) == 1


def test_an_lms_that_says_no_is_not_asked_again(asking):
    """Here it knows us by another address, so it takes no handler of ours."""
    asking.work()

    [job] = asking.jobs("subscribe_notices")
    assert job.state is JobState.FAILED
    assert deployment(asking).notices_asked_at is None


def test_an_lms_that_is_away_is_asked_later(at_home, asking):
    asking.lms.faults.add("notices", faults.server_error())

    asking.work()
    assert asking.jobs("subscribe_notices")[0].state is JobState.WAITING
    asking.later(minutes=1)

    assert deployment(asking).notices_asked_at


def test_a_deployment_that_was_blocked_meanwhile_asks_for_nothing(at_home, asking):
    deployment(asking).state = DeploymentState.BLOCKED

    asking.work()

    assert handlers(asking) == {}
    assert deployment(asking).notices_asked_at is None
