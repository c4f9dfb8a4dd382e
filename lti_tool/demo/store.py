"""The SQLite file that an LMS keeps everything in."""

import queue
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS signing_key (
    kid TEXT PRIMARY KEY, pem TEXT NOT NULL, created_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS person (
    id TEXT PRIMARY KEY, given_name TEXT NOT NULL, family_name TEXT NOT NULL,
    name TEXT NOT NULL, email TEXT NOT NULL, locale TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS course (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, title TEXT NOT NULL,
    client_id TEXT NOT NULL, deployment_id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS enrolment (
    course_id TEXT NOT NULL REFERENCES course, person_id TEXT NOT NULL REFERENCES person,
    roles TEXT NOT NULL, status TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (course_id, person_id));
CREATE INDEX IF NOT EXISTS enrolment_place ON enrolment (course_id, place);
CREATE TABLE IF NOT EXISTS activity (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    course_id TEXT NOT NULL REFERENCES course, kind TEXT NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, url TEXT NOT NULL, custom TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS line_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT, course_id TEXT NOT NULL REFERENCES course,
    activity_id TEXT REFERENCES activity (id), label TEXT NOT NULL, score_maximum REAL NOT NULL,
    resource_id TEXT NOT NULL, tag TEXT NOT NULL, extra TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS score_post (
    id INTEGER PRIMARY KEY, line_item_id INTEGER NOT NULL, person_id TEXT,
    received_at TEXT NOT NULL, body TEXT NOT NULL, status INTEGER NOT NULL,
    outcome TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS result (
    line_item_id INTEGER NOT NULL REFERENCES line_item ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES person, given REAL, out_of REAL, comment TEXT,
    timestamp TEXT NOT NULL, by_hand INTEGER NOT NULL, attempts INTEGER NOT NULL,
    PRIMARY KEY (line_item_id, person_id));
CREATE TABLE IF NOT EXISTS launch (
    hint TEXT PRIMARY KEY, client_id TEXT NOT NULL, course_id TEXT NOT NULL,
    person_id TEXT NOT NULL, activity_id TEXT, ticket TEXT, target TEXT NOT NULL,
    document_target TEXT NOT NULL, created_at INTEGER NOT NULL, nonce TEXT,
    UNIQUE (client_id, nonce));
CREATE TABLE IF NOT EXISTS deep_link (
    ticket TEXT PRIMARY KEY, course_id TEXT NOT NULL, data TEXT, created_at INTEGER NOT NULL,
    terms TEXT NOT NULL, outcome TEXT);
CREATE TABLE IF NOT EXISTS seen_token (
    client_id TEXT NOT NULL, value TEXT NOT NULL, expires_at INTEGER NOT NULL,
    PRIMARY KEY (client_id, value));
CREATE TABLE IF NOT EXISTS access_token (
    digest TEXT PRIMARY KEY, client_id TEXT NOT NULL, scopes TEXT NOT NULL,
    expires_at INTEGER NOT NULL);
CREATE VIEW IF NOT EXISTS membership AS
    SELECT person.*, course_id, roles, status, place
    FROM enrolment JOIN person ON person.id = person_id;
CREATE VIEW IF NOT EXISTS grade AS
    SELECT result.*, result.rowid AS place, course_id, score_maximum
    FROM result JOIN line_item ON line_item.id = line_item_id;
"""


class Store:
    """Hands out connections to the file, one per reader or writer at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._close = weakref.finalize(self, _close_all, self._idle)
        with self._connection() as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(SCHEMA)

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
