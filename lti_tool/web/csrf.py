"""The CSRF token: an HMAC of launch id and secret, so it needs no storage of its own.

Our cookies must be `SameSite=None` to work in a frame, so every form has to prove its page.
"""

import hmac

from flask import abort, current_app, g, request

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def token_for(launch_id: str) -> str:
    """Return the token that forms of this launch carry."""
    secret: str = current_app.config["SECRET_KEY"]
    return hmac.digest(secret.encode(), b"csrf:" + launch_id.encode(), "sha256").hex()


def current_token() -> str:
    """Return the token for the page being made. For templates."""
    return token_for(g.viewer.launch_id)


def check(launch_id: str) -> None:
    """Answer 400 to a writing request that does not carry its launch's token."""
    if request.method in SAFE:
        return
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(given.encode(), token_for(launch_id).encode()):
        abort(400)
