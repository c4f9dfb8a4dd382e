"""Encryption at rest: without the secret, the keys and tokens in the database are of no use.

The present secret seals and signs. Those that it replaced still open what they once sealed, until
`reciprocal keys reseal` has moved everything to the present one.
"""

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lti_tool.extensions import current_settings

SIGNING_KEY = "signing key"
ACCESS_TOKEN = "access token"  # noqa: S105  a purpose, not a secret
CONSUMER_SECRET = "consumer secret"  # noqa: S105  a purpose, not a secret


class SealBroken(Exception):
    """What the database holds was sealed with a secret that we were not given, or was changed."""


def known_secrets() -> tuple[str, ...]:
    """Return every secret that what comes back may rest on; the present one first."""
    return current_settings().secrets


def seal(text: str, *, purpose: str) -> str:
    """Encrypt a secret for the database.

    :param purpose: what it is. A secret sealed for one purpose cannot be opened for another.
    """
    return _fernet(known_secrets()[0], purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Decrypt what `seal` returned for the same purpose, under this secret or one before it.

    :raises SealBroken: none of the secrets opens it.
    """
    for secret in known_secrets():
        try:
            return _fernet(secret, purpose).decrypt(sealed).decode()
        except InvalidToken:
            continue
    raise SealBroken(f"A {purpose} was sealed with another secret_key.")


@cache
def _fernet(secret: str, purpose: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"reciprocal {purpose}".encode())
    return Fernet(urlsafe_b64encode(derived.derive(secret.encode())))
