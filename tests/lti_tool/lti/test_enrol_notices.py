"""When a launch makes us ask the platform for word of copied courses."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from curriculum.foundation.jobs import Job, JobState
from lti_tool.lti import claims as c
from lti_tool.lti.models.registration import Deployment
from tests import factories
from tests.lti_tool.lti.platform import INSTRUCTOR, LEARNER

ADDRESS = "https://lms.example.edu/api/lti/notice-handlers/1"


def service(address=ADDRESS, types=("LtiHelloWorldNotice", "LtiContextCopyNotice")):
    return {
        c.ROLES: [INSTRUCTOR],
        c.NOTICES: {
            "platform_notification_service_url": address,
            "service_versions": ["1.0"],
            "scope": ["https://purl.imsglobal.org/spec/lti/scope/noticehandlers"],
            "notice_types_supported": list(types),
        },
    }


def jobs(session):
    return factories.stored(session, select(Job).where(Job.kind == "subscribe_notices"))


def deployment(session):
    [found] = factories.stored(session, select(Deployment))
    return found


def test_an_instructors_launch_asks_once(come, session, platform):
    come(**service())
    come(sub="2", **service())

    assert deployment(session).notices_url == ADDRESS
    [job] = jobs(session)
    assert job.payload == {"deployment_id": deployment(session).id}
    assert job.lane == f"registration:{platform.registration.id}"


def test_a_candidates_launch_only_remembers_the_address(come, session):
    come(**service() | {c.ROLES: [LEARNER]})

    assert deployment(session).notices_url == ADDRESS
    assert jobs(session) == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="no service"),
        pytest.param(service(types=["LtiHelloWorldNotice"]), id="no copies"),
        pytest.param(service(address="http://lms.example.edu/x"), id="not https"),
        pytest.param(service(address="https://10.0.0.1/x"), id="a private network"),
        pytest.param({c.NOTICES: "x"}, id="no object"),
        pytest.param({c.NOTICES: {"notice_types_supported": "LtiContextCopyNotice"}}, id="no list"),
    ],
)
def test_where_nothing_is_told_nothing_is_asked(come, session, changes):
    come(**{c.ROLES: [INSTRUCTOR]} | changes)

    assert deployment(session).notices_url is None
    assert jobs(session) == []


@pytest.mark.parametrize(("age", "asked"), [(29, 0), (31, 1)])
def test_a_promise_stands_for_a_month(come, session, age, asked):
    session.execute(
        update(Deployment).values(
            notices_url=ADDRESS, notices_asked_at=datetime.now(UTC) - timedelta(days=age)
        )
    )
    session.commit()

    come(**service())

    assert len(jobs(session)) == asked


@pytest.mark.parametrize(("hours", "number"), [(23, 1), (25, 2)])
def test_an_lms_that_said_no_is_left_in_peace_for_a_day(come, session, hours, number):
    come(**service())
    session.execute(
        update(Job).values(
            state=JobState.FAILED, created_at=datetime.now(UTC) - timedelta(hours=hours)
        )
    )
    session.commit()

    come(**service())

    assert len(jobs(session)) == number
