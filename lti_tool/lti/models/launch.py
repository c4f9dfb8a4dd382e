"""Launches: who came in, where to, and until when."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum.foundation.tables import Base, Created


class Launch(Created, Base):
    """One launch. Its opaque id is in the address of every page that follows."""

    __tablename__ = "launch"
    __table_args__ = ({"sqlite_with_rowid": False},)  # the key is the row: one page less to write

    id_hash: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the id, in hex. The id itself is nowhere but in the addresses."""

    nonce: Mapped[str | None] = mapped_column(unique=True)
    """The nonce of the login. That it is unique is what makes a token good for one launch."""

    browser_hash: Mapped[str | None]
    """SHA-256 of the browser's cookie. Where it is set, every request must bring the cookie."""

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployment.id", ondelete="CASCADE"))
    context_id: Mapped[int | None] = mapped_column(ForeignKey("lti_context.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    """Nothing for a launch from outside a course."""

    locale: Mapped[str] = mapped_column(default="")
    """`launch_presentation.locale`, as sent."""

    return_url: Mapped[str | None]

    impersonated: Mapped[bool] = mapped_column(default=False)
    """An administrator of the platform looks through this person's eyes: nothing is written."""

    deep_linking: Mapped[dict[str, Any] | None]
    """The deep linking settings, on a deep linking launch; emptied once answered."""

    last_seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """Twelve hours after the launch, whatever happens."""


class RefusedLaunch(Created, Base):
    """A launch that was refused, for whoever looks after the connection. The last few only."""

    __tablename__ = "refused_launch"
    __table_args__ = (Index("ix_refused_launch_registration_id", "registration_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    reference: Mapped[str]
    """What the person's page showed."""

    reason: Mapped[str]
    """A word of `refusals.Reason`."""

    check: Mapped[str]
    """The check that failed. No token, no person's words."""


class Notice(Created, Base):
    """A notice of the platform that was taken in: it may send the same one again."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("registration_id", "jti"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    jti: Mapped[str]
