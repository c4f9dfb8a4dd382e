"""Addresses of services: what is put onto them, and where the next page is.

A service's address may hold a query (Moodle's all do), so nothing is ever appended to its end.
"""

import re
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from lti_tool.lti.addresses import origin_of
from lti_tool.lti.services.errors import ServiceUnreachable

_LINK = re.compile(r"<([^>]*)>([^<]*)")
_REL = re.compile(r"(?:^|[;\s])rel\s*=\s*[\"'“”]?([^\"'“”;,]*)", re.IGNORECASE)


def under(url: str, name: str) -> str:
    """Return the address of a sub-service: the name goes to the end of the path."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{name}"))


def with_query(url: str, **values: str) -> str:
    """Return the address with more query values, leaving the present ones as they are."""
    parts = urlsplit(url)
    query = "&".join(text for text in (parts.query, urlencode(values)) if text)
    return urlunsplit(parts._replace(query=query))


def next_page(url: str, header: str | None) -> str | None:
    """Return where the next page is (RFC 8288), or None on the last one.

    Takes what real platforms write: parameters before `rel`, no quotes, Moodle's typographic
    quotes (as UTF-8 read as Latin-1) and `&amp;`.

    :param url: the address of the present page.
    :raises ServiceUnreachable: the next page lies elsewhere, where our token must not go.
    """
    for target, parameters in _LINK.findall(_repaired(header or "")):
        found = _REL.search(parameters)
        if found and "next" in found[1].lower().split():
            following: str = urljoin(url, target.strip().replace("&amp;", "&"))
            if origin_of(following) != origin_of(url):
                raise ServiceUnreachable(
                    "The LMS's next page lies on another host.", maybe_done=False
                )
            return following
    return None


def _repaired(header: str) -> str:
    text = header.replace("\n", " ")
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
