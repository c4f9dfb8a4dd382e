"""Our own signing keys: made at first need, kept encrypted, published, rotated.

The newest key whose time has come signs; every key that is not retired is published, so that
platforms can read a new key before it signs, and still check what the old one signed.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from lti_tool.lti import vault
from lti_tool.lti.models.registration import SigningKey

ALGORITHM = "RS256"
BITS = 2048

PUBLISHED_FOR = timedelta(minutes=10)
"""How long platforms may keep our key set without asking again."""

AHEAD = timedelta(hours=2)
"""How long a new key is published before it signs."""

OVERLAP = timedelta(days=1)
"""How long the old key stays published after that."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs."""

    kid: str
    private: rsa.RSAPrivateKey

    def sign(self, claims: dict[str, Any]) -> str:
        """Return the claims as a signed token."""
        return jwt.encode(claims, self.private, ALGORITHM, headers={"kid": self.kid})


_opened: dict[str, rsa.RSAPrivateKey] = {}
"""Private keys already decrypted in this process, by their random id."""


def ensure_key(session: Session, now: datetime) -> None:
    """Make the first key, if there is none that signs."""
    if session.scalar(_signing(now).limit(1)) is None:
        _add_key(session, signs_from=now, now=now)


def signing_key(session: Session, now: datetime) -> Signer:
    """Return the key that signs now, and make the first one if there is none.

    To be called where writing is allowed: see `ensure_key`.
    """
    ensure_key(session, now)
    row = session.scalars(_signing(now).limit(1)).one()
    if row.kid not in _opened:
        _opened[row.kid] = _open(row.private_key)
    return Signer(row.kid, _opened[row.kid])


def public_set(session: Session, now: datetime) -> dict[str, Any]:
    """Return the key set that platforms read (RFC 7517): public halves of all that live."""
    return {"keys": [row.public_key for row in live_keys(session, now)]}


def live_keys(session: Session, now: datetime) -> list[SigningKey]:
    """Return every key that is published, newest first."""
    return list(session.scalars(_live(now)))


def rotate(session: Session, now: datetime, *, at_once: bool = False) -> SigningKey:
    """Make a new key and set an end to the others.

    :param at_once: sign with the new key from now on and withdraw the others, because one of
        them may be known to somebody else. Platforms that keep our key set refuse us until
        they read it again.
    """
    signs_from = now if at_once else now + AHEAD
    new = _add_key(session, signs_from=signs_from, now=now)
    end = now if at_once else signs_from + OVERLAP
    session.execute(
        update(SigningKey)
        .where(
            SigningKey.kid != new.kid,
            or_(SigningKey.retired_at.is_(None), SigningKey.retired_at > end),
        )
        .values(retired_at=end)
    )
    return new


def _live(now: datetime) -> Any:
    alive = or_(SigningKey.retired_at.is_(None), SigningKey.retired_at > now)
    return select(SigningKey).where(alive).order_by(SigningKey.signs_from.desc(), SigningKey.kid)


def _signing(now: datetime) -> Any:
    return _live(now).where(SigningKey.signs_from <= now)


def _add_key(session: Session, *, signs_from: datetime, now: datetime) -> SigningKey:
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    kid = secrets.token_hex(16)
    # Made from the public half, so that no private member can get into what is published.
    published = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    key = SigningKey(
        kid=kid,
        private_key=vault.seal(pem, purpose=vault.SIGNING_KEY),
        public_key={**published, "kid": kid, "alg": ALGORITHM, "use": "sig"},
        signs_from=signs_from,
        created_at=now,
    )
    session.add(key)
    session.flush()
    return key


def _open(sealed: str) -> rsa.RSAPrivateKey:
    pem = vault.unseal(sealed, purpose=vault.SIGNING_KEY)
    key = serialization.load_pem_private_key(pem.encode(), None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise vault.SealBroken("A signing key in the database is not an RSA key.")
    return key
