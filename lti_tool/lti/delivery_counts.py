"""How many grades of a course stand where: for the course home and the grade board."""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from curriculum.models.enrolment import Enrolment
from lti_tool.lti.delivery_views import IN_COURSE, IS_SHOWN, Group, graded_tasks


def count_in_course(
    session: Session, course_id: int, *, task_id: str | None = None
) -> Counter[Group]:
    """Return how many grades of a course, or of one task in it, there are of each group."""
    rows = IN_COURSE.where(Enrolment.course_id == course_id, IS_SHOWN)
    tasks = [task_id] if task_id else graded_tasks()
    found = rows.where(rows.selected_columns.task_id.in_(tasks)).subquery()
    counts = session.execute(select(found.c.group, func.count()).group_by(found.c.group))
    return Counter({Group(group): number for group, number in counts})
