"""The extensions that belong to the whole application, and how a transaction begins."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

from flask import current_app
from flask_babel import Babel
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event

from curriculum.foundation.tables import Base
from lti_tool.settings import Settings

db = SQLAlchemy(model_class=Base)
babel = Babel()
migrate = Migrate()

_writing: ContextVar[bool] = ContextVar("writing", default=False)


def current_settings() -> Settings:
    """Return the settings of the application at work."""
    found: Settings = current_app.extensions["settings"]
    return found


def begin_writing() -> None:
    """Let the transactions of this request or job begin IMMEDIATE on SQLite.

    SQLite's own default begins as a reader and cannot become a writer once another
    writer was quicker: the update would be lost. To be called before the first query.
    """
    _writing.set(True)


def begin_reading() -> None:
    """Let the transactions of this request begin as readers."""
    _writing.set(False)


@contextmanager
def writing() -> Iterator[None]:
    """Run a block, a job or a command, as a writer."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Run a block of a job as a reader."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


def prepare_engine(engine: Engine) -> None:
    """Teach an SQLite engine durability, foreign keys and explicit transactions."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    # The driver's own begin is switched off; _on_sqlite_begin says which kind it is.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 15000")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _on_sqlite_begin(connection: Connection) -> None:
    # By the driver itself: each visit begins three, and SQLAlchemy's own way costs ten times that.
    # Only an open connection begins, so that there is one.
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    driver.execute("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
