"""Seconds and memory of a candidate's report and of one on a thousand candidates.

    .venv/bin/python benchmarks/reports.py [--candidates N]

Each case runs in a process of its own, so that its peak memory is its own. Beside ours stands
WeasyPrint alone, in the same run: the same HTML and style, without tags and without what we do
before and afterwards. The short report is the best of several, warm; the long one is made once.
CPU seconds stand beside those of the clock: where the two differ, the machine was busy.
"""

import argparse
import contextlib
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask
from sqlalchemy.orm import Session

from lti_tool.app import create_app
from lti_tool.extensions import db, writing
from lti_tool.settings import Settings
from lti_tool.tables import metadata

WARM_RUNS = 12

Took = tuple[float, float]
"""Seconds by the clock, and of the processor."""

ENDLESS: Took = (float("inf"), float("inf"))


def _since(started: Took) -> Took:
    return time.perf_counter() - started[0], time.process_time() - started[1]


def application(folder: Path) -> Flask:
    """Return the application on the benchmark's own database."""
    return create_app(
        Settings(
            public_url="http://localhost:8000",
            secret_key="a secret that only the benchmark knows",
            database_url=f"sqlite:///{folder / 'reports.sqlite'}",
            log_level="error",
        )
    )


def fill(folder: Path, candidates: int) -> tuple[int, int]:
    """Write a course with its work; return its id and that of one complete candidate."""
    from tests import cohorts, factories

    app = application(folder)
    with app.app_context(), writing():
        metadata.create_all(db.engine)
        session = db.session()
        course = factories.course(session, program=factories.program(session))
        rater = factories.instructor(session, course=course)
        ids = cohorts.make_cohort(session, course, candidates, rater)
        session.commit()
        return course.id, ids[0]


def wanted(kind: str, course_id: int, candidate_id: int) -> Any:
    """Return what is asked for."""
    from assignments.models.report import ReportKind
    from assignments.reports import Wanted

    if kind == "candidate":
        return Wanted(ReportKind.CANDIDATE, candidate_id)
    return Wanted(ReportKind.COURSE, course_id)


def make(folder: Path, kind: str, course_id: int, candidate_id: int) -> tuple[Took, int]:
    """Make a report as the worker does: read, render, store. Return seconds and pages."""
    import io

    import pikepdf

    from assignments.models.report import Report
    from assignments.reports import add_report, draft_report
    from curriculum.foundation.clock import utc_now
    from lti_tool.cli.reports import _Here
    from lti_tool.reports.making import make_report

    app, best, pages = application(folder), ENDLESS, 0
    with app.app_context():
        for _ in range(WARM_RUNS if kind == "candidate" else 1):
            here = _Here()
            with here.writing() as session:
                about = wanted(kind, course_id, candidate_id)
                report_id = add_report(
                    session, draft_report(session, None, about, now=utc_now())
                ).id
            started = time.perf_counter(), time.process_time()
            make_report(here, report_id)
            best = min(best, _since(started))
            with here.reading() as session:
                pdf = session.get_one(Report, report_id).pdf or b""
            with pikepdf.open(io.BytesIO(pdf)) as file:
                pages = len(file.pages)
    return best, pages


def save_html(folder: Path, kind: str, course_id: int, candidate_id: int) -> None:
    """Keep the document that both sides render."""
    from assignments.candidate_evidence import candidate_evidence
    from assignments.cohort_evidence import cohort_evidence
    from assignments.reports import draft_report
    from curriculum.foundation.clock import utc_now
    from lti_tool.reports.document import document_of

    app = application(folder)
    with app.app_context(), Session(db.engine) as session:
        now = utc_now()
        report = draft_report(session, None, wanted(kind, course_id, candidate_id), now=now)
        compute = candidate_evidence if kind == "candidate" else cohort_evidence
        html = document_of(report, compute(session, report, as_of=now))
        (folder / f"{kind}.html").write_text(html, encoding="utf-8")


def weasyprint_alone(folder: Path, kind: str) -> tuple[Took, int]:
    """Render the same document with nothing of ours around it."""
    from weasyprint import HTML

    from lti_tool.reports.pdf import AssetsOnly, _style

    style, fonts = _style()
    html, best, pages = (folder / f"{kind}.html").read_text(encoding="utf-8"), ENDLESS, 0
    for _ in range(WARM_RUNS if kind == "candidate" else 1):
        started = time.perf_counter(), time.process_time()
        document = HTML(string=html, url_fetcher=AssetsOnly()).render(
            stylesheets=[style], font_config=fonts
        )
        document.write_pdf()
        best = min(best, _since(started))
        pages = len(document.pages)
    return best, pages


def apart(work: Callable, *arguments: object) -> tuple[object, float]:
    """Run something in a fresh process; return its answer and its peak memory in MB."""

    def run(pipe: Connection) -> None:
        answer = work(*arguments)
        pipe.send((answer, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))

    # Forked from a small parent: nothing of what the children load is in it.
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    child = context.Process(target=run, args=(there,))
    child.start()
    answer: tuple[object, float] = here.recv()
    child.join()
    return answer


def main() -> None:
    """Measure both reports and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=1000)
    candidates = parser.parse_args().candidates
    with tempfile.TemporaryDirectory() as name, contextlib.suppress(KeyboardInterrupt):
        folder = Path(name)
        (course_id, candidate_id), _memory = apart(fill, folder, candidates)
        for kind, bound in (("candidate", "0.25 s, 150 MB"), ("course", "15 s, 500 MB")):
            apart(save_html, folder, kind, course_id, candidate_id)
            for label, work, arguments in (
                ("ours", make, (folder, kind, course_id, candidate_id)),
                ("WeasyPrint alone", weasyprint_alone, (folder, kind)),
            ):
                ((seconds, cpu), pages), memory = apart(work, *arguments)
                print(
                    f"{kind:9}  {label:16}  {pages:3} pages  {seconds:6.2f} s  "
                    f"{cpu:6.2f} s CPU  {memory:4.0f} MB"
                    f"{'   bound ' + bound if label == 'ours' else ''}"
                )


if __name__ == "__main__":
    main()
