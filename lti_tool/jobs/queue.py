"""The job table as the queue: who runs which job, and how a run ends.

A worker takes a job under a lease and renews it; a job whose lease has ended is taken again,
so a killed worker loses nothing. Each job is done at least once. Of one lane, one runs at a
time: a unique index on the table sees to it, whatever the workers do.
"""

import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from curriculum.foundation.clock import utc_now
from curriculum.foundation.jobs import Job, JobState
from curriculum.foundation.tables import table_of
from lti_tool.extensions import reading, writing
from lti_tool.settings import Settings

KINDS = (
    "grade_delivery",
    "submission_notice",
    "roster_sync",
    "result_reading",
    "bind_course",
    "subscribe_notices",
    "report",
    "housekeeping",
)
"""Each is a module of this package with a function `run(job)`. Imported when first needed:
only a worker that renders a report loads what renders it."""

LEASE = timedelta(seconds=30)

BACK_OFF = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
"""How long to wait after the first, second, … failed try. After the last one, a person acts."""

MOST_CLAIMS = 25
"""A job that was taken this often and never ended takes its worker down each time."""


class RetryLater(Exception):
    """Raised by a handler: put the job back."""

    def __init__(
        self, after: timedelta, sentence: str, *, hold_lane: timedelta | None = None
    ) -> None:
        super().__init__(sentence)
        self.after = after
        self.sentence = sentence

        self.hold_lane = hold_lane
        """For how long no waiting job of the lane is to run: the LMS is away, or wants peace."""


class GiveUp(Exception):
    """Raised by a handler: trying again would not help. The job stays, as failed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class LeaseLost(Exception):
    """Somebody else has the job by now. Whatever was not committed must not be."""


@dataclass
class JobRun:
    """One job in the hands of one worker."""

    sessions: Callable[[], Session]
    settings: Settings
    id: int
    kind: str
    payload: dict[str, Any]
    lane: str | None
    attempt: int
    """Counted from 1."""
    owner: str
    tokens: dict[Any, Any] = field(default_factory=dict)
    """Access tokens at hand; see `lti_tool.lti.services.connector`. A worker keeps its own."""

    clock: Callable[[], datetime] = utc_now
    has_ended: bool = False

    def now(self) -> datetime:
        """Return this instant."""
        return self.clock()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for reading. Leave it before asking anybody anything."""
        with reading(), self.sessions() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session as a writer; it is committed at the end unless an error leaves it."""
        with writing(), self.sessions() as session, session.begin():
            yield session

    def renew(self) -> None:
        """Say that the job is still being worked on.

        :raises LeaseLost: it is not ours any more.
        """
        with self.writing() as session:
            self.hold(session)

    def hold(self, session: Session) -> None:
        """Renew the lease within the caller's transaction, so that both or neither stand.

        :raises LeaseLost: the job is not ours any more.
        """
        asked = {"job": self.id, "mine": self.owner, "until": self.now() + LEASE}
        if session.connection().execute(_HOLD, asked).rowcount != 1:
            raise LeaseLost(f"job {self.id}")

    def end(self, session: Session) -> None:
        """Mark the job as done within the caller's transaction.

        For work whose last step is a commit of its own; a job that simply returns is done too.

        :raises LeaseLost: the job is not ours any more.
        """
        asked = {"job": self.id, "mine": self.owner, "at": self.now()}
        if session.connection().execute(_END, asked).rowcount != 1:
            raise LeaseLost(f"job {self.id}")
        self.has_ended = True

    def put_back(self, session: Session, retry: RetryLater) -> None:
        """Let the job wait for its next try."""
        self._change(
            session,
            state=JobState.WAITING,
            run_at=self.now() + retry.after,
            lease_until=None,
            lease_owner=None,
            last_error=retry.sentence,
        )
        if retry.hold_lane is not None and self.lane is not None:
            due = self.now() + retry.hold_lane
            session.execute(
                update(Job)
                .where(Job.lane == self.lane, Job.state == JobState.WAITING, Job.run_at < due)
                .values(run_at=due)
            )

    def fail(self, session: Session, sentence: str) -> None:
        """Leave the job for a person."""
        self._change(session, **_failed(self.now()), last_error=sentence)

    def _change(self, session: Session, **values: Any) -> None:
        asked = {"job": self.id, "mine": self.owner}
        if session.connection().execute(_MINE.values(**values), asked).rowcount != 1:
            raise LeaseLost(f"job {self.id}")


# Statements of the hot path are built once; building one costs more than running it.
_job = table_of(Job)
_MINE = update(_job).where(
    _job.c.id == bindparam("job"),
    _job.c.lease_owner == bindparam("mine"),
    _job.c.state == JobState.RUNNING,
)
_HOLD = _MINE.values(lease_until=bindparam("until"))
_END = _MINE.values(
    state=JobState.DONE,
    finished_at=bindparam("at"),
    lease_until=None,
    lease_owner=None,
    last_error=None,
)


def _failed(now: datetime) -> dict[str, Any]:
    return {"state": JobState.FAILED, "finished_at": now, "lease_until": None, "lease_owner": None}


def back_off(tries: int) -> timedelta | None:
    """Return how long to wait after the `tries`-th failed try, or None: it was the last."""
    return BACK_OFF[tries - 1] if tries <= len(BACK_OFF) else None


def handler_of(kind: str) -> Callable[[JobRun], None]:
    """Return the function that does a kind of job.

    :raises GiveUp: there is no such kind.
    """
    if kind not in KINDS:
        raise GiveUp(f"No handler is called {kind}.")
    handler: Callable[[JobRun], None] = import_module(f"lti_tool.jobs.{kind}").run
    return handler


def something_is_due(session: Session, *, now: datetime, without: tuple[str, ...] = ()) -> bool:
    """Look, without taking the write lock, whether a claim could succeed."""
    return any(session.scalar(query, {"now": now}) is not None for query in _due(without))


def claim_job(
    session: Session, *, now: datetime, without: tuple[str, ...] = ()
) -> tuple[Row[Any], str] | None:
    """Take the next job that is due, under a lease of our own; the caller commits.

    :param without: kinds that the caller leaves to others.
    :return: the job's columns and the name of the lease; nothing where nothing is due, or
        where somebody was quicker.
    """
    owner = secrets.token_hex(8)
    asked = {"now": now, "until": now + LEASE, "owner": owner}
    try:
        found = session.connection().execute(_claim(without), asked).one_or_none()
    except IntegrityError:  # another worker has just taken a job of the same lane
        session.rollback()
        return None
    return (found, owner) if found is not None else None


@cache
def _due(without: tuple[str, ...]) -> tuple[Select[int], ...]:
    """Return what to look for, in turn: jobs whose worker has gone, then waiting ones."""
    busy = select(Job.lane).where(Job.state == JobState.RUNNING, Job.lane.is_not(None))
    left = select(Job.id).where(Job.state == JobState.RUNNING, Job.lease_until < bindparam("now"))
    waiting = select(Job.id).where(
        Job.state == JobState.WAITING,
        Job.run_at <= bindparam("now"),
        or_(Job.lane.is_(None), Job.lane.not_in(busy)),
    )
    if without:
        left, waiting = (query.where(Job.kind.not_in(without)) for query in (left, waiting))
    return left.limit(1), waiting.order_by(Job.run_at, Job.id).limit(1)


@cache
def _claim(without: tuple[str, ...]) -> Any:
    chosen = [query.with_for_update(skip_locked=True).scalar_subquery() for query in _due(without)]
    return (
        update(_job)
        .where(_job.c.id == func.coalesce(*chosen))
        .values(
            state=JobState.RUNNING,
            lease_until=bindparam("until"),
            lease_owner=bindparam("owner"),
            attempts=_job.c.attempts + 1,
        )
        .returning(_job.c.id, _job.c.kind, _job.c.payload, _job.c.lane, _job.c.attempts)
    )


def renew_leases(session: Session, owners: Collection[str], *, now: datetime) -> None:
    """Renew the leases that a worker process holds."""
    if owners:
        session.execute(
            update(Job)
            .where(Job.lease_owner.in_(owners), Job.state == JobState.RUNNING)
            .values(lease_until=now + LEASE),
            execution_options={"synchronize_session": False},
        )
