"""The SQLite file that an LMS keeps everything in."""

import queue
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lti_tool.demo.schema import build


class Store:
    """Hands out connections to the file, one per reader or writer at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._close = weakref.finalize(self, _close_all, self._idle)
        with self._connection() as db:
            db.execute("PRAGMA journal_mode = WAL")
            build(db)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one state of the file."""
        with self._connection() as db:
            db.execute("BEGIN")
            try:
                yield db
            finally:
                db.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that alone may write, and commit unless an error leaves the block."""
        with self._connection() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def close(self) -> None:
        """Close every idle connection. The store opens new ones if it is used again."""
        _close_all(self._idle)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        db = self._take()
        try:
            yield db
        finally:
            self._idle.put(db)

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            return _connect(self._path)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = NORMAL")
    return db


def _close_all(idle: "queue.LifoQueue[sqlite3.Connection]") -> None:
    while True:
        try:
            idle.get_nowait().close()
        except queue.Empty:
            return


def setting(db: sqlite3.Connection, name: str, value: str) -> str:
    """Return a setting, which becomes `value` the first time it is asked for."""
    db.execute("INSERT OR IGNORE INTO setting VALUES (?, ?)", (name, value))
    found = db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return str(found["value"])
