"""What we already know of somebody who comes in, the course, and the platform they come from."""

from typing import Any

from sqlalchemy import Connection, and_, bindparam, select

from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment
from curriculum.models.person import Person
from lti_tool.lti.claims import Claims
from lti_tool.lti.models.identity import LtiContext, LtiIdentity, ResourceLink
from lti_tool.lti.models.registration import (
    Deployment,
    DeploymentState,
    PlatformKeySet,
    Registration,
)
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.tool_config import KnownPlatform


class Outdated(Exception):
    """What the verification of a launch rested on has changed: it must be done again."""


_person = Person.__table__.c
_context = LtiContext.__table__.c
_course = Course.__table__.c
_enrolment = Enrolment.__table__.c
_identity = LtiIdentity.__table__.c
_deployment = Deployment.__table__.c
_key_set = PlatformKeySet.__table__.c
_registration = Registration.__table__
_link = ResourceLink.__table__.c

# Everything we know of the person, the course, the person in it and the link, in one statement.
_KNOWN = (
    select(
        _registration.c.blocked,
        _registration.c.product,
        _deployment.state.label("deployment_state"),
        _deployment.notices_url,
        _deployment.notices_asked_at,
        _key_set.fetched_at,
        _identity.id.label("identity_key"),
        _identity.legacy_key,
        _identity.legacy_user_id,
        _identity.person_id,
        _person.name,
        _person.given_name,
        _person.family_name,
        _person.is_test,
        _person.blocked.label("person_blocked"),
        _context.id.label("context_key"),
        _context.line_items_url,
        _context.ags_scopes,
        _context.memberships_url,
        _context.roster_synced_at,
        _course.id.label("course_id"),
        _course.title,
        _course.label,
        _course.lane,
        _enrolment.id.label("enrolment_id"),
        _enrolment.role,
        _enrolment.standing,
        _link.id.label("link_key"),
        _link.content.label("link_content"),
        _link.title.label("link_title"),
    )
    .select_from(_registration)
    .join(Deployment.__table__, _deployment.registration_id == _registration.c.id)
    .outerjoin(PlatformKeySet.__table__, _key_set.registration_id == _registration.c.id)
    .outerjoin(
        LtiIdentity.__table__,
        and_(_identity.registration_id == _registration.c.id, _identity.sub == bindparam("sub")),
    )
    .outerjoin(Person.__table__, _person.id == _identity.person_id)
    .outerjoin(
        LtiContext.__table__,
        and_(
            _context.deployment_id == _deployment.id,
            _context.context_id == bindparam("context"),
        ),
    )
    .outerjoin(Course.__table__, _course.id == _context.course_id)
    .outerjoin(
        Enrolment.__table__,
        and_(_enrolment.course_id == _course.id, _enrolment.person_id == _person.id),
    )
    .outerjoin(
        ResourceLink.__table__,
        and_(_link.context_id == _context.id, _link.link_id == bindparam("link")),
    )
    .where(
        _registration.c.id == bindparam("registration"),
        _deployment.id == bindparam("deployment"),
    )
)


def read_known(connection: Connection, platform: KnownPlatform, claims: Claims) -> Any:
    """Return a row of `_KNOWN` for this launch.

    :raises Outdated: the registration, the deployment or its keys changed since they were read.
    :raises Refused: the person is blocked.
    """
    asked = {
        "registration": platform.id,
        "deployment": platform.row.deployment_key,
        "sub": claims.sub,
        "context": claims.context.id if claims.context else "",
        "link": claims.resource_link_id,
    }
    found = connection.execute(_KNOWN, asked).one_or_none()
    if found is None or found.blocked or found.deployment_state is not DeploymentState.APPROVED:
        raise Outdated
    if found.fetched_at != platform.row.fetched_at:
        raise Outdated
    if found.person_blocked:
        raise Refused(Reason.BLOCKED, "person blocked", registration_id=platform.id)
    return found
