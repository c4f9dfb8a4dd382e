"""Long lists, a page at a time."""

from dataclasses import dataclass

from flask import request

SIZE = 100
"""Rows on a page: more make a page that is slow to draw and tiring to read."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    number: int
    """Counted from 1."""

    total: int
    """Rows in all."""

    size: int = SIZE

    @classmethod
    def asked(cls, total: int) -> "Page":
        """Return the page that the address asks for with `page`, or else the nearest there is."""
        page = cls(1, total)
        wanted = request.args.get("page", default=1, type=int)
        return cls(min(max(wanted, 1), page.last), total)

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def start(self) -> int:
        """How many rows lie before it."""
        return (self.number - 1) * self.size

    @property
    def end(self) -> int:
        """How many rows have been shown at its end."""
        return min(self.number * self.size, self.total)
