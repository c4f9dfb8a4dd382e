"""How many grades of a course did not arrive. For the course home."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assignments.models.reflection import Reflection
from curriculum.models.enrolment import Enrolment
from lti_tool.lti.deliveries import IS_QUEUED, IS_RELEASED
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery


def failed_in_course(session: Session, course_id: int) -> int:
    """Return the number of grades that a person must look after, as `deliveries` shows them."""
    return (
        session.scalar(
            select(func.count())
            .select_from(GradeDelivery)
            .join(Reflection, Reflection.id == GradeDelivery.reflection_id)
            .join(Enrolment, Enrolment.id == Reflection.enrolment_id)
            .where(
                Enrolment.course_id == course_id,
                GradeDelivery.state == DeliveryState.FAILED,
                IS_RELEASED,
                ~IS_QUEUED,
            )
        )
        or 0
    )
