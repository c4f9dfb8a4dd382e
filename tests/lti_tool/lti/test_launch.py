"""Launches over HTTP: certification's good and bad ones, and what real platforms sent."""

import re

import pytest
from sqlalchemy import select

from curriculum.models.enrolment import Enrolment, Role
from lti_tool.lti import claims as c
from tests.lti_tool.lti.launching import LIS, NO_NAMES, assert_refused, launches
from tests.lti_tool.lti.platform import (
    INSTRUCTOR,
    LEARNER,
    MEMBERSHIP,
    recorded,
)

# --- 4.1 known bad payloads


@pytest.mark.parametrize(
    ("header", "changes"),
    [
        pytest.param({"kid": None}, {}, id="B01 no kid"),
        pytest.param({"kid": "imstester_66067"}, {}, id="B02 incorrect kid"),
        pytest.param({}, {c.VERSION: "11.3"}, id="B03 wrong LTI version"),
        pytest.param({}, {c.VERSION: None}, id="B04 no LTI version"),
        pytest.param({}, {"iat": 11111, "exp": 22222}, id="B07 timestamps wrong"),
        pytest.param({}, {c.MESSAGE_TYPE: None}, id="B08 message_type missing"),
        pytest.param({}, {c.ROLES: None}, id="B09 roles missing"),
        pytest.param({}, {c.DEPLOYMENT_ID: None}, id="B10 deployment_id missing"),
        pytest.param({}, {c.RESOURCE_LINK: {"title": "x"}}, id="B11 resource_link id missing"),
        pytest.param({}, {c.RESOURCE_LINK: None}, id="B11 resource_link missing"),
        pytest.param({}, {"sub": None}, id="B12 sub missing"),
        pytest.param({}, {"sub": ""}, id="B12 sub empty"),
    ],
)
def test_known_bad_payloads_are_refused(visit, session, header, changes):
    assert_refused(visit.launch(header, **changes), session)


def test_b05_something_that_is_no_lti_message_is_refused(visit, platform, session):
    visit.login()

    assert_refused(visit.post(platform.sign({"name": "badltilaunch"})), session)


def test_b06_a_token_without_lti_claims_is_refused(visit, platform, session):
    visit.login()
    body = platform.claims(visit.nonce)
    plain = {name: value for name, value in body.items() if not name.startswith("https://purl")}

    assert_refused(visit.post(platform.sign(plain)), session)


# --- 4.2 valid launches


@pytest.mark.parametrize(
    ("changes", "role"),
    [
        pytest.param({c.ROLES: [INSTRUCTOR]}, Role.INSTRUCTOR, id="V01 instructor"),
        pytest.param(
            {
                c.ROLES: [
                    INSTRUCTOR,
                    f"{LIS}institution/person#Staff",
                    f"{LIS}institution/person#Other",
                ]
            },
            Role.INSTRUCTOR,
            id="V02 several roles",
        ),
        pytest.param({c.ROLES: ["Instructor"]}, Role.INSTRUCTOR, id="V03 short role"),
        pytest.param(
            {c.ROLES: [f"{LIS}unknown/unknown#Helper"]}, Role.VISITOR, id="V04 unknown role"
        ),
        pytest.param({c.ROLES: []}, Role.VISITOR, id="V05 no role"),
        pytest.param({c.ROLES: [""]}, Role.VISITOR, id="V05 an empty role"),
        pytest.param(
            {c.ROLES: [INSTRUCTOR], "email": "a@example.edu", **NO_NAMES},
            Role.INSTRUCTOR,
            id="V06 only e-mail",
        ),
        pytest.param({c.ROLES: [INSTRUCTOR], "email": None}, Role.INSTRUCTOR, id="V07 only names"),
        pytest.param({c.ROLES: [INSTRUCTOR], **NO_NAMES}, Role.INSTRUCTOR, id="V08 no PII"),
        pytest.param(
            {c.ROLES: [INSTRUCTOR], c.RESOURCE_LINK: {"id": "another"}},
            Role.INSTRUCTOR,
            id="V10 new resource link",
        ),
        pytest.param({c.ROLES: [LEARNER]}, Role.CANDIDATE, id="V11 student"),
        pytest.param(
            {c.ROLES: [LEARNER, f"{LIS}institution/person#Student", f"{MEMBERSHIP}Mentor"]},
            Role.CANDIDATE,
            id="V12 several roles",
        ),
        pytest.param({c.ROLES: ["Learner"]}, Role.CANDIDATE, id="V13 short role"),
        pytest.param(
            {c.ROLES: [f"{LIS}unknown/unknown#Helper", LEARNER]},
            Role.CANDIDATE,
            id="V14 unknown role beside Learner",
        ),
        pytest.param({c.ROLES: [], **NO_NAMES}, Role.VISITOR, id="V15 no role, no names"),
        pytest.param({"email": "a@example.edu", **NO_NAMES}, Role.CANDIDATE, id="V16 only e-mail"),
        pytest.param({"email": None}, Role.CANDIDATE, id="V17 only names"),
        pytest.param(NO_NAMES, Role.CANDIDATE, id="V18 no PII"),
        pytest.param(
            {c.RESOURCE_LINK: {"id": "for students"}}, Role.CANDIDATE, id="V20 student-only link"
        ),
    ],
)
def test_valid_launches_open_a_page(visit, session, changes, role):
    answer = visit.launch(**changes)
    page = visit.client.get(answer.location)

    assert answer.status_code == 303
    assert re.fullmatch(r"/l/[A-Za-z0-9_-]{43}/", answer.location)
    assert page.status_code == 200
    session.rollback()
    assert session.scalars(select(Enrolment)).one().role is role


@pytest.mark.parametrize("roles", [[INSTRUCTOR], [LEARNER]], ids=["V09", "V19"])
def test_a_launch_outside_a_course_opens_a_page_that_explains(visit, session, roles):
    answer = visit.launch(email="a@example.edu", **{c.CONTEXT: None, c.ROLES: roles})
    page = visit.client.get(answer.location)

    assert page.status_code == 200
    assert "outside a course" in page.text
    session.rollback()
    assert session.scalars(select(Enrolment)).all() == []
    assert launches(session)[0].enrolment_id is None


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("moodle51_idtoken_student.json", Role.CANDIDATE),
        ("moodle51_idtoken_teacher.json", Role.INSTRUCTOR),
        ("moodle45_idtoken_student.json", Role.CANDIDATE),
    ],
)
def test_what_a_real_moodle_sent_opens_a_page(visit, session, platform, name, role):
    visit.login()
    ours = platform.claims(visit.nonce)
    kept = ("iss", "aud", "iat", "exp", "nonce", c.TARGET_LINK_URI)
    body = recorded(name) | {claim: ours[claim] for claim in kept}

    answer = visit.post(platform.sign(body))

    assert answer.status_code == 303
    assert visit.client.get(answer.location).status_code == 200
    session.rollback()
    enrolment = session.scalars(select(Enrolment)).one()
    assert enrolment.role is role
    assert enrolment.course.title == "LTI Testing 101"
    assert enrolment.person.name == body["name"]
    session.refresh(platform.registration)
    assert platform.registration.product == "moodle"


def test_a_request_for_content_by_a_real_moodle_opens_the_picker(visit, platform):
    visit.login()
    ours = platform.claims(visit.nonce)
    kept = ("iss", "aud", "iat", "exp", "nonce", c.TARGET_LINK_URI)
    body = recorded("moodle51_idtoken_deep_linking.json") | {name: ours[name] for name in kept}

    answer = visit.post(platform.sign(body))

    assert answer.location.endswith("/content")
    assert visit.client.get(answer.location).status_code == 200
