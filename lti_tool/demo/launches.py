"""Launches under way: each is begun by a person, and used once by the tool's answer."""

import secrets
from dataclasses import astuple, dataclass
from sqlite3 import Connection, IntegrityError

from lti_tool.demo.courses import Activity, Course
from lti_tool.demo.lms import Lms
from lti_tool.demo.people import Member

KEPT = 24 * 60 * 60
"""Seconds after which a launch that nobody went through with is forgotten."""


@dataclass(frozen=True)
class Launch:
    """A person on the way to the tool."""

    hint: str
    """The `lti_message_hint`: random, and good for one authentication request."""

    client_id: str
    course_id: str
    person_id: str

    activity_id: str | None
    """None where the launch is to choose content."""

    ticket: str | None
    """The deep linking request, where the launch is to choose content."""

    target: str

    document_target: str
    """`iframe` or `window`."""


def begin_launch(
    lms: Lms,
    db: Connection,
    course: Course,
    member: Member,
    *,
    target: str,
    activity: Activity | None = None,
    ticket: str | None = None,
    document_target: str = "iframe",
) -> Launch:
    """Note that a person sets out for the tool."""
    launch = Launch(
        secrets.token_urlsafe(24),
        course.client_id,
        course.id,
        member.person.id,
        activity.id if activity else None,
        ticket,
        target,
        document_target,
    )
    now = lms.seconds()
    db.execute("DELETE FROM launch WHERE created_at < ?", (now - KEPT,))
    row = (*astuple(launch), now)
    db.execute("INSERT INTO launch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", row)
    return launch


def find_launch(db: Connection, hint: str) -> Launch | None:
    """Find a launch that has not been used."""
    row = db.execute("SELECT * FROM launch WHERE hint = ? AND nonce IS NULL", (hint,)).fetchone()
    if row is None:
        return None
    return Launch(**{name: row[name] for name in Launch.__dataclass_fields__})


def use_launch(db: Connection, launch: Launch, nonce: str) -> bool:
    """Use a launch up; False where the tool has sent this nonce before, or someone was faster."""
    try:
        used = db.execute(
            "UPDATE launch SET nonce = ? WHERE hint = ? AND nonce IS NULL", (nonce, launch.hint)
        )
    except IntegrityError:
        return False
    return used.rowcount == 1


def initiation_fields(lms: Lms, course: Course, launch: Launch) -> dict[str, str]:
    """Return what the browser posts to the tool's login address.

    The first three are OpenID Connect's, the others LTI's (LTI Core 1.3, section 4.1).
    """
    return {
        "iss": lms.issuer,
        "login_hint": launch.person_id,
        "target_link_uri": launch.target,
        "lti_message_hint": launch.hint,
        "client_id": launch.client_id,
        "lti_deployment_id": course.deployment_id,
    }
