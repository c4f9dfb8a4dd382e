from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from assignments import grading
from assignments.grading import Given, NewMarking
from assignments.models.marking import MarkingState
from assignments.models.reflection import WorkState
from curriculum.foundation.errors import Conflict, Missing, NotAllowed, Rejected
from curriculum.foundation.jobs import Job
from tests import factories

NOW = factories.NOW


@pytest.fixture
def course(session):
    return factories.course(session, lane="registration:7")


@pytest.fixture
def rater(session, course):
    return factories.instructor(session, course=course)


@pytest.fixture
def work(session, course):
    return factories.submission(session, factories.candidate(session, course=course))


def all_at(work, level, **changes) -> NewMarking:
    ids = [criterion["id"] for criterion in work.rubric["criterion"]]
    levels = {name: Given(changes.get(name, level), "Seen.") for name in ids}
    return NewMarking(levels, "Well done.", base_revision=0)


def test_a_saved_marking_stays_a_draft(session, rater, work):
    marking = grading.save_marking(session, rater, work.id, all_at(work, 3), now=NOW)

    assert marking.state is MarkingState.DRAFT
    assert work.state is WorkState.SUBMITTED
    assert {row.level for row in marking.levels} == {3}


def test_a_stale_window_does_not_overwrite(session, rater, work):
    grading.save_marking(session, rater, work.id, all_at(work, 3), now=NOW)

    with pytest.raises(Conflict, match="still here"):
        grading.save_marking(session, rater, work.id, all_at(work, 1), now=NOW)


@pytest.mark.parametrize(
    ("levels", "comment", "field"),
    [
        pytest.param({"C1": Given(5)}, "", "level-C1", id="level out of range"),
        pytest.param({"C1": Given(3, "x" * 4001)}, "", "comment-C1", id="long comment"),
        pytest.param({}, "x" * 4001, "comment", id="long overall comment"),
        pytest.param({"C99": Given(3)}, "", None, id="unknown criterion"),
    ],
)
def test_a_marking_that_does_not_fit_is_refused(session, rater, work, levels, comment, field):
    with pytest.raises(Rejected) as refused:
        grading.save_marking(session, rater, work.id, NewMarking(levels, comment, 0), now=NOW)

    assert refused.value.field == field


def test_release_scores_and_sends(session, rater, work):
    grading.save_marking(session, rater, work.id, all_at(work, 3, C1=4), now=NOW)

    marking = grading.release(session, rater, work.id, now=NOW)

    assert (marking.score, marking.score_maximum) == (Decimal(64), Decimal(70))
    assert (work.state, work.reflection.state) == (WorkState.GRADED, WorkState.GRADED)
    job = session.scalars(select(Job)).one()
    assert (job.kind, job.lane) == ("grade_delivery", "registration:7")
    assert job.payload == {
        "reflection_id": work.reflection_id,
        "submission_id": work.id,
        "revision": marking.revision,
    }


def test_releasing_again_replaces_the_grade_with_one_waiting_job(session, rater, work):
    grading.save_marking(session, rater, work.id, all_at(work, 3), now=NOW)
    first = grading.release(session, rater, work.id, now=NOW)
    again = NewMarking(all_at(work, 4).levels, "Better than I saw.", first.revision)
    grading.save_marking(session, rater, work.id, again, now=NOW, answers=True)

    second = grading.release(session, rater, work.id, now=NOW + timedelta(minutes=1))

    assert second.score == Decimal(70)
    assert len(session.scalars(select(Job)).all()) == 1


def test_a_released_grade_is_not_written_over_by_a_draft(session, rater, work):
    grading.save_marking(session, rater, work.id, all_at(work, 3), now=NOW)
    released = grading.release(session, rater, work.id, now=NOW)
    draft = NewMarking(all_at(work, 1).levels, "Not for them yet.", released.revision)

    with pytest.raises(Rejected, match="sees this grade already"):
        grading.save_marking(session, rater, work.id, draft, now=NOW)

    assert released.comment == "Well done."
    assert {row.level for row in released.levels} == {3}


def test_comments_are_stored_without_control_characters(session, rater, work):
    typed = NewMarking({"C1": Given(3, "On\x00 C1.")}, "Well\x00 seen.\r\nGo on.", 0)

    marking = grading.save_marking(session, rater, work.id, typed, now=NOW)

    assert marking.comment == "Well seen.\nGo on."
    assert marking.levels[0].comment == "On C1."


def test_an_unmarked_criterion_is_named(session, rater, work):
    levels = all_at(work, 3).levels | {"C2": Given(None)}
    grading.save_marking(session, rater, work.id, NewMarking(levels, "", 0), now=NOW)

    with pytest.raises(Rejected, match="Choose a level for: Listens") as refused:
        grading.release(session, rater, work.id, now=NOW)

    assert refused.value.field == "level-C2"


def test_a_shut_gate_lets_the_work_only_be_returned(session, rater, work):
    grading.save_marking(session, rater, work.id, all_at(work, 4, C6=1), now=NOW)

    with pytest.raises(Rejected, match="can only be returned"):
        grading.release(session, rater, work.id, now=NOW)

    assert grading.return_for_revision(session, rater, work.id, now=NOW).state is (
        MarkingState.RETURNED
    )


def test_returned_work_is_the_candidates_again(session, rater, work):
    grading.save_marking(session, rater, work.id, all_at(work, 2), now=NOW)

    grading.return_for_revision(session, rater, work.id, now=NOW)

    assert work.reflection.state is WorkState.RETURNED
    assert session.scalars(select(Job)).all() == []
    for refused in (grading.release, grading.return_for_revision):
        with pytest.raises(Rejected, match="was returned"):
            refused(session, rater, work.id, now=NOW)
    with pytest.raises(Rejected, match="was returned"):
        grading.save_marking(session, rater, work.id, all_at(work, 2), now=NOW)


def test_work_is_not_returned_without_a_word(session, rater, work):
    grading.save_marking(session, rater, work.id, NewMarking({}, " ", 0), now=NOW)

    with pytest.raises(Rejected, match="what to change"):
        grading.return_for_revision(session, rater, work.id, now=NOW)


def test_an_old_attempt_is_not_returned(session, rater, work):
    factories.submission(session, work.reflection, attempt=2)

    with pytest.raises(Rejected, match="newer attempt"):
        grading.return_for_revision(session, rater, work.id, now=NOW)


@pytest.mark.parametrize(
    ("task_id", "jobs"), [pytest.param("I-1", 1, id="passed"), pytest.param("I-2", 0, id="read")]
)
def test_unscored_work_is_released_without_points(session, course, rater, task_id, jobs):
    draft = factories.reflection(
        session, factories.candidate(session, course=course), task_id=task_id
    )
    work = factories.submission(session, draft)

    marking = grading.release(session, rater, work.id, now=NOW)

    assert marking.score is None
    assert work.state is WorkState.GRADED
    assert len(session.scalars(select(Job)).all()) == jobs


def test_i3_is_scored_on_two_criteria(session, course, rater):
    draft = factories.reflection(
        session, factories.candidate(session, course=course), task_id="I-3"
    )
    work = factories.submission(session, draft)
    grading.save_marking(session, rater, work.id, all_at(work, 3, C4=2), now=NOW)

    marking = grading.release(session, rater, work.id, now=NOW)

    assert (marking.score, marking.score_maximum) == (Decimal(16), Decimal(20))


def test_another_courses_work_is_not_there(session, work):
    stranger = factories.instructor(session)

    for act in (grading.release, grading.return_for_revision):
        with pytest.raises(Missing):
            act(session, stranger, work.id, now=NOW)
    with pytest.raises(Missing):
        grading.save_marking(session, stranger, work.id, all_at(work, 3), now=NOW)


def test_a_candidate_cannot_grade(session, work):
    with pytest.raises(NotAllowed):
        grading.release(session, work.reflection.enrolment, work.id, now=NOW)
