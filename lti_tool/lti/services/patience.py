"""How long an answer is waited for where a person sits in front of the page that needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HURRIED = (2.0, 4.0)
"""Seconds to connect, and seconds between two bytes; nor may a whole answer take longer."""

_hurried: ContextVar[bool] = ContextVar("hurried", default=False)


@contextmanager
def hurrying() -> Iterator[None]:
    """Wait only a few seconds for each answer that is asked for within the block."""
    token = _hurried.set(True)
    try:
        yield
    finally:
        _hurried.reset(token)


def is_hurried() -> bool:
    """Whether somebody waits for the request that is being made."""
    return _hurried.get()
