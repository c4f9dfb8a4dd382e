"""The state of a login under way. It is a signed value in the address, so login writes nothing.

It names what the launch must agree with: registration, deployment, target, nonce, browser
(OpenID Connect Core 1.0, section 3.1.2.1; LTI Security Framework 1.0, section 5.1.1.5).
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime, timedelta
from functools import cache

import msgspec
from itsdangerous import BadSignature, Signer

GOOD_FOR = timedelta(minutes=5)
LONGEST = 1000
"""Characters of a state that anybody could have had from us."""


class StateForged(ValueError):
    """A state that we did not sign."""


class LoginState(msgspec.Struct, frozen=True, array_like=True):
    """What a login promised; the launch is held to it."""

    registration_id: int
    deployment: str
    """The deployment that the login named; empty where it named none."""

    target: str
    """Digest of the target address."""

    nonce: str
    browser: str
    """Digest of the browser's cookie."""

    expires: int
    """Seconds since 1970."""

    def has_expired(self, now: datetime) -> bool:
        """Whether the login was begun too long ago."""
        return now.timestamp() >= self.expires


def digest(text: str) -> str:
    """Return a short one-way form of a value: 128 bits, enough to hold somebody to it."""
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:16]).rstrip(b"=").decode()


def seal_state(state: LoginState, *, secret: str) -> str:
    """Return the state as it goes round through the platform."""
    packed = urlsafe_b64encode(msgspec.json.encode(state)).rstrip(b"=")
    return _signer(secret).sign(packed).decode()


def open_state(sealed: str, *, secret: str) -> LoginState:
    """Return what `seal_state` was given. Says nothing about whether it has expired.

    :raises StateForged: the value is not one of ours.
    """
    if len(sealed) > LONGEST:
        raise StateForged("too long")
    try:
        packed = _signer(secret).unsign(sealed)
        plain = urlsafe_b64decode(packed + b"=" * (-len(packed) % 4))
        return msgspec.json.decode(plain, type=LoginState)
    except (BadSignature, NotBase64, msgspec.DecodeError, UnicodeError) as error:
        raise StateForged("not signed by us") from error


@cache
def _signer(secret: str) -> Signer:
    return Signer(
        secret, salt="lti login state", key_derivation="hmac", digest_method=hashlib.sha256
    )
