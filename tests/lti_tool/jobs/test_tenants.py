"""Jobs of one client leave those of another alone, though issuer, people and ids are the same."""

import pytest
from sqlalchemy import select

from curriculum.models.enrolment import Enrolment, Role, Standing
from lti_tool.demo.settings import Client
from lti_tool.lti.models.grade_delivery import GradeDelivery
from lti_tool.lti.models.registration import AccessToken

pytestmark = pytest.mark.case("I03")

ONE = Client(client_id="one", deployment_ids=("1",))
TWO = Client(client_id="two", deployment_ids=("1",))


@pytest.fixture
def schools(world):
    """Two clients of one issuer, each with a course in which the same two people are."""
    world.start(clients=(ONE, TWO))
    here = world.context, {user: world.enrol(user) for user in ("ada", "bea")}
    world.course = world.connect(TWO, "course-2")
    world.instructor = world.enrol("instructor-9", Role.INSTRUCTOR)
    there = world.context, {user: world.enrol(user) for user in ("ada", "bea")}
    world.session.commit()
    return here, there


def standing(world, people):
    world.session.expire_all()
    return {user: world.session.get(Enrolment, who.id).standing for user, who in people.items()}


def test_a_roster_marks_nobody_of_another_client_as_gone(world, schools):
    (context, ours), (_other, theirs) = schools
    with world.lms.store.writing() as db:
        db.execute("DELETE FROM enrolment WHERE person_id = 'ada' AND course_id = 'course-1'")

    world.enqueue("roster_sync", context_id=context.id)
    world.work()

    assert standing(world, ours) == {"ada": Standing.LEFT, "bea": Standing.ACTIVE}
    assert standing(world, theirs) == {"ada": Standing.ACTIVE, "bea": Standing.ACTIVE}


def test_a_grade_goes_to_its_own_clients_column_under_its_own_token(world, schools):
    _here, (_context, theirs) = schools
    theirs_column = world.column

    world.release(theirs["ada"])
    world.work()

    assert len(world.lms.score_posts()) == len(world.posts(theirs_column)) == 1
    assert world.shown("ada", theirs_column).score == 90
    (token,) = world.session.scalars(select(AccessToken))
    assert token.registration_id == world.registration.id
    (delivery,) = world.session.scalars(select(GradeDelivery))
    assert delivery.line_item_id == world.line_item.id
