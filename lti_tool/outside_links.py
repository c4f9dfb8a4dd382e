"""Whether outside addresses still answer. For a person who looks after the course's texts.

One request at a time to each host, eight hosts at once, no page read further than its headers.
Nothing leads into a private network: the connections are those by which platforms are asked.
"""

import enum
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
from requests import Response
from requests.utils import get_environ_proxies

from lti_tool.lti.addresses import AddressRefused, is_loopback
from lti_tool.lti.services.fence import FencedAdapter

AT_ONCE = 8

TIMEOUT = (5.0, 15.0)
"""Seconds to connect, and until the headers come."""

REDIRECTS = 5

MOVED = frozenset({301, 302, 303, 307, 308})

UNTOLD = frozenset({401, 403, 407, 408, 425, 429, 999})
"""Statuses by which a site refuses programs, while people may well get the page."""


class Outcome(enum.Enum):
    """What came of asking."""

    ANSWERS = "answers"
    MOVED = "moved"
    BROKEN = "broken"
    UNTOLD = "untold"
    """Nobody can say: the site answers no programs, or had a bad moment."""
    UNREACHED = "unreached"
    """There was no connection at all."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One address that was tried."""

    url: str
    outcome: Outcome
    words: str = ""
    """What happened, e.g. "it answers 404"; where it has moved to."""


def try_all(urls: Iterable[str], *, allow_loopback: bool = False) -> dict[str, Trial]:
    """Try each address once.

    :param allow_loopback: also ask this machine itself. For tests.
    :return: by the address as it was given.
    """
    by_host = defaultdict[str, list[str]](list)
    for url in dict.fromkeys(urls):
        by_host[_host(url)].append(url)

    def ask_host(own: list[str]) -> list[Trial]:
        with closing(FencedAdapter(allow_loopback=allow_loopback)) as adapter:
            return [_try(adapter, url) for url in own]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [trial for trials in pool.map(ask_host, by_host.values()) for trial in trials]
    return {trial.url: trial for trial in found}


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:  # asking says so
        return ""


def _try(adapter: FencedAdapter, url: str) -> Trial:
    try:
        final, status = _follow(adapter, urldefrag(url).url)
    except AddressRefused as error:
        return Trial(url, Outcome.BROKEN, f"it {error}")
    except requests.TooManyRedirects:
        return Trial(url, Outcome.BROKEN, "it leads round in circles")
    except requests.exceptions.SSLError:
        return Trial(url, Outcome.BROKEN, "its certificate is not valid")
    except requests.Timeout:
        return Trial(url, Outcome.UNTOLD, "it did not answer in time")
    except (requests.RequestException, ValueError):
        return Trial(url, Outcome.UNREACHED, "there is no connection to its host")
    return _judged(url, final, status)


def _judged(url: str, final: str, status: int) -> Trial:
    if status in UNTOLD or status >= 500:
        return Trial(url, Outcome.UNTOLD, f"it answers {status}")
    if status >= 400:
        return Trial(url, Outcome.BROKEN, f"it answers {status}")
    if final != urldefrag(url).url:
        return Trial(url, Outcome.MOVED, final)
    return Trial(url, Outcome.ANSWERS)


def _follow(adapter: FencedAdapter, url: str) -> tuple[str, int]:
    """Return where an address leads in the end, and that page's status."""
    for _ in range(REDIRECTS + 1):
        status, onward = _ask(adapter, url)
        if not onward:
            return url, status
        url = urldefrag(urljoin(url, onward)).url
        if urlsplit(url).scheme not in {"http", "https"}:
            raise AddressRefused("leads to something that is no web page")
    raise requests.TooManyRedirects


def _ask(adapter: FencedAdapter, url: str) -> tuple[int, str]:
    """Return the status, and where we are sent instead, if we are.

    HEAD is enough for most. Some sites know no HEAD, or answer it wrongly: then GET.
    """
    status, onward = 0, ""
    for method in ("HEAD", "GET"):
        with _send(adapter, method, url) as answer:
            status = answer.status_code
            onward = answer.headers.get("Location", "") if status in MOVED else ""
        if status < 400:
            break
    return status, onward


def _send(adapter: FencedAdapter, method: str, url: str) -> Response:
    headers = {
        "User-Agent": f"Reciprocal/{version('reciprocal-lti')} (tries the links of a course)",
        "Accept": "text/html,*/*;q=0.8",
    }
    host = urlsplit(url).hostname or ""
    proxies = {} if is_loopback(host) else get_environ_proxies(url)
    prepared = requests.Request(method, url, headers).prepare()
    return adapter.send(prepared, stream=True, timeout=TIMEOUT, proxies=proxies)
