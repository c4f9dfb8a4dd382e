"""The tables of the SQLite file that an LMS keeps everything in."""

from sqlite3 import Connection

SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS signing_key (
    kid TEXT PRIMARY KEY, pem TEXT NOT NULL, created_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS person (
    id TEXT PRIMARY KEY, given_name TEXT NOT NULL, family_name TEXT NOT NULL,
    name TEXT NOT NULL, email TEXT NOT NULL, locale TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS administrator (person_id TEXT PRIMARY KEY REFERENCES person);
CREATE TABLE IF NOT EXISTS client (
    place INTEGER PRIMARY KEY AUTOINCREMENT, client_id TEXT NOT NULL UNIQUE,
    deployment_id TEXT NOT NULL, state TEXT NOT NULL, terms TEXT NOT NULL, proposal TEXT);
CREATE TABLE IF NOT EXISTS privacy (client_id TEXT PRIMARY KEY, shares INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS adding (
    ticket TEXT PRIMARY KEY, url TEXT NOT NULL, client_id TEXT NOT NULL,
    updates INTEGER NOT NULL, created_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS course (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, title TEXT NOT NULL,
    client_id TEXT NOT NULL, deployment_id TEXT NOT NULL, copied_from TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS course_tool (
    course_id TEXT NOT NULL REFERENCES course, client_id TEXT NOT NULL,
    deployment_id TEXT NOT NULL, PRIMARY KEY (course_id, client_id));
CREATE TABLE IF NOT EXISTS enrolment (
    course_id TEXT NOT NULL REFERENCES course, person_id TEXT NOT NULL REFERENCES person,
    roles TEXT NOT NULL, status TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (course_id, person_id));
CREATE INDEX IF NOT EXISTS enrolment_place ON enrolment (course_id, place);
CREATE TABLE IF NOT EXISTS activity (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    course_id TEXT NOT NULL REFERENCES course, kind TEXT NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, url TEXT NOT NULL, custom TEXT NOT NULL, client_id TEXT);
CREATE TABLE IF NOT EXISTS line_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT, course_id TEXT NOT NULL REFERENCES course,
    activity_id TEXT REFERENCES activity (id), label TEXT NOT NULL, score_maximum REAL NOT NULL,
    resource_id TEXT NOT NULL, tag TEXT NOT NULL, extra TEXT NOT NULL, client_id TEXT);
CREATE TABLE IF NOT EXISTS score_post (
    id INTEGER PRIMARY KEY, line_item_id INTEGER NOT NULL, person_id TEXT,
    received_at TEXT NOT NULL, body TEXT NOT NULL, status INTEGER NOT NULL,
    outcome TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS result (
    line_item_id INTEGER NOT NULL REFERENCES line_item ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES person, given REAL, out_of REAL, comment TEXT,
    timestamp TEXT NOT NULL, by_hand INTEGER NOT NULL, attempts INTEGER NOT NULL,
    work_url TEXT NOT NULL DEFAULT '', PRIMARY KEY (line_item_id, person_id));
CREATE TABLE IF NOT EXISTS launch (
    hint TEXT PRIMARY KEY, client_id TEXT NOT NULL, course_id TEXT NOT NULL,
    person_id TEXT NOT NULL, activity_id TEXT, ticket TEXT, target TEXT NOT NULL,
    document_target TEXT NOT NULL, created_at INTEGER NOT NULL, nonce TEXT,
    deployment_id TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '',
    about TEXT NOT NULL DEFAULT '{}', UNIQUE (client_id, nonce));
CREATE TABLE IF NOT EXISTS deep_link (
    ticket TEXT PRIMARY KEY, course_id TEXT NOT NULL, data TEXT, created_at INTEGER NOT NULL,
    terms TEXT NOT NULL, outcome TEXT, client_id TEXT);
CREATE TABLE IF NOT EXISTS seen_token (
    client_id TEXT NOT NULL, value TEXT NOT NULL, expires_at INTEGER NOT NULL,
    PRIMARY KEY (client_id, value));
CREATE TABLE IF NOT EXISTS access_token (
    digest TEXT PRIMARY KEY, client_id TEXT NOT NULL, scopes TEXT NOT NULL,
    expires_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS notice_handler (
    client_id TEXT NOT NULL, notice_type TEXT NOT NULL, handler TEXT NOT NULL,
    PRIMARY KEY (client_id, notice_type));
CREATE TABLE IF NOT EXISTS notice_sent (
    id INTEGER PRIMARY KEY, client_id TEXT NOT NULL, notice_type TEXT NOT NULL,
    handler TEXT NOT NULL, jwt TEXT NOT NULL, status INTEGER NOT NULL);
CREATE VIEW IF NOT EXISTS membership AS
    SELECT person.*, course_id, roles, status, place
    FROM enrolment JOIN person ON person.id = person_id;
CREATE VIEW IF NOT EXISTS grade AS
    SELECT result.*, result.rowid AS place, course_id, score_maximum
    FROM result JOIN line_item ON line_item.id = line_item_id;
"""

ADDED = (
    ("course", "copied_from", "TEXT NOT NULL DEFAULT ''"),
    ("activity", "client_id", "TEXT"),
    ("line_item", "client_id", "TEXT"),
    ("result", "work_url", "TEXT NOT NULL DEFAULT ''"),
    ("launch", "deployment_id", "TEXT NOT NULL DEFAULT ''"),
    ("launch", "message", "TEXT NOT NULL DEFAULT ''"),
    ("launch", "about", "TEXT NOT NULL DEFAULT '{}'"),
    ("deep_link", "client_id", "TEXT"),
)
"""Columns that files of earlier versions lack. No client means the course's own."""


def build(db: Connection) -> None:
    """Make the tables that are missing, and add the columns that an older file lacks."""
    db.executescript(SCHEMA)
    for table, column, kind in ADDED:
        if column not in {row["name"] for row in db.execute(f"PRAGMA table_info({table})")}:
            db.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
