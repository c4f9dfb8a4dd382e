"""What a candidate should do next: one thing, the one that most needs them."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from assignments.models.reflection import WorkState
from assignments.tasks import Task, Tasks
from curriculum.standing import UnitProgress
from curriculum.unit import Unit
from curriculum.units import Curriculum


class StepKind(enum.Enum):
    """What kind of thing it is."""

    REVISE = "revise"
    """Work came back."""

    READ = "read"
    """Go on in a unit."""

    WORK = "work"
    """Begin or go on with a task."""

    DONE = "done"
    """Nothing is left but what candidates may choose."""


@dataclass(frozen=True)
class NextStep:
    """The one thing, and what it is about."""

    kind: StepKind
    unit: Unit | None = None
    task: Task | None = None


def next_step(
    curriculum: Curriculum,
    tasks: Tasks,
    progress: Mapping[str, UnitProgress],
    states: Mapping[str, WorkState],
) -> NextStep:
    """Choose: returned work first, then unit by unit its reading and its required tasks.

    :param progress: by unit id.
    :param states: of the tasks that were begun, by task id.
    """
    for task in tasks:
        if states.get(task.id) is WorkState.RETURNED:
            return NextStep(StepKind.REVISE, curriculum.unit(task.unit), task)
    for unit in curriculum.units:
        if not progress[unit.id].complete:
            return NextStep(StepKind.READ, unit)
        for task in tasks.of_unit(unit.id):
            if not task.choice and states.get(task.id) in {None, WorkState.DRAFT}:
                return NextStep(StepKind.WORK, unit, task)
    return NextStep(StepKind.DONE)
