"""Courses, and the activities that stand in them."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
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

    copied_from: str = ""
    """The id of the course that this one is a copy of."""

    @property
    def own_tool(self) -> "Placing":
        """The tool that the course was made with."""
        return Placing(self.client_id, self.deployment_id)


@dataclass(frozen=True)
class Placing:
    """A tool in a course: a client, and the deployment that stands there."""

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

    client_id: str | None = None
    """The client whose tool it opens; None for the course's own."""


def add_course(db: Connection, course: Course, tool_name: str, home_url: str) -> None:
    """Add a course with its navigation link, unless it is there."""
    added = db.execute(
        "INSERT OR IGNORE INTO course (id, label, title, client_id, deployment_id, copied_from) "
        "VALUES (:id, :label, :title, :client_id, :deployment_id, :copied_from)",
        asdict(course),
    )
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


def all_courses(db: Connection) -> list[Course]:
    """List every course."""
    return [Course(**row) for row in db.execute("SELECT * FROM course ORDER BY id")]


def history_of(db: Connection, course: Course) -> list[str]:
    """List the ids of the courses that a course was copied from, the nearest first."""
    found: list[str] = []
    parent: Course | None = course
    while parent and parent.copied_from:
        found.append(parent.copied_from)
        parent = find_course(db, parent.copied_from)
    return found


def place_tool(
    db: Connection, course: Course, placing: Placing, tool_name: str, home_url: str
) -> None:
    """Put another tool into a course, with its own navigation link, unless it is there."""
    if find_placing(db, course, placing.client_id):
        return
    db.execute(
        "INSERT INTO course_tool VALUES (?, ?, ?)",
        (course.id, placing.client_id, placing.deployment_id),
    )
    client_id = placing.client_id
    add_activity(db, course.id, tool_name, home_url, kind=NAVIGATION, client_id=client_id)


def change_menu_links(db: Connection, client_id: str, title: str, url: str) -> None:
    """Let a tool's links in the courses' menus say and open something else."""
    db.execute(
        "UPDATE activity SET title = ?, url = ? WHERE kind = ? AND client_id = ?",
        (title, url, NAVIGATION, client_id),
    )


def tools_in(db: Connection, course: Course) -> list[Placing]:
    """List the tools in a course, its own first."""
    rows = db.execute(
        "SELECT client_id, deployment_id FROM course_tool WHERE course_id = ? ORDER BY rowid",
        (course.id,),
    )
    return [course.own_tool, *(Placing(**row) for row in rows)]


def placing_of(db: Connection, course: Course, activity: Activity) -> Placing:
    """Return the tool that an activity opens."""
    other = find_placing(db, course, activity.client_id) if activity.client_id else None
    return other or course.own_tool


def find_placing(db: Connection, course: Course, client_id: str) -> Placing | None:
    """Find a client's place in a course."""
    return next((each for each in tools_in(db, course) if each.client_id == client_id), None)


def add_activity(
    db: Connection,
    course_id: str,
    title: str,
    url: str,
    *,
    text: str = "",
    custom: Mapping[str, str] | None = None,
    kind: str = ACTIVITY,
    client_id: str | None = None,
) -> Activity:
    """Put a link to a tool at the end of a course; to the course's own unless another is named."""
    activity = Activity(
        secrets.token_hex(8), course_id, kind, title, text, url, dict(custom or {}), client_id
    )
    db.execute(
        "INSERT INTO activity (id, course_id, kind, title, text, url, custom, client_id) "
        "VALUES (:id, :course_id, :kind, :title, :text, :url, :custom, :client_id)",
        asdict(activity) | {"custom": json.dumps(activity.custom)},
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
        row["client_id"],
    )
