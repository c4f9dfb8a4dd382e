"""Where a launch leads: what its message and its link name, else the course home."""

import re
from urllib.parse import parse_qs, urlsplit

from flask import url_for
from sqlalchemy.orm import Session

from assignments.tasks import load_tasks
from curriculum.models.enrolment import Role
from curriculum.units import load_curriculum
from lti_tool.lti.custom import TASK, UNIT
from lti_tool.lti.launch import Admitted
from lti_tool.lti.submission_review import Review, reviewed_enrolment, reviewed_task
from lti_tool.web.notices import PARAMETER


def destination(session: Session, admitted: Admitted) -> str:
    """Return the address of the page that an admitted launch leads to."""
    launch_id = admitted.launch_id
    if admitted.is_deep_linking:
        return url_for("content.pick", launch=launch_id)
    if admitted.review is not None:
        return _reviewed_work(session, admitted, admitted.review)
    return _linked_page(admitted)


def _reviewed_work(session: Session, admitted: Admitted, review: Review) -> str:
    """Return the work that a gradebook's cell stands for, or the nearest page that explains.

    Only an instructor gets here, or the candidate whose work it is.
    """
    launch_id, task = admitted.launch_id, reviewed_task(session, review)
    if task is None:
        return f"{url_for('home.index', launch=launch_id)}?{PARAMETER}=review-no-task"
    if admitted.role is Role.CANDIDATE:
        return url_for("tasks.show", launch=launch_id, task=task)
    enrolment = reviewed_enrolment(session, review)
    if enrolment is None:
        return url_for("grading.board", launch=launch_id, task=task, looked_for="nobody")
    return url_for("grading.show", launch=launch_id, task=task, enrolment=enrolment)


def _linked_page(admitted: Admitted) -> str:
    launch_id, custom = admitted.launch_id, admitted.custom
    submission = _submission_in(admitted.target)
    if submission is not None and admitted.role is Role.INSTRUCTOR:
        return url_for("grading.submission", launch=launch_id, submission=submission)
    task, unit = custom.get(TASK, ""), custom.get(UNIT, "")
    if task in load_tasks() and admitted.role is Role.INSTRUCTOR:
        return url_for("grading.board", launch=launch_id, task=task)
    if task in load_tasks() and admitted.role is Role.CANDIDATE:
        return url_for("tasks.show", launch=launch_id, task=task)
    if any(unit == known.id for known in load_curriculum().units):
        return url_for("units.show", launch=launch_id, unit=unit)
    return url_for("home.index", launch=launch_id)


def _submission_in(target: str) -> int | None:
    """Return the submission that a gradebook's link names (`jobs.grade_delivery.work_address`)."""
    named = parse_qs(urlsplit(target).query).get("submission", [""])[0]
    return int(named) if re.fullmatch(r"[1-9][0-9]{0,8}", named) else None
