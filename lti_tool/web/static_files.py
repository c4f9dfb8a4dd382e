"""Addresses of static files. Each carries the file's hash, so browsers may keep it for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import current_app, url_for


def versioned(name: str) -> str:
    """Return the address of a static file."""
    folder = current_app.static_folder or ""
    return url_for("static", filename=name, v=_fingerprint(Path(folder) / name))


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
