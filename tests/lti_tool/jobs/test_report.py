"""Rendering in the worker: from the job to the stored file, and what goes wrong on the way."""

import hashlib
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from assignments.models.report import Report, ReportKind, ReportState
from assignments.reports import Wanted, ask_again, request_report
from curriculum.foundation.clock import utc_now
from curriculum.foundation.jobs import Job, JobState
from curriculum.models.enrolment import Enrolment
from curriculum.models.person import Person
from lti_tool.extensions import writing
from lti_tool.reports import making
from lti_tool.worker import run_worker
from tests import cohorts, factories


@pytest.fixture
def course(session):
    course = factories.course(session, program=factories.program(session))
    cohorts.make_cohort(session, course, 6, factories.instructor(session, course=course))
    session.commit()
    return course


@pytest.fixture
def asked(session, course):
    report = request_report(session, None, Wanted(ReportKind.COURSE, course.id), now=utc_now())
    session.commit()
    return report.id


def look(session, report_id):
    session.expire_all()
    return session.get(Report, report_id)


def job_of(session):
    session.expire_all()
    return session.scalars(select(Job).where(Job.kind == "report").order_by(Job.id.desc())).first()


def test_the_worker_stores_the_file_with_its_hash_and_versions(app, session, asked):
    run_worker(app, once=True)

    report = look(session, asked)
    assert (report.state, report.progress, report.error) == (ReportState.READY, 100, None)
    assert report.pdf.startswith(b"%PDF-1.7")
    assert report.sha256 == hashlib.sha256(report.pdf).hexdigest()
    assert set(report.versions) == {"curriculum", "rubric", "as_of"}
    assert report.finished_at >= report.created_at
    assert job_of(session).state is JobState.DONE


def test_a_report_on_one_candidate_is_made(app, session, course):
    candidate = session.scalars(select(Enrolment.id).order_by(Enrolment.id.desc())).first()
    wanted = Wanted(ReportKind.CANDIDATE, candidate)
    report = request_report(session, None, wanted, now=utc_now())
    session.commit()

    run_worker(app, once=True)

    assert look(session, report.id).state is ReportState.READY


def test_no_transaction_is_open_while_it_renders(app, session, asked, monkeypatch):
    render = making.render_pdf

    def render_while_somebody_writes(html, **options):
        with writing():
            session.execute(update(Person).values(given_name="Written meanwhile"))
            session.commit()
        return render(html, **options)

    monkeypatch.setattr(making, "render_pdf", render_while_somebody_writes)
    run_worker(app, once=True)

    assert look(session, asked).state is ReportState.READY


def test_the_progress_is_written_while_it_renders(app, session, asked, monkeypatch):
    seen = []
    write = making._Progress.write

    def write_and_look(self, per_cent):
        write(self, per_cent)
        report = look(session, asked)
        seen.append((report.state, report.progress))
        session.rollback()

    monkeypatch.setattr(making, "BETWEEN_WRITES", 0.0)
    monkeypatch.setattr(making._Progress, "write", write_and_look)
    run_worker(app, once=True)

    numbers = [progress for _state, progress in seen]
    assert {state for state, _progress in seen} == {ReportState.RENDERING}
    assert numbers == sorted(numbers)
    assert numbers[0] == making.READ
    assert len(numbers) >= 3
    assert numbers[-1] <= making.LAID_OUT


def test_a_killed_workers_report_is_made_by_the_next(app, session, course, tmp_path, database_url):
    cohorts.make_cohort(session, course, 60, factories.instructor(session, course=course), seed=2)
    report = request_report(session, None, Wanted(ReportKind.COURSE, course.id), now=utc_now())
    session.commit()
    with worker_process(tmp_path, database_url) as worker:
        wait_until(lambda: look(session, report.id).progress >= making.READ, session)
        worker.kill()
    assert look(session, report.id).state is ReportState.RENDERING
    assert job_of(session).state is JobState.RUNNING
    session.execute(update(Job).values(lease_until=utc_now() - timedelta(seconds=1)))
    session.commit()

    run_worker(app, once=True)

    assert look(session, report.id).state is ReportState.READY


@contextmanager
def worker_process(folder, database_url):
    config = folder / "reciprocal.toml"
    config.write_text(
        'public_url = "http://localhost:8000"\n'
        'secret_key = "a secret that only the tests know"\n'
        f'database_url = "{database_url}"\n'
        'log_level = "error"\n'
    )
    command = [sys.executable, "-m", "lti_tool.cli", "--config", str(config), "worker"]
    with subprocess.Popen(command) as worker:
        try:
            yield worker
        finally:
            worker.kill()


def wait_until(happened, session, seconds=60):
    end = time.monotonic() + seconds
    while not happened():
        session.rollback()
        assert time.monotonic() < end, "the worker never came that far"
        time.sleep(0.02)
    session.rollback()


def test_a_report_that_cannot_be_rendered_fails_with_a_sentence_and_can_be_asked_again(
    app, session, asked, monkeypatch
):
    def break_down(html, **options):
        raise MemoryError("a sentence nobody should read")

    with monkeypatch.context() as patch:
        patch.setattr(making, "render_pdf", break_down)
        run_worker(app, once=True)

    report = look(session, asked)
    assert (report.state, report.error) == (ReportState.FAILED, making.BROKEN)
    assert job_of(session).state is JobState.FAILED
    again = ask_again(session, None, asked, now=utc_now())
    session.commit()
    run_worker(app, once=True)
    assert look(session, again.id).state is ReportState.READY


def test_a_candidate_who_became_a_test_student_has_no_report(app, session, course):
    candidate = factories.candidate(session, course=course)
    wanted = Wanted(ReportKind.CANDIDATE, candidate.id)
    report = request_report(session, None, wanted, now=utc_now())
    candidate.person.is_test = True
    session.commit()

    run_worker(app, once=True)

    found = look(session, report.id)
    assert found.state is ReportState.FAILED
    assert found.error == "There is no such candidate in this course."


def test_a_report_that_is_ready_is_not_made_again(app, session, asked):
    run_worker(app, once=True)
    first = look(session, asked).finished_at
    session.execute(update(Job).values(state=JobState.WAITING, run_at=utc_now()))
    session.commit()

    run_worker(app, once=True)

    assert look(session, asked).finished_at == first
    assert job_of(session).state is JobState.DONE


def test_a_job_without_a_report_is_left_for_a_person(app, session, asked):
    session.delete(look(session, asked))
    session.commit()

    run_worker(app, once=True)

    assert job_of(session).state is JobState.FAILED
    assert asked in job_of(session).last_error


def test_who_lost_the_lease_stores_nothing(app, session, asked, monkeypatch):
    render = making.render_pdf

    def render_too_late(html, **options):
        with writing():
            session.execute(update(Job).values(lease_owner="somebody else"))
            session.commit()
        return render(html, **options)

    monkeypatch.setattr(making, "render_pdf", render_too_late)
    run_worker(app, once=True)

    report = look(session, asked)
    assert report.state is ReportState.RENDERING
    assert report.pdf is None
