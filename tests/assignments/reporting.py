"""A course worth a report, and its evidence."""

from assignments.candidate_evidence import candidate_evidence
from assignments.cohort_evidence import cohort_evidence
from assignments.models.report import Report, ReportKind
from tests import cohorts, factories

NOW = cohorts.NOW


def make_world(session):
    """A course of twelve in a program: two of each plan of `cohorts.PLANS`."""
    program = factories.program(session)
    course = factories.course(session, program=program, timezone="America/New_York")
    rater = factories.instructor(session, course=course)
    ids = cohorts.make_cohort(session, course, 12, rater)
    return program, course, rater, ids


def report_on(kind, program=None, course=None, enrolment_id=None, cycle=None):
    return Report(id="R-TEST", kind=kind, program=program, course=course,
                  enrolment_id=enrolment_id, cycle=cycle, created_at=NOW)  # fmt: skip


def course_evidence(session, world, cycle=None):
    program, course, *_rest = world
    report = report_on(ReportKind.COURSE, program, course, cycle=cycle)
    return cohort_evidence(session, report, as_of=NOW)


def person_evidence(session, world, place, cycle=None):
    program, course, _rater, ids = world
    report = report_on(ReportKind.CANDIDATE, program, course, ids[place], cycle)
    return candidate_evidence(session, report, as_of=NOW)
