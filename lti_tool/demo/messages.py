"""What an id_token says: the claims of each kind of launch (LTI Core 1.3, section 5.3)."""

from dataclasses import asdict
from sqlite3 import Connection
from typing import Any

from lti_tool.demo import vocabulary as v
from lti_tool.demo.courses import Activity, Course, find_activity, get_course
from lti_tool.demo.custom import custom_claim
from lti_tool.demo.gradebook import columns_of
from lti_tool.demo.launches import Launch
from lti_tool.demo.lms import Claims, Lms
from lti_tool.demo.notices import TYPES
from lti_tool.demo.people import Member, Person
from lti_tool.demo.settings import Client

LIFETIME = 60
"""Seconds that a token is good for: as short as Moodle's."""


def id_token_claims(
    lms: Lms, db: Connection, launch: Launch, client: Client, member: Member, *, nonce: str
) -> Claims:
    """Return everything that a launch tells the tool."""
    course = get_course(db, launch.course_id) if launch.course_id else None
    claims = {
        **_envelope(lms, client, nonce),
        **_person(member.person, client),
        v.MESSAGE_TYPE: launch.message,
        v.VERSION: v.LTI_VERSION,
        v.DEPLOYMENT_ID: launch.deployment_id,
        v.TARGET_LINK_URI: launch.target,
        v.ROLES: list(member.roles),
        v.LAUNCH_PRESENTATION: _presentation(lms, launch, member),
        v.TOOL_PLATFORM: {
            "guid": lms.guid,
            "name": "Demonstration LMS",
            "version": "1",
            "product_family_code": lms.traits.family_code,
        },
        **(_course(lms, db, launch, client, course, member) if course else {}),
    }
    return lms.before_signing(claims) if lms.before_signing else claims


def _course(
    lms: Lms, db: Connection, launch: Launch, client: Client, course: Course, member: Member
) -> Claims:
    """Return what a launch from within a course says besides."""
    activity = find_activity(db, course.id, launch.activity_id) if launch.activity_id else None
    claims: Claims = {
        v.CONTEXT: _context(course),
        v.LIS: {"person_sourcedid": "", "course_section_sourcedid": course.label},
        **_services(lms, db, client, course, activity),
        **(_resource_link(activity) if activity else {}),
        **(_deep_link(lms, db, launch) if launch.ticket else {}),
    }
    if "for_user" in launch.about:
        claims[v.FOR_USER] = {"user_id": launch.about["for_user"]}
    if custom := custom_claim(db, launch, client, course, activity, member):
        claims[v.CUSTOM] = custom
    return claims


def _context(course: Course) -> dict[str, Any]:
    return {
        "id": course.id,
        "label": course.label,
        "title": course.title,
        "type": [v.COURSE_SECTION],
    }


def _envelope(lms: Lms, client: Client, nonce: str) -> Claims:
    now = lms.seconds()
    claims: Claims = {"iss": lms.issuer, "iat": now, "exp": now + LIFETIME, "nonce": nonce}
    if client.other_audiences:
        audience = [client.client_id, *client.other_audiences]
        return {**claims, "aud": audience, "azp": client.client_id}
    return {**claims, "aud": client.client_id}


def _person(person: Person, client: Client) -> Claims:
    claims: Claims = {"sub": person.id}
    if client.shares_names:
        claims |= {
            "name": person.name,
            "given_name": person.given_name,
            "family_name": person.family_name,
            "locale": person.locale,
        }
    return claims | ({"email": person.email} if client.gives_email else {})


def _presentation(lms: Lms, launch: Launch, member: Member) -> dict[str, str]:
    place = f"/courses/{launch.course_id}" if launch.course_id else "/"
    return {
        "locale": member.person.locale,
        "document_target": launch.document_target,
        "return_url": f"{lms.issuer}{place}",
    }


def _services(
    lms: Lms, db: Connection, client: Client, course: Course, activity: Activity | None
) -> Claims:
    """Return the services that the tool may call, as far as it was granted them."""
    claims: Claims = {}
    if set(v.AGS_SCOPES) & set(client.scopes):
        claims[v.AGS_ENDPOINT] = _ags(lms, db, client, course, activity)
    if v.SCOPE_ROSTER in client.scopes:
        claims[v.NRPS_SERVICE] = {
            "context_memberships_url": lms.service_url(client, f"{course.id}/memberships"),
            "service_versions": ["2.0"],
        }
    if v.SCOPE_NOTICES in client.scopes and lms.traits.sends_notices:
        claims[v.NOTICE_SERVICE] = {
            "platform_notification_service_url": lms.notices_url(client),
            "service_versions": ["1.0"],
            "scope": [v.SCOPE_NOTICES],
            "notice_types_supported": list(TYPES),
        }
    return claims


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


def _resource_link(activity: Activity) -> Claims:
    return {
        v.RESOURCE_LINK: {
            "id": activity.id,
            "title": activity.title,
            "description": activity.text,
        }
    }


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
    return {v.DEEP_LINKING_SETTINGS: settings}
