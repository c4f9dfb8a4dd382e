"""Who there is, and who has which place in a course."""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from sqlite3 import Connection, Row

from lti_tool.demo.vocabulary import INSTRUCTOR, LEARNER, SYSTEM_ADMINISTRATOR


@dataclass(frozen=True)
class Person:
    """Someone with an account at the LMS."""

    id: str
    given_name: str
    family_name: str
    name: str
    email: str
    locale: str = "en"


@dataclass(frozen=True)
class Member:
    """A person's place in one course."""

    person: Person
    roles: tuple[str, ...]
    status: str

    @property
    def is_active(self) -> bool:
        """Whether they may come in."""
        return self.status == "Active"

    @property
    def is_candidate(self) -> bool:
        """Whether they can be graded."""
        return LEARNER in self.roles

    @property
    def is_instructor(self) -> bool:
        """Whether they may do here what instructors do."""
        return INSTRUCTOR in self.roles or SYSTEM_ADMINISTRATOR in self.roles


def add_person(db: Connection, person: Person) -> None:
    """Add someone, unless they are there."""
    db.execute("INSERT OR IGNORE INTO person VALUES (?, ?, ?, ?, ?, ?)", astuple(person))


def make_administrator(db: Connection, person_id: str) -> None:
    """Let someone look after the whole LMS."""
    db.execute("INSERT OR IGNORE INTO administrator VALUES (?)", (person_id,))


def is_administrator(db: Connection, person_id: str) -> bool:
    """Say whether someone looks after the whole LMS."""
    found = db.execute("SELECT 1 FROM administrator WHERE person_id = ?", (person_id,))
    return found.fetchone() is not None


def administrators(db: Connection) -> list[Person]:
    """List who looks after the whole LMS."""
    rows = db.execute("SELECT * FROM person WHERE id IN (SELECT person_id FROM administrator)")
    return [Person(**row) for row in rows]


def visitor(
    db: Connection, course_id: str, person_id: str, administrator_roles: tuple[str, ...]
) -> Member | None:
    """Find a person's place in a course; an administrator may look into every one."""
    found = member(db, course_id, person_id)
    person = find_person(db, person_id)
    if found or person is None or not is_administrator(db, person_id):
        return found
    return Member(person, administrator_roles, "Active")


def find_person(db: Connection, person_id: str) -> Person | None:
    """Find someone by their id."""
    row = db.execute("SELECT * FROM person WHERE id = ?", (person_id,)).fetchone()
    return Person(**row) if row else None


def everyone(db: Connection, limit: int) -> list[Person]:
    """List the first people to have got an account."""
    rows = db.execute("SELECT * FROM person ORDER BY rowid LIMIT ?", (limit,))
    return [Person(**row) for row in rows]


def enrol(
    db: Connection,
    course_id: str,
    person_id: str,
    roles: Iterable[str],
    *,
    status: str = "Active",
) -> None:
    """Give a person a place in a course, or change the one they have."""
    db.execute(
        "INSERT INTO enrolment VALUES (?, ?, ?, ?, "
        "(SELECT COALESCE(MAX(place), 0) + 1 FROM enrolment WHERE course_id = ?)) "
        "ON CONFLICT DO UPDATE SET roles = excluded.roles, status = excluded.status",
        (course_id, person_id, json.dumps(list(roles)), status, course_id),
    )


def enrol_many(db: Connection, course_id: str, count: int, *, prefix: str = "learner") -> None:
    """Add and enrol `count` candidates whose ids are `<prefix>-1`, `<prefix>-2`, ..."""
    for number in range(1, count + 1):
        person_id = f"{prefix}-{number}"
        email = f"{person_id}@example.org"
        person = Person(
            person_id, prefix.title(), f"{number:05}", f"{prefix.title()} {number:05}", email
        )
        add_person(db, person)
        enrol(db, course_id, person_id, [LEARNER])


def member(db: Connection, course_id: str, person_id: str) -> Member | None:
    """Find a person's place in a course."""
    row = db.execute(
        "SELECT * FROM membership WHERE course_id = ? AND id = ?", (course_id, person_id)
    ).fetchone()
    return _member(row) if row else None


def roster(
    db: Connection,
    course_id: str,
    *,
    role: str | None = None,
    active_only: bool = False,
    limit: int = -1,
    offset: int = 0,
) -> list[Member]:
    """List a course's members in the order they joined.

    :param role: a role's full address; only its holders are listed.
    :param limit: how many at most; -1 for all.
    """
    rows = db.execute(
        "SELECT * FROM membership WHERE course_id = :course "
        "AND (:role IS NULL OR EXISTS (SELECT 1 FROM json_each(roles) WHERE value = :role)) "
        "AND (NOT :active_only OR status = 'Active') ORDER BY place LIMIT :limit OFFSET :offset",
        {
            "course": course_id,
            "role": role,
            "active_only": active_only,
            "limit": limit,
            "offset": offset,
        },
    )
    return [_member(row) for row in rows]


def _member(row: Row) -> Member:
    person = Person(
        row["id"],
        row["given_name"],
        row["family_name"],
        row["name"],
        row["email"],
        row["locale"],
    )
    return Member(person, tuple(json.loads(row["roles"])), row["status"])
