"""The job table: work that must happen after a commit.

The transaction that makes work necessary also writes its job, so neither can exist without the
other. Claiming and running jobs is the worker's business (`lti_tool/jobs/queue.py`).
"""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from curriculum.foundation.tables import Base, Created


class JobState(enum.Enum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """The last try failed. Stays, visible, until a person acts."""


class Job(Created, Base):
    """One piece of work, done at least once."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_run_at", "state", "run_at"),
        # What makes a lane a lane, however many workers there are.
        Index(
            "uq_job_running_lane",
            "lane",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)

    kind: Mapped[str]
    """Names the handler, a module of `lti_tool/jobs/`."""

    payload: Mapped[dict[str, Any]]
    """Ids only, never people's words."""

    lane: Mapped[str | None] = mapped_column(index=True)
    """Jobs of one lane run one at a time. A lane is one registration of an LMS."""

    key: Mapped[str | None] = mapped_column(index=True)
    """While a job with this key waits, no second one is made."""

    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)

    run_at: Mapped[datetime]
    """Not before this instant."""

    attempts: Mapped[int] = mapped_column(default=0)

    lease_until: Mapped[datetime | None]
    """A running job whose lease has ended belongs to nobody, and is taken again."""

    lease_owner: Mapped[str | None]

    last_error: Mapped[str | None]
    """One sentence, without tokens or people's words."""

    finished_at: Mapped[datetime | None]


class WorkerHeartbeat(Base):
    """When each worker process was last heard of. `/ready` reports the newest."""

    __tablename__ = "worker_heartbeat"

    worker: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]


def enqueue(
    session: Session,
    kind: str,
    payload: dict[str, Any],
    *,
    now: datetime,
    lane: str | None = None,
    key: str | None = None,
    run_at: datetime | None = None,
) -> Job:
    """Write a job into the caller's transaction.

    :param key: if a waiting job has this key, that one is returned, due at the earlier instant.
    :param run_at: the earliest instant to run it; `now` if not given.
    """
    due = run_at or now
    if key is not None:
        waiting = session.scalar(
            select(Job).where(Job.key == key, Job.state == JobState.WAITING).limit(1)
        )
        if waiting is not None:
            waiting.run_at = min(waiting.run_at, due)
            return waiting
    job = Job(kind=kind, payload=payload, lane=lane, key=key, run_at=due, created_at=now)
    session.add(job)
    session.flush()
    return job
