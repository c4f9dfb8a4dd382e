"""Security headers. Who may frame a page depends on whose launch it belongs to."""

from functools import lru_cache

from flask import Flask, Response, g, request

POLICY: dict[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'",),
    "media-src": ("'self'",),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'none'",),
    "base-uri": ("'none'",),
}


def allow(directive: str, *sources: str) -> None:
    """Let this one page name another source, e.g. the host a form is posted back to."""
    allowed = g.setdefault("csp", {})
    allowed[directive] = (*allowed.get(directive, ()), *sources)


def allow_framing(origins: tuple[str, ...]) -> None:
    """Let these origins frame this one page. For pages before there is a launch."""
    allow("frame-ancestors", *origins)


def frame_origins() -> tuple[str, ...]:
    """Return who may frame the page being made. For templates."""
    if "viewer" in g:
        return (*g.viewer.frame_origins,)
    extra: dict[str, tuple[str, ...]] = g.get("csp", {})
    return extra.get("frame-ancestors", ())


def install(app: Flask) -> None:
    """Add the headers to every answer."""
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _policy())
    headers["Referrer-Policy"] = "strict-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    elif "v" not in request.args:
        # A module that another imports: its address says nothing of its version.
        headers["Cache-Control"] = "no-cache"
    return response


def _policy() -> str:
    extra: dict[str, tuple[str, ...]] = g.get("csp", {})
    if "viewer" in g:
        extra = {**extra, "frame-ancestors": frame_origins()}
    return _written(tuple(extra.items()))


@lru_cache(maxsize=1000)  # by what a page adds: mostly who may frame it
def _written(extra: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    merged = {**POLICY, **{name: _merge(POLICY.get(name, ()), add) for name, add in extra}}
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in merged.items())


def _merge(usual: tuple[str, ...], added: tuple[str, ...]) -> tuple[str, ...]:
    # 'none' may not stand beside other sources.
    return (*(source for source in usual if source != "'none'"), *added)
