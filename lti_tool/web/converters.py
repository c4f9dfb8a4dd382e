"""Numbers and words in addresses: as far as a row's id can go. Beyond, there is no such page."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

LARGEST = 2**31 - 1
"""PostgreSQL's INTEGER. A larger one is refused there, and on SQLite beyond 64 bits."""


class RowNumber(IntegerConverter):
    """A whole number that a row's id could be."""

    def __init__(self, map: Map, **options: Any) -> None:  # noqa: A002  the library's name
        super().__init__(map, **{"max": LARGEST, **options})


class Word(UnicodeConverter):
    """A word without control characters: PostgreSQL takes no NUL, and no id holds any."""

    def to_python(self, value: str) -> str:
        """Return the word, or let the address lead nowhere."""
        if not value.isprintable():
            raise ValidationError
        return value


def install(app: Flask) -> None:
    """Let `<int:…>` and `<…>` mean these. Before the blueprints are registered."""
    app.url_map.converters.update({"int": RowNumber, "default": Word, "string": Word})
