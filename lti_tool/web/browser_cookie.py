"""The one cookie: a random word by which a browser is known again, within one site's frame."""

from werkzeug.wrappers import Response

BROWSER_COOKIE = "reciprocal_browser"


def set_browser_cookie(response: Response, value: str) -> None:
    """Give the browser its word. It ends with the browser's session."""
    response.set_cookie(
        BROWSER_COOKIE,
        value,
        secure=True,
        httponly=True,
        samesite="None",
        partitioned=True,  # survives where third-party cookies are blocked
        path="/",
    )
