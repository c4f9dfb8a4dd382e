"""Reflections, submissions and markings in bulk, for `cohorts`."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from assignments.models.marking import Marking, MarkingLevel, MarkingState
from assignments.models.reflection import Reflection, Submission, WorkState
from assignments.rubric import load_rubric
from assignments.tasks import Grading, load_tasks
from curriculum.models.enrolment import Enrolment
from curriculum.units import load_curriculum

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
REFLECTION = "I learned to wait before I answer."


def insert_all(session: Session, table: Any, values: list[dict[str, Any]]) -> list[int]:
    """Insert rows and return their ids in the same order."""
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(session.scalars(statement, values))


def write_work(session: Session, works: list[dict[str, Any]], rater: Enrolment) -> None:
    reflections = insert_all(
        session,
        Reflection,
        [
            {
                "enrolment_id": work["enrolment"],
                "task_id": work["task"].id,
                "parts": {"what-happened": REFLECTION},
                "revision": 1,
                "state": work["state"],
                "saved_at": NOW,
                "created_at": NOW,
            }
            for work in works
        ],
    )
    handed_in = [
        (reflection, work)
        for reflection, work in zip(reflections, works, strict=True)
        if work["state"] is not WorkState.DRAFT
    ]
    rubrics = {task.id: load_rubric().only(tuple(task.criteria)) for task in load_tasks()}
    plain_rubrics = {task_id: rubric.to_plain() for task_id, rubric in rubrics.items()}
    plain_tasks = {task.id: task.to_plain() for task in load_tasks()}
    submissions = insert_all(
        session,
        Submission,
        [
            {
                "reflection_id": reflection,
                "attempt": 1,
                "state": work["state"],
                "submitted_at": NOW - timedelta(days=7),
                "receipt": f"receipt-{reflection}",
                "parts": {"what-happened": REFLECTION},
                "task": plain_tasks[work["task"].id],
                "rubric": plain_rubrics[work["task"].id],
                "rubric_version": load_rubric().version,
                "curriculum_version": load_curriculum().version,
                "kept_hits": [],
            }
            for reflection, work in handed_in
        ],
    )
    marked = [
        (submission, work)
        for submission, (_reflection, work) in zip(submissions, handed_in, strict=True)
        if work["state"] in {WorkState.GRADED, WorkState.RETURNED}
    ]
    levels = [_levels(rubrics[work["task"].id], work["chance"]) for _submission, work in marked]
    markings = insert_all(
        session,
        Marking,
        [
            _marking(submission, work, given, rubrics[work["task"].id], rater)
            for (submission, work), given in zip(marked, levels, strict=True)
        ],
    )
    session.execute(
        insert(MarkingLevel),
        [
            {"marking_id": marking, "criterion_id": criterion, "level": level, "comment": ""}
            for marking, given in zip(markings, levels, strict=True)
            for criterion, level in given.items()
        ],
    )


def _levels(rubric: Any, chance: float) -> dict[str, int]:
    dice = random.Random(chance)
    return {
        criterion.id: dice.choices(
            (2, 3, 4) if criterion.gate else (1, 2, 3, 4),
            weights=(2, 6, 2) if criterion.gate else (1, 3, 5, 2),
        )[0]
        for criterion in rubric.criteria
    }


def _marking(submission, work, given, rubric, rater) -> dict[str, Any]:
    released = work["state"] is WorkState.GRADED
    score = rubric.score(given) if released and work["task"].grading is Grading.SCORED else None
    return {
        "submission_id": submission,
        "rater_id": rater.id,
        "comment": "Thank you.",
        "state": MarkingState.RELEASED if released else MarkingState.RETURNED,
        "revision": 1,
        "saved_at": NOW,
        "released_at": NOW,
        "score": Decimal(score.given) if score else None,
        "score_maximum": Decimal(score.maximum) if score else None,
        "created_at": NOW,
    }
