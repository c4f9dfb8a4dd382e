"""The course home: what to do next, then everything there is."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Blueprint, render_template

from assignments.boards import candidate_counts, course_counts, work_states
from assignments.models.reflection import WorkState
from assignments.next_step import next_step
from assignments.tasks import Tasks, load_tasks
from curriculum.foundation.clock import utc_now
from curriculum.models.enrolment import Role
from curriculum.progress import unit_progress
from curriculum.standing import UnitProgress
from curriculum.unit import Unit
from lti_tool.extensions import db
from lti_tool.lti.bindings import was_copied_lately
from lti_tool.lti.delivery_counts import count_in_course
from lti_tool.lti.delivery_views import Group
from lti_tool.web.course_text import current_curriculum
from lti_tool.web.program_videos import may_edit
from lti_tool.web.viewer import coordinated_programs, viewer

bp = Blueprint("home", __name__, url_prefix="/l/<launch>")


class TaskLine(NamedTuple):
    """One task in a unit's part of the page."""

    id: str
    title: str
    choice: bool
    state: WorkState | None


class UnitPart(NamedTuple):
    """All that a candidate's page shows of one unit. By this the drawn part is kept."""

    id: str
    title: str
    language: str
    """Of the title."""
    sections_read: int
    sections_elsewhere: int
    sections: int
    complete: bool
    minutes_left: int
    tasks: tuple[TaskLine, ...]


@bp.get("/")
def index() -> str:
    """Show what to do next, as the viewer's role has it."""
    enrolment_id = viewer().enrolment_id
    if enrolment_id is None:
        return _outside_a_course()
    if viewer().role is Role.INSTRUCTOR:
        return _for_instructor()
    if viewer().role is Role.CANDIDATE:
        return _for_candidate(enrolment_id)
    return _outside_a_course()


def _for_candidate(enrolment_id: int) -> str:
    session, curriculum, tasks = db.session(), current_curriculum(), load_tasks()
    progress = unit_progress(session, enrolment_id, curriculum.units)
    states = work_states(session, enrolment_id)
    return render_template(
        "home/candidate.html",
        parts=[_part_of(unit, progress[unit.id], tasks, states) for unit in curriculum.units],
        progress=progress,
        states=states,
        step=next_step(curriculum, tasks, progress, states),
    )


def _part_of(
    unit: Unit, done: UnitProgress, tasks: Tasks, states: Mapping[str, WorkState]
) -> UnitPart:
    return UnitPart(
        id=unit.id,
        title=unit.title,
        language=unit.language,
        sections_read=done.sections_read,
        sections_elsewhere=done.sections_elsewhere,
        sections=done.sections,
        complete=done.complete,
        minutes_left=done.minutes_left,
        tasks=tuple(
            TaskLine(task.id, task.title, task.choice, states.get(task.id))
            for task in tasks.of_unit(unit.id)
        ),
    )


def _for_instructor() -> str:
    session, course_id = db.session(), viewer().course_id
    assert course_id is not None  # noqa: S101  an enrolment is a place in a course
    counts = course_counts(session, course_id)
    people = candidate_counts(session, course_id)
    grades = count_in_course(session, course_id)
    return render_template(
        "home/instructor.html",
        units=current_curriculum().units,
        tasks=load_tasks(),
        counts=counts,
        waiting=sum(count.waiting for count in counts.values()),
        candidates=people.active,
        silent=people.silent,
        absent=people.absent,
        failed=grades[Group.FAILED] + grades[Group.GONE],
        changed=grades[Group.CHANGED],
        copied=was_copied_lately(session, course_id, now=utc_now()),
        edits_films=may_edit(),
    )


def _outside_a_course() -> str:
    coordinated = coordinated_programs()
    return render_template(
        "home/reader.html",
        units=current_curriculum().units,
        in_course=viewer().enrolment_id is not None,
        coordinates=bool(coordinated),
        edits_films=viewer().program_id in coordinated,
    )
