"""Where a launch leads, by its message, its link and the role of who comes."""

import pytest
from flask import url_for

from curriculum.models.enrolment import Role
from lti_tool.lti.launch import Admitted
from lti_tool.lti.models.identity import LineItem, LtiIdentity
from lti_tool.lti.submission_review import Review
from lti_tool.web.destinations import destination
from tests import factories

COLUMN = "https://lms.example.edu/lineitems/6?type_id=1"


def admitted(role=Role.INSTRUCTOR, **changes):
    values = {
        "is_deep_linking": False,
        "target": "http://localhost:8000/lti/launch",
        "custom": {},
        "review": None,
    }
    return Admitted("L", role=role, **values | changes)


@pytest.fixture
def led_to(app, session):
    """Return the address that a launch leads to, and the one that an endpoint has."""

    def find(launch, endpoint, **values):
        session.commit()
        with app.test_request_context():
            return destination(session, launch), url_for(endpoint, launch="L", **values)

    return find


@pytest.mark.parametrize(
    ("role", "changes", "endpoint", "values"),
    [
        (Role.INSTRUCTOR, {"is_deep_linking": True}, "content.pick", {}),
        (Role.CANDIDATE, {"custom": {"task": "1A"}}, "tasks.show", {"task": "1A"}),
        (Role.INSTRUCTOR, {"custom": {"task": "1A"}}, "grading.board", {"task": "1A"}),
        (Role.VISITOR, {"custom": {"task": "1A"}}, "home.index", {}),
        (
            Role.VISITOR,
            {"custom": {"unit": "introduction"}},
            "units.show",
            {"unit": "introduction"},
        ),
        (
            Role.INSTRUCTOR,
            {"target": "http://localhost:8000/lti/launch?submission=7"},
            "grading.submission",
            {"submission": 7},
        ),
        (
            Role.CANDIDATE,
            {"target": "http://localhost:8000/lti/launch?submission=7"},
            "home.index",
            {},
        ),
    ],
)
def test_a_link_leads_to_what_it_names(led_to, role, changes, endpoint, values):
    found, expected = led_to(admitted(role, **changes), endpoint, **values)

    assert found == expected


class TestReview:
    @pytest.fixture
    def context(self, session):
        return factories.context(session)

    @pytest.fixture
    def candidate(self, session, context):
        who = factories.candidate(session, course=context.course)
        here = context.deployment.registration_id
        factories.add(session, LtiIdentity(registration_id=here, sub="5", person_id=who.person_id))
        return who

    def review(self, context, **changes):
        values = {"for_user": "5", "task": "1A", "line_item_url": COLUMN}
        return Review(context.deployment.registration_id, context.id, **values | changes)

    def test_to_the_persons_work(self, led_to, context, candidate):
        launch = admitted(review=self.review(context))

        found, expected = led_to(launch, "grading.show", task="1A", enrolment=candidate.id)

        assert found == expected

    def test_the_links_task_counts_before_the_columns(self, led_to, session, context, candidate):
        factories.add(session, LineItem(context_id=context.id, task_id="2B", url=COLUMN))

        found, expected = led_to(
            admitted(review=self.review(context)), "grading.show", task="1A", enrolment=candidate.id
        )

        assert found == expected

    @pytest.mark.parametrize("named", ["", "9Z"])
    def test_the_column_counts_where_the_link_names_no_task(
        self, led_to, session, context, candidate, named
    ):
        factories.add(session, LineItem(context_id=context.id, task_id="2B", url=COLUMN))

        found, expected = led_to(
            admitted(review=self.review(context, task=named)),
            "grading.show",
            task="2B",
            enrolment=candidate.id,
        )

        assert found == expected

    def test_a_column_of_a_task_that_is_no_more_leads_home(self, led_to, session, context):
        factories.add(session, LineItem(context_id=context.id, task_id="9Z", url=COLUMN))

        found, expected = led_to(
            admitted(review=self.review(context, task="")), "home.index", done="review-no-task"
        )

        assert found == expected

    def test_the_address_of_a_submission_does_not_stand_above_the_person(
        self, led_to, context, candidate
    ):
        target = "http://localhost:8000/lti/launch?submission=7"

        found, expected = led_to(
            admitted(review=self.review(context), target=target),
            "grading.show",
            task="1A",
            enrolment=candidate.id,
        )

        assert found == expected

    def test_a_candidate_is_led_to_their_own_task(self, led_to, context, candidate):
        launch = admitted(Role.CANDIDATE, review=self.review(context))

        found, expected = led_to(launch, "tasks.show", task="1A")

        assert found == expected
