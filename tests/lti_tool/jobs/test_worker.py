import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from curriculum.foundation.jobs import Job, JobState, WorkerHeartbeat, enqueue
from lti_tool.demo import faults
from lti_tool.jobs import housekeeping, queue
from lti_tool.jobs.queue import MOST_CLAIMS, GiveUp, LeaseLost, RetryLater
from lti_tool.lti.models.launch import Launch
from lti_tool.lti.models.registration import AccessToken
from lti_tool.worker import Worker, run_worker
from tests import factories
from tests.lti_tool.jobs.world import now


@pytest.fixture
def handle(monkeypatch):
    """Let a function of the test's own handle every job."""

    def use(function):
        monkeypatch.setattr("lti_tool.worker.handler_of", lambda _kind: function)

    return use


@pytest.fixture
def put(session):
    def add(kind="report", **changes):
        job = enqueue(session, kind, {"x": 1}, now=now(), **changes)
        session.commit()
        return job

    return add


def fresh(session, job):
    session.expire_all()
    return session.get_one(Job, job.id)


def raising(error):
    def handler(_job):
        raise error

    return handler


def test_a_job_that_returns_is_done(app, session, put, handle):
    seen = []
    handle(lambda job: seen.append((job.kind, job.payload, job.attempt)))
    job = put()

    run_worker(app, once=True)

    assert ("report", {"x": 1}, 1) in seen
    assert fresh(session, job).state is JobState.DONE


def test_a_job_that_ended_itself_is_not_ended_twice(app, session, put, handle):
    def end(job):
        with job.writing() as db:
            job.end(db)

    handle(end)
    job = put()

    run_worker(app, once=True)

    assert fresh(session, job).state is JobState.DONE


def test_a_job_that_wants_another_try_gets_it(app, session, put, handle):
    handle(raising(RetryLater(timedelta(minutes=3), "Not yet.")))
    job = put()

    run_worker(app, once=True)

    found = fresh(session, job)
    assert (found.state, found.last_error) == (JobState.WAITING, "Not yet.")
    assert found.run_at > now() + timedelta(minutes=2)


def test_a_job_that_gives_up_has_failed(app, session, put, handle):
    handle(raising(GiveUp("Never.")))
    job = put()

    run_worker(app, once=True)

    assert fresh(session, job).state is JobState.FAILED


def test_a_job_that_was_lost_is_left_to_its_new_owner(app, session, put, handle):
    handle(raising(LeaseLost("job 1")))
    job = put()

    run_worker(app, once=True)

    assert fresh(session, job).state is JobState.RUNNING


def test_a_fault_says_its_kind_and_not_its_words(app, session, put, handle):
    handle(raising(ValueError("what the Maple family said")))
    job = put()

    run_worker(app, once=True)

    found = fresh(session, job)
    assert found.state is JobState.WAITING
    assert found.last_error == "A fault in the program: ValueError."


def test_a_fault_that_stays_fails_in_the_end(app, session, put, handle):
    handle(raising(ValueError()))
    job = put()
    session.execute(update(Job).where(Job.id == job.id).values(attempts=len(queue.BACK_OFF)))
    session.commit()

    run_worker(app, once=True)

    assert fresh(session, job).state is JobState.FAILED


def test_a_job_that_takes_its_worker_down_each_time_is_put_aside(app, session, put, handle):
    handle(lambda _job: pytest.fail("It was run again."))
    job = put("report")
    session.execute(update(Job).where(Job.id == job.id).values(attempts=MOST_CLAIMS))
    session.execute(delete(Job).where(Job.id != job.id))
    enqueued = enqueue(session, "housekeeping", {}, now=now())
    session.commit()
    session.execute(
        update(Job).where(Job.id == enqueued.id).values(state=JobState.DONE, finished_at=now())
    )
    session.commit()

    run_worker(app, once=True)

    assert fresh(session, job).state is JobState.FAILED


def test_a_kind_nobody_knows_fails(app, session, put):
    job = put("dance")

    run_worker(app, once=True)

    assert fresh(session, job).state is JobState.FAILED


def test_a_worker_is_seen_while_it_works(app, session, put, handle):
    seen = []

    def look(job):
        with job.reading() as db:
            seen.extend(db.scalars(select(WorkerHeartbeat.seen_at)))

    handle(look)
    put()

    run_worker(app, once=True)

    assert seen
    assert abs(now() - seen[0]) < timedelta(minutes=1)
    assert session.scalars(select(WorkerHeartbeat)).all() == []


def test_a_beat_renews_the_leases_of_what_runs(app, session, put, handle):
    def slow(job):
        with job.writing() as db:
            db.execute(update(Job).where(Job.id == job.id).values(lease_until=now()))
        worker._beat()
        with job.reading() as db:
            leases.append(db.get_one(Job, job.id).lease_until)

    leases = []
    handle(slow)
    put()
    worker = Worker(app)

    worker.run_what_is_due()

    assert all(lease > now() + timedelta(seconds=20) for lease in leases)
    assert leases


def test_a_worker_survives_a_database_that_is_away(app, session, monkeypatch):
    worker = Worker(app)
    session.execute(delete(WorkerHeartbeat))
    session.commit()

    def away():
        from sqlalchemy.exc import OperationalError

        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(worker, "sessions", away)

    worker._beat()
    assert worker._try_next((), look_first=True) is False


def test_housekeeping_is_queued_once_an_hour(app, session, handle):
    handle(lambda _job: None)

    run_worker(app, once=True)
    run_worker(app, once=True)
    kinds = session.scalars(select(Job.kind)).all()
    session.rollback()
    assert kinds == ["housekeeping"]

    with_time = update(Job).values(created_at=now() - timedelta(minutes=61))
    session.execute(with_time)
    session.commit()
    run_worker(app, once=True)
    assert len(session.scalars(select(Job.kind)).all()) == 2


def test_housekeeping_deletes_what_has_had_its_time(app, session):
    who = factories.candidate(session)
    long_ago, soon = now() - timedelta(days=40), now() + timedelta(hours=1)
    registration = factories.registration(session)
    for number, moment in enumerate((long_ago, soon)):
        session.add(
            AccessToken(
                registration_id=registration.id,
                token_url="https://x",
                scopes=str(number),
                granted="",
                token="sealed",
                expires_at=moment,
            )
        )
        session.add(WorkerHeartbeat(worker=f"w{number}", seen_at=moment))
        session.add(
            Job(
                kind="report",
                payload={},
                state=JobState.DONE,
                run_at=long_ago,
                created_at=long_ago,
                finished_at=moment,
            )
        )
    session.add(
        Job(
            kind="report",
            payload={},
            state=JobState.FAILED,
            run_at=long_ago,
            created_at=long_ago,
            finished_at=long_ago,
        )
    )
    factories.launch_of(session, who, now=long_ago)
    factories.launch_of(session, who)
    session.commit()

    run_worker(app, once=True)

    session.expire_all()
    assert [row.scopes for row in session.scalars(select(AccessToken))] == ["1"]
    assert [row.worker for row in session.scalars(select(WorkerHeartbeat))] == ["w1"]
    assert len(session.scalars(select(Launch)).all()) == 1
    reports = session.scalars(select(Job.state).where(Job.kind == "report")).all()
    assert sorted(state.value for state in reports) == ["done", "failed"]
    assert timedelta(hours=1) == housekeeping.EVERY


WORKER = """
import sys
from lti_tool.app import create_app
from lti_tool.settings import LtiSettings, Settings
from lti_tool.worker import run_worker

run_worker(create_app(Settings(
    public_url="http://localhost:8000", secret_key=sys.argv[1], database_url=sys.argv[2],
    lti=LtiSettings(allow_loopback=True), log_level="error")))
"""


@pytest.fixture
def start_worker(app, settings, session):
    """Start a worker in a process of its own, as `reciprocal worker` does."""
    started = []
    url = session.get_bind().url.render_as_string(hide_password=False)
    if url.startswith("postgresql"):
        url = url.replace("postgresql+psycopg://", "postgresql://")

    def start():
        process = subprocess.Popen([sys.executable, "-c", WORKER, settings.secret_key, url])
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def wait_for(condition, seconds=40):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("It did not happen.")


def test_a_worker_asked_to_stop_finishes_and_ends(start_worker, session):
    worker = start_worker()

    def is_seen():
        seen = session.scalars(select(WorkerHeartbeat.worker)).all()
        session.rollback()  # or nobody else could write
        return seen

    wait_for(is_seen)
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(20) == 0
    assert not is_seen()


@pytest.mark.case("G17")
def test_a_killed_worker_loses_no_grade_and_sends_none_twice(world, start_worker):
    world.start()
    world.lms.faults.add("scores", faults.delay(30))
    for name in ("ada", "bea"):
        world.release(world.enrol(name))
    victim = start_worker()
    wait_for(lambda: world.lms.requests_seen["scores"] == 1)

    os.kill(victim.pid, signal.SIGKILL)
    victim.wait()
    # The LMS was in the middle of taking it: it arrives, and nobody hears the answer.
    world.lms.faults.release()
    wait_for(lambda: len(world.posts()) == 1)
    world.session.execute(
        update(Job).where(Job.state == JobState.RUNNING).values(lease_until=now())
    )
    world.session.commit()
    start_worker()

    def all_sent():
        states = world.session.scalars(select(Job.state).where(Job.kind == "grade_delivery")).all()
        world.session.rollback()  # or nobody else could write
        return set(states) == {JobState.DONE}

    wait_for(all_sent)
    assert world.shown("ada").score == 90
    assert world.shown("bea").score == 90
    assert len(world.posts()) == 2
