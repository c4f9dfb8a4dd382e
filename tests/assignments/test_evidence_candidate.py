"""One candidate's evidence, and what a cycle does to evidence."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from assignments.completion import Lack
from assignments.models.contact_log import Contact
from assignments.models.marking import Marking, MarkingLevel, MarkingState
from assignments.models.reflection import Reflection, Submission, WorkState
from curriculum.models.enrolment import Enrolment
from tests import cohorts, factories
from tests.assignments.reporting import NOW, course_evidence, make_world, person_evidence


@pytest.fixture
def world(session):
    return make_world(session)


def test_a_candidate_is_told_task_by_task(session, world):
    evidence = person_evidence(session, world, 1)

    tasks = {task.id: task for task in evidence.tasks}
    marking, version = session.execute(
        select(Marking, Submission.rubric_version)
        .join(Submission, Submission.id == Marking.submission_id)
        .join(Reflection, Reflection.id == Submission.reflection_id)
        .where(Reflection.enrolment_id == world[3][1], Reflection.task_id == "1A")
    ).one()
    result = tasks["1A"].result
    assert (result.score, result.maximum) == (marking.score, marking.score_maximum)
    assert result.rubric_version == version
    assert {each.criterion_id: each.level for each in result.levels} == {
        row.criterion_id: row.level for row in marking.levels
    }
    assert result.graded_by == world[2].person.name
    assert result.graded_on == date(2026, 3, 2)
    assert tasks["4A"].state is WorkState.SUBMITTED
    assert tasks["4A"].result is None
    assert tasks["I-1"].result.levels == ()
    assert [reason.task_id for reason in evidence.verdict.reasons] == ["4A", "4B", "4B"]


def test_a_candidates_contacts_units_and_exceptions_are_theirs_alone(session, world):
    cohorts.exempt(session, world[3][1], "4B", world[2])

    evidence = person_evidence(session, world, 1)

    own = session.scalars(select(Contact).where(Contact.enrolment_id == world[3][1])).all()
    assert evidence.contacts.totals.contacts == len(own)
    assert evidence.contacts.totals.families == len({each.family_id for each in own})
    assert [unit.progress.complete for unit in evidence.units] == [True, True, True, True, False]
    leave = next(task.leave for task in evidence.tasks if task.id == "4B")
    assert leave.reason.startswith("Placed in a school")
    assert leave.granted_by == world[2].person.name


def test_a_mark_from_a_newer_attempt_replaces_the_one_before(session, world):
    enrolment = world[3][0]
    first = session.scalars(
        select(Submission)
        .join(Reflection)
        .where(Reflection.enrolment_id == enrolment, Reflection.task_id == "1A")
    ).one()
    values = {name: getattr(first, name) for name in ("reflection_id", "parts", "task", "rubric",
              "rubric_version", "curriculum_version", "kept_hits", "state")}  # fmt: skip
    again = Submission(**values, attempt=2, submitted_at=NOW, receipt="again")
    levels = [MarkingLevel(criterion_id=each, level=4) for each in ("C1", "C6")]
    session.add(again)
    session.flush()
    session.add(Marking(submission=again, rater=world[2], state=MarkingState.RELEASED,
                        saved_at=NOW, released_at=NOW + timedelta(days=1), score=10,
                        score_maximum=10, levels=levels))  # fmt: skip
    session.flush()

    task = next(each for each in person_evidence(session, world, 0).tasks if each.id == "1A")

    assert task.attempt == 2
    assert task.result.score == 10
    given = [(each.criterion_id, each.level) for each in task.result.levels]
    assert given == [("C1", 4), ("C6", 4)]


def test_a_result_from_outside_the_cycle_does_not_count_and_says_so(session, world):
    cycle = factories.cycle(session, world[0], starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 1))

    evidence = person_evidence(session, world, 0, cycle)

    assert all(task.result is None for task in evidence.tasks)
    lacks = {reason.lack for reason in evidence.verdict.reasons}
    assert lacks == {Lack.OUTSIDE}


def test_the_day_of_a_release_is_the_courses_own(session, world):
    """At three in the morning UTC it is still the evening before in New York."""
    session.execute(Marking.__table__.update().values(released_at=NOW.replace(day=2, hour=3)))
    cycle = factories.cycle(session, world[0], starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 1))

    evidence = person_evidence(session, world, 0, cycle)

    assert next(task for task in evidence.tasks if task.id == "1A").result is not None


def test_candidates_without_activity_in_the_cycle_are_counted_apart(session, world):
    session.execute(Enrolment.__table__.update().values(created_at=NOW - timedelta(days=200)))
    cycle = factories.cycle(session, world[0], starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 1))

    evidence = course_evidence(session, world, cycle)

    assert evidence.participants.quiet == 2
    assert evidence.participants.counted == 10
