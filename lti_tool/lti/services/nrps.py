"""Names and Role Provisioning Services 2.0: who is in a course."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assignments.words import clean_line
from curriculum.foundation.words import clean
from lti_tool.lti.services.connector import Connector
from lti_tool.lti.services.errors import ServiceUnreachable

MEMBERS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
MEMBERS_MEDIA = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"

TEST_USER = "testuser"
"""Ends the role of Canvas's Student View (LTI Core 1.3, appendix A.2.4)."""


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a course, as the platform lists them."""

    user_id: str
    roles: tuple[str, ...]
    """Context roles, short (`Learner`) or in full."""

    is_active: bool
    """Neither Inactive nor Deleted."""

    name: str = ""
    given_name: str = ""
    family_name: str = ""

    @property
    def is_test(self) -> bool:
        """Whether this is an LMS's test student."""
        return any(role.lower().endswith(TEST_USER) for role in self.roles)


def read_members(connector: Connector, memberships_url: str) -> list[Member]:
    """Return everybody in the course, each once. Somebody with several places has all roles.

    :raises ServiceError: the list could not be read to its end. Half of one is never
        returned: whoever were missing would be taken to have left.
    """
    found: dict[str, Member] = {}
    for answer in connector.pages(
        memberships_url, accept=MEMBERS_MEDIA, scopes=[MEMBERS], needs=[MEMBERS]
    ):
        for entry in _entries(answer.json()):
            member = _member(entry)
            if member is not None:
                before = found.get(member.user_id)
                found[member.user_id] = _merged(before, member) if before else member
    return list(found.values())


def _entries(container: Any) -> list[Any]:
    members = container.get("members") if isinstance(container, dict) else None
    if not isinstance(members, list):
        raise ServiceUnreachable("The LMS's roster is not a list.", maybe_done=False)
    return members


def _member(entry: Any) -> Member | None:
    # A database would refuse the whole roster for one NUL or half a surrogate pair.
    user_id = entry.get("user_id") if isinstance(entry, dict) else None
    if (
        not isinstance(user_id, str | int)
        or not str(user_id)
        or clean(str(user_id)) != str(user_id)
    ):
        return None
    roles = entry.get("roles")
    given, family = _text(entry, "given_name"), _text(entry, "family_name")
    return Member(
        user_id=str(user_id),
        roles=tuple(str(role) for role in roles) if isinstance(roles, list) else (),
        is_active=str(entry.get("status") or "Active").lower() == "active",
        name=_text(entry, "name") or f"{given} {family}".strip(),
        given_name=given,
        family_name=family,
    )


def _merged(before: Member, after: Member) -> Member:
    return replace(
        before,
        roles=tuple(dict.fromkeys(before.roles + after.roles)),
        is_active=before.is_active or after.is_active,
    )


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return clean_line(value) if isinstance(value, str) else ""
