"""The course behind a platform's context."""

from sqlalchemy import Connection

from curriculum.models.course import Course
from lti_tool.lti.claims import Context
from lti_tool.lti.models.identity import LtiContext
from lti_tool.lti.rows import add_row
from lti_tool.settings import Settings


def create_course(
    connection: Connection,
    context: Context,
    *,
    registration_id: int,
    deployment_key: int,
    settings: Settings,
) -> tuple[int, int]:
    """Make a course and the context that leads to it; return the keys of both, in this order.

    The caller has locked the platform and seen that there is none.
    """
    course_id = add_row(
        connection,
        Course,
        title=context.title,
        label=context.label,
        timezone=settings.course_timezone,
        lane=f"registration:{registration_id}",
    )
    context_key = add_row(
        connection,
        LtiContext,
        deployment_id=deployment_key,
        context_id=context.id,
        course_id=course_id,
    )
    return course_id, context_key
