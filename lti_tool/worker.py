"""The job worker: one process that looks for jobs, runs them, and is heard to be alive.

Two threads run jobs. One of them leaves reports alone, so that a long rendering never holds
up grades. The main thread renews the leases of what is running. SIGTERM and SIGINT let the
running jobs finish; a killed worker's jobs are taken up by the next one when their leases end.
"""

import os
import signal
import socket
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from curriculum.foundation.clock import utc_now
from curriculum.foundation.jobs import WorkerHeartbeat
from lti_tool.extensions import db, reading, writing
from lti_tool.jobs import housekeeping
from lti_tool.jobs.queue import (
    LEASE,
    MOST_CLAIMS,
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
from lti_tool.lti.services.http import close_connections
from lti_tool.settings import Settings

IDLE = 0.5
"""Seconds between two looks at an empty queue."""

BEAT = LEASE / 3
"""Between two signs of life; a lease outlives two that were missed."""

LONGEST_JOB = timedelta(minutes=30)
"""A job that takes longer hangs: its lease is left to end."""

ALL: tuple[str, ...] = ()
SLOW = ("report",)
"""Kinds that may take long; one thread leaves them to the other."""

log = structlog.get_logger("worker")


@dataclass
class Worker:
    """One worker process."""

    app: Flask
    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    stopping: threading.Event = field(default_factory=threading.Event)
    running: dict[str, float] = field(default_factory=dict)
    """The leases held, and when each job began, by the process's own clock."""
    tokens: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the way to the database."""
        with self.app.app_context():
            self.sessions = sessionmaker(db.engine, expire_on_commit=False)
        self.settings: Settings = self.app.extensions["settings"]

    def run(self) -> None:
        """Work until asked to stop."""
        threads = [
            threading.Thread(target=self._work, args=(without,), name=f"jobs-{number}")
            for number, without in enumerate((ALL, SLOW), start=1)
        ]
        for thread in threads:
            thread.start()
        log.info("worker started", worker=self.name)
        self._beat()
        while not self.stopping.wait(BEAT.total_seconds()):
            self._beat()
        while any(thread.is_alive() for thread in threads):
            threads[0].join(BEAT.total_seconds() / 2)
            threads[1].join(BEAT.total_seconds() / 2)
            self._beat()
        self._leave()
        log.info("worker stopped", worker=self.name)

    def run_what_is_due(self) -> None:
        """Do everything that is due now, in this thread."""
        self._beat()
        with self.app.app_context():
            while self._run_next(ALL, look_first=False):
                pass
            close_connections()
        self._leave()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ask the worker to finish what it is doing, and end."""
        self.stopping.set()

    def _work(self, without: tuple[str, ...]) -> None:
        is_busy = False
        with self.app.app_context():
            while not self.stopping.is_set():
                is_busy = self._try_next(without, look_first=not is_busy)
                if not is_busy:
                    self.stopping.wait(IDLE)
            close_connections()

    def _try_next(self, without: tuple[str, ...], *, look_first: bool) -> bool:
        """Run a job if one is due. The database being away is no reason to end."""
        try:
            return self._run_next(without, look_first=look_first)
        except Exception as error:
            log.error("looking for work failed", error=type(error).__name__)
            return False

    def _run_next(self, without: tuple[str, ...], *, look_first: bool) -> bool:
        """Run the next job.

        :param look_first: an idle worker reads before it asks for the write lock.
        """
        job = self._claim(without) if not look_first or self._has_work(without) else None
        if job is None:
            return False
        self.running[job.owner] = time.monotonic()
        try:
            run_job(job)
        finally:
            self.running.pop(job.owner, None)
        return True

    def _has_work(self, without: tuple[str, ...]) -> bool:
        with reading(), self.sessions() as session:
            return something_is_due(session, now=utc_now(), without=without)

    def _claim(self, without: tuple[str, ...]) -> JobRun | None:
        with writing(), self.sessions() as session:
            claimed = claim_job(session, now=utc_now(), without=without)
            session.commit()
        if claimed is None:
            return None
        job, owner = claimed
        return JobRun(
            sessions=self.sessions,
            settings=self.settings,
            id=job.id,
            kind=job.kind,
            payload=job.payload,
            lane=job.lane,
            attempt=job.attempts,
            owner=owner,
            tokens=self.tokens,
        )

    def _beat(self) -> None:
        """Give a sign of life, renew the leases, and see that the hour's work is queued."""
        now, oldest = utc_now(), time.monotonic() - LONGEST_JOB.total_seconds()
        held = [owner for owner, began in dict(self.running).items() if began > oldest]
        try:
            with writing(), self.sessions() as session, session.begin():
                renew_leases(session, held, now=now)
                self._be_seen(session)
                housekeeping.enqueue_if_due(session, now=now)
        except SQLAlchemyError as error:
            log.error("database", error=type(error).__name__)

    def _be_seen(self, session: Session) -> None:
        seen = {"seen_at": utc_now()}
        mine = update(WorkerHeartbeat).where(WorkerHeartbeat.worker == self.name).values(seen)
        if session.connection().execute(mine).rowcount == 0:
            session.execute(insert(WorkerHeartbeat).values(worker=self.name, **seen))

    def _leave(self) -> None:
        with writing(), self.sessions() as session, session.begin():
            session.execute(delete(WorkerHeartbeat).where(WorkerHeartbeat.worker == self.name))


def run_job(job: JobRun) -> None:
    """Run one claimed job to whatever end it comes to."""
    started = time.perf_counter()
    ending = "done"
    try:
        if job.attempt > MOST_CLAIMS:
            raise GiveUp(f"Taken {job.attempt} times and never ended.")
        handler_of(job.kind)(job)
        if not job.has_ended:
            with job.writing() as session:
                job.end(session)
    except LeaseLost:
        ending = "lease lost"
    except RetryLater as retry:
        ending = _put_back(job, retry)
    except GiveUp as end:
        ending = _fail(job, end.sentence)
    except Exception as error:
        log.exception("job broke", job=job.id, kind=job.kind)
        ending = _after_fault(job, error)
    took = round((time.perf_counter() - started) * 1000, 1)
    log.info("job", job=job.id, kind=job.kind, attempt=job.attempt, ending=ending, ms=took)


def _after_fault(job: JobRun, error: Exception) -> str:
    # The error's own text may hold people's words; its kind does not.
    sentence = f"A fault in the program: {type(error).__name__}."
    wait = back_off(job.attempt)
    return _fail(job, sentence) if wait is None else _put_back(job, RetryLater(wait, sentence))


def _put_back(job: JobRun, retry: RetryLater) -> str:
    try:
        with job.writing() as session:
            job.put_back(session, retry)
    except LeaseLost:
        return "lease lost"
    return f"again in {retry.after.total_seconds():.0f} s"


def _fail(job: JobRun, sentence: str) -> str:
    try:
        with job.writing() as session:
            job.fail(session, sentence)
    except LeaseLost:
        return "lease lost"
    return "failed"


def run_worker(app: Flask, *, once: bool = False) -> None:
    """Run the job worker in this process.

    :param once: do what is due now, then return.
    """
    worker = Worker(app)
    if once:
        worker.run_what_is_due()
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    worker.run()
