"""Launches under way: each is begun by a person, and used once by the tool's answer."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from sqlite3 import Connection, IntegrityError

from lti_tool.demo.courses import Activity, Placing
from lti_tool.demo.lms import Lms
from lti_tool.demo.vocabulary import RESOURCE_LINK_REQUEST

KEPT = 24 * 60 * 60
"""Seconds after which a launch that nobody went through with is forgotten."""


@dataclass(frozen=True)
class Launch:
    """A person on the way to a tool."""

    hint: str
    """The `lti_message_hint`: random, and good for one authentication request."""

    client_id: str
    deployment_id: str

    course_id: str
    """Empty for a launch from outside of the courses."""

    person_id: str
    message: str

    activity_id: str | None
    """None where the launch is not from an activity."""

    ticket: str | None
    """The deep linking request, where the launch is to choose content."""

    target: str

    document_target: str
    """`iframe` or `window`."""

    about: Mapping[str, str]
    """Whose work is to be reviewed (`for_user`), and who acts as the person (`acting`)."""


def begin_launch(
    lms: Lms,
    db: Connection,
    placing: Placing,
    person_id: str,
    *,
    target: str,
    course_id: str = "",
    message: str = RESOURCE_LINK_REQUEST,
    activity: Activity | None = None,
    ticket: str | None = None,
    document_target: str = "iframe",
    about: Mapping[str, str] | None = None,
) -> Launch:
    """Note that a person sets out for a tool."""
    launch = Launch(
        secrets.token_urlsafe(24),
        placing.client_id,
        placing.deployment_id,
        course_id,
        person_id,
        message,
        activity.id if activity else None,
        ticket,
        target,
        document_target,
        dict(about or {}),
    )
    now = lms.seconds()
    db.execute("DELETE FROM launch WHERE created_at < ?", (now - KEPT,))
    row = asdict(launch) | {"about": json.dumps(launch.about), "created_at": now}
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO launch ({names}) VALUES ({marks})", row)  # noqa: S608  the dataclass's own fields
    return launch


def find_launch(db: Connection, hint: str) -> Launch | None:
    """Find a launch that has not been used."""
    row = db.execute("SELECT * FROM launch WHERE hint = ? AND nonce IS NULL", (hint,)).fetchone()
    if row is None:
        return None
    found = {name: row[name] for name in Launch.__dataclass_fields__}
    return Launch(**{**found, "about": json.loads(found["about"])})


def use_launch(db: Connection, launch: Launch, nonce: str) -> bool:
    """Use a launch up; False where the tool has sent this nonce before, or someone was faster."""
    try:
        used = db.execute(
            "UPDATE launch SET nonce = ? WHERE hint = ? AND nonce IS NULL", (nonce, launch.hint)
        )
    except IntegrityError:
        return False
    return used.rowcount == 1


def initiation_fields(lms: Lms, launch: Launch) -> dict[str, str]:
    """Return what the browser posts to the tool's login address.

    The first three are OpenID Connect's, the others LTI's (LTI Core 1.3, section 4.1).
    """
    return {
        "iss": lms.issuer,
        "login_hint": launch.person_id,
        "target_link_uri": launch.target,
        "lti_message_hint": launch.hint,
        "client_id": launch.client_id,
        "lti_deployment_id": launch.deployment_id,
        **storage_fields(lms),
    }


def storage_fields(lms: Lms) -> dict[str, str]:
    """Return what login and launch say of the platform's storage; nothing where there is none."""
    named = lms.traits.storage_frame
    return {"lti_storage_target": named} if named else {}
