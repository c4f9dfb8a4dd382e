"""Courses, and the activities that stand in them."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from sqlite3 import Connection, Row

NAVIGATION = "navigation"
"""The course's own link to the tool: it names nothing of the tool's."""

ACTIVITY = "activity"


@dataclass(frozen=True)
class Course:
    """A course, and the deployment of a tool that it uses."""

    id: str
    label: str
    title: str
    client_id: str
    deployment_id: str


@dataclass(frozen=True)
class Activity:
    """One link to the tool; LTI calls it a resource link."""

    id: str
    course_id: str
    kind: str
    title: str
    text: str
    url: str
    custom: dict[str, str] = field(default_factory=dict)


def add_course(db: Connection, course: Course, tool_name: str, home_url: str) -> None:
    """Add a course with its navigation link, unless it is there."""
    added = db.execute("INSERT OR IGNORE INTO course VALUES (?, ?, ?, ?, ?)", astuple(course))
    if added.rowcount:
        add_activity(db, course.id, tool_name, home_url, kind=NAVIGATION)


def find_course(db: Connection, course_id: str) -> Course | None:
    """Find a course by its id."""
    row = db.execute("SELECT * FROM course WHERE id = ?", (course_id,)).fetchone()
    return Course(**row) if row else None


def get_course(db: Connection, course_id: str) -> Course:
    """Return a course that something stored refers to."""
    row = db.execute("SELECT * FROM course WHERE id = ?", (course_id,)).fetchone()
    return Course(**row)


def courses_of(db: Connection, person_id: str) -> list[Course]:
    """List the courses in which a person is active."""
    rows = db.execute(
        "SELECT course.* FROM course JOIN enrolment ON course_id = course.id "
        "WHERE person_id = ? AND status = 'Active' ORDER BY course.id",
        (person_id,),
    )
    return [Course(**row) for row in rows]


def add_activity(
    db: Connection,
    course_id: str,
    title: str,
    url: str,
    *,
    text: str = "",
    custom: Mapping[str, str] | None = None,
    kind: str = ACTIVITY,
) -> Activity:
    """Put a link to the tool at the end of a course."""
    activity = Activity(secrets.token_hex(8), course_id, kind, title, text, url, dict(custom or {}))
    db.execute(
        "INSERT INTO activity (id, course_id, kind, title, text, url, custom) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (activity.id, course_id, kind, title, text, url, json.dumps(activity.custom)),
    )
    return activity


def find_activity(db: Connection, course_id: str, activity_id: str) -> Activity | None:
    """Find an activity within its course."""
    row = db.execute(
        "SELECT * FROM activity WHERE course_id = ? AND id = ?", (course_id, activity_id)
    ).fetchone()
    return _activity(row) if row else None


def activities_of(db: Connection, course_id: str, *, kind: str = ACTIVITY) -> list[Activity]:
    """List a course's activities in the order they were added."""
    rows = db.execute(
        "SELECT * FROM activity WHERE course_id = ? AND kind = ? ORDER BY place", (course_id, kind)
    )
    return [_activity(row) for row in rows]


def _activity(row: Row) -> Activity:
    return Activity(
        row["id"],
        row["course_id"],
        row["kind"],
        row["title"],
        row["text"],
        row["url"],
        json.loads(row["custom"]),
    )
