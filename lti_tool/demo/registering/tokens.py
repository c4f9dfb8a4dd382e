"""Registration tokens: leave to register one tool, signed by the LMS and good for an hour."""

import secrets
from dataclasses import dataclass

import jwt

from lti_tool.demo.lms import Lms

LIFETIME = 60 * 60
"""Seconds that a registration token is good for."""

NEW = "reg"
UPDATE = "reg-update"
SCOPES = {NEW, UPDATE}


class TokenRefusedError(Exception):
    """What came is no good registration token."""


@dataclass(frozen=True)
class Leave:
    """What a registration token allows."""

    client_id: str
    """The client id that the tool will have, or has."""

    is_update: bool


def issue_token(lms: Lms, client_id: str, *, update: bool = False, lifetime: int = LIFETIME) -> str:
    """Write a registration token."""
    now = lms.seconds()
    return lms.keys.sign(
        {
            "iss": lms.issuer,
            "sub": client_id,
            "scope": UPDATE if update else NEW,
            "iat": now,
            "exp": now + lifetime,
            "jti": secrets.token_hex(8),
        }
    )


def read_token(lms: Lms, token: str) -> Leave:
    """Return what a registration token allows.

    :raises TokenRefusedError: it is not ours, out of time, or for something else.
    """
    try:
        claims = lms.keys.read(token)
    except jwt.InvalidTokenError as error:
        raise TokenRefusedError(str(error)) from error
    if claims.get("scope") not in SCOPES or claims.get("iss") != lms.issuer:
        raise TokenRefusedError("This is no registration token.")
    if not claims["iat"] <= lms.seconds() < claims["exp"]:
        raise TokenRefusedError("The registration token has expired.")
    return Leave(str(claims["sub"]), claims["scope"] == UPDATE)
