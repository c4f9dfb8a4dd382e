"""Deep linking: what an instructor picked in the tool becomes activities (LTI-DL 2.0)."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from sqlite3 import Connection
from typing import Any
from urllib.parse import urlsplit

import jwt

from lti_tool.demo import vocabulary as v
from lti_tool.demo.courses import Course, Placing, add_activity, find_placing, get_course
from lti_tool.demo.gradebook import add_column
from lti_tool.demo.keys import KeyUnknownError
from lti_tool.demo.lms import Lms
from lti_tool.demo.replay import SeenBeforeError, remember_once
from lti_tool.demo.settings import Client, DeepLinkingTerms

REQUIRED = ("iss", "aud", "exp", "iat", "nonce")


class ResponseRefusedError(Exception):
    """A deep linking response that breaks the specification or the request's terms."""


@dataclass(frozen=True)
class DeepLink:
    """One request for content, open until the tool answers it."""

    ticket: str
    course_id: str
    placing: Placing
    """The tool that was asked, and where it stands."""
    data: str | None
    terms: DeepLinkingTerms


@dataclass(frozen=True)
class Outcome:
    """What came of a request for content."""

    titles: tuple[str, ...]
    columns: int
    message: str
    error: str


@dataclass(frozen=True)
class Item:
    """One content item, once its shape has been checked."""

    title: str
    text: str
    url: str
    custom: dict[str, str]
    column: Mapping[str, Any] | None


def open_deep_link(lms: Lms, db: Connection, course: Course, placing: Placing) -> DeepLink:
    """Begin to ask the tool for content, on the terms that the LMS has now."""
    terms = lms.deep_linking
    data = secrets.token_urlsafe(12) if terms.sends_data else None
    link = DeepLink(secrets.token_urlsafe(24), course.id, placing, data, terms)
    written = json.dumps(asdict(terms))
    db.execute(
        "INSERT INTO deep_link (ticket, course_id, data, created_at, terms, client_id) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (link.ticket, course.id, data, lms.seconds(), written, placing.client_id),
    )
    return link


def find_deep_link(db: Connection, ticket: str) -> DeepLink | None:
    """Find a request for content, answered or not."""
    row = db.execute("SELECT * FROM deep_link WHERE ticket = ?", (ticket,)).fetchone()
    if row is None:
        return None
    terms = json.loads(row["terms"])
    terms["accept_types"] = tuple(terms["accept_types"])
    course = get_course(db, row["course_id"])
    placing = find_placing(db, course, row["client_id"] or course.client_id) or course.own_tool
    return DeepLink(ticket, course.id, placing, row["data"], DeepLinkingTerms(**terms))


def find_outcome(db: Connection, ticket: str) -> Outcome | None:
    """Find what came of a request for content, once it has been answered."""
    row = db.execute("SELECT outcome FROM deep_link WHERE ticket = ?", (ticket,)).fetchone()
    if row is None or row["outcome"] is None:
        return None
    outcome = json.loads(row["outcome"])
    return Outcome(**{**outcome, "titles": tuple(outcome["titles"])})


def verify_response(lms: Lms, client: Client, link: DeepLink, token: str) -> dict[str, Any]:
    """Return the claims of a deep linking response.

    :raises ResponseRefusedError: the signature or a claim is not as it must be.
    """
    try:
        claims = lms.tool_keys.verify(
            token,
            lms.tool_of(client).jwks_url,
            audience=lms.issuer,
            issuer=client.client_id,
            require=REQUIRED,
        )
    except (jwt.InvalidTokenError, KeyUnknownError) as error:
        raise ResponseRefusedError(str(error)) from error
    expected = {
        v.MESSAGE_TYPE: v.DEEP_LINKING_RESPONSE,
        v.VERSION: v.LTI_VERSION,
        v.DEPLOYMENT_ID: link.placing.deployment_id,
        v.DATA: link.data,
    }
    for name, value in expected.items():
        if claims.get(name) != value:
            raise ResponseRefusedError(f"{name} is {claims.get(name)!r}, not {value!r}.")
    return claims


def accept_response(
    lms: Lms, db: Connection, client: Client, course: Course, link: DeepLink, claims: dict[str, Any]
) -> Outcome:
    """Create what a verified response asks for, and close the request.

    :raises ResponseRefusedError: the request was answered before, the nonce was seen before, or
        an item breaks the terms. Nothing is created then.
    """
    if find_outcome(db, link.ticket):
        raise ResponseRefusedError("This request for content was answered before.")
    try:
        good_until = int(claims["exp"])
        remember_once(db, client.client_id, str(claims["nonce"]), good_until, lms.seconds())
    except SeenBeforeError as error:
        raise ResponseRefusedError(str(error)) from error
    items = read_items(claims.get(v.CONTENT_ITEMS, []), link.terms, lms.tool_of(client).home_url)
    for item in items:
        _create(lms, db, course, client, item)
    outcome = Outcome(
        titles=tuple(item.title for item in items),
        columns=sum(item.column is not None for item in items),
        message=str(claims.get(v.MSG, "")),
        error=str(claims.get(v.ERRORMSG, "")),
    )
    db.execute(
        "UPDATE deep_link SET outcome = ? WHERE ticket = ?",
        (json.dumps(asdict(outcome)), link.ticket),
    )
    return outcome


def read_items(raw: object, terms: DeepLinkingTerms, home_url: str) -> list[Item]:
    """Check the content items of a response against the terms of its request.

    :param home_url: what a link without an address opens; others must have the same origin.
    :raises ResponseRefusedError: one of them is malformed or not accepted.
    """
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        raise ResponseRefusedError("content_items is not a list of objects.")
    if len(raw) > 1 and not terms.accept_multiple:
        raise ResponseRefusedError("Several items came where one was asked for.")
    return [_read_item(item, terms, home_url) for item in raw]


def _read_item(raw: Mapping[str, Any], terms: DeepLinkingTerms, home_url: str) -> Item:
    if raw.get("type") not in terms.accept_types:
        raise ResponseRefusedError(f"An item of type {raw.get('type')!r} was not asked for.")
    url = raw.get("url", home_url)
    if not isinstance(url, str) or urlsplit(url)[:2] != urlsplit(home_url)[:2]:
        raise ResponseRefusedError(f"The address {url!r} is not at the tool.")
    custom = raw.get("custom", {})
    if not isinstance(custom, dict) or not all(isinstance(x, str) for x in custom.values()):
        raise ResponseRefusedError("custom is not an object of texts.")
    return Item(
        title=_text(raw, "title") or "Reciprocal",
        text=_text(raw, "text"),
        url=url,
        custom=custom,
        column=_read_column(raw.get("lineItem"), terms),
    )


def _read_column(raw: object, terms: DeepLinkingTerms) -> Mapping[str, Any] | None:
    if raw is None:
        return None
    if terms.accept_lineitem is False:
        raise ResponseRefusedError("A line item came where none was asked for.")
    if not isinstance(raw, dict):
        raise ResponseRefusedError("lineItem is not an object.")
    maximum = raw.get("scoreMaximum")
    if isinstance(maximum, bool) or not isinstance(maximum, int | float) or maximum <= 0:
        raise ResponseRefusedError("lineItem.scoreMaximum is not a number above zero.")
    review = raw.get("submissionReview")
    if review is not None and not isinstance(review, dict):
        raise ResponseRefusedError("lineItem.submissionReview is not an object.")
    return {name: _text(raw, name) for name in ("label", "resourceId", "tag")} | {
        "scoreMaximum": maximum,
        "extra": {} if review is None else {"submissionReview": review},
    }


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name, "")
    if not isinstance(value, str):
        raise ResponseRefusedError(f"{name} is not a text.")
    return value


def _create(lms: Lms, db: Connection, course: Course, client: Client, item: Item) -> None:
    activity = add_activity(
        db,
        course.id,
        item.title,
        item.url,
        text=item.text,
        custom=item.custom,
        client_id=client.client_id,
    )
    if item.column is None:
        return
    label = item.column["label"] if lms.traits.keeps_column_label else ""
    add_column(
        db,
        course.id,
        label or item.title,
        item.column["scoreMaximum"],
        activity_id=activity.id,
        resource_id=item.column["resourceId"],
        tag=item.column["tag"],
        extra=item.column["extra"],
        client_id=client.client_id,
    )
