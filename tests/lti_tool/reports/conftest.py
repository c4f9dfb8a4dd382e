import pytest
from flask import Flask

from assignments.candidate_evidence import candidate_evidence
from assignments.cohort_evidence import cohort_evidence
from assignments.models.report import Report, ReportKind
from lti_tool.reports.document import document_of
from tests import cohorts, factories


class Made:
    """A course of twelve with their work, and reports on it as HTML."""

    def __init__(self, app: Flask, session, **changes):
        self.app, self.session = app, session
        self.program = factories.program(
            session, name=changes.pop("program", "Elementary Education")
        )
        self.cycle = factories.cycle(session, self.program)
        self.course = factories.course(
            session, program=self.program, timezone="America/New_York", **changes
        )
        self.rater = factories.instructor(session, course=self.course)
        self.ids = cohorts.make_cohort(session, self.course, 12, self.rater)

    def report(self, kind, **changes):
        values = {
            "id": "R-TEST-0001",
            "kind": kind,
            "program": self.program,
            "course": None if kind is ReportKind.PROGRAM else self.course,
            "locale": "en",
            "created_at": cohorts.NOW,
        }
        return Report(**values | changes)

    def evidence(self, report):
        compute = candidate_evidence if report.kind is ReportKind.CANDIDATE else cohort_evidence
        return compute(self.session, report, as_of=cohorts.NOW)

    def html(self, report):
        with self.app.app_context():
            return document_of(report, self.evidence(report))

    def candidate_html(self, place=1, **changes):
        report = self.report(ReportKind.CANDIDATE, enrolment_id=self.ids[place], **changes)
        return self.html(report)

    def course_html(self, **changes):
        return self.html(self.report(ReportKind.COURSE, **changes))


@pytest.fixture
def make(app, session):
    return lambda **changes: Made(app, session, **changes)


@pytest.fixture
def made(make):
    return make()
