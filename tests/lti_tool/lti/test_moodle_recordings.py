"""What two live Moodles sent, replayed: their tokens through our launch, their answers to ours.

A token keeps every claim but its times, nonce and target, and is signed with a key of ours,
because the Moodle's own is gone. The registration is the recorded one.
"""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from curriculum.models.enrolment import Enrolment, Role
from lti_tool.lti import claims as c
from lti_tool.lti.models.launch import Launch
from lti_tool.lti.models.registration import Registration
from lti_tool.lti.platforms.chooser import policy_for
from lti_tool.lti.services import ags
from lti_tool.lti.services.ags import Gradebook, Score
from lti_tool.lti.services.errors import ServiceError, ServiceRefused
from lti_tool.lti.services.nrps import read_members
from tests.lti_tool.lti.platform import TARGET, Platform, Visit, recorded
from tests.lti_tool.lti.services import recorded as services
from tests.lti_tool.lti.services.conftest import base, connect, connector, service
from tests.lti_tool.lti.services.scripted import Reply, data

__all__ = ["base", "connect", "connector", "service"]

TOKEN = data({"access_token": "x", "expires_in": 3600})
FRESH = ("iat", "exp", "nonce")


def moodle_of(session, server, body):
    """Return the recorded Moodle as one that is connected with us."""
    return Platform(
        session,
        server,
        name=body[c.TOOL_PLATFORM]["name"],
        issuer=body["iss"],
        client_id=body["aud"],
        deployments=(body[c.DEPLOYMENT_ID],),
    )


@pytest.fixture
def replay(app, session, server):
    """Launch with a recorded token; return the browser and the answer."""
    known = {}

    def replay(name, **changes):
        body = recorded(name)
        moodle = known.get(body["iss"]) or moodle_of(session, server, body)
        known[body["iss"]] = moodle
        visit = Visit(app.test_client(), moodle)
        visit.login(lti_deployment_id=body[c.DEPLOYMENT_ID], login_hint=body["sub"])
        fresh = {name: moodle.claims(visit.nonce)[name] for name in FRESH}
        sent = body | fresh | {c.TARGET_LINK_URI: TARGET} | changes
        visit.token_sent = moodle.sign(sent)
        answer = visit.post(visit.token_sent)
        session.rollback()
        return visit, answer

    return replay


@pytest.mark.case("V01", "V11", "D01", "S01")
@pytest.mark.parametrize(
    ("name", "role", "page", "words"),
    [
        ("moodle51_idtoken_student.json", Role.CANDIDATE, "/", "Ada Lovelace"),
        ("moodle45_idtoken_student.json", Role.CANDIDATE, "/", "Ada Lovelace"),
        ("moodle51_idtoken_teacher.json", Role.INSTRUCTOR, "/", "Tess Teacher"),
        ("moodle51_idtoken_deep_linking.json", Role.INSTRUCTOR, "/content", "Add"),
        (
            "moodle51_idtoken_submission_review.json",
            Role.INSTRUCTOR,
            r"/\?done=review-no-task",
            "belongs to no task that Reciprocal knows",
        ),
    ],
)
def test_each_recorded_token_opens_its_page(replay, session, name, role, page, words):
    visit, answer = replay(name)

    assert answer.status_code == 303, answer.text
    assert re.fullmatch(rf"/l/[^/]+{page}", answer.location)
    shown = visit.client.get(answer.location)
    assert shown.status_code == 200
    assert words in shown.text
    session.rollback()
    enrolment = session.scalars(select(Enrolment)).one()
    body = recorded(name)
    assert enrolment.role is role
    assert enrolment.course.title == body[c.CONTEXT]["title"]
    assert enrolment.person.name == body["name"]
    session.expire_all()
    assert session.scalars(select(Registration)).one().product == "moodle"
    launch = session.scalars(select(Launch)).one()
    assert not launch.impersonated


@pytest.mark.case("I03")
def test_the_same_numbers_at_two_moodles_are_different_people_and_courses(replay, session):
    fifth = recorded("moodle51_idtoken_student.json")
    other = recorded("moodle45_idtoken_student.json")
    assert fifth[c.CONTEXT]["id"] == other[c.CONTEXT]["id"]
    assert fifth[c.DEPLOYMENT_ID] == other[c.DEPLOYMENT_ID]

    replay("moodle51_idtoken_student.json", sub="5")
    replay("moodle45_idtoken_student.json", sub="5")

    found = session.scalars(select(Enrolment)).all()
    assert len({each.person_id for each in found}) == 2
    assert len({each.course_id for each in found}) == 2


@pytest.mark.case("T23")
def test_a_recorded_token_is_good_once(replay, session):
    visit, answer = replay("moodle51_idtoken_student.json")

    again = visit.post(visit.token_sent)

    assert answer.status_code == 303
    assert again.status_code != 303
    assert len(session.scalars(select(Launch)).all()) == 1


@pytest.mark.parametrize(
    "name", ["moodle51_idtoken_student.json", "moodle51_idtoken_submission_review.json"]
)
@pytest.mark.case("T16")
def test_a_recorded_token_as_it_was_is_long_over(replay, session, name):
    old = recorded(name)

    _visit, answer = replay(name, iat=old["iat"], exp=old["exp"])

    assert answer.status_code == 400
    assert session.scalars(select(Launch)).all() == []


# The answers of its services, through our own clients.


@pytest.fixture
def book(connector, service):
    url = f"{service.url}/mod/lti/services.php/2/lineitems?type_id=1"
    return Gradebook(connector, frozenset(ags.ALL_SCOPES), url)


def column(service):
    return f"{service.url}/mod/lti/services.php/2/lineitems/2/lineitem?type_id=1"


def score():
    return Score(
        user_id="6",
        timestamp=datetime(2026, 11, 21, 18, 9, 22, tzinfo=UTC),
        activity=ags.COMPLETED,
        grading=ags.FULLY_GRADED,
        given=Decimal(8),
        maximum=Decimal(10),
    )


def reply(title):
    kept = services.recorded(title)
    media = kept.headers.get("Content-Type", "")
    return Reply(kept.body, status=kept.status, reason=kept.reason, media=media)


@pytest.mark.case("G08")
@pytest.mark.parametrize("title", ["teacher", "user not in the course", "unknown user"])
def test_moodles_refusal_of_a_person_is_understood_and_repeats_nothing(book, service, title):
    service.reply(TOKEN, reply(title))

    with pytest.raises(ServiceRefused) as refused:
        book.post_score(column(service), score())

    assert refused.value.status == 400
    assert policy_for("moodle").is_not_gradable(refused.value)
    assert "userId" not in str(refused.value)


@pytest.mark.case("G07")
@pytest.mark.parametrize("title", ["same timestamp again", "old timestamp"])
def test_moodles_refusal_of_an_older_score_is_a_409(book, service, title):
    service.reply(TOKEN, reply(title))

    with pytest.raises(ServiceRefused) as refused:
        book.post_score(column(service), score())

    assert refused.value.status == 409
    assert not policy_for("moodle").is_not_gradable(refused.value)


@pytest.mark.parametrize(
    "title", ["back to full", "over the maximum", "zero", "content type with charset"]
)
def test_scores_that_moodle_took_count_as_taken(book, service, title):
    service.reply(TOKEN, reply(title))

    book.post_score(column(service), score())

    assert service.asked[-1].path.endswith("/2/lineitem/scores?type_id=1")


@pytest.mark.parametrize("title", ["content type application/json", "create without scoreMaximum"])
def test_what_moodle_says_about_our_own_mistakes_is_a_refusal(book, service, title):
    service.reply(TOKEN, reply(title))

    with pytest.raises(ServiceRefused) as refused:
        book.post_score(column(service), score())

    assert refused.value.status == 400
    assert not policy_for("moodle").is_not_gradable(refused.value)


def test_moodles_page_for_people_instead_of_results_is_no_result(book, service):
    service.reply(TOKEN, reply("results limit 1"))

    with pytest.raises(ServiceError):
        book.read_result(column(service), "6")


@pytest.mark.case("K05")
def test_a_token_that_moodle_no_longer_takes_is_changed_once(connector, service):
    roster = (services.RECORDINGS / "moodle45_nrps_members.json").read_bytes()
    service.reply(TOKEN, reply("bad token"), TOKEN, Reply(roster))

    found = read_members(connector, f"{service.url}/memberships")

    assert {member.user_id for member in found} >= {"3", "4", "5"}
    assert [asked.path for asked in service.asked].count("/token") == 2


@pytest.mark.case("R01")
def test_moodles_pages_of_a_roster_are_followed(connector, service):
    whole = json.loads((services.RECORDINGS / "moodle45_nrps_members.json").read_text())
    first = whole | {"members": whole["members"][:2]}
    rest = whole | {"members": whole["members"][2:]}
    link = services.recorded("members limit 2").headers["Link"]
    link = link.replace("http://localhost:8081", service.url)
    service.reply(TOKEN, data(first, headers={"Link": link}), data(rest))

    found = read_members(connector, f"{service.url}/memberships?limit=2")

    assert len(found) == len(whole["members"])
    assert service.asked[-1].path.endswith("/memberships?limit=2&from=2")
