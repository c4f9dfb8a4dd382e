"""The state of a login under way. It is a signed value in the address, so login writes nothing.

It names what the launch must agree with: registration, deployment, target, nonce, browser
(OpenID Connect Core 1.0, section 3.1.2.1; LTI Security Framework 1.0, section 5.1.1.5).
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
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
    """Digest of the browser's word, which it keeps as a cookie or in the platform's storage."""

    expires: int
    """Seconds since 1970."""

    storage: str = ""
    """The frame in which the platform may keep the word for us; empty where there is none."""

    def has_expired(self, now: datetime) -> bool:
        """Whether the login was begun too long ago."""
        return now.timestamp() >= self.expires

    def is_of(self, word: str) -> bool:
        """Whether the login was begun by the browser with this word."""
        return hmac.compare_digest(self.browser, digest(word))

    @property
    def storage_key(self) -> str:
        """The name under which the platform's storage keeps the word of this one login."""
        return f"reciprocal-{digest(self.nonce)}"


def digest(text: str) -> str:
    """Return a short one-way form of a value: 128 bits, enough to hold somebody to it."""
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:16]).rstrip(b"=").decode()


def seal_state(state: LoginState, *, secret: str) -> str:
    """Return the state as it goes round through the platform."""
    packed = urlsafe_b64encode(msgspec.json.encode(state)).rstrip(b"=")
    return _signer((secret,)).sign(packed).decode()


def open_state(sealed: str, *, secrets: Sequence[str]) -> LoginState:
    """Return what `seal_state` was given. Says nothing about whether it has expired.

    :param secrets: any of which may have sealed it.
    :raises StateForged: the value is not one of ours.
    """
    if len(sealed) > LONGEST:
        raise StateForged("too long")
    try:
        packed = _signer(tuple(secrets)).unsign(sealed)
        plain = urlsafe_b64decode(packed + b"=" * (-len(packed) % 4))
        return msgspec.json.decode(plain, type=LoginState)
    except (BadSignature, NotBase64, msgspec.DecodeError, UnicodeError) as error:
        raise StateForged("not signed by us") from error


@cache
def _signer(secrets: tuple[str, ...]) -> Signer:
    return Signer(
        secrets[::-1],  # the last one is tried first
        salt="lti login state",
        key_derivation="hmac",
        digest_method=hashlib.sha256,
    )
