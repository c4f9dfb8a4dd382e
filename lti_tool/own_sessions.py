"""The database for a request or a command that does what a job does elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from curriculum.foundation.clock import utc_now
from lti_tool.extensions import db, reading, writing
from lti_tool.settings import Settings


class OwnSessions:
    """Short sessions of its own on the application's database. Needs an application context.

    The caller must have no session open itself: nothing is open while a platform is asked.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.tokens: dict[Any, Any] = {}

    def now(self) -> datetime:
        """Return this instant."""
        return utc_now()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for reading."""
        with reading(), Session(db.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session that is committed at the end."""
        with writing(), Session(db.engine, expire_on_commit=False) as session, session.begin():
            yield session
