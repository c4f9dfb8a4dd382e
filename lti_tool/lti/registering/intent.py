"""Whether a registration token makes a new client or changes one that is there.

The token is the platform's own affair and is not verified here: what it seems to say only
decides whether the administrator is warned.
"""

import base64
import json
from typing import Any

NEW_SCOPE = "reg"
"""Moodle's word; a change is "reg-update"."""

CANVAS_TARGET = "existing_registration"
CANVAS_MARK = "registration_url"


def makes_new_client(token: str | None) -> bool:
    """Whether a token seems to make a new client at the platform. False where it is unclear."""
    said = _payload(token or "")
    if said.get("scope") == NEW_SCOPE:
        return True
    return CANVAS_MARK in said and not said.get(CANVAS_TARGET)


def _payload(token: str) -> dict[str, Any]:
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    try:
        said = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
