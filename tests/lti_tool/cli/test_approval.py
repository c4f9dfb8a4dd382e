"""Commands that say who may come in: platforms, deployments, people."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from lti_tool.lti.models.identity import LtiIdentity
from lti_tool.lti.models.registration import DeploymentState
from tests import factories
from tests.lti_tool.cli.test_platforms import words


@pytest.fixture
def connected(migrated):
    migrated("platforms", "add", *words())
    return migrated


@pytest.fixture
def rows(connected, database_url):
    """A session of the test's own on the command line's database."""
    engine = create_engine(database_url)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def waiting(rows):
    """A deployment that somebody tried to come in from."""
    registration = registration_of(rows)
    factories.deployment(
        rows,
        registration,
        deployment_id="106:abc",
        state=DeploymentState.PENDING,
        seen_in="Canvas · EDU 210\x1b[2J",
    )
    rows.commit()


def registration_of(session):
    from lti_tool.lti.models.registration import Registration

    return session.query(Registration).one()


@pytest.fixture
def people(rows):
    registration = registration_of(rows)
    for sub, name in (("9", "Ada Lovelace"), ("10", "Grace Hopper"), ("11", "")):
        person = factories.person(rows, name=name)
        factories.add(rows, LtiIdentity(registration=registration, sub=sub, person=person))
    rows.commit()


def test_what_waits_is_listed_first_and_said_where_from(connected, waiting):
    lines = connected("deployments", "list").splitlines()

    assert lines[1].split()[:5] == ["School", "106:abc", "waits", "for", "approval"]
    assert "EDU 210" in lines[1]
    assert "UTC" in lines[0]
    assert "approved" in lines[2]
    assert "\x1b" not in "".join(lines)  # a course's title may not steer the terminal


def test_only_what_waits_can_be_listed(connected, waiting):
    assert len(connected("deployments", "list", "--pending").splitlines()) == 2


def test_a_deployment_is_approved_and_blocked(connected, waiting):
    connected("deployments", "approve", "School", "106:abc")
    assert "waits" not in connected("deployments", "list")

    connected("deployments", "block", "School", "106:abc")
    assert "blocked" in connected("deployments", "list")


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        (("deployments", "approve", "Nowhere", "1"), "no platform “Nowhere”"),
        (("deployments", "approve", "School", "2"), "has no deployment 2"),
        (("deployments", "block", "School", ""), "has no deployment"),
        (("platforms", "block", "Nowhere"), "no platform “Nowhere”"),
        (("people", "list", "--platform", "Nowhere"), "no platform “Nowhere”"),
        (("people", "block", "--platform", "School", "--sub", "5"), "knows nobody as 5"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(connected, command, complaint):
    assert complaint in connected(*command, fails=True)


def test_a_platform_is_blocked_and_unblocked(connected, rows):
    connected("platforms", "block", "School")
    assert registration_of(rows).blocked
    rows.rollback()

    connected("platforms", "unblock", "School")
    rows.expire_all()
    assert not registration_of(rows).blocked


def test_people_are_found_by_name_or_sub(connected, people):
    def listed(*more):
        lines = connected("people", "list", "--platform", "School", *more).splitlines()
        return [line.split()[0] for line in lines[1:]]

    assert sorted(listed()) == ["10", "11", "9"]
    assert listed("--find", "LOVE") == ["9"]
    assert listed("--find", "10") == ["10"]
    assert listed("--find", "%") == []
    assert connected("people", "list", "--platform", "School", "--find", "zz") == "None.\n"


def test_a_person_is_blocked_and_unblocked(connected, people):
    find = ("people", "list", "--platform", "School", "--find", "Ada")

    assert "Ada Lovelace is blocked." in connected(
        "people", "block", "--platform", "School", "--sub", "9"
    )
    assert connected(*find).splitlines()[1].endswith("yes")

    connected("people", "unblock", "--platform", "School", "--sub", "9")
    assert not connected(*find).splitlines()[1].endswith("yes")
