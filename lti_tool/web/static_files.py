"""Addresses of static files. Each carries the file's hash, so browsers may keep it for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import current_app, request, url_for


def versioned(name: str) -> str:
    """Return the address of a static file."""
    return static_address(current_app.static_folder or "", request.script_root, name)


@cache  # there are a few dozen, and every page names seven
def static_address(folder: str, _root: str, name: str) -> str:
    """Return the address of a file in this folder, of an application mounted at this root."""
    return url_for("static", filename=name, v=_fingerprint(Path(folder) / name))


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
