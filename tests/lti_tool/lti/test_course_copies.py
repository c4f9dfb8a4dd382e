"""A copied course: how it is recognised, and what comes along. Columns are in `jobs/`."""

import pytest
from sqlalchemy import select

from curriculum.foundation.jobs import Job
from curriculum.models.course import Course
from lti_tool.lti import claims as c
from lti_tool.lti.course_marks import mark_of
from lti_tool.lti.models.identity import CourseCopy, LineItem, LtiContext, ToldBy
from tests import factories
from tests.lti_tool.lti.platform import INSTRUCTOR, Platform

SECRET = "a secret that only the tests know"
SERVICES = "https://lms.example.edu/mod/lti/services.php"
SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"


def ags(course, column=None):
    found = {
        "scope": [SCOPE + "lineitem", SCOPE + "score"],
        "lineitems": f"{SERVICES}/{course}/lineitems?type_id=1",
    }
    if column:
        found["lineitem"] = f"{SERVICES}/{course}/lineitems/{column}/lineitem?type_id=1"
    return found


def at(course, link="link-1", column=None, **custom):
    return {
        c.CONTEXT: {"id": course, "title": f"Course {course}"},
        c.RESOURCE_LINK: {"id": link, "title": "Walk in"},
        c.CUSTOM: {"task": "1A"} | custom,
        c.AGS: ags(course, column),
    }


@pytest.fixture
def old(come, session):
    """Last term's course, with a zone and a program of its own."""
    come(**at("old"), **{c.ROLES: [INSTRUCTOR]})
    context = context_of(session, "old")
    context.course.timezone = "America/Chicago"
    context.course.program = factories.program(session)
    session.commit()
    return context


def context_of(session, context_id):
    session.rollback()
    [found] = session.scalars(select(LtiContext).where(LtiContext.context_id == context_id))
    session.refresh(found.course)
    return found


def copies(session):
    return factories.stored(session, select(CourseCopy).order_by(CourseCopy.id))


def jobs(session):
    return factories.stored(session, select(Job).where(Job.kind == "bind_course"))


def test_an_activity_that_was_made_in_another_course_tells_of_it(come, session, old):
    come(**at("new", made_in=mark_of(old.id, secret=SECRET)))

    new = context_of(session, "new")
    [copy] = copies(session)
    assert (copy.context_id, copy.origin, copy.origin_id) == (new.id, "old", old.id)
    assert copy.told_by is ToldBy.LINK
    assert copy.bound_at is None


def test_an_activity_in_the_course_that_it_was_made_for_tells_nothing(come, session, old):
    come(**at("old", "link-2", made_in=mark_of(old.id, secret=SECRET)))

    assert copies(session) == []
    assert jobs(session) == []


@pytest.mark.parametrize(
    ("history", "origins"),
    [
        pytest.param("old", ["old"], id="one"),
        pytest.param(" old , older,old,, ", ["old", "older"], id="a chain"),
        pytest.param("new", [], id="itself"),
        pytest.param("$Context.id.history", [], id="a variable that was not known"),
        pytest.param(", ,", [], id="nothing but commas"),
    ],
)
def test_the_platforms_history_tells_of_every_course_before(come, session, old, history, origins):
    come(**at("new", context_history=history))

    found = copies(session)
    assert [copy.origin for copy in found] == origins
    assert all(copy.told_by is ToldBy.HISTORY for copy in found)
    assert [copy.origin_id for copy in found] == [
        old.id if name == "old" else None for name in origins
    ]


def test_an_empty_history_as_moodle_sends_it_tells_nothing(come, session, old):
    come(**at("new", context_history=""))

    assert copies(session) == []


def test_a_course_told_of_twice_is_one_and_the_platforms_word_counts(come, session, old):
    mark = mark_of(old.id, secret=SECRET)
    come(**at("new", "link-1", made_in=mark))
    come(**at("new", "link-2", made_in=mark, context_history="old"))
    come(**at("new", "link-3", made_in=mark))

    [copy] = copies(session)
    assert copy.told_by is ToldBy.HISTORY


def test_a_history_without_end_is_cut(come, session, old):
    come(**at("new", context_history=",".join(str(number) for number in range(200))))

    assert len(copies(session)) == 20


def test_the_zone_comes_along_and_on_the_platforms_word_the_program(come, session, old):
    come(**at("new", context_history="old"))

    course = context_of(session, "new").course
    assert course.timezone == "America/Chicago"
    assert course.program_id == old.course.program_id


def test_an_activity_makes_a_course_no_part_of_a_program(come, session, old):
    come(**at("new", made_in=mark_of(old.id, secret=SECRET)))

    course = context_of(session, "new").course
    assert course.timezone == "America/Chicago"
    assert course.program_id is None


def test_what_was_set_in_the_new_course_stays(come, session, old):
    come(**at("new"))
    course = context_of(session, "new").course
    course.timezone, course.program = "America/Denver", factories.program(session)
    program_id = course.program.id
    session.commit()

    come(**at("new", "link-2", context_history="old"))

    course = context_of(session, "new").course
    assert (course.timezone, course.program_id) == ("America/Denver", program_id)


@pytest.mark.case("I03")
def test_another_schools_course_of_the_same_id_is_none_of_ours(come, session, server, old):
    other = Platform(session, server, name="Other", client_id="client-2")

    come(by=other, **at("new", context_history="old"))

    [copy] = copies(session)
    course = context_of(session, "new").course
    assert (copy.origin, copy.origin_id) == ("old", None)
    assert (course.timezone, course.program_id) == ("UTC", None)


@pytest.mark.case("I03")
def test_a_mark_that_was_carried_to_another_school_names_nothing_there(come, session, server, old):
    other = Platform(session, server, name="Other", client_id="client-2")
    mark = mark_of(old.id, secret=SECRET)

    come(by=other, **at("new", made_in=mark))

    [copy] = copies(session)
    assert (copy.origin, copy.origin_id) == (mark, None)
    assert context_of(session, "new").course.timezone == "UTC"


@pytest.mark.parametrize("mark", ["1.forged", "x", "0", mark_of(1, secret="b" * 32)])
def test_a_forged_mark_tells_nothing(come, session, old, mark):
    come(**at("new", made_in=mark))

    assert copies(session) == []


def test_a_mark_of_a_course_that_is_gone_is_kept_as_it_is(come, session, old):
    mark = mark_of(old.id + 1000, secret=SECRET)

    come(**at("new", made_in=mark))

    assert [(copy.origin, copy.origin_id) for copy in copies(session)] == [(mark, None)]


def test_one_course_seen_through_two_deployments_is_no_copy_of_itself(come, session, server):
    platform = Platform(session, server, name="Two", client_id="c2", deployments=("1", "2"))
    come(by=platform, **at("same"))
    [first] = session.scalars(select(LtiContext))
    session.rollback()

    come(
        by=platform,
        **at("same", made_in=mark_of(first.id, secret=SECRET)),
        **{c.DEPLOYMENT_ID: "2"},
    )

    assert len(session.scalars(select(LtiContext)).all()) == 2
    assert copies(session) == []


def test_the_origin_at_the_same_deployment_counts(come, session, server):
    platform = Platform(session, server, name="Two", client_id="c2", deployments=("1", "2"))
    for deployment in ("1", "2"):
        come(by=platform, **at("old"), **{c.DEPLOYMENT_ID: deployment})

    come(by=platform, **at("new", context_history="old"), **{c.DEPLOYMENT_ID: "2"})

    [copy] = copies(session)
    origin = session.get_one(LtiContext, copy.origin_id)
    assert origin.deployment.deployment_id == "2"


def test_a_copys_gradebook_is_searched_once_for_all_its_links(come, session, platform, old):
    mark = mark_of(old.id, secret=SECRET)
    come(**at("new", "link-1", made_in=mark))
    come(**at("new", "link-2", made_in=mark))

    [job] = jobs(session)
    new = context_of(session, "new")
    assert job.payload == {"context_id": new.id}
    assert (job.key, job.lane) == (f"bind:{new.id}", f"registration:{platform.registration.id}")


@pytest.mark.parametrize(
    "services",
    [
        pytest.param(None, id="no gradebook"),
        pytest.param({"scope": [SCOPE + "score"], "lineitems": f"{SERVICES}/x"}, id="no list"),
        pytest.param({"scope": [SCOPE + "lineitem"]}, id="no address"),
    ],
)
def test_where_the_platform_shows_no_columns_none_are_searched(come, session, old, services):
    come(**at("new", context_history="old") | {c.AGS: services})

    assert len(copies(session)) == 1
    assert jobs(session) == []


def test_a_column_of_the_old_course_is_not_bound_in_the_new_one(come, session, old):
    """What a copied activity brings along in its claim, where a platform forgot to change it."""
    come(**at("old", "link-1", "5"))

    come(**at("new", "link-9") | {c.AGS: ags("new") | {"lineitem": ags("old", "5")["lineitem"]}})

    [item] = factories.stored(session, select(LineItem))
    assert item.context_id == old.id


def test_a_parameter_names_no_column(come, session, old):
    come(
        **at("new", lineitem=ags("old", "5")["lineitem"], lineitem_url=ags("old", "5")["lineitem"])
    )

    assert factories.stored(session, select(LineItem)) == []


def test_one_column_seen_through_two_deployments_belongs_to_both(come, session, server):
    platform = Platform(session, server, name="Two", client_id="c2", deployments=("1", "2"))
    for deployment in ("1", "2"):
        come(by=platform, **at("same", column="5"), **{c.DEPLOYMENT_ID: deployment})

    assert len(factories.stored(session, select(LineItem))) == 2


@pytest.mark.case("I03")
def test_another_school_may_have_a_column_of_the_same_address(come, session, server, old):
    other = Platform(session, server, name="Other", client_id="client-2")
    come(**at("old", column="5"))

    come(by=other, **at("elsewhere") | {c.AGS: ags("old", "5")})

    assert len(factories.stored(session, select(LineItem))) == 2


def test_no_course_but_the_new_one_is_made(come, session, old):
    come(**at("new", context_history="old,older,oldest"))

    assert len(factories.stored(session, select(Course))) == 2
