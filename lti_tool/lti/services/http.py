"""The one way out: every request that we make to a platform goes through here.

Each has a time limit and a User-Agent, follows no redirect, reads no more than a fixed
number of bytes and goes only to addresses inside the fence (`fence.py`). Reading is tried
again when nothing came back; writing is not, since it may have happened.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import requests
from requests import PreparedRequest, Response
from requests.structures import CaseInsensitiveDict

from lti_tool.lti.addresses import AddressRefused, check_platform_address, is_loopback
from lti_tool.lti.services.errors import ServiceRefused, ServiceUnreachable
from lti_tool.lti.services.fence import FencedAdapter
from lti_tool.lti.services.patience import HURRIED, hurrying, is_hurried
from lti_tool.settings import Settings

TIMEOUT = (3.0, 10.0)
"""Seconds to connect, and seconds between two bytes of the answer."""

LONGEST = 30.0
"""Seconds for a whole answer, however steadily it drips."""

LARGEST = 16 * 1024 * 1024
"""Bytes of an answer. A roster of 20,000 people that comes in one piece is below it."""

PAUSES = (0.2, 0.8)
"""Seconds before the second and third try of a reading request."""

LONGEST_WAIT = timedelta(days=1)
"""No Retry-After holds us longer."""

_local = threading.local()

__all__ = ["Answer", "ServiceRefused", "ServiceUnreachable", "get", "hurrying", "post", "put"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform answered, its status within 200 to 299."""

    status: int
    headers: Mapping[str, str]
    """Names in any case."""
    body: bytes
    url: str

    def json(self) -> Any:
        """Return the body's JSON, whatever its content type says (Moodle's tokens say HTML).

        :raises ServiceUnreachable: the body is something else: a log-in page, a proxy's error.
        """
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise ServiceUnreachable(
                "The LMS answered with something that is not data.", maybe_done=True
            ) from error

    @property
    def is_page(self) -> bool:
        """Whether a page for people came instead of an answer for programs."""
        return self.body[:256].lstrip().startswith(b"<")


def get(
    settings: Settings,
    url: str,
    *,
    accept: str,
    bearer: str | None = None,
    tries: int = 1 + len(PAUSES),
    largest: int = LARGEST,
) -> Answer:
    """Read an address.

    :param bearer: an access token; it goes to this address and to no other.
    :param tries: how often to ask when nothing, or a passing error, comes back.
    :raises ServiceUnreachable: no answer, too long an answer, or an address not to be asked.
    :raises ServiceRefused: any answer but 200 to 299.
    """
    headers = _headers(settings, accept, bearer)

    def ask() -> Answer:
        return _exchange(settings, "GET", url, headers, None, largest)

    return _again(ask, tries)


def post(
    settings: Settings,
    url: str,
    *,
    body: bytes,
    media: str,
    accept: str,
    bearer: str | None = None,
    tries: int = 1,
    method: str = "POST",
) -> Answer:
    """Send a body to an address.

    :param tries: more than one only where doing it twice does no harm.
    :param method: PUT where the body takes the place of what is there.
    :raises ServiceUnreachable: as `get`; `maybe_done` says whether it may have arrived.
    :raises ServiceRefused: as `get`.
    """
    headers = _headers(settings, accept, bearer) | {"Content-Type": media}

    def ask() -> Answer:
        return _exchange(settings, method, url, headers, body, LARGEST)

    return _again(ask, tries)


def put(
    settings: Settings, url: str, *, body: bytes, media: str, accept: str, bearer: str | None = None
) -> Answer:
    """Put a body at an address. Tried again as reading is: twice comes to the same as once.

    :raises ServiceUnreachable, ServiceRefused: as `get`.
    """
    headers = _headers(settings, accept, bearer) | {"Content-Type": media}

    def ask() -> Answer:
        return _exchange(settings, "PUT", url, headers, body, LARGEST)

    return _again(ask, 1 + len(PAUSES))


def user_agent(settings: Settings) -> str:
    """Return how we introduce ourselves. Canvas answers 403 to callers who do not."""
    about = "; ".join(part for part in (settings.public_url, settings.lti.contact) if part)
    return f"Reciprocal/{_version()} (+{about})"


@cache
def _version() -> str:
    return version("reciprocal-lti")


def _headers(settings: Settings, accept: str, bearer: str | None) -> dict[str, str]:
    headers = {"Accept": accept, "User-Agent": user_agent(settings)}
    return headers | ({"Authorization": f"Bearer {bearer}"} if bearer else {})


def _again(ask: Callable[[], Answer], tries: int) -> Answer:
    for pause in PAUSES[: tries - 1]:
        try:
            return ask()
        except ServiceUnreachable as error:
            if isinstance(error.__cause__, requests.ReadTimeout | AddressRefused):
                raise  # waiting as long again helps nobody who waits for us
        except ServiceRefused as error:
            if error.status not in {502, 503, 504} or error.retry_after is not None:
                raise
        time.sleep(pause)
    return ask()


def _exchange(
    settings: Settings,
    method: str,
    url: str,
    headers: dict[str, str],
    body: bytes | None,
    largest: int,
) -> Answer:
    allow_loopback = settings.lti.allow_loopback
    try:
        check_platform_address(url, allow_loopback=allow_loopback)
        # Straight to the connections: no cookies are kept, and no password is looked up.
        prepared = requests.Request(method, url, headers, data=body, auth=_as_it_is).prepare()
        with _adapter(allow_loopback=allow_loopback).send(
            prepared, stream=True, timeout=_patience(), verify=_authorities(), proxies=_proxies(url)
        ) as response:
            answer = _read(response, largest)
    except AddressRefused as error:
        raise ServiceUnreachable(f"The address {error}.", maybe_done=False) from error
    except requests.ConnectTimeout as error:
        raise ServiceUnreachable("The LMS could not be reached.", maybe_done=False) from error
    except requests.Timeout as error:
        raise ServiceUnreachable("The LMS did not answer in time.", maybe_done=True) from error
    except (requests.RequestException, ValueError) as error:
        raise ServiceUnreachable(
            "The connection to the LMS broke.", maybe_done=not _never_connected(error)
        ) from error
    if not 200 <= response.status_code < 300:
        raise _refusal(response, answer)
    return answer


def _patience() -> tuple[float, float]:
    return HURRIED if is_hurried() else TIMEOUT


def _adapter(*, allow_loopback: bool) -> FencedAdapter:
    """Return this thread's connections. A forked process makes its own."""
    key = (os.getpid(), allow_loopback)
    if getattr(_local, "key", None) != key:
        _local.key, _local.adapter = key, FencedAdapter(allow_loopback=allow_loopback)
    found: FencedAdapter = _local.adapter
    return found


def close_connections() -> None:
    """Close this thread's connections."""
    adapter = getattr(_local, "adapter", None)
    if adapter is not None:
        adapter.close()
    _local.key = _local.adapter = None


def _as_it_is(request: PreparedRequest) -> PreparedRequest:
    """Stand in the place where the library would put a password from the address."""
    return request


def _authorities() -> str | bool:
    """Return the file of certificate authorities that the environment names, if it does."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True


def _proxies(url: str) -> dict[str, str]:
    """Return the environment's proxies; none for this machine."""
    host = urlsplit(url).hostname or ""
    return {} if is_loopback(host) else requests.utils.get_environ_proxies(url)


def _read(response: Response, largest: int) -> Answer:
    ends = time.monotonic() + (HURRIED[1] if is_hurried() else LONGEST)
    chunks, size = [], 0
    for chunk in response.iter_content(64 * 1024):
        chunks.append(chunk)
        size += len(chunk)
        if size > largest or time.monotonic() > ends:
            raise ServiceUnreachable("The LMS's answer does not end.", maybe_done=True)
    return Answer(
        response.status_code,
        CaseInsensitiveDict(response.headers),
        b"".join(chunks),
        response.url,
    )


def _never_connected(error: Exception) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return type(reason).__name__ in {
        "NewConnectionError",
        "NameResolutionError",
        "SSLError",
    } or isinstance(error, requests.exceptions.SSLError)


def _refusal(response: Response, answer: Answer) -> ServiceRefused:
    status = response.status_code
    said = "sent us elsewhere" if 300 <= status < 400 else f"answered {status}"
    detail = f"{response.reason or ''}\n{answer.body[:4096].decode(errors='replace')}"
    return ServiceRefused(
        status,
        f"The LMS {said}.",
        retry_after=retry_after(answer.headers.get("Retry-After"), datetime.now(UTC)),
        detail=detail,
    )


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Read a `Retry-After` header: seconds, or a date (RFC 9110, section 10.2.3)."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=min(int(text), 10**6)), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta(0)), LONGEST_WAIT)
