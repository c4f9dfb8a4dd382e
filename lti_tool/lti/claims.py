"""The claims of a launch as typed values (LTI Core 1.3, section 5; LTI-DL 2.0; AGS 2.0; NRPS 2.0).

Claims that decide something must have their shape, or the launch is refused. Claims that only
help, like a name or a locale, are left out where a platform gets them wrong.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tool.lti.custom import IMPERSONATOR
from lti_tool.lti.migration_claim import Migration, read_migration

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
MESSAGE_TYPE = CLAIM + "message_type"
VERSION = CLAIM + "version"
DEPLOYMENT_ID = CLAIM + "deployment_id"
TARGET_LINK_URI = CLAIM + "target_link_uri"
ROLES = CLAIM + "roles"
CONTEXT = CLAIM + "context"
RESOURCE_LINK = CLAIM + "resource_link"
LAUNCH_PRESENTATION = CLAIM + "launch_presentation"
TOOL_PLATFORM = CLAIM + "tool_platform"
CUSTOM = CLAIM + "custom"
FOR_USER = CLAIM + "for_user"
LTI_1P1 = CLAIM + "lti1p1"
NOTICES = CLAIM + "platformnotificationservice"
COPY_NOTICE = "LtiContextCopyNotice"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
DEEP_LINKING_SETTINGS = DL + "deep_linking_settings"
CONTENT_ITEMS = DL + "content_items"
DATA = DL + "data"
ERRORMSG = DL + "errormsg"
ERRORLOG = DL + "errorlog"

LTI_VERSION = "1.3.0"
RESOURCE_LINK_REQUEST = "LtiResourceLinkRequest"
DEEP_LINKING_REQUEST = "LtiDeepLinkingRequest"
DEEP_LINKING_RESPONSE = "LtiDeepLinkingResponse"
SUBMISSION_REVIEW_REQUEST = "LtiSubmissionReviewRequest"
DATA_PRIVACY_REQUESTS = frozenset({"LtiDataPrivacyLaunchRequest", "DataPrivacyLaunchRequest"})
"""Platforms write the draft's name for it with and without its first three letters."""

ADMITTED = frozenset({RESOURCE_LINK_REQUEST, DEEP_LINKING_REQUEST, SUBMISSION_REVIEW_REQUEST})
"""What makes a launch record. Each of them needs a person."""

ANSWERED = ADMITTED | DATA_PRIVACY_REQUESTS

LONGEST_ID = 255
"""Characters of an identifier (LTI Core 1.3, sections 5.3.3 and 5.3.6)."""
LONGEST_TEXT = 1000
LONGEST_SEEN = 100
LONGEST_ADDRESS = 2000
LONGEST_DATA = 20_000
MOST_ROLES = 200
MOST_CUSTOM = 200
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class ClaimRefused(ValueError):
    """A claim that decides something does not have its shape. The message names it."""


@dataclass(frozen=True, slots=True)
class Context:
    """The platform's course."""

    id: str
    title: str
    label: str


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything we use of a launch."""

    message_type: str
    target: str
    sub: str
    """Empty only on a data privacy launch that names nobody."""

    roles: tuple[str, ...]
    name: str
    given_name: str
    family_name: str
    locale: str
    return_url: str
    product: str
    context: Context | None
    resource_link_id: str
    resource_link_title: str
    custom: Mapping[str, str]
    line_items_url: str
    line_item_url: str
    ags_scopes: tuple[str, ...]
    memberships_url: str
    notices_url: str
    """Where to ask for word of copied courses; empty where the platform sends none."""

    deep_linking: Mapping[str, Any] | None
    for_user: str
    """Whose submission is to be reviewed, as the platform knows them."""

    migration: Migration | None

    @property
    def impersonated(self) -> bool:
        """Whether an administrator of the platform looks through this person's eyes."""
        return bool(self.custom.get(IMPERSONATOR))


def parse_json(text: str | bytes) -> dict[str, Any]:
    """Read a JSON object strictly: no name twice, no NaN, nothing nested beyond reason.

    A name that stands twice means one thing to us and another to whoever checked before us.

    :raises ClaimRefused: it is not such an object.
    """
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise ClaimRefused("not strict JSON") from error
    if not isinstance(found, dict):
        raise ClaimRefused("not a JSON object")
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def check_shapes(body: Mapping[str, Any]) -> None:
    """Refuse a token in which something that decides has the wrong JSON type or size.

    What is missing is not judged here.

    :raises ClaimRefused: names the claim.
    """
    for name in ("iss", "sub", "nonce", "azp", DEPLOYMENT_ID, MESSAGE_TYPE, VERSION):
        if name in body and not _is_text(body[name], LONGEST_ID):
            raise ClaimRefused(f"{_short(name)} is not a string of at most {LONGEST_ID} characters")
    if TARGET_LINK_URI in body and not _is_text(body[TARGET_LINK_URI], LONGEST_ADDRESS):
        raise ClaimRefused("target_link_uri is not a string")
    _check_roles(body)
    for name in (CONTEXT, RESOURCE_LINK, DEEP_LINKING_SETTINGS, FOR_USER):
        if name in body and not isinstance(body[name], dict):
            raise ClaimRefused(f"{_short(name)} is not an object")
        if name in body and "id" in body[name] and not _is_text(body[name]["id"], LONGEST_ID):
            raise ClaimRefused(f"{_short(name)}.id is not a string")


def _check_roles(body: Mapping[str, Any]) -> None:
    roles = body.get(ROLES, [])
    if not isinstance(roles, list) or len(roles) > MOST_ROLES:
        raise ClaimRefused("roles is not a list")
    if not all(_is_text(role, LONGEST_ID) for role in roles):
        raise ClaimRefused("roles holds something that is not a string")


def read_claims(body: Mapping[str, Any]) -> Claims:
    """Return the claims of a token whose shapes were checked and whose signature was verified."""
    ags, nrps = _object_at(body, AGS), _object_at(body, NRPS)
    presentation = _object_at(body, LAUNCH_PRESENTATION)
    name, given, family = (_text(body, key) for key in ("name", "given_name", "family_name"))
    return Claims(
        message_type=body[MESSAGE_TYPE],
        target=str(body.get(TARGET_LINK_URI, "")),
        sub=body.get("sub", ""),
        roles=tuple(body.get(ROLES, ())),
        name=name or f"{given} {family}".strip(),
        given_name=given,
        family_name=family,
        locale=_text(presentation, "locale")[:35],
        return_url=_text(presentation, "return_url", LONGEST_ADDRESS),
        product=_text(_object_at(body, TOOL_PLATFORM), "product_family_code")[:LONGEST_ID],
        context=read_context(body),
        resource_link_id=_text(_object_at(body, RESOURCE_LINK), "id"),
        resource_link_title=_text(_object_at(body, RESOURCE_LINK), "title"),
        custom=read_custom(_object_at(body, CUSTOM)),
        line_items_url=_text(ags, "lineitems", LONGEST_ADDRESS),
        line_item_url=_text(ags, "lineitem", LONGEST_ADDRESS),
        ags_scopes=texts(ags.get("scope")),
        memberships_url=_text(nrps, "context_memberships_url", LONGEST_ADDRESS),
        notices_url=_read_notices(body),
        deep_linking=_read_deep_linking(body),
        for_user=_text(_object_at(body, FOR_USER), "user_id", LONGEST_ID),
        migration=read_migration(_object_at(body, LTI_1P1), body, body.get(DEPLOYMENT_ID, "")),
    )


def read_context(body: Mapping[str, Any]) -> Context | None:
    """Return the platform's course, where there is one, of claims whose shapes were checked."""
    found = _object_at(body, CONTEXT)
    if not found.get("id"):
        return None
    return Context(id=found["id"], title=_text(found, "title"), label=_text(found, "label"))


def read_custom(custom: Mapping[str, Any]) -> dict[str, str]:
    """Return the custom parameters that say something.

    A variable that the platform did not know arrives as it was written, `$Like.this`, and
    counts as absent (LTI Core 1.3, section 5.4.6.2).
    """
    return {
        name: value
        for name, value in list(custom.items())[:MOST_CUSTOM]
        if _is_text(value, LONGEST_TEXT) and value and not _is_variable(value)
    }


def _is_variable(value: str) -> bool:
    return value[0] == "$" and value[1:2].isalpha()


def seen_in(body: Mapping[str, Any]) -> str:
    """Return the names of the platform and the course, where they are told, in a short line."""
    platform = _text(_object_at(body, TOOL_PLATFORM), "name")
    course = _text(_object_at(body, CONTEXT), "title") or _text(_object_at(body, CONTEXT), "label")
    return " · ".join(name[:LONGEST_SEEN] for name in (platform, course) if name)


def _read_notices(body: Mapping[str, Any]) -> str:
    service = _object_at(body, NOTICES)
    if COPY_NOTICE not in texts(service.get("notice_types_supported")):
        return ""
    return _text(service, "platform_notification_service_url", LONGEST_ADDRESS)


def _read_deep_linking(body: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what we must remember until the answer, and no more."""
    found = body.get(DEEP_LINKING_SETTINGS)
    if found is None or body[MESSAGE_TYPE] != DEEP_LINKING_REQUEST:
        return None
    settings: dict[str, Any] = {
        "return_url": _text(found, "deep_link_return_url", LONGEST_ADDRESS),
        "accept_types": list(texts(found.get("accept_types"))),
        "accept_multiple": _is_true(found.get("accept_multiple", False)),
        "accept_lineitem": _is_true(found.get("accept_lineitem", True)),
        "auto_create": _is_true(found.get("auto_create", False)),
        "targets": list(texts(found.get("accept_presentation_document_targets"))),
        "title": _text(found, "title"),
        "text": _text(found, "text"),
    }
    if _is_text(found.get("data"), LONGEST_DATA):
        settings["data"] = found["data"]
    return settings


def _is_true(value: object) -> bool:
    # Some platforms write booleans as words (LTI-DL 2.0, section 2.1 allows both).
    return value is True or (isinstance(value, str) and value.lower() == "true")


def _object_at(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def _text(body: Mapping[str, Any], name: str, longest: int = LONGEST_TEXT) -> str:
    found = body.get(name)
    return found.strip() if isinstance(found, str) and _is_text(found, longest) else ""


def texts(value: object) -> tuple[str, ...]:
    """Return the strings of a list, of sane number and length; nothing if it is none."""
    if not isinstance(value, list):
        return ()
    return tuple(text for text in value[:MOST_ROLES] if _is_text(text, LONGEST_TEXT))


def _is_text(value: object, longest: int) -> bool:
    # A database keeps no NUL and no half of a surrogate pair: it refuses the whole row for one.
    return isinstance(value, str) and len(value) <= longest and not _UNSTORABLE.search(value)


def _short(name: str) -> str:
    return name.rpartition("/")[2]
