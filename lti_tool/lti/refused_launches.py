"""Launches that were refused, kept for whoever looks after the connection.

Anybody can come back from a login with nonsense, so what is written is bounded: one row a minute
for each check that failed, and the last few rows of each registration.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lti_tool.lti.models.launch import RefusedLaunch
from lti_tool.lti.refusals import Reason

KEPT = 20
"""Rows for each registration."""

AGAIN_AFTER = timedelta(minutes=1)
LONGEST_CHECK = 200


def is_due(session: Session, registration_id: int, check: str, *, now: datetime) -> bool:
    """Whether a refusal is to be written: not where the same, or too many, came this minute."""
    recent = [
        row.check
        for row in latest(session, registration_id, KEPT)
        if now - row.created_at < AGAIN_AFTER
    ]
    return check[:LONGEST_CHECK] not in recent and len(recent) < KEPT


def record(
    session: Session,
    registration_id: int,
    *,
    reference: str,
    reason: Reason,
    check: str,
    now: datetime,
) -> bool:
    """Write a refusal down where it is due, and forget the oldest; return whether it was written.

    :param registration_id: as our own signed state names it, never as the token does.
    :param reference: what the person's page shows.
    :param check: which check failed. No token, no person's words.
    """
    if not is_due(session, registration_id, check, now=now):
        return False
    session.add(
        RefusedLaunch(
            registration_id=registration_id,
            reference=reference,
            reason=reason.value,
            check=check[:LONGEST_CHECK],
            created_at=now,
        )
    )
    session.flush()
    kept = [row.id for row in latest(session, registration_id, KEPT)]
    session.execute(
        delete(RefusedLaunch).where(
            RefusedLaunch.registration_id == registration_id, RefusedLaunch.id.not_in(kept)
        )
    )
    return True


def latest(session: Session, registration_id: int, limit: int = KEPT) -> Sequence[RefusedLaunch]:
    """Return the last refusals of a registration, the newest first."""
    return session.scalars(
        select(RefusedLaunch)
        .where(RefusedLaunch.registration_id == registration_id)
        .order_by(RefusedLaunch.created_at.desc(), RefusedLaunch.id.desc())
        .limit(limit)
    ).all()
