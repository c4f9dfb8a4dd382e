from datetime import timedelta

import pytest
from sqlalchemy import select

from curriculum.foundation.jobs import JobState
from curriculum.models.enrolment import Enrolment, Role, Standing
from curriculum.models.person import Person
from lti_tool.demo import faults
from lti_tool.demo.settings import Character, Client
from lti_tool.lti.models.identity import LtiIdentity
from tests.lti_tool.jobs.world import now

LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"


def sync(world, **later):
    world.enqueue("roster_sync", context_id=world.context.id)
    return world.later(**later) if later else world.work()


def known(world):
    """Who is in our course: sub → enrolment."""
    world.session.expire_all()
    rows = world.session.execute(
        select(LtiIdentity.sub, Enrolment)
        .join(Enrolment, Enrolment.person_id == LtiIdentity.person_id)
        .where(Enrolment.course_id == world.course.id)
    )
    return {row.sub: row.Enrolment for row in rows}


@pytest.mark.case("N06", "R01")
@pytest.mark.parametrize("character", list(Character))
def test_everybody_on_the_roster_is_enrolled(world, character):
    world.start(character)
    world.lms.page_size = 20
    world.lms.enrol_many(world.course_id, 55)

    sync(world)

    found = known(world)
    assert len(found) == 56
    assert found["learner-7"].role is Role.CANDIDATE
    assert found["learner-7"].person.name == "Learner 00007"
    assert found["learner-7"].last_launch_at is None
    assert found["instructor-9"].role is Role.INSTRUCTOR
    world.session.refresh(world.context)
    assert world.context.roster_synced_at is not None


def test_r05_who_is_no_longer_listed_has_left_and_can_come_back(world):
    world.start()
    ada, bea = world.enrol("ada"), world.enrol("bea")
    with world.lms.store.writing() as db:
        db.execute("DELETE FROM enrolment WHERE person_id = 'ada'")
    sync(world)
    assert known(world)["ada"].standing is Standing.LEFT
    assert known(world)["bea"].standing is Standing.ACTIVE

    world.lms.enrol(world.course_id, "ada", LEARNER)
    sync(world)

    assert known(world)["ada"].standing is Standing.ACTIVE
    assert known(world)["ada"].id == ada.id
    assert bea.id in {row.id for row in known(world).values()}


@pytest.mark.parametrize("status", ["Inactive", "Deleted"])
def test_r04_who_is_listed_as_not_there_has_left(world, status):
    world.start()
    world.enrol("ada")
    world.lms.enrol(world.course_id, "ada", LEARNER, status=status)

    sync(world)

    assert known(world)["ada"].standing is Standing.LEFT


def test_a_role_that_came_with_a_launch_stays(world):
    world.start(Character.MOODLE)
    world.enrol("assistant", Role.INSTRUCTOR, last_launch_at=now())
    world.enrol("ada", last_launch_at=now())
    world.enrol("bea")
    world.lms.enrol(world.course_id, "assistant", LEARNER)
    world.lms.enrol(world.course_id, "ada", INSTRUCTOR)
    world.lms.enrol(world.course_id, "bea", INSTRUCTOR)

    sync(world)

    roles = {sub: row.role for sub, row in known(world).items()}
    assert roles["assistant"] is Role.INSTRUCTOR
    assert roles["ada"] is Role.CANDIDATE
    assert roles["bea"] is Role.INSTRUCTOR


def test_a_manager_whom_the_roster_does_not_list_has_not_left(world):
    world.start()
    world.know("manager", Role.INSTRUCTOR, last_launch_at=now())
    world.know("gone", Role.CANDIDATE, last_launch_at=now())
    world.session.commit()

    sync(world, seconds=5)

    assert known(world)["manager"].standing is Standing.ACTIVE
    assert known(world)["gone"].standing is Standing.LEFT


def test_r08_a_school_that_shares_no_names_takes_none_away(world):
    world.start(clients=(Client(shares_names=False),))
    ada = world.enrol("ada")
    name = ada.person.name
    world.lms.enrol_many(world.course_id, 1)

    sync(world)

    assert known(world)["ada"].person.name == name
    assert known(world)["learner-1"].person.name == ""


def test_r10_a_test_student_is_flagged(world):
    world.start()
    world.enrol("tester")
    world.lms.enrol(world.course_id, "tester", LEARNER, TEST_USER)

    sync(world)

    assert known(world)["tester"].person.is_test


def test_the_same_person_in_two_courses_is_one_person(world):
    world.start()
    world.lms.enrol_many(world.course_id, 2)
    sync(world)

    sync(world)

    assert len(known(world)) == 3
    people = world.session.scalars(select(Person)).all()
    assert len(people) == 3


def test_a_course_in_use_has_its_roster_read_each_day_by_itself(world):
    world.start()
    world.enrol("ada", last_launch_at=now())
    world.lms.enrol_many(world.course_id, 2)
    world.session.commit()

    world.later(minutes=61)
    assert len(known(world)) == 4
    world.later(hours=2)
    assert world.lms.requests_seen["roster"] == 1
    world.later(hours=23)

    assert world.lms.requests_seen["roster"] == 2


@pytest.mark.parametrize("why", ["nobody comes in", "blocked", "no address"])
def test_a_course_that_is_not_in_use_is_left_alone(world, why):
    world.start()
    world.enrol("ada", last_launch_at=now() - timedelta(days=8 if why == "nobody comes in" else 0))
    world.registration.blocked = why == "blocked"
    if why == "no address":
        world.context.memberships_url = None
    world.session.commit()

    world.later(minutes=61)

    assert world.jobs("roster_sync") == []


def test_half_a_roster_marks_nobody_as_gone(world, monkeypatch):
    monkeypatch.setattr("lti_tool.lti.services.http.PAUSES", (0.0, 0.0))
    world.start()
    world.lms.page_size = 2
    for name in ("ada", "bea", "cy"):
        world.enrol(name)
    world.lms.faults.add("roster", faults.delay(0))
    world.lms.faults.add("roster", faults.server_error())

    sync(world)

    assert {row.standing for row in known(world).values()} == {Standing.ACTIVE}
    assert [job.state for job in world.jobs("roster_sync")] == [JobState.WAITING]
    world.later(seconds=6)
    assert [job.state for job in world.jobs("roster_sync")] == [JobState.DONE]


def test_an_empty_roster_is_not_believed(world):
    world.start()
    world.enrol("ada")
    with world.lms.store.writing() as db:
        db.execute("DELETE FROM enrolment WHERE course_id = 'course-1'")

    sync(world)

    assert known(world)["ada"].standing is Standing.ACTIVE
    assert [job.state for job in world.jobs("roster_sync")] == [JobState.FAILED]


def test_a_refusal_is_not_asked_again(world):
    world.start(clients=(Client(scopes=("https://purl.imsglobal.org/spec/lti-ags/scope/score",)),))

    sync(world)

    (job,) = world.jobs("roster_sync")
    assert job.state is JobState.FAILED
    assert world.lms.requests_seen["roster"] == 0


def test_a_course_without_a_roster_address_is_left_alone(world):
    world.start()
    world.context.memberships_url = None

    sync(world)

    assert world.lms.requests_seen["roster"] == 0


def test_the_number_of_statements_does_not_grow_with_the_class(world, count_queries):
    world.start(Character.MOODLE)
    counts = []
    for people in (10, 400):
        world.lms.enrol_many(world.course_id, people, prefix=f"of-{people}")
        world.enqueue("roster_sync", context_id=world.context.id)
        with count_queries() as counted:
            world.work()
        counts.append(counted.n)

    assert counts[1] <= counts[0] + 4
