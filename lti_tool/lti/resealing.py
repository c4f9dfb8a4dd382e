"""After a change of the secret: whatever lies sealed in the database is sealed with the new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from curriculum.foundation.errors import N_, Rejected
from lti_tool.lti import vault
from lti_tool.lti.models.invitation import LegacyConsumer
from lti_tool.lti.models.registration import AccessToken, SigningKey


class CannotReseal(Rejected):
    """Something in the database opens with none of the secrets we were given."""


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many of each kind were moved."""

    keys: int
    tokens: int
    consumers: int
    forgotten: int
    """Access tokens that nothing opened. New ones are asked for when they are needed."""


def reseal(session: Session, *, now: datetime) -> Resealed:
    """Seal signing keys, access tokens and consumer secrets with the present secret.

    :raises CannotReseal: a key in use, or a consumer's secret, cannot be opened.
    """
    keys, broken_keys = _move(session, _keys(session, now), "private_key", vault.SIGNING_KEY)
    consumers, broken_consumers = _move(
        session, session.scalars(select(LegacyConsumer)).all(), "secret", vault.CONSUMER_SECRET
    )
    tokens, lost = _move(
        session, session.scalars(select(AccessToken)).all(), "token", vault.ACCESS_TOKEN
    )
    broken = [key.kid for key in broken_keys] + [consumer.key for consumer in broken_consumers]
    if broken:
        raise CannotReseal(
            N_(
                "Not opened by any secret: %(names)s. Nothing was changed. Put the secret they "
                "were sealed with into previous_secret_keys and try again."
            ),
            names=", ".join(broken),
        )
    for token in lost:
        session.delete(token)
    session.flush()
    return Resealed(keys, tokens, consumers, forgotten=len(lost))


def _keys(session: Session, now: datetime) -> Sequence[SigningKey]:
    """Return the keys that may sign. One that is retired never does so again."""
    alive = or_(SigningKey.retired_at.is_(None), SigningKey.retired_at > now)
    return session.scalars(select(SigningKey).where(alive)).all()


def _move(
    session: Session, rows: Sequence[Any], column: str, purpose: str
) -> tuple[int, list[Any]]:
    """Seal one column anew; return how many rows were moved, and those that did not open."""
    broken = []
    for row in rows:
        try:
            plain = vault.unseal(getattr(row, column), purpose=purpose)
        except vault.SealBroken:
            broken.append(row)
        else:
            setattr(row, column, vault.seal(plain, purpose=purpose))
    return len(rows) - len(broken), broken
