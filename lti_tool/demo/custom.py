"""Custom parameters: what goes with a launch, and the variables that the LMS fills in."""

from collections.abc import Mapping
from sqlite3 import Connection
from typing import Any

from lti_tool.demo.courses import NAVIGATION, Activity, Course, history_of
from lti_tool.demo.gradebook import columns_of
from lti_tool.demo.launches import Launch
from lti_tool.demo.people import Member
from lti_tool.demo.settings import Client
from lti_tool.demo.vocabulary import SUBMISSION_REVIEW_REQUEST


def custom_claim(
    db: Connection,
    launch: Launch,
    client: Client,
    course: Course,
    activity: Activity | None,
    member: Member,
) -> dict[str, str]:
    """Return a launch's custom parameters: the registration's, then the link's, then its own.

    A variable that the LMS does not know goes out as it stands, as it does in Canvas and Moodle.
    """
    from_menu = activity is not None and activity.kind == NAVIGATION
    found = client.custom_of(launch.message, from_menu=from_menu)
    found |= activity.custom if activity else {}
    if launch.message == SUBMISSION_REVIEW_REQUEST and activity:
        found |= review_of(db, activity).get("custom") or {}
    known = variables(db, launch, course, activity, member)
    return {name: known.get(value, value) for name, value in found.items()}


def variables(
    db: Connection, launch: Launch, course: Course, activity: Activity | None, member: Member
) -> dict[str, str]:
    """Return the variables that this launch fills in."""
    known = {
        "$User.id": member.person.id,
        "$Person.name.full": member.person.name,
        "$Context.id": course.id,
        "$Context.title": course.title,
        "$Context.id.history": ",".join(history_of(db, course)),
    }
    if activity:
        known |= {"$ResourceLink.id": activity.id, "$ResourceLink.title": activity.title}
    if "acting" in launch.about:
        known["$Canvas.masqueradingUser.userId"] = launch.about["acting"]
    return known


def review_of(db: Connection, activity: Activity) -> Mapping[str, Any]:
    """Return what a link's column says about reviewing its submissions (`submissionReview`)."""
    columns = columns_of(db, activity.course_id, activity_id=activity.id)
    found = columns[0].extra.get("submissionReview") if len(columns) == 1 else None
    return found if isinstance(found, dict) else {}
