"""What a report on a course or a program says."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median

from sqlalchemy.orm import Session

from assignments.candidate_evidence import course_of, heading_of, period_of
from assignments.cohort import (
    CohortContacts,
    CohortEvidence,
    CourseRow,
    LackRow,
    Participants,
    RosterRow,
    Spread,
    TaskRow,
    UnitRow,
)
from assignments.completion import Lack, Verdict
from assignments.criteria_evidence import criteria_evidence
from assignments.evidence import Period
from assignments.evidence_records import (
    Record,
    Result,
    result_in,
    summary_of,
    totals_of,
    unit_progress,
    verdict_of,
    was_active,
)
from assignments.evidence_rows import choose, read_records, read_rubrics
from assignments.models.reflection import WorkState
from assignments.models.report import Report, ReportKind
from assignments.requirements import course_minimum, minimum_of
from assignments.rubric import load_rubric
from assignments.tasks import Grading, Task, load_tasks
from curriculum.standing import UnitProgress
from curriculum.units import Curriculum

Judged = list[tuple[Record, Verdict]]
"""The candidates that count."""


def cohort_evidence(session: Session, report: Report, *, as_of: datetime) -> CohortEvidence:
    """Return what a report on a course or a program says."""
    period = period_of(report)
    # By the objects: a preview is computed for a report that has no row.
    subject = report.course if report.kind is ReportKind.COURSE else report.program
    chosen = choose(report.kind, subject.id if subject else 0)
    records = list(read_records(session, chosen, period).values())
    here = [record for record in records if not record.who.left]
    counted = [(each, verdict_of(each, period)) for each in here if was_active(each, period)]
    criteria = criteria_evidence(_results(counted, period), read_rubrics(session, chosen))
    course = course_of(report)
    progress = [_progress(record, course) for record, _verdict in counted]
    return CohortEvidence(
        heading=heading_of(report, criteria.versions, as_of, _zone(report, here)),
        participants=_participants(records, here, counted),
        courses=tuple(_courses(counted)),
        units=tuple(_units(progress, course)),
        contacts=_contacts(counted),
        minimum=course_minimum(load_tasks()),
        required_ids=tuple(task.id for task in load_tasks() if not task.choice),
        tasks=tuple(_task_row(task, counted, period) for task in load_tasks()),
        level_names=tuple(level.name for level in load_rubric().levels),
        criteria=criteria.rows,
        alignment=criteria.alignment,
        unverified=criteria.unverified,
        lacks=tuple(_lacks(verdict for _record, verdict in counted)),
        roster=tuple(
            _roster_row(record, verdict, units)
            for (record, verdict), units in zip(counted, progress, strict=True)
        ),
    )


def _zone(report: Report, records: Sequence[Record]) -> str:
    """Return the zone that the report's own date is told in."""
    if report.course is not None:
        return report.course.timezone
    return records[0].who.timezone if records else "UTC"


def _participants(
    records: Sequence[Record], here: Sequence[Record], counted: Judged
) -> Participants:
    return Participants(
        enrolled=len(records),
        left=len(records) - len(here),
        quiet=len(here) - len(counted),
        counted=len(counted),
        begun=sum(_has_begun(record) for record, _verdict in counted),
        complete=sum(verdict.complete for _record, verdict in counted),
    )


def _has_begun(record: Record) -> bool:
    return bool(record.contacts) or any(work.submitted_on for work in record.work.values())


def _courses(counted: Judged) -> Iterable[CourseRow]:
    by_course: dict[int, Judged] = {}
    for record, verdict in counted:
        by_course.setdefault(record.who.course_id, []).append((record, verdict))
    for some in by_course.values():
        contacts = [contact for record, _verdict in some for contact in record.contacts]
        yield CourseRow(
            title=some[0][0].who.course,
            candidates=len(some),
            complete=sum(verdict.complete for _record, verdict in some),
            contacts=len(contacts),
            verified=sum(contact.verified for contact in contacts),
        )


def _progress(record: Record, course: Curriculum) -> list[UnitProgress]:
    return [unit_progress(record, unit) for unit in course.units]


def _units(progress: Sequence[Sequence[UnitProgress]], course: Curriculum) -> Iterable[UnitRow]:
    for place, unit in enumerate(course.units):
        column = [units[place] for units in progress]
        yield UnitRow(
            number=unit.number,
            title=unit.title,
            begun=sum(each.begun for each in column),
            read=sum(each.sections_read == each.sections for each in column),
            checked=sum(each.checks_right == each.checks for each in column),
            complete=sum(each.complete for each in column),
        )


def _contacts(counted: Judged) -> CohortContacts | None:
    if not counted:
        return None
    each = [totals_of(record.contacts) for record, _verdict in counted]
    every = [contact for record, _verdict in counted for contact in record.contacts]
    return CohortContacts(
        summary=summary_of(every),
        contacts=_spread([totals.contacts for totals in each]),
        minutes=_spread([totals.minutes for totals in each]),
        families=_spread([totals.families for totals in each]),
    )


def _spread(numbers: Sequence[float]) -> Spread:
    return Spread(min(numbers), median(numbers), max(numbers))


def _task_row(task: Task, counted: Judged, period: Period | None) -> TaskRow:
    states = Counter(
        record.work[task.id].state for record, _verdict in counted if task.id in record.work
    )
    results = [
        result for record, _verdict in counted if (result := result_in(record, task.id, period))
    ]
    shares = [
        float(100 * result.score / result.maximum)
        for result in results
        if result.score is not None and result.maximum
    ]
    return TaskRow(
        id=task.id,
        title=task.title,
        required=not task.choice,
        grading=task.grading,
        minimum=minimum_of(task),
        waiting=0 if task.grading is Grading.UNSCORED else states[WorkState.SUBMITTED],
        returned=states[WorkState.RETURNED],
        done=sum(task.id in verdict.done for _record, verdict in counted),
        leaves=sum(task.id in record.leaves for record, _verdict in counted),
        scores=_spread(shares) if shares else None,
    )


def _results(counted: Judged, period: Period | None) -> Iterable[tuple[int, Result]]:
    for record, _verdict in counted:
        for task_id in record.results:
            result = result_in(record, task_id, period)
            if result is not None:
                yield record.who.enrolment_id, result


def _lacks(verdicts: Iterable[Verdict]) -> Iterable[LackRow]:
    tasks: dict[Lack, Counter[str]] = {}
    candidates: Counter[Lack] = Counter()
    for verdict in verdicts:
        candidates.update({reason.lack for reason in verdict.reasons})
        for reason in verdict.reasons:
            if reason.task_id is not None:
                tasks.setdefault(reason.lack, Counter())[reason.task_id] += 1
    order = [task.id for task in load_tasks()]
    for lack in Lack:
        if lack in candidates:
            found = tasks.get(lack, Counter())
            per_task = tuple((task_id, found[task_id]) for task_id in order if found[task_id])
            yield LackRow(lack, per_task, candidates[lack])


def _roster_row(record: Record, verdict: Verdict, units: Sequence[UnitProgress]) -> RosterRow:
    required = {task.id for task in load_tasks() if not task.choice}
    return RosterRow(
        enrolment_id=record.who.enrolment_id,
        name=record.who.name,
        course_id=record.who.course_id,
        course=record.who.course,
        units_complete=sum(each.complete for each in units),
        contacts=totals_of(record.contacts),
        verified=sum(contact.verified for contact in record.contacts),
        done=len(verdict.done & required),
        verdict=verdict,
    )
