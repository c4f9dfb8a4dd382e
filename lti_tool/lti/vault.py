"""Encryption at rest: without the secret, the keys and tokens in the database are of no use."""

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

SIGNING_KEY = "signing key"
ACCESS_TOKEN = "access token"  # noqa: S105  a purpose, not a secret


class SealBroken(Exception):
    """What the database holds was sealed with another `secret_key`, or was changed."""


def seal(text: str, *, purpose: str) -> str:
    """Encrypt a secret for the database.

    :param purpose: what it is. A secret sealed for one purpose cannot be opened for another.
    """
    return _fernet(current_app.config["SECRET_KEY"], purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Decrypt what `seal` returned for the same purpose.

    :raises SealBroken: it cannot be opened with the present `secret_key`.
    """
    try:
        return _fernet(current_app.config["SECRET_KEY"], purpose).decrypt(sealed).decode()
    except InvalidToken as error:
        raise SealBroken(f"A {purpose} was sealed with another secret_key.") from error


@cache
def _fernet(secret: str, purpose: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"reciprocal {purpose}".encode())
    return Fernet(urlsafe_b64encode(derived.derive(secret.encode())))
