"""Which hosts belong together: whoever names an issuer must speak from the issuer's own host."""

import re
from urllib.parse import urlsplit

from lti_tool.lti.addresses import PORTS, origin_of

HOSTED_CANVAS = frozenset(
    {
        "https://canvas.instructure.com",
        "https://canvas.beta.instructure.com",
        "https://canvas.test.instructure.com",
    }
)
"""The issuers of every Canvas that Instructure runs, whatever the school's own host is."""

INSTRUCTURE = ".instructure.com"
CANVAS_LOGIN = frozenset({"sso.canvaslms.com", "sso.beta.canvaslms.com", "sso.test.canvaslms.com"})
CANVAS_SCHOOLS = "https://*.instructure.com"
"""Who frames our pages for the schools on those issuers."""

_ORIGIN = re.compile(
    r"https?://(\*\.)?([a-z0-9_-]+\.)*[a-z0-9_-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?"
)
_WILDCARD = re.compile(r"https://\*(\.[a-z0-9_-]+){2,}(:[0-9]{1,5})?")


def belongs_to(issuer: str, address: str) -> bool:
    """Whether an address lies where an issuer may speak from: its own host and port.

    Canvas is the exception: one issuer for every hosted school, each on its own host.
    """
    if _place(issuer) == _place(address):
        return True
    return issuer.rstrip("/") in HOSTED_CANVAS and is_canvas_host(address)


def token_givers(token_url: str, audience: str | None) -> frozenset[str]:
    """Return who may take our request for a token as meant for itself, in comparable words."""
    return frozenset(_giver(each) for each in (token_url, audience) if each)


def is_canvas_host(address: str) -> bool:
    """Whether an address lies on a host of Instructure's own."""
    host = urlsplit(address).hostname or ""
    return host.endswith(INSTRUCTURE) or host in CANVAS_LOGIN


def speaks_for_schools(address: str) -> bool:
    """Whether an address lies on a host that all hosted schools of Canvas share.

    What it says of a school's own host is to be believed, e.g. `canvas.school.edu`.
    """
    host = urlsplit(address).hostname or ""
    return f"https://{host}" in HOSTED_CANVAS or host in CANVAS_LOGIN


def is_frame_origin(origin: str) -> bool:
    """Whether an origin can be named in a policy and can mean nothing else there.

    A wildcard stands for the hosts of one organisation: two names follow it at least.
    """
    if "*" in origin:
        return _WILDCARD.fullmatch(origin) is not None
    return _ORIGIN.fullmatch(origin) is not None


def framing_origin(address: str) -> str | None:
    """Return an address's origin if it can be named in a policy."""
    origin = origin_of(address).lower()
    return origin if is_frame_origin(origin) else None


def _giver(named: str) -> str:
    try:
        host, port = _place(named)
    except ValueError:
        return named
    return f"{host.rstrip('.')}:{port}" if host else named


def _place(address: str) -> tuple[str, int | None]:
    parts = urlsplit(address)
    return parts.hostname or "", parts.port or PORTS.get(parts.scheme)
