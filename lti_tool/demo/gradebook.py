"""Columns, grades and every score that the tool has posted."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from sqlite3 import Connection, Row
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column of the gradebook; LTI calls it a line item."""

    id: int
    course_id: str
    activity_id: str | None
    label: str
    score_maximum: float
    resource_id: str = ""
    tag: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    """Members that the LMS keeps and repeats: dates, and how submissions are reviewed."""
    client_id: str = ""
    """Whose column it is: a tool sees its own only."""


@dataclass(frozen=True)
class Result:
    """What the gradebook shows for one person in one column."""

    column_id: int
    person_id: str

    score: float | None
    """On the column's scale."""

    maximum: float
    comment: str | None

    timestamp: str
    """The instant that came with the last score taken, ISO 8601."""

    by_hand: bool
    """Typed in by the instructor."""

    attempts: int
    """How many posts counted as a new submission."""

    work_url: str = ""
    """Where the last submission is looked at, in the tool; empty if it never said."""


@dataclass(frozen=True)
class ScorePost:
    """One request to the score service, whatever became of it."""

    column_id: int
    person_id: str | None
    received_at: str
    body: dict[str, Any]
    status: int
    outcome: str


def add_column(
    db: Connection,
    course_id: str,
    label: str,
    score_maximum: float,
    *,
    activity_id: str | None = None,
    resource_id: str = "",
    tag: str = "",
    extra: Mapping[str, Any] | None = None,
    client_id: str | None = None,
) -> Column:
    """Add a column to a course's gradebook; the course's own tool's, unless another is named."""
    members = json.dumps(extra or {})
    added = db.execute(
        "INSERT INTO line_item (course_id, activity_id, label, score_maximum, resource_id, tag, "
        "extra, client_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
        "COALESCE(?8, (SELECT client_id FROM course WHERE id = ?1))) RETURNING *",
        (course_id, activity_id, label, score_maximum, resource_id, tag, members, client_id),
    )
    return _column(added.fetchone())


def find_column(db: Connection, course_id: str, column_id: int) -> Column | None:
    """Find a column within its course."""
    row = db.execute(
        "SELECT * FROM line_item WHERE course_id = ? AND id = ?", (course_id, column_id)
    ).fetchone()
    return _column(row) if row else None


def columns_of(
    db: Connection,
    course_id: str,
    *,
    activity_id: str | None = None,
    resource_id: str | None = None,
    tag: str | None = None,
    client_id: str | None = None,
    limit: int = -1,
    offset: int = 0,
) -> list[Column]:
    """List a course's columns; each filter given narrows the list."""
    rows = db.execute(
        "SELECT * FROM line_item WHERE course_id = :course "
        "AND (:activity IS NULL OR activity_id = :activity) "
        "AND (:resource IS NULL OR resource_id = :resource) "
        "AND (:tag IS NULL OR tag = :tag) "
        "AND (:client IS NULL OR COALESCE(client_id, :client) = :client) "
        "ORDER BY id LIMIT :limit OFFSET :offset",
        {
            "course": course_id,
            "activity": activity_id,
            "resource": resource_id,
            "tag": tag,
            "client": client_id,
            "limit": limit,
            "offset": offset,
        },
    )
    return [_column(row) for row in rows]


def replace_column(db: Connection, column: Column) -> None:
    """Store a column's new label, maximum, resource, tag and other members."""
    db.execute(
        "UPDATE line_item SET label = ?, score_maximum = ?, resource_id = ?, tag = ?, extra = ? "
        "WHERE id = ?",
        (
            column.label,
            column.score_maximum,
            column.resource_id,
            column.tag,
            json.dumps(column.extra),
            column.id,
        ),
    )


def delete_column(db: Connection, column: Column) -> None:
    """Delete a column with its grades. The scores posted to it stay on record."""
    db.execute("DELETE FROM line_item WHERE id = ?", (column.id,))


def results_in(db: Connection, column_id: int, *, person_id: str | None = None) -> list[Result]:
    """List what one column shows, for everyone or for one person."""
    rows = db.execute(
        "SELECT * FROM grade WHERE line_item_id = :column "
        "AND (:person IS NULL OR person_id = :person) ORDER BY place",
        {"column": column_id, "person": person_id},
    )
    return [_result(row) for row in rows]


def find_result(db: Connection, column_id: int, person_id: str) -> Result | None:
    """Find what one person has in one column."""
    found = results_in(db, column_id, person_id=person_id)
    return found[0] if found else None


def results_of(
    db: Connection, course_id: str, people: Iterable[str]
) -> dict[tuple[str, int], Result]:
    """Return what the gradebook shows for some people, by person and column."""
    rows = db.execute(
        "SELECT * FROM grade WHERE course_id = ? AND person_id IN (SELECT value FROM json_each(?))",
        (course_id, json.dumps(list(people))),
    )
    results = [_result(row) for row in rows]
    return {(result.person_id, result.column_id): result for result in results}


def save_result(db: Connection, result: Result) -> None:
    """Store what one person has in one column."""
    db.execute(
        "INSERT INTO result (line_item_id, person_id, given, out_of, comment, timestamp, by_hand, "
        "attempts, work_url) VALUES (:column_id, :person_id, :score, :maximum, :comment, "
        ":timestamp, :by_hand, :attempts, :work_url) ON CONFLICT DO UPDATE SET "
        "given = excluded.given, out_of = excluded.out_of, comment = excluded.comment, "
        "timestamp = excluded.timestamp, by_hand = excluded.by_hand, "
        "attempts = excluded.attempts, work_url = excluded.work_url",
        asdict(result),
    )


def grade_by_hand(
    db: Connection,
    column: Column,
    person_id: str,
    score: float,
    comment: str | None,
    *,
    now: datetime,
) -> None:
    """Store a grade that the instructor typed."""
    before = find_result(db, column.id, person_id)
    result = Result(
        column_id=column.id,
        person_id=person_id,
        score=score,
        maximum=column.score_maximum,
        comment=comment,
        timestamp=now.isoformat(),
        by_hand=True,
        attempts=before.attempts if before else 0,
        work_url=before.work_url if before else "",
    )
    save_result(db, result)


def record_post(db: Connection, post: ScorePost) -> None:
    """Keep a request to the score service."""
    db.execute(
        "INSERT INTO score_post (line_item_id, person_id, received_at, body, status, outcome) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            post.column_id,
            post.person_id,
            post.received_at,
            json.dumps(post.body),
            post.status,
            post.outcome,
        ),
    )


def posts_to(db: Connection, column_id: int | None = None) -> list[ScorePost]:
    """List the requests to the score service, oldest first."""
    rows = db.execute(
        "SELECT * FROM score_post WHERE ?1 IS NULL OR line_item_id = ?1 ORDER BY id", (column_id,)
    )
    return [
        ScorePost(
            row["line_item_id"],
            row["person_id"],
            row["received_at"],
            json.loads(row["body"]),
            row["status"],
            row["outcome"],
        )
        for row in rows
    ]


def _column(row: Row) -> Column:
    return Column(
        row["id"],
        row["course_id"],
        row["activity_id"],
        row["label"],
        row["score_maximum"],
        row["resource_id"],
        row["tag"],
        json.loads(row["extra"]),
        row["client_id"] or "",
    )


def _result(row: Row) -> Result:
    """Scale a stored grade to the column's maximum, which may have changed since."""
    maximum = row["score_maximum"]
    given = row["given"]
    score = None if given is None else round(given * maximum / row["out_of"], 4)
    return Result(
        row["line_item_id"],
        row["person_id"],
        score,
        maximum,
        row["comment"],
        row["timestamp"],
        bool(row["by_hand"]),
        row["attempts"],
        row["work_url"],
    )
