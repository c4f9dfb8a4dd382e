"""What an id_token says: the claims of each kind of launch (LTI Core 1.3, section 5.3)."""

from dataclasses import asdict
from sqlite3 import Connection
from typing import Any

from lti_tool.demo import vocabulary as v
from lti_tool.demo.courses import Activity, Course, find_activity
from lti_tool.demo.gradebook import columns_of
from lti_tool.demo.launches import Launch
from lti_tool.demo.lms import Claims, Lms
from lti_tool.demo.people import Member, Person
from lti_tool.demo.settings import Client

LIFETIME = 60
"""Seconds that a token is good for: as short as Moodle's."""


def id_token_claims(
    lms: Lms,
    db: Connection,
    launch: Launch,
    client: Client,
    course: Course,
    member: Member,
    *,
    nonce: str,
) -> Claims:
    """Return everything that a launch tells the tool."""
    activity = find_activity(db, course.id, launch.activity_id) if launch.activity_id else None
    claims = {
        **_envelope(lms, client, nonce),
        **_person(member.person, client),
        v.VERSION: v.LTI_VERSION,
        v.DEPLOYMENT_ID: course.deployment_id,
        v.TARGET_LINK_URI: launch.target,
        v.ROLES: list(member.roles),
        v.CONTEXT: {
            "id": course.id,
            "label": course.label,
            "title": course.title,
            "type": [v.COURSE_SECTION],
        },
        v.LIS: {"person_sourcedid": "", "course_section_sourcedid": course.label},
        v.LAUNCH_PRESENTATION: _presentation(lms, launch, member),
        v.TOOL_PLATFORM: {
            "guid": lms.guid,
            "name": "Demonstration LMS",
            "version": "1",
            "product_family_code": lms.traits.family_code,
        },
        v.AGS_ENDPOINT: _ags(lms, db, client, course, activity),
        v.NRPS_SERVICE: {
            "context_memberships_url": lms.service_url(client, f"{course.id}/memberships"),
            "service_versions": ["2.0"],
        },
        **(_resource_link(activity, course, member) if activity else _deep_link(lms, db, launch)),
    }
    return lms.before_signing(claims) if lms.before_signing else claims


def _envelope(lms: Lms, client: Client, nonce: str) -> Claims:
    now = lms.seconds()
    claims: Claims = {"iss": lms.issuer, "iat": now, "exp": now + LIFETIME, "nonce": nonce}
    if client.other_audiences:
        audience = [client.client_id, *client.other_audiences]
        return {**claims, "aud": audience, "azp": client.client_id}
    return {**claims, "aud": client.client_id}


def _person(person: Person, client: Client) -> Claims:
    if not client.shares_names:
        return {"sub": person.id}
    return {
        "sub": person.id,
        "name": person.name,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": person.email,
        "locale": person.locale,
    }


def _presentation(lms: Lms, launch: Launch, member: Member) -> dict[str, str]:
    return {
        "locale": member.person.locale,
        "document_target": launch.document_target,
        "return_url": f"{lms.issuer}/courses/{launch.course_id}",
    }


def _ags(
    lms: Lms, db: Connection, client: Client, course: Course, activity: Activity | None
) -> dict[str, Any]:
    claim: dict[str, Any] = {
        "scope": [scope for scope in v.AGS_SCOPES if scope in client.scopes],
        "lineitems": lms.service_url(client, f"{course.id}/lineitems"),
    }
    columns = columns_of(db, course.id, activity_id=activity.id) if activity else []
    if len(columns) == 1:  # With several, none of them is *the* column of the link.
        claim["lineitem"] = lms.line_item_url(client, columns[0])
    return claim


def _resource_link(activity: Activity, course: Course, member: Member) -> Claims:
    claims: Claims = {
        v.MESSAGE_TYPE: v.RESOURCE_LINK_REQUEST,
        v.RESOURCE_LINK: {
            "id": activity.id,
            "title": activity.title,
            "description": activity.text,
        },
    }
    if activity.custom:
        claims[v.CUSTOM] = _substitute(activity, course, member)
    return claims


def _substitute(activity: Activity, course: Course, member: Member) -> dict[str, str]:
    """Fill in the variables that the LMS knows; others go out as they stand."""
    known = {
        "$User.id": member.person.id,
        "$Person.name.full": member.person.name,
        "$Context.id": course.id,
        "$Context.title": course.title,
        "$Context.id.history": "",
        "$ResourceLink.id": activity.id,
        "$ResourceLink.title": activity.title,
    }
    return {name: known.get(value, value) for name, value in activity.custom.items()}


def _deep_link(lms: Lms, db: Connection, launch: Launch) -> Claims:
    row = db.execute("SELECT data FROM deep_link WHERE ticket = ?", (launch.ticket,)).fetchone()
    terms = {
        name: value
        for name, value in asdict(lms.deep_linking).items()
        if name != "sends_data" and value is not None
    }
    settings = {
        **terms,
        "accept_presentation_document_targets": ["iframe", "window"],
        "accept_unsigned": False,
        "auto_create": True,
        "deep_link_return_url": f"{lms.issuer}/deep-links/{launch.ticket}",
        "title": "",
        "text": "",
    }
    if row["data"]:
        settings["data"] = row["data"]
    return {v.MESSAGE_TYPE: v.DEEP_LINKING_REQUEST, v.DEEP_LINKING_SETTINGS: settings}
