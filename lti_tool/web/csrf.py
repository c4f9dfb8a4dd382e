"""The CSRF token: an HMAC of launch id and secret, so it needs no storage of its own.

Our cookies must be `SameSite=None` to work in a frame, so every form has to prove its page.
"""

import hmac

from flask import abort, g, request

from lti_tool.lti.vault import known_secrets

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def token_for(launch_id: str) -> str:
    """Return the token that forms of this launch carry."""
    return _token(launch_id, known_secrets()[0])


def _token(launch_id: str, secret: str) -> str:
    return hmac.digest(secret.encode(), b"csrf:" + launch_id.encode(), "sha256").hex()


def current_token() -> str:
    """Return the token for the page being made. For templates."""
    return token_for(g.viewer.launch_id)


def check(launch_id: str) -> None:
    """Answer 400 to a writing request that does not carry its launch's token."""
    if request.method in SAFE:
        return
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not any(_is_token(given, launch_id, secret) for secret in known_secrets()):
        abort(400)


def _is_token(given: str, launch_id: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode(), _token(launch_id, secret).encode())
