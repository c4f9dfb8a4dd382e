"""The roster (Names and Role Provisioning Services 2.0)."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request

from lti_tool.demo.courses import find_activity
from lti_tool.demo.lms import Lms, current_lms
from lti_tool.demo.people import Member, roster
from lti_tool.demo.services.guard import (
    Caller,
    ServiceError,
    demand_accept,
    demand_access,
    page_asked_for,
    reply,
    with_next_link,
)
from lti_tool.demo.vocabulary import (
    MEDIA_ROSTER,
    MEMBERSHIP,
    MESSAGE_TYPE,
    RESOURCE_LINK_REQUEST,
    SCOPE_ROSTER,
)

bp = Blueprint("nrps", __name__)


@bp.get("/<course_id>/memberships")
def memberships(course_id: str) -> Response:
    """List a course's members."""
    lms = current_lms()
    page = page_asked_for(lms)
    with lms.store.reading() as db:
        caller = demand_access(lms, db, course_id, SCOPE_ROSTER)
        demand_accept(lms, MEDIA_ROSTER)
        link_id = request.args.get("rlid")
        if link_id and find_activity(db, course_id, link_id) is None:
            raise ServiceError(HTTPStatus.NOT_FOUND, "There is no such resource link.")
        found = roster(
            db,
            course_id,
            role=_role(request.args.get("role")),
            active_only=not lms.traits.lists_inactive,
            limit=page.reach,
            offset=page.offset,
        )
    shown = found if page.limit < 0 else found[: page.limit]
    answer = reply(_container(lms, caller, shown, with_message=bool(link_id)), MEDIA_ROSTER)
    return with_next_link(lms, answer, page, more=len(found) > len(shown), curly=False)


def _role(asked: str | None) -> str | None:
    """Return a role's full address; a short name is one of the membership roles."""
    if asked is None or ":" in asked:
        return asked
    return MEMBERSHIP + asked


def _container(
    lms: Lms, caller: Caller, members: list[Member], *, with_message: bool
) -> dict[str, Any]:
    course = caller.course
    return {
        "id": lms.service_url(caller.client, f"{course.id}/memberships"),
        "context": {"id": course.id, "label": course.label, "title": course.title},
        "members": [
            _entry(lms, caller, member) | (_message() if with_message else {}) for member in members
        ],
    }


def _entry(lms: Lms, caller: Caller, member: Member) -> dict[str, Any]:
    short = lms.traits.short_roles
    roles = [role.removeprefix(MEMBERSHIP) if short else role for role in member.roles]
    entry = {"status": member.status, "user_id": member.person.id, "roles": roles}
    if not caller.client.shares_names:
        return entry
    return entry | {
        "name": member.person.name,
        "given_name": member.person.given_name,
        "family_name": member.person.family_name,
        "email": member.person.email,
        "lis_person_sourcedid": "",
    }


def _message() -> dict[str, Any]:
    return {"message": [{MESSAGE_TYPE: RESOURCE_LINK_REQUEST}]}
