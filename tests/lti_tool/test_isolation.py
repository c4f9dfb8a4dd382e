"""Nothing crosses: two clients of one issuer and a second issuer, all with the same ids.

Every address that names an object is found in the application itself, so that a new one is
tried without anybody thinking of it.
"""

import pytest
from sqlalchemy import select

from assignments.models.reflection import ReflectionContact, WorkState
from assignments.models.report import Report
from curriculum.foundation.jobs import Job
from curriculum.models.enrolment import Enrolment
from curriculum.models.person import Person
from lti_tool.lti.models.grade_delivery import GradeDelivery
from lti_tool.lti.models.identity import LtiContext, LtiIdentity
from lti_tool.web.access import PAGES, Who
from lti_tool.web.csrf import SAFE
from tests import factories
from tests.lti_tool.lti.platform import Platform, Visit, key_set_server
from tests.lti_tool.tenants import make_tenant, viewers

SAME_FOR_ALL = {
    "task": "1A", "unit": "introduction", "section": "welcome", "slot": "opening", "item": "1",
    "moment": "before", "name": "captions.en.vtt",
}  # fmt: skip
"""Words of the course itself, which every tenant reads."""

OTHERS = pytest.mark.parametrize(
    "other",
    [
        pytest.param({"client_id": "other"}, id="another client of the same issuer"),
        pytest.param({"issuer": "https://lms.example.org"}, id="the same client id elsewhere"),
    ],
)


@pytest.fixture
def server():
    with key_set_server() as server:
        yield server


@pytest.fixture
def ours(session):
    return make_tenant(session)


@pytest.fixture
def we(session, app, ours):
    return viewers(session, app, ours)


def launched_rules(app):
    """Every address within a launch, with the methods that it takes."""
    for rule in app.url_map.iter_rules():
        if "launch" in rule.arguments:
            yield rule, sorted(rule.methods - {"HEAD", "OPTIONS"})


def naming_objects(app):
    """Of those, the ones that name something of a tenant's."""
    for rule, methods in launched_rules(app):
        names = rule.arguments - {"launch"} - SAME_FOR_ALL.keys()
        if names:
            yield rule, methods, names


def address(app, rule, launch, named):
    values = {name: {**SAME_FOR_ALL, **named}[name] for name in rule.arguments - {"launch"}}
    return app.url_map.bind("localhost").build(rule.endpoint, {**values, "launch": launch})


def open_as(viewer, where, method):
    return viewer.client.open(where, method=method, headers={"X-CSRF-Token": viewer.token})


def test_i03_every_object_in_an_address_has_one_in_the_tenants(app, ours):
    for rule, _methods, names in naming_objects(app):
        assert names <= ours.named.keys(), f"tests/lti_tool/tenants.py: {rule.rule}"


@OTHERS
def test_i03_no_address_leads_to_another_tenants_object(app, session, ours, we, other):
    theirs = make_tenant(session, **other)
    # What of theirs happens to have the number of something of ours proves nothing.
    ours_alone = {str(each) for each in ours.named.values()}
    for rule, methods, names in naming_objects(app):
        if names == {"attempt"}:
            continue  # counted anew for each person: see the next test
        assert not {str(theirs.named[name]) for name in names} & ours_alone, rule.rule
        for method in methods:
            answers = {
                who: open_as(viewer, address(app, rule, viewer.launch, theirs.named), method)
                for who, viewer in we.items()
            }
            statuses = {who: answer.status_code for who, answer in answers.items()}
            assert set(statuses.values()) <= {403, 404}, (rule.rule, method, statuses)
            assert 404 in statuses.values(), (rule.rule, method, statuses)
            assert not any(b"heirs" in answer.data for answer in answers.values())


def test_i03_an_attempt_is_the_readers_own(app, session, ours, we):
    alone = factories.candidate(session, course=ours.course)
    launch = factories.launch_of(session, alone, browser="candidate of nobody")
    session.commit()
    client = app.test_client()
    client.set_cookie("reciprocal_browser", "candidate of nobody")

    assert we["candidate"].get("/tasks/1A/submissions/1").status_code == 200
    assert client.get(f"/l/{launch}/tasks/1A/submissions/1").status_code == 404


def test_i03_to_its_own_people_each_of_them_is_there(app, session):
    """The other side of the walk: the ids are right, and only the tenant was wrong."""
    for number, (rule, methods, _names) in enumerate(naming_objects(app)):
        for method in methods:
            tenant = make_tenant(session, client_id=f"client-{number}-{method}")
            statuses = {
                who: open_as(
                    viewer, address(app, rule, viewer.launch, tenant.named), method
                ).status_code
                for who, viewer in viewers(session, app, tenant).items()
            }
            assert set(statuses.values()) - {403, 404}, (rule.rule, method, statuses)
            assert all(status < 500 for status in statuses.values()), (rule.rule, method, statuses)
            session.expunge_all()  # what a request has deleted, and whose id is used again


def test_i01_another_browsers_launch_is_unknown_on_every_page(app, session, ours, we):
    thief = app.test_client()
    thief.set_cookie("reciprocal_browser", "t" * 43)
    for rule, methods in launched_rules(app):
        for method in methods:
            for launch in (we["instructor"].launch, "guessed"):
                answer = thief.open(address(app, rule, launch, ours.named), method=method)
                expected = 400 if PAGES[rule.endpoint] is Who.ANYBODY else 404
                assert answer.status_code == expected, (rule.rule, method)


def test_i02_a_form_of_one_person_does_not_count_for_another_in_the_same_browser(
    app, session, ours
):
    """Two people at one machine: one cookie, two launches, the wrong token in the form."""
    client = app.test_client()
    client.set_cookie("reciprocal_browser", factories.BROWSER)
    launches = {word: factories.launch_of(session, who) for word, who in ours.people.items()}
    session.commit()
    with app.app_context():
        from lti_tool.web import csrf

        tokens = {word: csrf.token_for(launch) for word, launch in launches.items()}
    for rule, methods in launched_rules(app):
        for method in set(methods) - SAFE:
            for word, launch in launches.items():
                form = {csrf.FIELD: tokens["candidate" if word != "candidate" else "instructor"]}
                where = address(app, rule, launch, ours.named)
                status = client.open(where, method=method, data=form).status_code
                assert status in {400, 403}, (rule.rule, method, word)


@OTHERS
def test_the_same_ids_at_two_platforms_are_two_people_in_two_courses(app, session, server, other):
    values = {"issuer": "https://lms.example.edu", "client_id": "client"}
    for number, changes in enumerate(({}, other)):
        platform = Platform(session, server, name=f"School {number}", **{**values, **changes})
        assert Visit(app.test_client(), platform).launch(sub="5").status_code == 303

    session.rollback()
    assert len(set(session.scalars(select(LtiIdentity.person_id)))) == 2
    assert len(set(session.scalars(select(LtiContext.course_id)))) == 2
    places = session.scalars(select(Enrolment)).all()
    assert len({place.person_id for place in places}) == len({place.course_id for place in places})
    assert len(session.scalars(select(Person)).all()) == 2


@OTHERS
def test_a_login_at_one_is_not_finished_by_the_other(app, session, server, other):
    values = {"issuer": "https://lms.example.edu", "client_id": "client"}
    here = Platform(session, server, name="Here", **values)
    there = Platform(session, server, name="There", **{**values, **other})
    visit = Visit(app.test_client(), here)
    visit.login()

    answer = visit.post(there.sign(there.claims(visit.nonce)))

    assert answer.status_code in {400, 403}
    assert session.scalars(select(LtiIdentity)).all() == []


@OTHERS
def test_i03_no_form_reaches_another_tenants_grade(session, we, other):
    theirs = make_tenant(session, **other)
    key = f"d{theirs.delivery.id}"
    for action in (f"one {key}", f"replace {key}", f"keep {key}"):
        assert we["instructor"].post("/grades/send", data={"do": action}).status_code == 404
    assert (
        we["instructor"].post("/grades/send", data={"do": "some", "grade": key}).status_code < 400
    )
    we["instructor"].post("/grades/send", data={"do": "all"})

    found = factories.stored(session, select(GradeDelivery))
    (untouched,) = [each for each in found if each.id == theirs.delivery.id]
    assert untouched.state.value == "failed"
    assert (untouched.replaces, untouched.yields) == (False, False)
    jobs = factories.stored(session, select(Job).where(Job.kind == "grade_delivery"))
    theirs_work = untouched.reflection_id
    assert all(job.payload.get("reflection_id") != theirs_work for job in jobs)


@OTHERS
@pytest.mark.parametrize("who", ["instructor", "coordinator"])
def test_i03_no_report_is_made_of_another_tenants_course(session, we, other, who):
    theirs = make_tenant(session, **other)
    made = len(factories.stored(session, select(Report)))
    about = (
        f"course:{theirs.course.id}",
        f"candidate:{theirs.people['candidate'].id}",
        f"program:{theirs.program.id}",
    )
    for each in about:
        asked = {"about": each, "cycle": ""}
        assert we[who].get("/reports/preview", query_string=asked).status_code in {404, 422}
        assert we[who].post("/reports/", data=asked).status_code in {404, 422}
    listed = we[who].get("/reports/", query_string={"course": theirs.course.id})

    assert f"candidate:{theirs.people['candidate'].id}" not in listed.text
    assert theirs.program.name not in listed.text
    assert len(factories.stored(session, select(Report))) == made


@OTHERS
def test_i03_no_reflection_rests_on_another_tenants_contact(session, ours, we, other):
    theirs = make_tenant(session, **other)
    draft = ours.submission.reflection
    draft.state = WorkState.DRAFT
    session.delete(ours.submission)
    session.commit()

    form = {"revision": draft.revision, "contacts": [theirs.contact.id], "page": "x"}
    answer = we["candidate"].post("/tasks/1A/reflection", data=form)

    assert answer.status_code == 422
    chosen = factories.stored(session, select(ReflectionContact.contact_id))
    assert theirs.contact.id not in chosen


@OTHERS
def test_i06_each_page_is_framed_by_its_own_school_alone(app, session, other):
    for school in ("https://one.example.edu", "https://two.example.edu"):
        changes = {} if school.startswith("https://one") else other
        tenant = make_tenant(session, **changes)
        tenant.registration.frame_origins = [school]
        session.commit()
        people = viewers(session, app, tenant)
        for rule, methods in launched_rules(app):
            for method in methods:
                for viewer in people.values():
                    where = address(app, rule, viewer.launch, tenant.named)
                    answer = open_as(viewer, where, method)
                    policy = answer.headers["Content-Security-Policy"].split("; ")
                    ours = f"frame-ancestors {school}"
                    nobody = "frame-ancestors 'none'"
                    expected = nobody if PAGES[rule.endpoint] is Who.ANYBODY else ours
                    assert expected in policy, (rule.rule, method, answer.status_code)
        session.expunge_all()  # a note was deleted on the way, and its id is used again


@pytest.mark.parametrize("address", ["/health", "/nowhere", "/l/guessed/", "/lti/login"])
def test_i06_nobody_frames_what_belongs_to_nobody(app, address):
    answer = app.test_client().get(address)

    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"].split("; ")


def test_i04_a_learner_opens_no_page_of_an_instructors(app, ours, we):
    for rule, methods in launched_rules(app):
        allowed = PAGES[rule.endpoint]
        if allowed is Who.ANYBODY or allowed & Who.CANDIDATE:
            continue
        for method in methods:
            where = address(app, rule, we["candidate"].launch, ours.named)
            status = open_as(we["candidate"], where, method).status_code
            assert status == 403, (rule.rule, method)
