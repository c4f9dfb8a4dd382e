"""Installations that came in for the first time: written down, to wait for approval."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lti_tool.lti.models.registration import Deployment, DeploymentState
from lti_tool.lti.refusals import Unapproved
from lti_tool.lti.rows import lock_platform

MOST = 100
"""Waiting installations of one registration. A platform that makes up more is not helped."""


def note_pending(session: Session, unknown: Unapproved, *, now: datetime) -> bool:
    """Write an unknown installation down; return whether it was new.

    Only a token that was verified whole leads here, so nobody but the platform itself can fill
    the table. Its nonce is not used up: the same token again finds the row there.
    """
    registration_id = unknown.registration_id
    # Two first launches may meet here; the lock lets one through.
    lock_platform(session.connection(), registration_id)
    here = Deployment.registration_id == registration_id
    named = Deployment.deployment_id == unknown.deployment_id
    if session.scalar(select(Deployment.id).where(here, named)) is not None:
        return False
    pending = Deployment.state == DeploymentState.PENDING
    waiting = session.scalar(select(func.count()).select_from(Deployment).where(here, pending))
    if waiting is None or waiting >= MOST:
        return False
    session.add(
        Deployment(
            registration_id=registration_id,
            deployment_id=unknown.deployment_id,
            state=DeploymentState.PENDING,
            seen_in=unknown.seen_in,
            created_at=now,
        )
    )
    session.flush()
    return True
