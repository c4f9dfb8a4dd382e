from decimal import Decimal

import pytest
from sqlalchemy import select

from assignments.models.reflection import WorkState
from curriculum.foundation.jobs import Job
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from tests import factories


@pytest.fixture
def course(session):
    return factories.course(session)


@pytest.fixture
def desk(browser, session, course):
    return browser(factories.instructor(session, course=course))


@pytest.fixture
def graded(session, course):
    """Make a released grade of this course, delivered as far as a test says."""

    def make(**delivery) -> GradeDelivery:
        rater = factories.instructor(session, course=course)
        work = factories.submission(
            session, factories.candidate(session, course=course), state=WorkState.GRADED
        )
        factories.marking(session, work, rater)
        values = {
            "reflection_id": work.reflection_id,
            "submission_id": work.id,
            "wanted_revision": 1,
        }
        found = factories.add(session, GradeDelivery(**values | delivery))
        session.commit()
        return found

    return make


def test_without_a_grade_the_page_says_what_it_is_for(desk):
    assert "No grade was released yet" in desk.get("/grades/").text


def test_a_grade_that_did_not_arrive_shows_why_and_can_be_sent_again(desk, session, graded):
    failed = graded(
        state=DeliveryState.FAILED, answer="The LMS answered %(status)s.", answer_status=500
    )

    page = desk.get("/grades/")
    answer = desk.post(f"/grades/{failed.id}/send")

    assert "Did not arrive" in page.text
    assert "The LMS answered 500." in page.text
    assert "done=delivery-queued" in answer.location
    assert session.scalars(select(Job)).one().kind == "grade_delivery"
    session.commit()
    assert "On the way" in desk.get("/grades/").text


def test_a_grade_that_arrived_shows_what_the_gradebook_holds(desk, graded):
    graded(
        state=DeliveryState.SENT,
        score=Decimal("90"),
        score_maximum=Decimal(100),
        sent_at=factories.NOW,
    )

    page = desk.get("/grades/?show=sent")

    assert "90 of 100" in page.text
    assert "Mar 2, 2026" in page.text


def test_a_filter_without_rows_says_so(desk, graded):
    graded(state=DeliveryState.SENT)

    assert "None." in desk.get("/grades/?show=failed").text


def test_another_courses_grade_is_not_there(browser, session, graded):
    theirs = graded(state=DeliveryState.FAILED)
    stranger = browser(factories.instructor(session))

    assert stranger.post(f"/grades/{theirs.id}/send").status_code == 404
    assert "No grade was released yet" in stranger.get("/grades/").text


def test_the_page_asks_as_often_for_many_as_for_few(desk, graded, count_queries):
    counts = []
    for _ in range(2):
        for _ in range(5):
            graded(state=DeliveryState.SENT)
        desk.get("/grades/")
        with count_queries() as counted:
            desk.get("/grades/")
        counts.append(counted.n)

    assert counts[0] == counts[1] <= 15
