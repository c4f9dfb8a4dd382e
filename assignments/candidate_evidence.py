"""What a report on one candidate says."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from assignments.evidence import (
    CandidateEvidence,
    ContactSummary,
    Heading,
    LevelGiven,
    Period,
    ResultEvidence,
    Scale,
    TaskEvidence,
    UnitEvidence,
)
from assignments.evidence_records import (
    Record,
    Result,
    Work,
    by_task,
    counts_in,
    result_in,
    summary_of,
    unit_progress,
    verdict_of,
)
from assignments.evidence_rows import Rubrics, choose, read_records, read_rubrics
from assignments.models.report import Report, ReportKind
from assignments.requirements import course_minimum, minimum_of
from assignments.rubric import Rubric, load_rubric
from assignments.tasks import Task, load_tasks
from curriculum.editions import curriculum_for
from curriculum.foundation.errors import N_, Missing
from curriculum.units import Curriculum


def candidate_evidence(session: Session, report: Report, *, as_of: datetime) -> CandidateEvidence:
    """Return what a report on one candidate says.

    :raises Missing: the candidate is gone, or is a test student.
    """
    period = period_of(report)
    chosen = choose(ReportKind.CANDIDATE, report.enrolment_id or 0)
    record = read_records(session, chosen, period).get(report.enrolment_id or 0)
    if record is None:
        raise Missing(N_("There is no such candidate in this course."))
    rubrics = read_rubrics(session, chosen)
    contacts = by_task(record.contacts)
    tasks = tuple(
        _task_evidence(task, record, period, rubrics, summary_of(contacts.get(task.id, ())))
        for task in load_tasks()
    )
    versions = {task.result.rubric_version for task in tasks if task.result and task.result.levels}
    return CandidateEvidence(
        heading=heading_of(report, versions, as_of, record.who.timezone),
        who=record.who,
        units=tuple(
            UnitEvidence(unit.number, unit.title, unit_progress(record, unit))
            for unit in course_of(report).units
        ),
        contacts=summary_of(record.contacts),
        minimum=course_minimum(load_tasks()),
        tasks=tasks,
        scales=_scales(rubrics, versions),
        verdict=verdict_of(record, period),
    )


def _scales(rubrics: Rubrics, versions: set[str]) -> tuple[Scale, ...]:
    by_version = {version: rubric for (version, _task), rubric in rubrics.items()}
    return tuple(
        Scale(
            version,
            tuple((each.number, each.name, each.points) for each in by_version[version].levels),
        )
        for version in sorted(versions)
    )


def course_of(report: Report) -> Curriculum:
    """Return the course as it was taught to those whom a report is about."""
    program = report.course.program if report.course else report.program
    return curriculum_for(program.name if program else None)


def heading_of(
    report: Report, rubric_versions: Iterable[str], as_of: datetime, timezone: str
) -> Heading:
    """Return the heading of a report, with the versions that its numbers were computed with."""
    rubric = load_rubric()
    program = report.program
    return Heading(
        report_id=report.id,
        kind=report.kind,
        institution=program.institution if program else "",
        program=program.name if program else "",
        course=(report.course.title or f"#{report.course.id}") if report.course else "",
        period=period_of(report),
        as_of=as_of,
        timezone=timezone,
        curriculum_version=course_of(report).version,
        rubric_versions=tuple(sorted(rubric_versions)) or (rubric.version,),
        target=rubric.target,
    )


def period_of(report: Report) -> Period | None:
    """Return the reporting period of a report, if it has one."""
    cycle = report.cycle
    return Period(cycle.name, cycle.starts_on, cycle.ends_on) if cycle else None


def _task_evidence(
    task: Task, record: Record, period: Period | None, rubrics: Rubrics, contacts: ContactSummary
) -> TaskEvidence:
    work = record.work.get(task.id)
    result = result_in(record, task.id, period)
    return TaskEvidence(
        id=task.id,
        title=task.title,
        unit_id=task.unit,
        required=not task.choice,
        grading=task.grading,
        minimum=minimum_of(task),
        contacts=contacts,
        state=work.state if work else None,
        attempt=work.attempt if work else 0,
        submitted_on=_last_submission(work),
        result=_result_evidence(result, rubrics) if result else None,
        leave=record.leaves.get(task.id),
        counts=counts_in(record, task, period),
    )


def _last_submission(work: Work | None) -> date | None:
    return work.submitted_on[-1] if work and work.submitted_on else None


def _result_evidence(result: Result, rubrics: Rubrics) -> ResultEvidence:
    rubric = rubrics[result.rubric_version, result.task_id]
    return ResultEvidence(
        levels=tuple(
            _level_given(rubric, criterion.id, result.levels[criterion.id])
            for criterion in rubric.criteria
            if criterion.id in result.levels
        ),
        rubric_version=result.rubric_version,
        score=result.score,
        maximum=result.maximum,
        graded_by=result.graded_by,
        graded_on=result.graded_on,
    )


def _level_given(rubric: Rubric, criterion_id: str, number: int) -> LevelGiven:
    criterion = next(each for each in rubric.criteria if each.id == criterion_id)
    level = next(each for each in rubric.levels if each.number == number)
    return LevelGiven(
        criterion_id=criterion.id,
        name=criterion.name,
        level=number,
        level_name=level.name,
        common=criterion.task is None,
        gate=criterion.gate,
        at_target=number >= rubric.target,
    )
