import pytest
from sqlalchemy import select

from assignments.models.reflection import WorkState
from curriculum.foundation.jobs import Job
from lti_tool.extensions import db, writing
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from tests import factories


@pytest.fixture
def failed(migrated, bare_app):
    """A released grade that did not arrive."""
    with bare_app.app_context(), writing():
        session = db.session()
        candidate = factories.candidate(session)
        work = factories.submission(session, candidate, state=WorkState.GRADED)
        factories.marking(session, work, factories.instructor(session, course=candidate.course))
        delivery = GradeDelivery(
            reflection_id=work.reflection_id,
            submission_id=work.id,
            wanted_revision=1,
            state=DeliveryState.FAILED,
            answer="The LMS answered %(status)s.",
            answer_status=500,
        )
        factories.add(session, delivery)
        session.commit()


def test_without_grades_nothing_is_pending(migrated):
    assert "None." in migrated("grades", "pending")
    assert "0 grades" in migrated("grades", "send")


def test_what_did_not_arrive_is_listed_with_the_answer_and_sent_again(failed, migrated, bare_app):
    assert "The LMS answered 500." in migrated("grades", "pending")
    assert "1 grades" in migrated("grades", "send")

    with bare_app.app_context():
        assert db.session.scalars(select(Job.kind)).all() == ["grade_delivery"]
