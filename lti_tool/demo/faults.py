"""Faults that a test orders in advance, and a count of what was asked of the LMS."""

import re
import socket
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from threading import Event, Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SERVICES = (
    ("token", re.compile(r"/lti/token")),
    ("jwks", re.compile(r"/lti/jwks")),
    ("auth", re.compile(r"/lti/auth")),
    ("configuration", re.compile(r"/\.well-known/openid-configuration")),
    ("registration", re.compile(r"/lti/registrations(/[^/]+)?")),
    ("notices", re.compile(r"/services/notice-handlers")),
    ("roster", re.compile(r"/services/[^/]+/memberships")),
    ("scores", re.compile(r"/services/[^/]+/lineitems/[^/]+/lineitem/scores")),
    ("results", re.compile(r"/services/[^/]+/lineitems/[^/]+/lineitem/results")),
    ("lineitem", re.compile(r"/services/[^/]+/lineitems/[^/]+/lineitem")),
    ("lineitems", re.compile(r"/services/[^/]+/lineitems")),
)
"""Each service by the name that a test knows it by."""


EXPIRED = "demo_lms.expired"
"""Tells the services that the request's token is to expire before it is looked at."""


class How(Enum):
    """In which way a fault shows."""

    ANSWER = auto()
    SILENCE = auto()
    DELAY = auto()
    DROP_BEFORE = auto()
    DROP_AFTER = auto()
    EXPIRED_TOKEN = auto()


@dataclass(frozen=True)
class Fault:
    """One wrong answer."""

    how: How
    status: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    seconds: float = 0


def answer(
    status: str, *, body: str = "", content_type: str = "text/plain", retry_after: object = None
) -> Fault:
    """Answer with a status line such as `500 Internal Server Error` and do nothing."""
    headers = [("Content-Type", content_type)]
    if retry_after is not None:
        headers.append(("Retry-After", str(retry_after)))
    return Fault(How.ANSWER, status, tuple(headers), body.encode())


def too_many_requests(retry_after: object = 1) -> Fault:
    """Answer 429. `retry_after` is seconds or an HTTP date; None leaves the header out."""
    return answer("429 Too Many Requests", retry_after=retry_after)


def server_error() -> Fault:
    """Answer 500."""
    return answer("500 Internal Server Error", body="Something went wrong.")


def rate_limited() -> Fault:
    """Answer 403 in the way Canvas throttles."""
    fault = answer("403 Forbidden", body="403 Forbidden (Rate Limit Exceeded)")
    limits = (("X-Request-Cost", "12.5"), ("X-Rate-Limit-Remaining", "0.0"))
    return Fault(fault.how, fault.status, (*fault.headers, *limits), fault.body)


def html_page() -> Fault:
    """Answer 200 with a page for people, as a login wall or a proxy does."""
    page = "<!DOCTYPE html><title>Log in</title><p>Please log in."
    return answer("200 OK", body=page, content_type="text/html; charset=utf-8")


def silence(seconds: float) -> Fault:
    """Say nothing for a while, then close the connection, having done nothing."""
    return Fault(How.SILENCE, seconds=seconds)


def delay(seconds: float) -> Fault:
    """Answer as usual, but late."""
    return Fault(How.DELAY, seconds=seconds)


def drop_before() -> Fault:
    """Close the connection without having done anything."""
    return Fault(How.DROP_BEFORE)


def drop_after() -> Fault:
    """Do what was asked, then close the connection without a word."""
    return Fault(How.DROP_AFTER)


def expired_token() -> Fault:
    """Treat the access token as expired, now and from then on."""
    return Fault(How.EXPIRED_TOKEN)


class Faults:
    """The faults in waiting, by service, first in first out."""

    def __init__(self) -> None:
        self.requests_seen: Counter[str] = Counter()
        """How often each service was asked, faults included."""
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._lock = Lock()
        self._released = Event()

    def add(self, service: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next `times` requests to a service meet a fault.

        :raises ValueError: there is no such service.
        """
        if service not in {name for name, _ in SERVICES}:
            raise ValueError(f"No service is called {service!r}.")
        with self._lock:
            self._waiting[service].extend([fault] * times)

    def clear(self) -> None:
        """Forget the faults that nobody has met."""
        with self._lock:
            self._waiting.clear()

    def release(self) -> None:
        """End every silence and delay at once, now and later."""
        self._released.set()

    def meet(self, path: str) -> Fault | None:
        """Count a request and return the fault that it meets."""
        service = next((name for name, form in SERVICES if form.fullmatch(path)), None)
        if service is None:
            return None
        with self._lock:
            self.requests_seen[service] += 1
            return self._waiting[service].popleft() if self._waiting[service] else None

    def wait(self, seconds: float) -> None:
        """Wait, unless released."""
        self._released.wait(seconds)


class FaultyApplication:
    """Stands before the LMS and plays the faults that a request meets."""

    def __init__(self, inner: "WSGIApplication", faults: Faults) -> None:
        self._inner = inner
        self._faults = faults

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        fault = self._faults.meet(environ["PATH_INFO"])
        if fault is None:
            return self._inner(environ, start_response)
        if fault.how is How.ANSWER:
            start_response(fault.status, list(fault.headers))
            return [fault.body]
        self._faults.wait(fault.seconds)
        if fault.how is How.EXPIRED_TOKEN:
            environ[EXPIRED] = True
        if fault.how is How.DROP_AFTER:
            _run(self._inner, environ)
        if fault.how in {How.SILENCE, How.DROP_BEFORE, How.DROP_AFTER}:
            _hang_up(environ)
        return self._inner(environ, start_response)


def _run(application: "WSGIApplication", environ: "WSGIEnvironment") -> None:
    """Let the application do its work and throw the answer away."""
    answered = application(environ, lambda *_: lambda _: None)
    for _ in answered:
        pass
    if hasattr(answered, "close"):
        answered.close()


def _hang_up(environ: "WSGIEnvironment") -> None:
    """Close the connection under the request.

    :raises ConnectionAbortedError: always; the server drops the request on it.
    """
    connection = environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError("Dropped on purpose.")
