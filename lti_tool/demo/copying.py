"""Copying a course: its activities and columns, for a new term with new people."""

from sqlite3 import Connection

from lti_tool.demo.courses import (
    ACTIVITY,
    NAVIGATION,
    Activity,
    Course,
    activities_of,
    add_activity,
    add_course,
    all_courses,
    get_course,
    place_tool,
    tools_in,
)
from lti_tool.demo.gradebook import add_column, columns_of
from lti_tool.demo.people import Member, enrol, member


def copy_course(db: Connection, course: Course, copier: Member) -> Course:
    """Copy a course. Nobody is in the copy but who copied it, and nobody has grades there.

    Everything has a fresh id. What a tool wrote stays as it was: custom parameters, a column's
    resource and tag, and how its submissions are reviewed.
    """
    made = _new_course(db, course)
    new_ids = _copy_links(db, course, made)
    for column in columns_of(db, course.id):
        add_column(
            db,
            made.id,
            column.label,
            column.score_maximum,
            activity_id=new_ids.get(column.activity_id or ""),
            resource_id=column.resource_id,
            tag=column.tag,
            extra=column.extra,
            client_id=column.client_id or None,
        )
    if member(db, course.id, copier.person.id):  # an administrator needs no place of their own
        enrol(db, made.id, copier.person.id, copier.roles)
    return made


def _new_course(db: Connection, course: Course) -> Course:
    number = 2 + sum(each.copied_from == course.id for each in all_courses(db))
    made = Course(
        f"{course.id}-{number}",
        f"{course.label} ({number})",
        course.title,
        course.client_id,
        course.deployment_id,
        copied_from=course.id,
    )
    link = _navigation(db, course)[None]
    add_course(db, made, link.title, link.url)
    return get_course(db, made.id)


def _copy_links(db: Connection, course: Course, made: Course) -> dict[str, str]:
    """Copy the tools and the activities, and return the new ids by the old ones."""
    for placing in tools_in(db, course)[1:]:
        link = _navigation(db, course)[placing.client_id]
        place_tool(db, made, placing, link.title, link.url)
    return {old.id: _copy_activity(db, old, made).id for old in activities_of(db, course.id)}


def _copy_activity(db: Connection, old: Activity, made: Course) -> Activity:
    return add_activity(
        db,
        made.id,
        old.title,
        old.url,
        text=old.text,
        custom=old.custom,
        kind=ACTIVITY,
        client_id=old.client_id,
    )


def _navigation(db: Connection, course: Course) -> dict[str | None, Activity]:
    """Return the links in a course's menu, by client; the course's own is under None."""
    links = activities_of(db, course.id, kind=NAVIGATION)
    return {link.client_id: link for link in links}
