"""Messages other than a launch from a link: submission review, data privacy, unknown ones."""

import pytest
from flask import url_for
from sqlalchemy import select

from curriculum.models.enrolment import Enrolment, Role
from curriculum.models.person import Person
from lti_tool.lti import claims as c
from lti_tool.lti.models.identity import LineItem, LtiContext, LtiIdentity
from lti_tool.lti.models.launch import Launch, RefusedLaunch
from tests import factories
from tests.lti_tool.lti.launching import assert_refused, launches
from tests.lti_tool.lti.platform import (
    INSTRUCTOR,
    LEARNER,
    MEMBERSHIP,
    TARGET,
    Platform,
    Visit,
    recorded,
)

COLUMN = "https://lms.example.edu/services/2/lineitems/6/lineitem?type_id=1"
LINE_ITEMS = "https://lms.example.edu/services/2/lineitems?type_id=1"


def review(of="person-1", *, by="teacher-1", **changes):
    """What turns an ordinary launch into a submission review by an instructor."""
    return {
        c.MESSAGE_TYPE: c.SUBMISSION_REVIEW_REQUEST,
        c.FOR_USER: {"user_id": of},
        c.AGS: {"lineitems": LINE_ITEMS, "lineitem": COLUMN, "scope": []},
        c.ROLES: [INSTRUCTOR],
        "sub": by,
    } | changes


def as_recorded(visit, name):
    """The claims of a recorded token, addressed to us and fresh."""
    visit.login()
    ours = visit.platform.claims(visit.nonce)
    kept = ("iss", "aud", "iat", "exp", "nonce", c.TARGET_LINK_URI)
    return recorded(name) | {claim: ours[claim] for claim in kept}


@pytest.fixture
def candidate(visit, session):
    """Somebody who came in as a candidate; nothing is handed in yet."""
    visit.launch()
    visit.login()
    session.rollback()
    return session.scalars(select(Enrolment)).one()


def address(app, answer, endpoint, **values):
    launch = answer.location.split("/")[2]
    with app.test_request_context():
        return url_for(endpoint, launch=launch, **values)


class TestSubmissionReview:
    @pytest.mark.case("S01")
    def test_an_instructor_is_led_to_the_persons_work(self, app, visit, session, candidate):
        factories.submission(session, factories.reflection(session, candidate, task_id="1A"))
        session.commit()

        answer = visit.launch(**review(**{c.CUSTOM: {"task": "1A"}}))

        assert answer.location == address(
            app, answer, "grading.show", task="1A", enrolment=candidate.id
        )
        page = visit.client.get(answer.location)
        assert page.status_code == 200
        assert "What I saw." in page.text

    @pytest.mark.case("S01")
    def test_the_column_says_the_task_where_the_link_does_not(self, app, visit, session, candidate):
        context = session.scalars(select(LtiContext)).one()
        session.add(LineItem(context_id=context.id, task_id="2B", url=COLUMN))
        session.commit()

        answer = visit.launch(**review())

        assert answer.location == address(
            app, answer, "grading.show", task="2B", enrolment=candidate.id
        )

    @pytest.mark.case("S01", "I03")
    def test_a_column_of_another_course_says_nothing(self, app, visit, session, candidate):
        other = factories.context(session)
        session.add(LineItem(context_id=other.id, task_id="2B", url=COLUMN))
        session.commit()

        answer = visit.launch(**review())

        assert answer.location == address(app, answer, "home.index", done="review-no-task")
        assert "belongs to no task" in visit.client.get(answer.location).text

    @pytest.mark.case("S01")
    def test_who_has_handed_nothing_in_is_named(self, visit, candidate):
        answer = visit.launch(**review(**{c.CUSTOM: {"task": "1A"}}))

        page = visit.client.get(answer.location)

        assert page.status_code == 200
        assert "Ada Lovelace has not handed this in yet" in page.text

    @pytest.mark.case("S01")
    def test_an_unknown_person_gets_the_board_with_a_word(self, visit, candidate):
        answer = visit.launch(**review("nobody", **{c.CUSTOM: {"task": "1A"}}))

        page = visit.client.get(answer.location)

        assert "/grading/1A?" in answer.location
        assert page.status_code == 200
        assert "The person you came for is not a candidate in this course" in page.text

    @pytest.mark.case("S01", "I03")
    def test_the_same_word_for_a_person_on_another_platform_is_nobody_here(
        self, app, visit, session, server, candidate
    ):
        other = Platform(session, server, name="Other", client_id="client-2")
        elsewhere = Visit(app.test_client(), other)
        elsewhere.launch(sub="only there")

        answer = visit.launch(**review("only there", **{c.CUSTOM: {"task": "1A"}}))

        assert "looked_for=nobody" in answer.location

    @pytest.mark.case("S01", "I03")
    def test_a_candidate_of_another_course_is_nobody_here(self, app, visit, candidate):
        elsewhere = Visit(app.test_client(), visit.platform)
        elsewhere.launch(sub="only there", **{c.CONTEXT: {"id": "course-2", "title": "Other"}})

        answer = visit.launch(**review("only there", **{c.CUSTOM: {"task": "1A"}}))

        assert "looked_for=nobody" in answer.location

    @pytest.mark.case("S01")
    def test_an_instructors_own_cell_is_no_candidates(self, visit, candidate):
        answer = visit.launch(**review("teacher-1", **{c.CUSTOM: {"task": "1A"}}))

        assert "looked_for=nobody" in answer.location

    @pytest.mark.case("S01")
    def test_candidates_see_their_own_work(self, app, visit, candidate):
        mine = review(by="person-1", **{c.ROLES: [LEARNER], c.CUSTOM: {"task": "1A"}})

        answer = visit.launch(**mine)

        assert answer.location == address(app, answer, "tasks.show", task="1A")
        assert visit.client.get(answer.location).status_code == 200

    @pytest.mark.case("S01", "I04")
    @pytest.mark.parametrize(
        "roles",
        [[LEARNER], [], [f"{MEMBERSHIP}Mentor"]],
        ids=["another candidate", "no role", "a mentor"],
    )
    def test_nobody_else_sees_somebodys_work(self, visit, session, candidate, roles):
        before = len(launches(session))

        answer = visit.launch(**review(by="person-2", **{c.ROLES: roles}))

        assert answer.status_code == 403
        assert "somebody else&#39;s work" in answer.text
        assert len(launches(session)) == before
        assert len(session.scalars(select(Person)).all()) == 1

    @pytest.mark.case("S01")
    def test_a_visitor_does_not_review_even_themself(self, visit, candidate):
        mine = review(by="person-1", **{c.ROLES: []})

        assert visit.launch(**mine).status_code == 403

    @pytest.mark.case("S01")
    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({c.AGS: None}, id="no service"),
            pytest.param({c.AGS: {"lineitems": LINE_ITEMS}}, id="no line item"),
            pytest.param({c.AGS: {"lineitem": ""}}, id="an empty line item"),
            pytest.param({c.AGS: {"lineitem": 6}}, id="a line item that is no address"),
            pytest.param({c.AGS: [COLUMN]}, id="a service that is no object"),
            pytest.param({c.FOR_USER: None}, id="no person"),
            pytest.param({c.FOR_USER: {}}, id="a person without an id"),
            pytest.param({c.FOR_USER: {"user_id": ""}}, id="an empty id"),
            pytest.param({c.FOR_USER: {"user_id": 5}}, id="an id that is a number"),
        ],
    )
    def test_line_item_and_person_are_demanded(self, visit, session, changes):
        answer = visit.launch(**review(**changes))

        assert_refused(answer, session)
        assert "whose work to open" in answer.text

    @pytest.mark.case("S01")
    @pytest.mark.parametrize("odd", ["5", ["5"], 5], ids=["text", "list", "number"])
    def test_a_person_of_the_wrong_shape_is_refused(self, visit, session, odd):
        assert_refused(visit.launch(**review(**{c.FOR_USER: odd})), session)

    @pytest.mark.case("S01")
    def test_what_a_real_moodle_sends_unasked_opens_a_page(self, visit, session, platform):
        body = as_recorded(visit, "moodle51_idtoken_submission_review.json")

        answer = visit.post(platform.sign(body))

        assert answer.status_code == 303
        page = visit.client.get(answer.location)
        assert page.status_code == 200
        assert "belongs to no task that Reciprocal knows" in page.text
        session.rollback()
        assert session.scalars(select(Enrolment)).one().role is Role.INSTRUCTOR
        assert session.scalars(select(LineItem)).all() == []

    @pytest.mark.case("S01")
    def test_a_real_moodles_review_finds_the_person_it_names(self, visit, session, platform):
        visit.login()
        student = as_recorded(visit, "moodle51_idtoken_student.json")
        visit.post(platform.sign(student))
        body = as_recorded(visit, "moodle51_idtoken_submission_review.json")
        body[c.FOR_USER] = {"user_id": student["sub"]}
        body[c.CUSTOM] = body[c.CUSTOM] | {"task": "1A"}

        answer = visit.post(platform.sign(body))

        session.rollback()
        known = select(LtiIdentity.person_id).where(LtiIdentity.sub == student["sub"])
        enrolment = session.scalars(select(Enrolment).where(Enrolment.person_id.in_(known))).one()
        assert answer.location.endswith(f"/grading/1A/{enrolment.id}")


class TestDataPrivacy:
    @pytest.mark.case("S02")
    @pytest.mark.parametrize("message_type", sorted(c.DATA_PRIVACY_REQUESTS))
    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({}, id="with a context"),
            pytest.param({c.CONTEXT: None, c.RESOURCE_LINK: None}, id="without a context"),
            pytest.param({"name": None, "given_name": None, "family_name": None}, id="no names"),
            pytest.param({"sub": None}, id="no sub"),
            pytest.param({"sub": None, c.ROLES: None, c.CONTEXT: None}, id="nothing at all"),
            pytest.param({c.FOR_USER: {"user_id": "5", "name": "Ada"}}, id="about somebody"),
        ],
    )
    def test_it_opens_a_page_and_writes_nothing(self, visit, session, message_type, changes):
        visit.login()

        answer = visit.launch(**{c.MESSAGE_TYPE: message_type} | changes)

        assert answer.status_code == 200
        assert "What Reciprocal keeps about people" in answer.text
        assert "A family is never named" in answer.text
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors https://lms.example.edu" in policy
        session.rollback()
        for table in (Launch, Person, Enrolment, RefusedLaunch):
            assert session.scalars(select(table)).all() == []

    @pytest.mark.case("S02")
    def test_the_same_token_again_shows_the_same_words(self, visit):
        visit.login()
        token = visit.token(**{c.MESSAGE_TYPE: "LtiDataPrivacyLaunchRequest"})

        first, second = visit.post(token), visit.post(token)

        assert first.status_code == second.status_code == 200
        assert first.text == second.text

    @pytest.mark.case("S02")
    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"nonce": "another"}, id="another nonce"),
            pytest.param({"exp": 1}, id="expired"),
            pytest.param({"aud": "another"}, id="another audience"),
            pytest.param({c.TARGET_LINK_URI: TARGET + "?other"}, id="another target"),
            pytest.param({c.DEPLOYMENT_ID: None}, id="no deployment"),
            pytest.param({c.VERSION: "1.1"}, id="another version"),
        ],
    )
    def test_it_is_verified_like_any_other(self, visit, session, changes):
        visit.login()
        message = {c.MESSAGE_TYPE: "LtiDataPrivacyLaunchRequest"}

        answer = visit.launch(**message | changes)

        assert answer.status_code in {400, 403}
        assert "What Reciprocal keeps" not in answer.text

    @pytest.mark.case("S02")
    def test_a_signature_of_somebody_else_opens_nothing(self, visit):
        visit.login()
        token = visit.token(**{c.MESSAGE_TYPE: "LtiDataPrivacyLaunchRequest"})

        assert visit.post(token[:-4] + "AAAA").status_code == 400

    @pytest.mark.parametrize(
        ("address", "shown"),
        [
            ("https://lms.example.edu/2?a=1&b=2", True),
            ("javascript:alert(1)", False),
            ("http://lms.example.edu/2", False),
        ],
    )
    def test_the_way_back_is_a_checked_address(self, visit, address, shown):
        visit.login()
        answer = visit.launch(
            **{
                c.MESSAGE_TYPE: "LtiDataPrivacyLaunchRequest",
                c.LAUNCH_PRESENTATION: {"return_url": address},
            }
        )

        assert ("Back to your course system" in answer.text) is shown
        assert ("javascript:" in answer.text) is False


class TestUnknownMessages:
    @pytest.mark.case("T29")
    @pytest.mark.parametrize(
        "message_type", ["LtiStartAssessment", "LtiAssetProcessorSettingsRequest", "X" * 255, "x"]
    )
    def test_a_well_formed_message_of_no_kind_of_ours_gets_a_page(
        self, visit, session, message_type
    ):
        visit.login()

        answer = visit.launch(**{c.MESSAGE_TYPE: message_type, c.RESOURCE_LINK: None})

        assert_refused(answer, session)
        assert "cannot open this kind of link" in answer.text
        assert "Open the activity itself from your course" in answer.text
        assert (
            "frame-ancestors https://lms.example.edu" in answer.headers["Content-Security-Policy"]
        )

    @pytest.mark.case("T29")
    def test_an_unknown_message_without_a_person_gets_the_same_page(self, visit, session):
        visit.login()

        answer = visit.launch(**{c.MESSAGE_TYPE: "LtiStartAssessment", "sub": None})

        assert_refused(answer, session)
        assert "cannot open this kind of link" in answer.text

    @pytest.mark.case("B12")
    @pytest.mark.parametrize(
        "message", [c.RESOURCE_LINK_REQUEST, c.DEEP_LINKING_REQUEST, c.SUBMISSION_REVIEW_REQUEST]
    )
    def test_whoever_is_nobody_is_told_to_log_in(self, visit, session, message):
        visit.login()

        answer = visit.launch(**{c.MESSAGE_TYPE: message, "sub": None})

        assert_refused(answer, session)
        assert "did not say who is opening the activity" in answer.text
