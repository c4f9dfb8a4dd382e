"""People who came by LTI 1.1 before: known again by a claim whose signature we can verify.

A platform that moved to LTI 1.3 says what it called somebody before, signed with the secret of the
old connection (LTI Migration Guide 1.0, `lti1p1`). What is not verified is not believed, and
never in the way of the launch.
"""

import hmac
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from curriculum.foundation.errors import N_, Rejected
from curriculum.models.enrolment import Enrolment
from curriculum.models.person import Person
from curriculum.models.program import CoordinatorGrant
from lti_tool.lti.identities import registration_named
from lti_tool.lti.migration_claim import LONGEST, Migration
from lti_tool.lti.models.identity import LtiIdentity
from lti_tool.lti.models.invitation import LegacyConsumer
from lti_tool.lti.vault import CONSUMER_SECRET, SealBroken, seal, unseal


@dataclass(frozen=True, slots=True)
class Proved:
    """A person's old name that the platform has proved to be its own."""

    key: str
    user_id: str
    secret: str

    @property
    def columns(self) -> dict[str, str]:
        """What an identity keeps of it."""
        return {"legacy_key": self.key, "legacy_user_id": self.user_id}


_consumer = LegacyConsumer.__table__.c
_identity = LtiIdentity.__table__.c


def prove(
    connection: Connection, registration_id: int, migration: Migration | None
) -> Proved | None:
    """Return the old name, if its signature is that of the key's secret with this platform."""
    if migration is None:
        return None
    sealed = connection.scalar(
        select(_consumer.secret).where(
            _consumer.registration_id == registration_id, _consumer.key == migration.key
        )
    )
    secret = _opened(sealed) if sealed is not None else None
    if secret is None or not hmac.compare_digest(
        sign(migration.signed, secret).encode(), migration.sign.encode()
    ):
        return None
    return Proved(migration.key, migration.user_id, secret)


def sign(signed: str, secret: str) -> str:
    """Return `oauth_consumer_key_sign`: base64 of HMAC-SHA256 (LTI Migration Guide 1.0)."""
    return b64encode(hmac.digest(secret.encode(), signed.encode(), "sha256")).decode()


def person_known_as(
    connection: Connection, registration_id: int, proved: Proved | None
) -> int | None:
    """Return the person whom another registration has proved to know by the same old name.

    The same key is not enough: two schools may have had keys that read alike. Both must have
    proved it with the same secret; and nothing is guessed where that is true of two people, or
    where this platform knows that person by another word already.
    """
    if proved is None:
        return None
    here = aliased(LtiIdentity)
    known_here = exists().where(
        here.registration_id == registration_id, here.person_id == _identity.person_id
    )
    rows = connection.execute(
        select(_identity.person_id, _consumer.secret)
        .join(
            LegacyConsumer.__table__,
            (_consumer.registration_id == _identity.registration_id)
            & (_consumer.key == _identity.legacy_key),
        )
        .where(
            _identity.legacy_key == proved.key,
            _identity.legacy_user_id == proved.user_id,
            _identity.registration_id != registration_id,
            ~known_here,
        )
    )
    found = {row.person_id for row in rows if _is_same(_opened(row.secret), proved.secret)}
    return found.pop() if len(found) == 1 else None


def remember(
    connection: Connection, registration_id: int, known: Any, migration: Migration
) -> bool:
    """Keep the old name of somebody who comes in, once it is proved.

    :param known: a row of `known.read_known`. One statement, and none once it is kept.
    :return: whether they proved to be another person than `known` says.
    """
    if (known.legacy_key, known.legacy_user_id) == (migration.key, migration.user_id):
        return False
    proved = prove(connection, registration_id, migration)
    if proved is None:
        return False
    change = update(LtiIdentity).where(LtiIdentity.id == known.identity_key)
    connection.execute(change.values(**proved.columns))
    same = person_known_as(connection, registration_id, proved)
    if same is None or same == known.person_id or not _never_came(connection, known.person_id):
        return False
    _join(connection, known.person_id, same)
    return True


def _never_came(connection: Connection, person_id: int) -> bool:
    """Whether only a roster has told of somebody: nothing of their own could be mixed up."""
    came = exists().where(Enrolment.person_id == person_id, Enrolment.last_launch_at.is_not(None))
    granted = exists().where(CoordinatorGrant.person_id == person_id)
    return not connection.scalar(select(came | granted))


def _join(connection: Connection, stranger: int, person_id: int) -> None:
    """Put somebody whom only a roster told of in the place of the person they proved to be."""
    for table in (Enrolment, LtiIdentity):
        theirs = update(table).where(table.person_id == stranger)
        connection.execute(theirs.values(person_id=person_id))
    connection.execute(delete(Person).where(Person.id == stranger))


def set_legacy_key(session: Session, name: str, key: str, secret: str) -> LegacyConsumer:
    """Keep a key of a platform's old connection and its secret, in place of an earlier secret.

    Names that the earlier secret had proved are forgotten: the new one has proved nothing yet.

    :raises Missing: there is no such platform.
    :raises Rejected: key or secret are empty, or the key is too long.
    """
    registration = registration_named(session, name)
    if not key.strip() or len(key) > LONGEST or not key.isprintable():
        raise Rejected(N_("That cannot be a consumer key: it is empty, too long or unreadable."))
    if not secret:
        raise Rejected(N_("Enter the secret that belongs to the key."))
    here = (LegacyConsumer.registration_id == registration.id) & (LegacyConsumer.key == key)
    session.execute(delete(LegacyConsumer).where(here))
    session.execute(
        update(LtiIdentity)
        .where(LtiIdentity.registration_id == registration.id, LtiIdentity.legacy_key == key)
        .values(legacy_key=None, legacy_user_id=None)
    )
    consumer = LegacyConsumer(
        registration_id=registration.id, key=key, secret=seal(secret, purpose=CONSUMER_SECRET)
    )
    session.add(consumer)
    session.flush()
    return consumer


def _opened(sealed: str) -> str | None:
    try:
        return unseal(sealed, purpose=CONSUMER_SECRET)
    except SealBroken:
        return None


def _is_same(one: str | None, other: str) -> bool:
    return one is not None and hmac.compare_digest(one.encode(), other.encode())
