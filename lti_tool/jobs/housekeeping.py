"""Once an hour: delete what has had its time, and have rosters read that nobody asked for."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from curriculum.foundation.jobs import Job, JobState, WorkerHeartbeat, enqueue
from lti_tool.jobs import roster_sync
from lti_tool.jobs.queue import JobRun
from lti_tool.lti import notices
from lti_tool.lti.invitations import forget_invitations
from lti_tool.lti.launch import forget_ended
from lti_tool.lti.models.registration import AccessToken

EVERY = timedelta(hours=1)
DONE_JOBS_KEPT = timedelta(days=30)
SILENT_WORKERS_KEPT = timedelta(days=1)
EXPIRED_INVITATIONS_KEPT = timedelta(days=90)
"""After that an old address is called unknown, no longer expired."""
KIND = "housekeeping"


def run(job: JobRun) -> None:
    """Delete what has ended, is old or is long gone; then see to the rosters."""
    now = job.now()
    with job.writing() as session:
        forget_ended(session, now=now)
        notices.forget_old(session, now=now)
    with job.writing() as session:
        forget_invitations(session, now - EXPIRED_INVITATIONS_KEPT)
        session.execute(delete(AccessToken).where(AccessToken.expires_at < now))
        session.execute(
            delete(WorkerHeartbeat).where(WorkerHeartbeat.seen_at < now - SILENT_WORKERS_KEPT)
        )
        session.execute(
            delete(Job).where(Job.state == JobState.DONE, Job.finished_at < now - DONE_JOBS_KEPT)
        )
        roster_sync.enqueue_if_due(session, now=now)


def enqueue_if_due(session: Session, *, now: datetime) -> None:
    """Add the job, unless one was added within the hour, by this worker or another."""
    recent = select(Job.id).where(Job.kind == KIND, Job.created_at > now - EVERY)
    if session.scalar(recent.limit(1)) is None:
        enqueue(session, KIND, {}, now=now, key=KIND)
