"""The one bridge from claims to people, courses and enrolments.

A launch by somebody known, into a course known, writes one row: when they last came in.
Whatever else the platform says is compared first and written only where it changed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update

from curriculum.foundation.tables import table_of
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment, Role, Standing
from curriculum.models.person import Person
from lti_tool.lti import enrol_services, legacy
from lti_tool.lti.claims import Claims, Context
from lti_tool.lti.course_copies import notice_copies
from lti_tool.lti.courses import create_course
from lti_tool.lti.known import read_known
from lti_tool.lti.models.identity import LtiIdentity
from lti_tool.lti.models.registration import Registration
from lti_tool.lti.resource_links import refresh_link
from lti_tool.lti.roles import is_test_user, role_of
from lti_tool.lti.rows import add_row, lock_platform, update_row
from lti_tool.lti.tool_config import KnownPlatform
from lti_tool.settings import Settings


@dataclass(frozen=True, slots=True)
class Place:
    """Who came in, and where to."""

    person_id: int
    context_id: int | None
    course_id: int | None
    enrolment_id: int | None
    role: Role


_enrolment = Enrolment.__table__.c

_CAME_IN = (
    update(table_of(Enrolment))
    .where(_enrolment.id == bindparam("key"))
    .values(last_launch_at=bindparam("now"))
)


def enrol(
    connection: Connection,
    platform: KnownPlatform,
    claims: Claims,
    *,
    settings: Settings,
    now: datetime,
) -> Place:
    """Make or refresh everything that a verified launch tells us.

    What the platform got wrong is left out.

    :raises Outdated: the registration, the deployment or its keys changed after they were read.
    """
    known = read_known(connection, platform, claims)
    if _is_new(known, claims):
        # The first launches of a class come together: one at a time makes the rows.
        lock_platform(connection, platform.id)
        known = read_known(connection, platform, claims)
        _create(connection, platform, claims, known, settings)
        known = read_known(connection, platform, claims)
    migration = claims.migration
    if migration and legacy.remember(connection, platform.id, known, migration):
        known = read_known(connection, platform, claims)
    _refresh_person(connection, known, claims)
    if claims.product:
        update_row(connection, Registration, platform.id, known, {"product": claims.product})
    if known.context_key is None or claims.context is None:
        return Place(known.person_id, None, None, None, Role.VISITOR)
    role = role_of(claims.roles)
    if not claims.impersonated:
        connection.execute(_CAME_IN, {"key": known.enrolment_id, "now": now})
    standing = {"role": role, "standing": Standing.ACTIVE}
    update_row(connection, Enrolment, known.enrolment_id, known, standing)
    _refresh_course(connection, known, claims.context)
    enrol_services.refresh(
        connection,
        known,
        claims,
        deployment_key=platform.row.deployment_key,
        by_instructor=role is Role.INSTRUCTOR,
        settings=settings,
        now=now,
    )
    if refresh_link(connection, known, claims, now=now):
        notice_copies(
            connection,
            known.context_key,
            claims,
            registration_id=platform.id,
            settings=settings,
            now=now,
        )
    return Place(known.person_id, known.context_key, known.course_id, known.enrolment_id, role)


def _is_new(known: Any, claims: Claims) -> bool:
    return known.person_id is None or (claims.context is not None and known.enrolment_id is None)


def _create(
    connection: Connection, platform: KnownPlatform, claims: Claims, known: Any, settings: Settings
) -> None:
    """Add whatever is missing of person, course and enrolment."""
    person_id = known.person_id or _create_person(connection, platform, claims)
    if claims.context is None or known.enrolment_id is not None:
        return
    course_id = known.course_id or _create_course(connection, platform, claims.context, settings)
    add_row(connection, Enrolment, course_id=course_id, person_id=person_id, role=Role.VISITOR)


def _create_person(connection: Connection, platform: KnownPlatform, claims: Claims) -> int:
    proved = legacy.prove(connection, platform.id, claims.migration)
    person_id = legacy.person_known_as(connection, platform.id, proved)
    person_id = person_id or add_row(connection, Person)
    add_row(
        connection,
        LtiIdentity,
        registration_id=platform.id,
        sub=claims.sub,
        person_id=person_id,
        **(proved.columns if proved else {}),
    )
    return person_id


def _create_course(
    connection: Connection, platform: KnownPlatform, context: Context, settings: Settings
) -> int:
    course_id, _context_key = create_course(
        connection,
        context,
        registration_id=platform.id,
        deployment_key=platform.row.deployment_key,
        settings=settings,
    )
    return course_id


def _refresh_person(connection: Connection, known: Any, claims: Claims) -> None:
    """Keep the name. One that is not given stays as the roster may have told it."""
    said: dict[str, Any] = {"is_test": is_test_user(claims.roles)}
    if claims.name:
        said["name"] = claims.name
        said["given_name"], said["family_name"] = claims.given_name, claims.family_name
    update_row(connection, Person, known.person_id, known, said)


def _refresh_course(connection: Connection, known: Any, context: Context) -> None:
    titles = {"title": context.title, "label": context.label}
    said = {name: text for name, text in titles.items() if text}
    update_row(connection, Course, known.course_id, known, said)
