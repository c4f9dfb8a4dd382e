import multiprocessing
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import sessionmaker

from curriculum.foundation.jobs import Job, JobState, enqueue
from lti_tool.extensions import writing
from lti_tool.jobs.queue import (
    BACK_OFF,
    LEASE,
    GiveUp,
    JobRun,
    LeaseLost,
    RetryLater,
    back_off,
    claim_job,
    handler_of,
    renew_leases,
    something_is_due,
)
from tests.lti_tool.jobs.processes import claim_all, count_up
from tests.lti_tool.jobs.world import now

EIGHT = 8


@pytest.fixture
def sessions(app, session):
    return sessionmaker(session.get_bind(), expire_on_commit=False)


@pytest.fixture
def put(session):
    """Add a job."""

    def add(kind="report", lane=None, **changes):
        job = enqueue(session, kind, {}, now=now(), lane=lane, **changes)
        session.commit()
        return job.id

    return add


@pytest.fixture
def claim(sessions):
    """Claim the next job, as a worker of its own would."""

    def take(later=timedelta(0), without=()):
        with writing(), sessions() as session:
            claimed = claim_job(session, now=now() + later, without=without)
            session.commit()
            return claimed

    return take


@pytest.fixture
def run_of(sessions, settings):
    """Make the run that a worker would have of a claimed job."""

    def make(claimed):
        job, owner = claimed
        return JobRun(
            sessions, settings, job.id, job.kind, job.payload, job.lane, job.attempts, owner
        )

    return make


def state_of(session, job_id):
    job = session.get_one(Job, job_id, populate_existing=True)
    session.commit()  # or nobody else could write
    return job


def test_a_job_is_taken_once(put, claim, session):
    job_id = put()

    claimed = claim()

    assert claimed[0].id == job_id
    assert claim() is None
    job = state_of(session, job_id)
    assert (job.state, job.attempts) == (JobState.RUNNING, 1)


def test_jobs_are_taken_in_the_order_they_are_due(put, claim):
    late = put(run_at=now() - timedelta(seconds=1))
    early = put(run_at=now() - timedelta(minutes=1))
    put(run_at=now() + timedelta(minutes=1))

    assert [claim()[0].id, claim()[0].id] == [early, late]
    assert claim() is None


def test_looking_finds_what_claiming_would(put, session):
    assert not something_is_due(session, now=now())

    put("report")

    assert something_is_due(session, now=now())
    assert not something_is_due(session, now=now(), without=("report",))


def test_a_thread_can_leave_reports_to_the_other(put, claim):
    put("report")
    grade = put("grade_delivery")

    assert claim(without=("report",))[0].id == grade
    assert claim(without=("report",)) is None


def test_of_one_lane_one_job_runs_at_a_time(put, claim, run_of, session):
    first, second = put(lane="a"), put(lane="a")
    other, loose = put(lane="b"), put()

    claimed = [claim() for _ in range(4)]

    assert [each[0].id for each in claimed[:3]] == [first, other, loose]
    assert claimed[3] is None
    run = run_of(claimed[0])
    with run.writing() as db:
        run.end(db)
    assert claim()[0].id == second


def test_two_running_jobs_of_a_lane_are_impossible(put, claim, session):
    put(lane="a")
    second = put(lane="a")
    claim()

    with pytest.raises(IntegrityError):
        session.execute(update(Job).where(Job.id == second).values(state=JobState.RUNNING))
    session.rollback()


def test_a_job_whose_worker_has_gone_is_taken_again_and_first(put, claim, run_of):
    job_id = put(lane="a")
    put(lane="a")
    gone = run_of(claim())

    assert claim(later=LEASE - timedelta(seconds=5)) is None
    again = claim(later=LEASE + timedelta(seconds=5))

    assert again[0].id == job_id
    assert again[0].attempts == 2
    with pytest.raises(LeaseLost), gone.writing() as db:
        gone.end(db)
    with pytest.raises(LeaseLost):
        gone.renew()


def test_a_lease_is_kept_by_renewing_it(put, claim, run_of, sessions):
    put()
    run = run_of(claim())
    run.clock = lambda: now() + timedelta(minutes=5)

    run.renew()

    assert claim(later=timedelta(minutes=5)) is None
    with writing(), sessions() as db, db.begin():
        renew_leases(db, [run.owner], now=now() + timedelta(hours=1))
        renew_leases(db, [], now=now() + timedelta(hours=9))
    assert claim(later=timedelta(hours=1)) is None
    assert claim(later=timedelta(hours=1) + LEASE + timedelta(seconds=1))


def test_a_lost_lease_takes_the_work_of_its_transaction_with_it(put, claim, run_of, session):
    put()
    run = run_of(claim())
    run.owner = "somebody else"

    def work_and_hold():
        with run.writing() as db:
            enqueue(db, "housekeeping", {}, now=now())
            run.hold(db)

    with pytest.raises(LeaseLost):
        work_and_hold()

    session.rollback()
    assert session.scalars(select(Job.kind)).all() == ["report"]


def test_a_job_put_back_waits(put, claim, run_of, session):
    job_id = put()
    run = run_of(claim())

    with run.writing() as db:
        run.put_back(db, RetryLater(timedelta(minutes=2), "The LMS sleeps."))

    job = state_of(session, job_id)
    assert (job.state, job.last_error) == (JobState.WAITING, "The LMS sleeps.")
    assert claim(later=timedelta(minutes=1)) is None
    assert claim(later=timedelta(minutes=3))[0].id == job_id


def test_a_lane_can_be_held_as_a_whole(put, claim, run_of):
    put(lane="a")
    put(lane="a")
    other = put(lane="b")
    run = run_of(claim())

    with run.writing() as db:
        run.put_back(db, RetryLater(timedelta(hours=1), "", hold_lane=timedelta(minutes=2)))

    claimed = claim()
    assert claimed[0].id == other
    with run_of(claimed).writing() as db:
        run_of(claimed).end(db)
    assert claim(later=timedelta(minutes=1)) is None
    assert claim(later=timedelta(minutes=3))[0].lane == "a"


def test_a_failed_job_stays(put, claim, run_of, session):
    job_id = put()
    run = run_of(claim())

    with run.writing() as db:
        run.fail(db, "It cannot be done.")

    job = state_of(session, job_id)
    assert (job.state, job.last_error) == (JobState.FAILED, "It cannot be done.")
    assert job.finished_at is not None
    assert claim(later=timedelta(days=9)) is None


def test_the_pauses_grow_and_end():
    pauses = [back_off(tries) for tries in range(1, len(BACK_OFF) + 1)]

    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=5)
    assert back_off(len(BACK_OFF) + 1) is None


@pytest.mark.parametrize("kind", ["grade_delivery", "submission_notice", "roster_sync"])
def test_every_kind_has_its_handler(kind):
    assert callable(handler_of(kind))


def test_an_unknown_kind_is_given_up():
    with pytest.raises(GiveUp, match="os"):
        handler_of("os.path")


def test_many_workers_take_every_job_once(put, sessions, session):
    for number in range(60):
        put(lane=f"lane {number % 5}")
    taken, guard = [], threading.Lock()
    running, most = {}, []

    def work():
        while True:
            with writing(), sessions() as db:
                claimed = claim_job(db, now=now())
                db.commit()
            if claimed is None:
                if not waiting():
                    return
                continue
            job, owner = claimed
            with guard:
                taken.append(job.id)
                running[job.lane] = running.get(job.lane, 0) + 1
                most.append(running[job.lane])
            with writing(), sessions() as db, db.begin():
                run = JobRun(sessions, None, job.id, job.kind, {}, job.lane, 1, owner)
                with guard:
                    running[job.lane] -= 1
                run.end(db)

    def waiting():
        with sessions() as db:
            return db.scalar(select(Job.id).where(Job.state == JobState.WAITING).limit(1))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 60
    assert max(most) == 1


@pytest.fixture
def together(monkeypatch):
    """Run a function in eight processes that begin at the same moment."""
    many = multiprocessing.get_context("forkserver")
    many.set_forkserver_preload(["tests.lti_tool.jobs.processes"])

    def run(function, *args):
        start, results = many.Event(), many.Queue()
        started = [
            many.Process(target=function, args=(*args, start, results)) for _ in range(EIGHT)
        ]
        for process in started:
            process.start()
        start.set()
        found = [results.get(timeout=120) for _ in started]
        for process in started:
            process.join(30)
        assert [process.exitcode for process in started] == [0] * EIGHT
        return found

    return run


@pytest.fixture
def only_sqlite(database_url):
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL's own locking is not ours to test")


def test_eight_processes_writing_at_once_lose_no_update(
    session, database_url, only_sqlite, together
):
    session.execute(text("CREATE TABLE counter (n INTEGER)"))
    session.execute(text("INSERT INTO counter VALUES (0)"))
    session.commit()

    together(count_up, database_url, 25)

    assert session.execute(text("SELECT n FROM counter")).scalar_one() == EIGHT * 25


def test_eight_processes_claiming_at_once_share_the_jobs(put, session, together):
    expected = {put() for _ in range(80)}
    url = session.get_bind().url.render_as_string(hide_password=False)

    shares = together(claim_all, url)

    taken = [job_id for share in shares for job_id in share]
    assert len(taken) == len(set(taken))
    assert set(taken) == expected
