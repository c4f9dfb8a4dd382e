"""The LMS's own signing keys, and the keys of the tools it knows."""

import secrets
import time
from collections.abc import Mapping
from threading import Lock
from typing import Any, cast

import jwt
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from lti_tool.demo.store import Store

ALGORITHM = "RS256"
USER_AGENT = "ReciprocalDemoLMS/1"
TIMEOUT = 5
"""Seconds to wait for a tool's keys."""


class KeyUnknownError(Exception):
    """A token names a key that its sender does not publish."""


class PlatformKeys:
    """The keys with which the LMS signs; the newest signs, all of them are published."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys: dict[str, rsa.RSAPrivateKey] = {}
        with store.reading() as db:
            for row in db.execute("SELECT * FROM signing_key ORDER BY created_at, rowid"):
                self._keys[row["kid"]] = _load(row["pem"])
        if not self._keys:
            self.rotate()

    @property
    def kid(self) -> str:
        """The id of the key that signs."""
        return list(self._keys)[-1]

    def rotate(self) -> str:
        """Begin to sign with a new key and return its id."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        kid = secrets.token_hex(10)
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        with self._store.writing() as db:
            db.execute(
                "INSERT INTO signing_key VALUES (?, ?, ?)", (kid, pem.decode(), int(time.time()))
            )
        self._keys = {**self._keys, kid: key}
        return kid

    def sign(self, claims: Mapping[str, Any], *, headers: Mapping[str, Any] | None = None) -> str:
        """Sign claims, whatever they are, with the newest key."""
        kid = self.kid
        return jwt.encode(
            dict(claims), self._keys[kid], ALGORITHM, headers={"kid": kid, **(headers or {})}
        )

    def read(self, token: str) -> dict[str, Any]:
        """Return the claims of a token that the LMS itself has signed, whatever its time.

        :raises jwt.InvalidTokenError: it is no such token.
        """
        key = self._keys.get(str(jwt.get_unverified_header(token).get("kid")))
        if key is None:
            raise jwt.InvalidTokenError("The token's key is not one of ours.")
        return jwt.decode(
            token,
            key.public_key(),
            [ALGORITHM],
            options={"verify_exp": False, "verify_iat": False, "verify_aud": False},
        )

    def published(self) -> dict[str, Any]:
        """Return the public halves as a JSON Web Key Set."""
        return {
            "keys": [
                {
                    **RSAAlgorithm.to_jwk(key.public_key(), as_dict=True),
                    "kid": kid,
                    "alg": ALGORITHM,
                    "use": "sig",
                }
                for kid, key in self._keys.items()
            ]
        }


class ToolKeys:
    """The published keys of tools, fetched once and again when a new key id turns up."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], jwt.PyJWK] = {}
        self._lock = Lock()

    def verify(
        self, token: str, jwks_url: str, *, audience: str, issuer: str, require: tuple[str, ...]
    ) -> dict[str, Any]:
        """Return the claims of a token signed by a tool.

        :raises KeyUnknownError: the tool publishes no such key, or cannot be reached.
        :raises jwt.InvalidTokenError: the token is malformed, not for us or out of time.
        """
        kid = jwt.get_unverified_header(token).get("kid")
        if not isinstance(kid, str):
            raise KeyUnknownError("The token's header names no key (kid).")
        return jwt.decode(
            token,
            self._find(jwks_url, kid),
            algorithms=[ALGORITHM],
            audience=audience,
            issuer=issuer,
            leeway=5,
            options={"require": list(require)},
        )

    def _find(self, jwks_url: str, kid: str) -> jwt.PyJWK:
        with self._lock:
            if (jwks_url, kid) not in self._known:
                self._fetch(jwks_url)
            try:
                return self._known[jwks_url, kid]
            except KeyError:
                raise KeyUnknownError(f"{jwks_url} has no key {kid!r}.") from None

    def _fetch(self, jwks_url: str) -> None:
        try:
            answer = requests.get(
                jwks_url, timeout=TIMEOUT, headers={"User-Agent": USER_AGENT}, allow_redirects=False
            )
            answer.raise_for_status()
            found = _signing_keys(answer.json())
        except UNREADABLE as error:
            raise KeyUnknownError(f"{jwks_url} has no readable key set.") from error
        self._known.update({(jwks_url, kid): key for kid, key in found.items()})


UNREADABLE = (requests.RequestException, jwt.PyJWTError, AttributeError, KeyError, TypeError)


def _signing_keys(key_set: Any) -> dict[str, jwt.PyJWK]:
    """Return the keys of a key set that sign, by their ids; other kinds are passed over."""
    return {
        key["kid"]: jwt.PyJWK(key, ALGORITHM)
        for key in key_set["keys"]
        if key.get("use", "sig") == "sig" and key["kty"] == "RSA"
    }


def _load(pem: str) -> rsa.RSAPrivateKey:
    return cast(rsa.RSAPrivateKey, serialization.load_pem_private_key(pem.encode(), None))
