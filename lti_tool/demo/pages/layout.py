"""What every page has round it: who looks at it, where, and whom they could become."""

from dataclasses import dataclass
from http import HTTPStatus
from sqlite3 import Connection

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lti_tool.demo.courses import NAVIGATION, Activity, Course, activities_of, find_course
from lti_tool.demo.lms import current_lms
from lti_tool.demo.people import (
    Member,
    Person,
    administrators,
    everyone,
    find_person,
    is_administrator,
    roster,
    visitor,
)
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
    demand_own_page()
    with current_lms().store.reading() as db:
        person = find_person(db, request.form.get("person", ""))
    if person is None:
        abort(HTTPStatus.BAD_REQUEST, _("There is no such person."))
    session["person"] = person.id
    session.pop("acting", None)
    # One slash in front: two would name another site.
    path = "/" + request.form.get("next", "").lstrip("/\\")
    return redirect(path, HTTPStatus.SEE_OTHER)


@bp.post("/act-as")
def act_as() -> ResponseReturnValue:
    """Look at everything through somebody else's eyes, as a Canvas administrator can."""
    demand_own_page()
    with current_lms().store.reading() as db:
        me = enter_as_administrator(db)
        person = find_person(db, request.form.get("person", ""))
    if person is None or not current_lms().traits.acts_as:
        abort(HTTPStatus.BAD_REQUEST, _("You cannot act as this person."))
    session.update(person=person.id, acting=me.id)
    return redirect(url_for("course.home"), HTTPStatus.SEE_OTHER)


def demand_own_page() -> None:
    """Refuse a form that another site's page has sent."""
    if request.headers.get("Origin", current_lms().issuer) != current_lms().issuer:
        abort(HTTPStatus.FORBIDDEN, _("This request came from another site."))


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
    roles = current_lms().traits.administrator_roles
    me = visitor(db, course_id, who_looks(db).id, roles)
    if me is None or not me.is_active:
        abort(HTTPStatus.FORBIDDEN, _("You have no place in this course."))
    return Place(course, client, me)


def enter_as_instructor(db: Connection, course_id: str) -> Place:
    """Let the visitor into the part of a course that is for its instructors."""
    place = enter(db, course_id)
    if not place.me.is_instructor:
        abort(HTTPStatus.FORBIDDEN, _("This page is for instructors."))
    return place


def enter_as_administrator(db: Connection) -> Person:
    """Let the visitor into the pages for whoever looks after the LMS."""
    me = who_looks(db)
    if not is_administrator(db, me.id):
        abort(HTTPStatus.FORBIDDEN, _("This page is for administrators."))
    return me


def show(db: Connection, template: str, **values: object) -> str:
    """Draw a page with its banner."""
    course = _course_of_address(db)
    me = who_looks(db)
    roles, above = current_lms().traits.administrator_roles, administrators(db)
    return render_template(
        f"demo/{template}",
        me=me,
        course=course,
        me_here=visitor(db, course.id, me.id, roles) if course else None,
        other_links=_other_links(db, course) if course else [],
        frame_messages=current_lms().traits.frame_messages,
        acts_as=current_lms().traits.acts_as,
        behind=find_person(db, session.get("acting", "")),
        is_administrator=me in above,
        administrator_ids={each.id for each in above},
        choices=_choices(db, course, me),
        **values,
    )


def _course_of_address(db: Connection) -> Course | None:
    course_id = (request.view_args or {}).get("course_id")
    return find_course(db, course_id) if course_id else None


def _other_links(db: Connection, course: Course) -> list[Activity]:
    """List the menu's links to tools beside the course's own, as far as they are switched on."""
    links = activities_of(db, course.id, kind=NAVIGATION)
    return [link for link in links if link.client_id and _is_on(link.client_id)]


def _is_on(client_id: str) -> bool:
    client = current_lms().client(client_id)
    return client is not None and client.is_active


def _choices(db: Connection, course: Course | None, me: Person) -> list[Person]:
    """List whom the visitor could become, themselves included."""
    if course is None:
        found = everyone(db, CHOICES)
    else:
        members = [someone.person for someone in roster(db, course.id, limit=CHOICES)]
        found = [*members, *(each for each in administrators(db) if each not in members)]
    return found if me in found else [me, *found]
