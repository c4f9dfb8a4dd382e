"""Evidence to HTML: the document that becomes the PDF. Needs the application, not a request."""

from itertools import count

from flask import render_template
from flask_babel import force_locale

from assignments.cohort import CohortEvidence
from assignments.evidence import CandidateEvidence, Heading
from assignments.models.report import Report, ReportKind
from lti_tool.reports import words
from lti_tool.web.vocabulary import LABELS

LARGE = 200
"""From this many candidates on a document is large; see `pdf.render_pdf`."""

MOST_LISTED = 1000
"""A longer list of candidates is left out of a report, and the report says so: pages cost
memory, a thousand names are thirty of them, and nobody reads ten thousand."""

Evidence = CandidateEvidence | CohortEvidence


def document_of(report: Report, evidence: Evidence) -> str:
    """Return the report as one HTML document in the report's language."""
    name = "candidate" if isinstance(evidence, CandidateEvidence) else "cohort"
    tables = count(1)
    with force_locale(report.locale):
        return render_template(
            f"reports/pdf/{name}.html",
            report=report,
            evidence=evidence,
            heading=evidence.heading,
            about=about(evidence),
            place=place(evidence.heading),
            next_table=lambda: next(tables),
            labels=LABELS,
            words=words,
            most_listed=MOST_LISTED,
        )


def about(evidence: Evidence) -> str:
    """Return whom or what a report is about."""
    if isinstance(evidence, CandidateEvidence):
        return evidence.who.name
    return evidence.heading.course or evidence.heading.program


def place(heading: Heading) -> str:
    """Return what stands beside it in the running head."""
    beside = heading.course if heading.kind is ReportKind.CANDIDATE else heading.program
    return beside or heading.institution


def is_large(evidence: Evidence) -> bool:
    """Whether the document has long tables."""
    return isinstance(evidence, CohortEvidence) and len(evidence.roster) >= LARGE


def expected_pages(evidence: Evidence) -> int:
    """Guess how many pages it will have. For a progress bar only."""
    if isinstance(evidence, CandidateEvidence):
        return 4
    return 6 + min(len(evidence.roster), MOST_LISTED) // 30
