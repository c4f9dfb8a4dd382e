"""From a wanted report to a stored PDF, told step by step. Imported by workers only.

No transaction is open while a document is rendered: each step before and after it is a short
one of its own. Whoever is killed on the way leaves a report that can be made from the start.
"""

import hashlib
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from assignments.candidate_evidence import candidate_evidence
from assignments.cohort_evidence import cohort_evidence
from assignments.evidence import Heading
from assignments.models.report import Report, ReportKind, ReportState
from curriculum.foundation.errors import N_, DomainError
from lti_tool.jobs.queue import LeaseLost
from lti_tool.reports.document import Evidence, document_of, expected_pages, is_large
from lti_tool.reports.pdf import render_pdf

STARTED, READ, LAID_OUT = 5, 15, 90
"""Per cent, at the ends of the steps."""

BETWEEN_WRITES = 1.0
"""Seconds between two writes of the progress: each is a transaction."""

BROKEN = N_(
    "The report could not be made. Ask for it again; if that fails as well, "
    "tell whoever runs Reciprocal the report's number."
)

log = structlog.get_logger(__name__)


class Run(Protocol):
    """Who makes a report: a job in the worker, or a command."""

    def now(self) -> datetime:
        """Return this instant."""

    def reading(self) -> AbstractContextManager[Session]:
        """Open a session for reading."""

    def writing(self) -> AbstractContextManager[Session]:
        """Open a session that is committed at its end."""

    def hold(self, session: Session) -> None:
        """Make sure that the work is still ours."""

    def end(self, session: Session) -> None:
        """Say, in the transaction that stores the report, that the work is done."""


class NotMade(Exception):
    """The report could not be made, and trying again by itself would not help."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def make_report(run: Run, report_id: str) -> None:
    """Compute, render and store a report. One that is ready stays as it is.

    :raises NotMade: the report is marked as failed, with the sentence for its reader.
    """
    if not _begin(run, report_id):
        return
    try:
        report, evidence = _read(run, report_id)
        html = document_of(report, evidence)
        progress = _Progress(run, report_id, expected_pages(evidence))
        progress.write(READ)
        pdf = render_pdf(html, large=is_large(evidence), on_page=progress.on_page)
    except (LeaseLost, SQLAlchemyError):
        raise
    except DomainError as error:
        _fail(run, report_id, error.message)
    except Exception as error:
        log.exception("report", report=report_id, exc_info=error)
        _fail(run, report_id, BROKEN)
    else:
        _store(run, report_id, evidence.heading, pdf)


def _begin(run: Run, report_id: str) -> bool:
    with run.writing() as session:
        report = session.get(Report, report_id)
        if report is None:
            raise NotMade(f"There is no report {report_id}.")
        if report.state is ReportState.READY:
            return False
        run.hold(session)
        report.state = ReportState.RENDERING
        report.progress = STARTED
        report.error = None
        return True


def _read(run: Run, report_id: str) -> tuple[Report, Evidence]:
    with run.reading() as session:
        report = session.get_one(Report, report_id)
        if report.kind is ReportKind.CANDIDATE:
            return report, candidate_evidence(session, report, as_of=run.now())
        return report, cohort_evidence(session, report, as_of=run.now())


@dataclass
class _Progress:
    """Writes down how far the layout is."""

    run: Run
    report_id: str
    pages: int
    """How many are expected."""
    written_at: float = field(default_factory=time.monotonic)

    def on_page(self, page: int) -> None:
        """Note that a page is being laid out."""
        if time.monotonic() - self.written_at >= BETWEEN_WRITES:
            share = min(1, page / self.pages)
            self.write(READ + round((LAID_OUT - READ) * share))

    def write(self, per_cent: int) -> None:
        """Write the progress, and make sure that the report is still ours to make."""
        with self.run.writing() as session:
            self.run.hold(session)
            mine = update(Report).where(Report.id == self.report_id)
            session.execute(mine.values(progress=per_cent))
        self.written_at = time.monotonic()


def _store(run: Run, report_id: str, heading: Heading, pdf: bytes) -> None:
    with run.writing() as session:
        run.end(session)
        report = session.get_one(Report, report_id)
        report.state = ReportState.READY
        report.progress = 100
        report.finished_at = run.now()
        report.versions = {
            "curriculum": heading.curriculum_version,
            "rubric": list(heading.rubric_versions),
            "as_of": heading.as_of.isoformat(),
        }
        report.sha256 = hashlib.sha256(pdf).hexdigest()
        report.pdf = pdf


def _fail(run: Run, report_id: str, sentence: str) -> None:
    with run.writing() as session:
        run.hold(session)
        report = session.get_one(Report, report_id)
        report.state = ReportState.FAILED
        report.error = sentence
        report.finished_at = run.now()
    raise NotMade(sentence)
