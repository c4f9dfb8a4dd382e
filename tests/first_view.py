"""How many bytes a page's first view takes: itself, and every style and script that it loads."""

import gzip
import re
from typing import Any
from urllib.parse import urljoin

BOUND = 60 * 1024
"""Bytes, gzipped. Films and their pictures come on top, when they are asked for."""


def first_view(client: Any, address: str) -> dict[str, int]:
    """Return gzipped bytes by address, following the modules that modules import."""
    page = client.get(address)
    loaded = {"page": len(gzip.compress(page.data))}
    waiting = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    while waiting:
        path = waiting.pop().split("?")[0]
        if path in loaded or path.endswith(".svg"):
            continue
        with client.get(path) as answer:
            data, text = answer.data, answer.text
        loaded[path] = len(gzip.compress(data))
        inner = re.findall(r'(?:from|import) ?\(?"(\./[^"]+)"', text)
        waiting.extend(urljoin(path, each) for each in inner)
    return loaded
