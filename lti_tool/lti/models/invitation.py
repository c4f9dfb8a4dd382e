"""Invitations to connect a platform, and keys of connections by LTI 1.1."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from curriculum.foundation.tables import Base, Created
from lti_tool.lti.models.registration import Registration


class Invitation(Created, Base):
    """Leave to connect one platform, by an address that nobody can guess."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the token in the address, in hex."""

    name: Mapped[str]
    """What the registration will be called."""

    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    """What came of it; from the start where the invitation is to change what is there."""

    registration: Mapped[Registration | None] = relationship()

    checked_at: Mapped[datetime | None]
    """When the connection that came of it was last tried out from the set-up page."""

    findings: Mapped[list[Any] | None]
    """What that found (`lti.findings.Finding`)."""


class LegacyConsumer(Created, Base):
    """A consumer key by which a platform launched a tool of ours in LTI 1.1.

    With its secret we can verify that a launch's old ids are the platform's own words (LTI
    Migration Guide 1.0, `oauth_consumer_key_sign`).
    """

    __tablename__ = "legacy_consumer"
    __table_args__ = (UniqueConstraint("registration_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    key: Mapped[str]
    secret: Mapped[str]
    """Encrypted."""
