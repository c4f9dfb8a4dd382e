"""Numbers in addresses: as far as a row's id can go. Beyond that there is no such page."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""PostgreSQL's INTEGER. A larger one is refused there, and on SQLite beyond 64 bits."""


class RowNumber(IntegerConverter):
    """A whole number that a row's id could be."""

    def __init__(self, map: Map, **options: Any) -> None:  # noqa: A002  the library's name
        super().__init__(map, **{"max": LARGEST, **options})


def install(app: Flask) -> None:
    """Let `<int:…>` mean such a number. Before the blueprints are registered."""
    app.url_map.converters["int"] = RowNumber
