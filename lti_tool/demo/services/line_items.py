"""The line item service: a tool's view of the gradebook's columns (AGS 2.0, section 3.2)."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from sqlite3 import Connection
from typing import Any

from flask import Blueprint, Response, request

from lti_tool.demo.courses import Activity, find_activity, placing_of
from lti_tool.demo.gradebook import (
    Column,
    add_column,
    columns_of,
    delete_column,
    find_column,
    replace_column,
)
from lti_tool.demo.lms import Lms, current_lms
from lti_tool.demo.services.guard import (
    Caller,
    ServiceError,
    demand_accept,
    demand_access,
    page_asked_for,
    posted,
    reply,
    with_next_link,
)
from lti_tool.demo.settings import Client
from lti_tool.demo.vocabulary import (
    MEDIA_LINE_ITEM,
    MEDIA_LINE_ITEMS,
    SCOPE_LINE_ITEM,
    SCOPE_LINE_ITEM_READ,
)

bp = Blueprint("line_items", __name__)

EXTRA = ("startDateTime", "endDateTime", "submissionReview", "gradesReleased")


@bp.get("/<course_id>/lineitems")
def index(course_id: str) -> Response:
    """List a course's columns."""
    lms = current_lms()
    page = page_asked_for(lms)
    with lms.store.reading() as db:
        caller = demand_access(lms, db, course_id, SCOPE_LINE_ITEM, SCOPE_LINE_ITEM_READ)
        demand_accept(lms, MEDIA_LINE_ITEMS)
        found = columns_of(
            db,
            course_id,
            activity_id=request.args.get("resource_link_id"),
            resource_id=request.args.get("resource_id"),
            tag=request.args.get("tag"),
            client_id=caller.client.client_id,
            limit=page.reach,
            offset=page.offset,
        )
    shown = found if page.limit < 0 else found[: page.limit]
    answer = reply([_shown(lms, caller.client, column) for column in shown], MEDIA_LINE_ITEMS)
    more = len(found) > len(shown)
    return with_next_link(lms, answer, page, more=more, curly=lms.traits.curly_links)


@bp.post("/<course_id>/lineitems")
def create(course_id: str) -> Response:
    """Add a column."""
    lms = current_lms()
    with lms.store.writing() as db:
        caller = demand_access(lms, db, course_id, SCOPE_LINE_ITEM)
        wanted = _read(posted(lms, MEDIA_LINE_ITEM))
        link_id = wanted.pop("resourceLinkId") or None
        if link_id and _own_link(db, caller, link_id) is None:
            raise ServiceError(HTTPStatus.NOT_FOUND, "There is no such resource link.")
        column = add_column(
            db,
            course_id,
            wanted["label"],
            wanted["scoreMaximum"],
            activity_id=link_id,
            resource_id=wanted["resourceId"],
            tag=wanted["tag"],
            extra=wanted["extra"],
            client_id=caller.client.client_id,
        )
    return reply(_shown(lms, caller.client, column), MEDIA_LINE_ITEM, HTTPStatus.CREATED)


@bp.get("/<course_id>/lineitems/<int:column_id>/lineitem")
def show(course_id: str, column_id: int) -> Response:
    """Show one column."""
    lms = current_lms()
    with lms.store.reading() as db:
        caller = demand_access(lms, db, course_id, SCOPE_LINE_ITEM, SCOPE_LINE_ITEM_READ)
        demand_accept(lms, MEDIA_LINE_ITEM)
        column = demand_column(db, caller, column_id)
    return reply(_shown(lms, caller.client, column), MEDIA_LINE_ITEM)


@bp.put("/<course_id>/lineitems/<int:column_id>/lineitem")
def update(course_id: str, column_id: int) -> Response:
    """Replace a column's members. What is not sent is cleared."""
    lms = current_lms()
    with lms.store.writing() as db:
        caller = demand_access(lms, db, course_id, SCOPE_LINE_ITEM)
        column = demand_column(db, caller, column_id)
        wanted = _read(posted(lms, MEDIA_LINE_ITEM))
        if wanted["resourceLinkId"] not in {"", column.activity_id}:
            raise ServiceError(HTTPStatus.BAD_REQUEST, "A column stays with its resource link.")
        changed = replace(
            column,
            label=wanted["label"],
            score_maximum=wanted["scoreMaximum"],
            resource_id=wanted["resourceId"],
            tag=wanted["tag"],
            extra=wanted["extra"],
        )
        replace_column(db, changed)
    return reply(_shown(lms, caller.client, changed), MEDIA_LINE_ITEM)


@bp.delete("/<course_id>/lineitems/<int:column_id>/lineitem")
def delete(course_id: str, column_id: int) -> Response:
    """Delete a column with its grades."""
    lms = current_lms()
    with lms.store.writing() as db:
        caller = demand_access(lms, db, course_id, SCOPE_LINE_ITEM)
        delete_column(db, demand_column(db, caller, column_id))
    return Response(status=HTTPStatus.NO_CONTENT)


def demand_column(db: Connection, caller: Caller, column_id: int) -> Column:
    """Find a column of the caller's in this course, or refuse."""
    column = find_column(db, caller.course.id, column_id)
    if column is None or column.client_id not in {"", caller.client.client_id}:
        raise ServiceError(HTTPStatus.NOT_FOUND, "There is no such line item.")
    return column


def _own_link(db: Connection, caller: Caller, activity_id: str) -> Activity | None:
    """Find an activity of this course that opens the caller's tool."""
    found = find_activity(db, caller.course.id, activity_id)
    if found and placing_of(db, caller.course, found).client_id == caller.client.client_id:
        return found
    return None


def _read(body: object) -> dict[str, Any]:
    """Check a line item that was sent, and give empty texts to the members left out."""
    if not isinstance(body, dict):
        raise _malformed("The body is not an object.")
    maximum = body.get("scoreMaximum")
    if isinstance(maximum, bool) or not isinstance(maximum, int | float) or maximum <= 0:
        raise _malformed("scoreMaximum is missing or not above zero.")
    texts = {name: _text(body, name) for name in ("label", "resourceId", "tag", "resourceLinkId")}
    if not texts["label"].strip():
        raise _malformed("label is missing.")
    extra = {name: body[name] for name in EXTRA if name in body}
    return {**texts, "scoreMaximum": float(maximum), "extra": extra}


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name) or ""
    if not isinstance(value, str):
        raise _malformed(f"{name} is not a text.")
    return value


def _shown(lms: Lms, client: Client, column: Column) -> dict[str, Any]:
    item = {
        "id": lms.line_item_url(client, column),
        "label": column.label,
        "scoreMaximum": column.score_maximum,
        "resourceId": column.resource_id,
        "tag": column.tag,
        **column.extra,
    }
    return item | ({"resourceLinkId": column.activity_id} if column.activity_id else {})


def _malformed(reason: str) -> ServiceError:
    return ServiceError(HTTPStatus.BAD_REQUEST, reason)
