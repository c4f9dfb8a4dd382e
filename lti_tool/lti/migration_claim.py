"""The LTI 1.1 migration claim as a typed value (LTI Migration Guide 1.0). `legacy` judges it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 255
"""Characters of a key, a signature or a person's id."""


@dataclass(frozen=True, slots=True)
class Migration:
    """What a connection by LTI 1.1 called the person. Not believed before its signature is."""

    key: str
    user_id: str
    sign: str
    """`oauth_consumer_key_sign`."""

    signed: str
    """What that must be the signature of."""


def read_migration(
    found: Mapping[str, Any], body: Mapping[str, Any], deployment_id: str
) -> Migration | None:
    """Return what a token says of the person's earlier connection, if it says and signs it.

    :param found: the claim `lti1p1`.
    :param body: the whole token, verified.
    """
    key, sign = _word(found, "oauth_consumer_key"), _word(found, "oauth_consumer_key_sign")
    # Platforms leave it out where it did not change.
    user_id = _word(found, "user_id") or body.get("sub", "")
    if not (key and sign and user_id):
        return None
    audience = body["aud"]
    client_id = body.get("azp") or (audience if isinstance(audience, str) else audience[0])
    rest = (deployment_id, body["iss"], client_id, str(int(body["exp"])), body["nonce"])
    return Migration(key, user_id, sign, "&".join((key, *rest)))


def _word(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        return ""
    return value
