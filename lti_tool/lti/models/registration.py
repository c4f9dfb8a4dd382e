"""Platforms: our client there, its installations, its keys and tokens."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from curriculum.foundation.tables import Base, Created


class Registration(Created, Base):
    """Our client at one platform: issuer and client id (LTI Core 1.3, section 3.1.3)."""

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    issuer: Mapped[str]
    client_id: Mapped[str]
    auth_login_url: Mapped[str]
    auth_token_url: Mapped[str]
    key_set_url: Mapped[str]

    auth_audience: Mapped[str | None]
    """The `aud` of our token requests; the token address where nothing is given."""

    frame_origins: Mapped[list[str]] = mapped_column(default=list)
    """Who may frame our pages. Empty: the issuer's origin."""

    product: Mapped[str] = mapped_column(default="")
    """`tool_platform.product_family_code` of the last launch: chooses the platform policy."""

    scopes: Mapped[list[str]] = mapped_column(default=list)
    """The services granted when the platform registered us by itself; empty: entered by hand."""

    client_url: Mapped[str | None]
    """Where a registration that the platform made can be read and updated
    (`registration_client_uri`, OpenID Connect Dynamic Client Registration 1.0, section 4)."""

    blocked: Mapped[bool] = mapped_column(default=False)

    deployments: Mapped[list["Deployment"]] = relationship(
        back_populates="registration", cascade="all, delete-orphan"
    )


class DeploymentState(enum.Enum):
    """Whether an installation may be used."""

    PENDING = "pending"
    """First seen at a launch: somebody must say that it is one of ours."""

    APPROVED = "approved"
    BLOCKED = "blocked"


class Deployment(Created, Base):
    """One installation of a registration."""

    __tablename__ = "deployment"
    __table_args__ = (UniqueConstraint("registration_id", "deployment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    registration: Mapped[Registration] = relationship(back_populates="deployments")

    deployment_id: Mapped[str]
    """The platform's word for it."""

    state: Mapped[DeploymentState] = mapped_column(default=DeploymentState.APPROVED)

    seen_in: Mapped[str] = mapped_column(default="")
    """Platform and course of the first launch from a pending one: helps to recognise it."""

    notices_url: Mapped[str | None]
    """`platform_notification_service_url`, as the last launch gave it."""

    notices_asked_at: Mapped[datetime | None]
    """When the platform last agreed to tell us of copied courses."""


class PlatformKeySet(Base):
    """The public keys last read from a registration's key set address."""

    __tablename__ = "platform_key_set"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    keys: Mapped[dict[str, Any]]
    """The JWKS document as read."""

    fetched_at: Mapped[datetime]
    fresh_until: Mapped[datetime]

    last_miss_at: Mapped[datetime | None]
    """When an unknown key id last made us ask again; at most once a minute."""


class AccessToken(Base):
    """A service token, kept until shortly before it ends."""

    __tablename__ = "access_token"
    __table_args__ = (UniqueConstraint("registration_id", "token_url", "scopes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    token_url: Mapped[str]

    scopes: Mapped[str]
    """What was asked for: scope addresses, sorted, one space between."""

    granted: Mapped[str]
    """What the platform gave, in the same form; may be less."""

    token: Mapped[str]
    """Encrypted."""

    expires_at: Mapped[datetime]


class SigningKey(Created, Base):
    """One of our own keys. All that are not retired are in our public set."""

    __tablename__ = "signing_key"

    kid: Mapped[str] = mapped_column(primary_key=True)
    private_key: Mapped[str]
    """PEM, encrypted with a key made from `secret_key`."""
    public_key: Mapped[dict[str, Any]]
    """As a JWK, public members only."""
    signs_from: Mapped[datetime]
    """The newest key whose time has come signs; platforms may need time to read our set."""
    retired_at: Mapped[datetime | None]
    """No longer published from this instant."""
