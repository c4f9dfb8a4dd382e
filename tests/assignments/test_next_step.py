from dataclasses import replace

import pytest

from assignments.models.reflection import WorkState
from assignments.next_step import StepKind, next_step
from assignments.tasks import load_tasks
from curriculum.standing import UnitStanding
from curriculum.units import load_curriculum

DONE = {task.id: WorkState.GRADED for task in load_tasks() if not task.choice}


def progress(*complete: str):
    every = load_curriculum().units
    fresh = {unit.id: UnitStanding().progress(unit) for unit in every}
    return {name: replace(each, complete=name in complete) for name, each in fresh.items()}


ALL_READ = progress(*(unit.id for unit in load_curriculum().units))


@pytest.mark.parametrize(
    ("read", "states", "kind", "about"),
    [
        pytest.param(progress(), {}, StepKind.READ, "introduction", id="begin to read"),
        pytest.param(progress("introduction"), {}, StepKind.WORK, "I-1", id="the unit's task"),
        pytest.param(
            progress("introduction"), {"I-1": WorkState.DRAFT}, StepKind.WORK, "I-1", id="a draft"
        ),
        pytest.param(
            progress("introduction"), {"I-1": WorkState.SUBMITTED}, StepKind.WORK, "I-2", id="next"
        ),
        pytest.param(
            progress(), {"2A": WorkState.RETURNED}, StepKind.REVISE, "2A", id="returned first"
        ),
        pytest.param(ALL_READ, DONE, StepKind.DONE, None, id="choice tasks are not demanded"),
    ],
)
def test_the_next_step_is_what_needs_the_candidate_most(read, states, kind, about):
    step = next_step(load_curriculum(), load_tasks(), read, states)

    assert step.kind is kind
    if about is not None:
        assert about in {step.task.id if step.task else "", step.unit.id}
