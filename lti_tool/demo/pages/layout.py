"""What every page has round it: who looks at it, where, and whom they could become."""

from dataclasses import dataclass
from http import HTTPStatus
from sqlite3 import Connection

from flask import Blueprint, abort, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lti_tool.demo.courses import Course, find_course
from lti_tool.demo.lms import current_lms
from lti_tool.demo.people import Member, Person, everyone, find_person, member, roster
from lti_tool.demo.settings import Client

CHOICES = 60
"""How many people the switch offers at most. The others are reached from the roster."""

bp = Blueprint("layout", __name__)


@dataclass(frozen=True)
class Place:
    """A course as its visitor sees it."""

    course: Course
    client: Client
    me: Member


@bp.post("/become")
def become() -> ResponseReturnValue:
    """Become another person, and stay on the page."""
    if request.headers.get("Origin", current_lms().issuer) != current_lms().issuer:
        abort(HTTPStatus.FORBIDDEN, _("This request came from another site."))
    with current_lms().store.reading() as db:
        person = find_person(db, request.form.get("person", ""))
    if person is None:
        abort(HTTPStatus.BAD_REQUEST, _("There is no such person."))
    session["person"] = person.id
    # One slash in front: two would name another site.
    path = "/" + request.form.get("next", "").lstrip("/\\")
    return redirect(path, HTTPStatus.SEE_OTHER)


def who_looks(db: Connection) -> Person:
    """Return who the visitor is. On the first visit that is the instructor, or whoever is first."""
    person = find_person(db, session.get("person", "")) or next(iter(everyone(db, 1)))
    session["person"] = person.id
    return person


def enter(db: Connection, course_id: str) -> Place:
    """Let the visitor into a course that they have a place in."""
    course = find_course(db, course_id)
    client = current_lms().client(course.client_id) if course else None
    if course is None or client is None:
        abort(HTTPStatus.NOT_FOUND, _("There is no such course."))
    me = member(db, course_id, who_looks(db).id)
    if me is None or not me.is_active:
        abort(HTTPStatus.FORBIDDEN, _("You have no place in this course."))
    return Place(course, client, me)


def enter_as_instructor(db: Connection, course_id: str) -> Place:
    """Let the visitor into the part of a course that is for its instructors."""
    place = enter(db, course_id)
    if not place.me.is_instructor:
        abort(HTTPStatus.FORBIDDEN, _("This page is for instructors."))
    return place


def show(db: Connection, template: str, **values: object) -> str:
    """Draw a page with its banner."""
    course = _course_of_address(db)
    me = who_looks(db)
    return render_template(
        f"demo/{template}",
        me=me,
        course=course,
        me_here=member(db, course.id, me.id) if course else None,
        choices=_choices(db, course, me),
        **values,
    )


def _course_of_address(db: Connection) -> Course | None:
    course_id = (request.view_args or {}).get("course_id")
    return find_course(db, course_id) if course_id else None


def _choices(db: Connection, course: Course | None, me: Person) -> list[Person]:
    """List whom the visitor could become, themselves included."""
    if course is None:
        found = everyone(db, CHOICES)
    else:
        found = [someone.person for someone in roster(db, course.id, limit=CHOICES)]
    return found if me in found else [me, *found]
