"""What the set-up page's trial of a connection found, kept with the invitation behind the page."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from lti_tool.lti.findings import Finding
from lti_tool.lti.models.invitation import Invitation

PAUSE = timedelta(seconds=10)
"""Between two trials: whoever has the address must not make us knock at other people's doors."""


def claim_checkup(session: Session, invitation_id: int, now: datetime) -> bool:
    """Note that a trial begins; False where one began a moment ago."""
    due = or_(Invitation.checked_at.is_(None), Invitation.checked_at <= now - PAUSE)
    claimed = session.scalar(
        update(Invitation)
        .where(Invitation.id == invitation_id, due)
        .values(checked_at=now)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    return claimed is not None


def keep_findings(session: Session, invitation_id: int, findings: Sequence[Finding]) -> None:
    """Keep what a trial found in the place of what the one before found."""
    invitation = session.get_one(Invitation, invitation_id)
    invitation.findings = [finding.packed() for finding in findings]
    session.flush()


def kept_findings(invitation: Invitation) -> list[Finding]:
    """Return what the last trial found."""
    return [Finding.unpacked(stored) for stored in invitation.findings or ()]
