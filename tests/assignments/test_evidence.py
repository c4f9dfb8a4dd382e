"""Numbers in evidence, against the same numbers counted from the rows in another way."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from assignments.candidate_evidence import candidate_evidence
from assignments.cohort_evidence import cohort_evidence
from assignments.completion import Lack
from assignments.models.contact_log import Contact, Verification
from assignments.models.marking import Marking, MarkingLevel, MarkingState
from assignments.models.reflection import Reflection, Submission
from assignments.models.report import ReportKind
from assignments.rubric import load_rubric
from assignments.standards import find_standard
from curriculum.foundation.errors import Missing
from curriculum.models.enrolment import Enrolment, Standing
from tests import cohort_work, cohorts, factories
from tests.assignments.reporting import NOW, course_evidence, make_world, person_evidence, report_on


@pytest.fixture
def world(session):
    return make_world(session)


def test_a_course_counts_contacts_as_the_log_does(session, world):
    evidence = course_evidence(session, world)

    contacts, minutes = session.execute(select(func.count(), func.sum(Contact.minutes))).one()
    per_person = Counter(session.scalars(select(Contact.enrolment_id)))
    numbers = sorted(per_person.get(each, 0) for each in world[3])
    summary = evidence.contacts.summary
    assert (summary.totals.contacts, summary.totals.minutes) == (contacts, minutes)
    assert summary.verified == session.scalar(select(func.count()).select_from(Verification))
    assert evidence.contacts.contacts.least == numbers[0]
    assert evidence.contacts.contacts.median == (numbers[5] + numbers[6]) / 2
    assert evidence.contacts.contacts.most == numbers[-1]
    ways = session.execute(select(Contact.mode, func.count()).group_by(Contact.mode)).all()
    assert {each.mode: each.contacts for each in summary.modes} == dict(ways)


def test_levels_are_counted_from_released_markings_only(session, world):
    evidence = course_evidence(session, world)

    rows = session.execute(
        select(MarkingLevel.criterion_id, MarkingLevel.level, func.count())
        .join(Marking)
        .where(Marking.state == MarkingState.RELEASED)
        .group_by(MarkingLevel.criterion_id, MarkingLevel.level)
    )
    counted = {(criterion, level): n for criterion, level, n in rows}
    assert counted
    shown = {
        (row.id, level): n
        for row in evidence.criteria
        for level, n in enumerate(row.counts, start=1)
        if n
    }
    assert shown == counted
    c1 = next(row for row in evidence.criteria if row.id == "C1")
    assert c1.given == sum(c1.counts)
    assert c1.at_target == c1.counts[2] + c1.counts[3]


def test_who_is_complete_follows_from_the_plans(session, world):
    evidence = course_evidence(session, world)

    complete = {row.enrolment_id for row in evidence.roster if row.verdict.complete}
    assert complete == {world[3][place] for place in (0, 4, 6, 10)}
    assert evidence.participants.counted == 12
    assert evidence.participants.complete == 4
    assert evidence.participants.begun == 10
    lacks = {row.lack: row.candidates for row in evidence.lacks}
    assert lacks[Lack.WAITING] == 2
    assert lacks[Lack.RETURNED] == 2
    assert lacks[Lack.NOT_SUBMITTED] == 8


def test_a_tasks_standing_is_counted_for_everybody(session, world):
    tasks = {task.id: task for task in course_evidence(session, world).tasks}

    assert tasks["I-1"].done == 10
    assert tasks["4A"].waiting == 2
    assert tasks["2B"].returned == 2
    assert tasks["1C"].done == 0
    assert not tasks["1C"].required
    assert tasks["1A"].scores.least <= tasks["1A"].scores.median <= tasks["1A"].scores.most


def test_units_count_who_began_and_who_finished(session, world):
    units = course_evidence(session, world).units

    assert [unit.complete for unit in units] == [10, 10, 8, 6, 4]
    assert units[0].begun == units[0].read == units[0].checked == 10


def test_the_number_of_statements_does_not_grow_with_the_candidates(session, world, count_queries):
    session.commit()
    with count_queries() as few:
        course_evidence(session, world)
    cohorts.make_cohort(session, world[1], 48, world[2], seed=2)
    session.commit()

    with count_queries() as many:
        evidence = course_evidence(session, world)

    assert evidence.participants.counted == 60
    assert many.n == few.n
    assert many.n <= 15


def test_test_students_are_counted_nowhere(session, world):
    test = factories.person(session, name="Test Student", is_test=True)
    factories.contact(session, factories.candidate(session, course=world[1], person=test))

    evidence = course_evidence(session, world)

    assert evidence.participants.enrolled == 12
    assert "Test Student" not in repr(evidence)


def test_a_test_student_has_no_report(session, world):
    test = factories.person(session, is_test=True)
    enrolment = factories.candidate(session, course=world[1], person=test)
    report = report_on(ReportKind.CANDIDATE, world[0], world[1], enrolment.id)

    with pytest.raises(Missing):
        candidate_evidence(session, report, as_of=NOW)


def test_who_has_left_is_counted_apart(session, world):
    session.get(Enrolment, world[3][0]).standing = Standing.LEFT
    session.flush()

    evidence = course_evidence(session, world)

    assert (evidence.participants.enrolled, evidence.participants.left) == (12, 1)
    assert evidence.participants.counted == 11
    assert world[3][0] not in {row.enrolment_id for row in evidence.roster}
    assert evidence.contacts.summary.totals.contacts == len(
        session.scalars(select(Contact.id).where(Contact.enrolment_id != world[3][0])).all()
    )


def test_a_course_without_candidates_has_a_report(session):
    course = factories.course(session)

    evidence = cohort_evidence(session, report_on(ReportKind.COURSE, None, course), as_of=NOW)

    assert evidence.participants.counted == 0
    assert evidence.contacts is None
    assert evidence.criteria == ()
    assert evidence.alignment


def test_a_program_puts_its_courses_side_by_side(session, world):
    program, _course, _rater, ids = world
    other = factories.course(session, title="A second course", program=program)
    rater = factories.instructor(session, course=other)
    cohorts.make_cohort(session, other, 6, rater, seed=3)
    outside = factories.course(session, title="Elsewhere")
    factories.contact(session, factories.candidate(session, course=outside))

    evidence = cohort_evidence(session, report_on(ReportKind.PROGRAM, program), as_of=NOW)

    assert [(row.title, row.candidates, row.complete) for row in evidence.courses] == [
        ("A second course", 6, 2),
        ("EDU 210", len(ids), 4),
    ]
    assert evidence.participants.counted == 18
    assert evidence.heading.course == ""


def test_two_versions_of_the_rubric_are_counted_apart(session, world):
    of_1a = (
        select(Submission)
        .join(Reflection)
        .where(Reflection.task_id == "1A", Reflection.enrolment_id == world[3][0])
    )
    old = session.scalars(of_1a).one()
    old.rubric_version = "2024.1"
    old.rubric = old.rubric | {"version": "2024.1"}
    session.flush()

    evidence = course_evidence(session, world)

    c1 = [row for row in evidence.criteria if row.id == "C1"]
    assert [(row.rubric_version, row.candidates) for row in c1] == [("2024.1", 1), ("2026.1", 8)]
    assert evidence.heading.rubric_versions == ("2024.1", "2026.1")


def test_only_codes_that_were_checked_are_printed(session, world):
    evidence = course_evidence(session, world)

    printed = sum(len(each.codes) for row in evidence.alignment for each in row.sets)
    shown = {row.criterion_id for row in evidence.alignment}
    references = [
        reference
        for criterion in load_rubric().criteria
        if criterion.id in shown
        for reference in criterion.standards
    ]
    verified = [each for each in references if find_standard(each)[1].verified]
    assert printed == len(verified)
    assert evidence.unverified == len(references) - len(verified) > 0


@pytest.mark.parametrize(
    ("first", "last", "contacts", "complete"),
    [
        pytest.param(date(2025, 8, 1), date(2026, 7, 31), True, 4, id="the year it happened"),
        pytest.param(date(2026, 3, 2), date(2026, 3, 2), False, 0, id="only the day of grading"),
    ],
)
def test_a_cycle_counts_what_happened_within_it(session, world, first, last, contacts, complete):
    cycle = factories.cycle(session, world[0], name="A cycle", starts_on=first, ends_on=last)

    evidence = course_evidence(session, world, cycle)

    every = session.scalar(select(func.count()).select_from(Contact))
    assert evidence.contacts.summary.totals.contacts == (every if contacts else 0)
    assert evidence.participants.complete == complete
    assert any(row.given for row in evidence.criteria)


def test_no_familys_words_are_in_evidence(session, world):
    told = repr(course_evidence(session, world)) + repr(person_evidence(session, world, 0))

    assert cohorts.FAMILYS_WORDS not in told
    assert cohort_work.REFLECTION not in told
    assert cohorts.ALIAS not in told
    assert "neighbour" not in told


def test_a_person_without_a_name_gets_a_neutral_label(session, world):
    nameless = factories.person(session, name="", given_name="", family_name="")
    factories.candidate(session, course=world[1], person=nameless)

    names = [row.name for row in course_evidence(session, world).roster]

    assert f"#{nameless.id}" in names
