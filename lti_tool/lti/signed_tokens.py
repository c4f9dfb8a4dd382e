"""A platform's signed token, read strictly: three parts, one algorithm, a key that it names."""

import re
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from lti_tool.lti import claims
from lti_tool.lti.platform_keys import ALGORITHM
from lti_tool.lti.refusals import Reason, Refused

LONGEST_TOKEN = 64 * 1024
"""Bytes. A launch with every claim there is has about six thousand."""

_TOKEN = re.compile(r"([\w-]+)\.([\w-]+)\.([\w-]+)", re.ASCII)
_RS256 = RSAAlgorithm(RSAAlgorithm.SHA256)


def read_token(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and claims of a token whose signature is still to be checked.

    :raises Refused: it is no such token, or a claim that decides something has no sound shape.
    """
    found = _TOKEN.fullmatch(token[: LONGEST_TOKEN + 1])
    if found is None or found.end() > LONGEST_TOKEN:
        raise Refused(Reason.UNTRUSTED, "not a token of three parts")
    try:
        header, body = (claims.parse_json(_decoded(part)) for part in found.group(1, 2))
        claims.check_shapes(body)
    except claims.ClaimRefused as error:
        raise Refused(Reason.MALFORMED, str(error)) from error
    if header.get("alg") != ALGORITHM:
        raise Refused(Reason.UNTRUSTED, "alg is not RS256")
    if not isinstance(header.get("kid"), str):
        raise Refused(Reason.UNTRUSTED, "kid missing")
    if "crit" in header or "b64" in header:
        # It demands that we understand more than we do (RFC 7515, section 4.1.11).
        raise Refused(Reason.UNTRUSTED, "crit in the header")
    return header, body


def client_of(body: Mapping[str, Any]) -> str:
    """Return the client that a token is for, wherever in a list it stands.

    :raises Refused: it names none.
    """
    audience = body.get("aud")
    listed = audience if isinstance(audience, list) else [audience]
    named = claims.texts(listed)  # it is looked up before any signature is verified
    if not listed or len(named) != len(listed) or not all(named):
        raise Refused(Reason.UNTRUSTED, "aud missing")
    authorised = body.get("azp")
    return str(authorised if authorised in listed else listed[0])


def check_signature(token: str, key: RSAPublicKey) -> None:
    """Verify the signature over the very bytes that were read, by the one algorithm.

    :raises Refused: it is not this key's.
    """
    signed, _dot, signature = token.rpartition(".")
    try:
        is_good = _RS256.verify(signed.encode(), key, _decoded(signature))
    except claims.ClaimRefused:
        is_good = False
    if not is_good:
        raise Refused(Reason.UNTRUSTED, "signature is not the platform's")


def _decoded(part: str) -> bytes:
    try:
        return urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (NotBase64, ValueError) as error:
        raise claims.ClaimRefused("not base64url") from error
