"""Rules for addresses that come from outside: where we send people, and whom we ask."""

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

LONGEST = 2000
"""Characters. No platform's address comes near it."""

PORTS = {"http": 80, "https": 443}


class AddressRefused(ValueError):
    """An address that may not be used. The message says which rule it breaks."""


def is_ours(address: object, public_url: str) -> bool:
    """Whether an address lies on our own host, however it is written.

    Browsers drop tabs and read backslashes as slashes, so nothing but plain visible
    characters may stand in it.
    """
    if not isinstance(address, str) or len(address) > LONGEST or not _is_plain(address):
        return False
    try:
        parts = urlsplit(address)
        return _has_no_user(parts) and _origin(parts) == _origin(urlsplit(public_url))
    except ValueError:
        return False


def check_platform_address(address: str, *, allow_loopback: bool) -> None:
    """Refuse an address of a platform that we would not call or send anybody to.

    The name is not looked up here: where it leads is checked at the open connection.

    :param allow_loopback: also take http, on loopback only.
    :raises AddressRefused: with the rule that is broken.
    """
    if not isinstance(address, str) or not address or len(address) > LONGEST:
        raise AddressRefused("is missing or too long")
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise AddressRefused("is not an address") from error
    if not _is_plain(address) or not host or not _has_no_user(parts) or parts.fragment:
        raise AddressRefused("must be a plain address like https://lms.school.edu/path")
    loopback = is_loopback(host)
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback and allow_loopback):
        raise AddressRefused("must begin with https://")
    if _is_private(host) and not (loopback and allow_loopback):
        raise AddressRefused("lies within a private network")


def is_usable(address: object, *, allow_loopback: bool) -> bool:
    """Whether `check_platform_address` lets an address pass."""
    try:
        # Looks for itself whether it was given a string.
        check_platform_address(address, allow_loopback=allow_loopback)  # type: ignore[arg-type]
    except AddressRefused:
        return False
    return True


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address as they stand in it."""
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{re.split('[/?#]', rest, maxsplit=1)[0]}"


def frame_origins_of(told: Sequence[str], issuer: str) -> tuple[str, ...]:
    """Return whose pages may frame ours: the origins a registration names, or its issuer's."""
    return tuple(told) or (origin_of(issuer),)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_private(host: str) -> bool:
    """Whether a literal address is not public. A name is not looked up, except `localhost`."""
    try:
        literal = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    # IPv4 addresses wear IPv6 clothes: ::ffff:10.0.0.1
    literal = getattr(literal, "ipv4_mapped", None) or literal
    return not literal.is_global or literal.is_multicast


def _is_plain(address: str) -> bool:
    return all("!" <= letter <= "~" and letter not in '\\"<>^`{|}' for letter in address)


def _has_no_user(parts: SplitResult) -> bool:
    return "@" not in parts.netloc


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("not a web address")
    return parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme]
