from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from curriculum.foundation.jobs import Job
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment, Role, Standing
from curriculum.models.person import Person
from lti_tool.lti import claims as c
from lti_tool.lti.models.identity import LineItem, LtiContext, LtiIdentity
from tests.lti_tool.lti.platform import INSTRUCTOR, LEARNER, Platform, Visit

SERVICES = "https://lms.example.edu/mod/lti/services.php"
AGS = {
    "scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"],
    "lineitems": f"{SERVICES}/2/lineitems?type_id=1",
    "lineitem": f"{SERVICES}/2/lineitems/5/lineitem?type_id=1",
}
ROSTER = {"context_memberships_url": f"{SERVICES}/memberships", "service_versions": ["2.0"]}


def only(session, table):
    return session.scalars(select(table)).one()


def test_a_first_launch_makes_person_course_and_enrolment(come, session, platform):
    before = datetime.now(UTC)

    come(**{c.ROLES: [INSTRUCTOR]})

    enrolment = only(session, Enrolment)
    assert enrolment.role is Role.INSTRUCTOR
    assert enrolment.standing is Standing.ACTIVE
    assert enrolment.last_launch_at >= before
    assert enrolment.person.name == "Ada Lovelace"
    assert (enrolment.person.given_name, enrolment.person.family_name) == ("Ada", "Lovelace")
    assert (enrolment.course.title, enrolment.course.label) == ("Families and Schools", "EDU210")
    assert enrolment.course.lane == f"registration:{platform.registration.id}"
    assert enrolment.course.timezone == "UTC"
    identity = only(session, LtiIdentity)
    assert (identity.sub, identity.person_id) == ("person-1", enrolment.person_id)


def test_the_same_person_stays_the_same(come, session):
    come()
    come(name="Ada King", family_name="King")

    assert only(session, Person).name == "Ada King"
    assert only(session, Enrolment).role is Role.CANDIDATE


def test_names_that_are_no_longer_sent_stay(come, session):
    come()
    come(name=None, given_name=None, family_name=None)

    assert only(session, Person).name == "Ada Lovelace"


def test_the_same_e_mail_address_does_not_make_two_people_one(come, session):
    come(sub="1", email="a@example.edu")
    come(sub="2", email="a@example.edu")

    assert len(session.scalars(select(Person)).all()) == 2


def test_the_same_sub_at_two_registrations_is_two_people(come, session, server):
    other = Platform(session, server, name="Other", client_id="client-2")
    come()
    come(by=other)

    assert len(session.scalars(select(Person)).all()) == 2
    assert len(session.scalars(select(Course)).all()) == 2


def test_the_same_context_in_two_deployments_is_two_courses_of_one_person(
    app, session, server, come
):
    platform = Platform(session, server, name="Two", client_id="c2", deployments=("1", "2"))
    come(by=platform)
    come(by=platform, **{c.DEPLOYMENT_ID: "2"})

    assert len(session.scalars(select(Course)).all()) == 2
    assert len(session.scalars(select(Person)).all()) == 1


def test_a_role_changes_with_the_next_launch(come, session):
    come(**{c.ROLES: [INSTRUCTOR]})
    come(**{c.ROLES: [LEARNER]})

    assert only(session, Enrolment).role is Role.CANDIDATE


def test_whoever_comes_in_is_in_the_course_again(come, session):
    come()
    only(session, Enrolment).standing = Standing.LEFT
    session.commit()
    come()

    assert only(session, Enrolment).standing is Standing.ACTIVE


def test_a_test_student_is_marked(come, session):
    test_user = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
    come(**{c.ROLES: [LEARNER, test_user]})

    assert only(session, Person).is_test
    assert only(session, Enrolment).role is Role.CANDIDATE


def test_a_course_keeps_its_title_when_none_is_sent(come, session):
    come()
    come(**{c.CONTEXT: {"id": "course-1"}})

    assert only(session, Course).title == "Families and Schools"


def test_a_new_courses_zone_is_the_settings(app, session, platform, come):
    import msgspec

    settings = app.extensions["settings"]
    app.extensions["settings"] = msgspec.structs.replace(
        settings, course_timezone="America/Chicago"
    )

    come()

    assert only(session, Course).timezone == "America/Chicago"


def test_services_are_remembered_as_the_last_launch_gave_them(come, session):
    come(**{c.AGS: AGS, c.NRPS: ROSTER})
    context = only(session, LtiContext)
    assert context.line_items_url == AGS["lineitems"]
    assert context.ags_scopes == AGS["scope"]
    assert context.memberships_url == ROSTER["context_memberships_url"]

    come()

    session.expire_all()
    assert context.line_items_url is None
    assert context.ags_scopes == []
    assert context.memberships_url is None


@pytest.mark.parametrize(
    "address", ["http://lms.example.edu/x", "https://10.0.0.1/x", "file:///etc/passwd", "x", 7]
)
def test_an_address_that_we_would_never_ask_is_not_kept(come, session, address):
    come(
        **{
            c.AGS: {**AGS, "lineitems": address, "lineitem": address},
            c.NRPS: {"context_memberships_url": address},
            c.CUSTOM: {"task": "1A"},
        }
    )

    context = only(session, LtiContext)
    assert context.line_items_url is context.memberships_url is None
    assert session.scalars(select(LineItem)).all() == []


def test_a_tasks_gradebook_column_is_remembered(come, session):
    come(**{c.AGS: AGS, c.CUSTOM: {"task": "1A"}})

    item = only(session, LineItem)
    assert (item.task_id, item.url) == ("1A", AGS["lineitem"])
    assert item.resource_link_id == "link-1"


def test_a_column_that_came_back_is_no_longer_gone(come, session):
    come(**{c.AGS: AGS, c.CUSTOM: {"task": "1A"}})
    only(session, LineItem).gone_at = datetime.now(UTC)
    session.commit()

    come(**{c.AGS: AGS, c.CUSTOM: {"task": "1B"}, c.RESOURCE_LINK: {"id": "link-2"}})

    item = only(session, LineItem)
    assert (item.task_id, item.resource_link_id, item.gone_at) == ("1B", "link-2", None)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({c.CUSTOM: {"task": "1A"}}, id="no service"),
        pytest.param(
            {c.AGS: {"lineitems": AGS["lineitems"]}, c.CUSTOM: {"task": "1A"}}, id="no column"
        ),
        pytest.param({c.AGS: AGS}, id="no task"),
        pytest.param({c.AGS: AGS, c.CUSTOM: {"unit": "introduction"}}, id="a unit"),
        pytest.param({c.AGS: AGS, c.CUSTOM: {"task": "9Z"}}, id="an unknown task"),
        pytest.param({c.AGS: AGS, c.CUSTOM: {"task": "I-2"}}, id="an unscored task"),
    ],
)
def test_no_column_is_made_up(come, session, changes):
    come(**changes)

    assert session.scalars(select(LineItem)).all() == []


def roster_jobs(session):
    return session.scalars(select(Job).where(Job.kind == "roster_sync")).all()


@pytest.mark.case("N01")
def test_an_instructors_launch_asks_for_the_roster(come, session, platform):
    come(**{c.NRPS: ROSTER, c.ROLES: [INSTRUCTOR]})
    come(**{c.NRPS: ROSTER, c.ROLES: [INSTRUCTOR], "sub": "2"})

    [job] = roster_jobs(session)
    context = only(session, LtiContext)
    assert job.payload == {"context_id": context.id}
    assert job.key == f"roster:{context.id}"
    assert job.lane == f"registration:{platform.registration.id}"


@pytest.mark.parametrize(("age", "asked"), [(timedelta(minutes=14), 0), (timedelta(minutes=16), 1)])
def test_a_young_roster_is_not_asked_for_again(come, session, age, asked):
    come(**{c.NRPS: ROSTER})
    only(session, LtiContext).roster_synced_at = datetime.now(UTC) - age
    session.commit()

    come(**{c.NRPS: ROSTER, c.ROLES: [INSTRUCTOR], "sub": "2"})

    assert len(roster_jobs(session)) == asked


@pytest.mark.parametrize("changes", [{c.NRPS: ROSTER}, {c.ROLES: [INSTRUCTOR]}])
def test_nobody_else_asks_for_the_roster(come, session, changes):
    come(**changes)

    assert roster_jobs(session) == []


def test_outside_a_course_only_the_person_is_known(come, session):
    come(**{c.CONTEXT: None, c.AGS: AGS, c.CUSTOM: {"task": "1A"}})

    assert only(session, Person).name == "Ada Lovelace"
    assert session.scalars(select(Course)).all() == []
    assert session.scalars(select(LineItem)).all() == []


def test_somebody_known_from_a_command_is_the_same_person(come, session, platform):
    from lti_tool.lti.identities import person_at

    person = person_at(session, "School", "person-1")
    session.commit()

    come()

    assert only(session, Person).id == person.id
    assert only(session, Enrolment).person_id == person.id


def test_a_whole_class_comes_in_for_the_first_time_at_once(app, session, platform):
    visits = [Visit(app.test_client(), platform) for _ in range(8)]
    for visit in visits:
        visit.login()
    barrier, answers = Barrier(8), []

    def launch(number):
        token = visits[number].token(sub=f"person-{number // 2}", **{c.CONTEXT: {"id": "new"}})
        barrier.wait()
        answers.append(visits[number].post(token).status_code)

    threads = [Thread(target=launch, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    session.rollback()
    assert answers == [303] * 8
    assert len(session.scalars(select(Person)).all()) == 4
    assert len(session.scalars(select(Enrolment)).all()) == 4
    assert len(session.scalars(select(Course)).all()) == 1
