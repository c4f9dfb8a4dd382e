"""Reading a course's roster from its platform, so that nobody is missing who has not come in.

Somebody is (registration, sub), never an e-mail address. Nobody is erased: who is no longer
listed has left. A role that came with a launch stays, since a launch says it better: Moodle
lists an assistant as a learner who comes in as an instructor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from curriculum.foundation.jobs import Job, enqueue
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment, Role, Standing
from curriculum.models.person import Person
from lti_tool.jobs.endings import ending_of
from lti_tool.jobs.queue import GiveUp, JobRun
from lti_tool.lti.closed import IS_OPEN, find_open
from lti_tool.lti.held_grades import ask_for_reading, is_stale
from lti_tool.lti.models.identity import LtiContext, LtiIdentity
from lti_tool.lti.models.registration import Deployment, Registration
from lti_tool.lti.roles import role_of
from lti_tool.lti.rows import lock_platform
from lti_tool.lti.services.connector import Connector
from lti_tool.lti.services.errors import ServiceError
from lti_tool.lti.services.nrps import Member, read_members
from lti_tool.lti.services.token import ServiceClient

IN_USE = timedelta(days=7)
"""A course that nobody has come into for longer is not in use."""

EVERY = timedelta(days=1)
"""How old a roster in use may become: instructors' launches ask for it much sooner."""

BATCH = 500
"""Members a transaction: the database is never held for long, and SQL does not grow by people."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Whose roster is read, and where."""

    context_id: int
    course_id: int
    memberships_url: str
    client: ServiceClient


def run(job: JobRun) -> None:
    """Bring one course's enrolments up to its roster."""
    with job.reading() as session:
        roster = _find(session, int(job.payload["context_id"]))
    if roster is None:
        return
    began = job.now()
    try:
        members = read_members(Connector(roster.client, job), roster.memberships_url)
    except ServiceError as error:
        raise ending_of(job, error, "The roster could not be read.") from error
    if not members:
        # Whoever asked for the roster is in the course, so an empty one cannot be true.
        raise GiveUp("The LMS's roster is empty.")
    for batch in _batches(members):
        with job.writing() as session:
            job.hold(session)
            take_members(session, roster, batch)
    with job.writing() as session:
        mark_absent(session, roster, members, began=began)
        context = session.get_one(LtiContext, roster.context_id)
        context.roster_synced_at = now = job.now()
        if is_stale(context.results_read_at, now):
            ask_for_reading(session, roster.course_id, now=now)


def enqueue_if_due(session: Session, *, now: datetime) -> None:
    """Ask for the rosters of courses in use that nobody has asked for today."""
    used = select(Enrolment.id).where(
        Enrolment.course_id == LtiContext.course_id, Enrolment.last_launch_at > now - IN_USE
    )
    asked = select(Job.id).where(
        Job.key == literal("roster:") + cast(LtiContext.id, String), Job.created_at > now - EVERY
    )
    due = session.execute(
        select(LtiContext.id, Course.lane)
        .join(Course, Course.id == LtiContext.course_id)
        .join(Deployment, Deployment.id == LtiContext.deployment_id)
        .join(Registration, Registration.id == Deployment.registration_id)
        .where(
            LtiContext.memberships_url.is_not(None),
            or_(LtiContext.roster_synced_at.is_(None), LtiContext.roster_synced_at < now - EVERY),
            ~asked.exists(),
            IS_OPEN,
            used.exists(),
        )
    ).all()
    for row in due:
        payload = {"context_id": row.id}
        enqueue(session, "roster_sync", payload, now=now, lane=row.lane, key=f"roster:{row.id}")


def _find(session: Session, context_id: int) -> Roster | None:
    found = find_open(session, context_id)
    if found is None or found[0].memberships_url is None:
        return None
    context, registration = found
    return Roster(
        context.id, context.course_id, context.memberships_url or "", ServiceClient.of(registration)
    )


def _batches(members: Sequence[Member]) -> Iterator[Sequence[Member]]:
    for start in range(0, len(members), BATCH):
        yield members[start : start + BATCH]


def take_members(session: Session, roster: Roster, members: Sequence[Member]) -> None:
    """Make or refresh these members' people and enrolments."""
    # A launch that makes the same person waits here, as we wait for it.
    lock_platform(session.connection(), roster.client.registration_id)
    people = _people(session, roster, members)
    _add_people(session, roster, [one for one in members if one.user_id not in people], people)
    _refresh_people(session, members, people)
    _enrol(session, roster, members, people)


@dataclass(frozen=True, slots=True)
class Known:
    """What we have of a person."""

    id: int
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    is_test: bool = False


def _people(session: Session, roster: Roster, members: Sequence[Member]) -> dict[str, Known]:
    rows = session.execute(
        select(
            LtiIdentity.sub,
            Person.id,
            Person.name,
            Person.given_name,
            Person.family_name,
            Person.is_test,
        )
        .join(Person, Person.id == LtiIdentity.person_id)
        .where(
            LtiIdentity.registration_id == roster.client.registration_id,
            LtiIdentity.sub.in_([member.user_id for member in members]),
        )
    )
    return {row.sub: Known(*row[1:]) for row in rows}


def _add_people(
    session: Session, roster: Roster, members: Sequence[Member], people: dict[str, Known]
) -> None:
    """Add people, without names yet: then any new row does for any member, in one statement."""
    if not members:
        return
    ids = session.scalars(insert(Person).returning(Person.id), [{} for _ in members]).all()
    added = {member.user_id: Known(key) for member, key in zip(members, ids, strict=True)}
    session.execute(
        insert(LtiIdentity),
        [
            {
                "registration_id": roster.client.registration_id,
                "sub": sub,
                "person_id": person.id,
            }
            for sub, person in added.items()
        ],
    )
    people.update(added)


def _refresh_people(session: Session, members: Sequence[Member], people: dict[str, Known]) -> None:
    changed = []
    for member in members:
        known = people[member.user_id]
        said = replace(known, is_test=known.is_test or member.is_test)
        if member.name:  # a school that stops sharing names does not take them back
            said = replace(
                said,
                name=member.name,
                given_name=member.given_name,
                family_name=member.family_name,
            )
        if said != known:
            changed.append(asdict(said))
    if changed:
        session.execute(update(Person), changed)


def _enrol(
    session: Session, roster: Roster, members: Sequence[Member], people: dict[str, Known]
) -> None:
    rows = session.execute(
        select(Enrolment.id, Enrolment.person_id, Enrolment.role, Enrolment.standing)
        .add_columns(Enrolment.last_launch_at)
        .where(
            Enrolment.course_id == roster.course_id,
            Enrolment.person_id.in_([people[member.user_id].id for member in members]),
        )
    )
    present = {row.person_id: row for row in rows}
    added, changed = [], []
    for member in members:
        person_id = people[member.user_id].id
        said: dict[str, Any] = {
            "role": role_of(member.roles),
            "standing": Standing.ACTIVE if member.is_active else Standing.LEFT,
        }
        row = present.get(person_id)
        if row is None:
            added.append({"course_id": roster.course_id, "person_id": person_id, **said})
            continue
        if row.last_launch_at is not None:
            said["role"] = row.role
        if (row.role, row.standing) != (said["role"], said["standing"]):
            changed.append({"id": row.id, **said})
    if added:
        session.execute(insert(Enrolment), added)
    if changed:
        session.execute(update(Enrolment), changed)


def mark_absent(
    session: Session, roster: Roster, members: Sequence[Member], *, began: datetime
) -> None:
    """Mark as left whoever the roster does not list.

    Not those who have come in since it was read. Nor instructors who came in at all: Moodle
    lists no site managers, and they teach all the same.
    """
    listed = {member.user_id for member in members}
    rows: Any = session.execute(
        select(Enrolment.id, LtiIdentity.sub)
        .join(
            LtiIdentity,
            (LtiIdentity.person_id == Enrolment.person_id)
            & (LtiIdentity.registration_id == roster.client.registration_id),
        )
        .where(
            Enrolment.course_id == roster.course_id,
            Enrolment.standing == Standing.ACTIVE,
            or_(Enrolment.last_launch_at.is_(None), Enrolment.last_launch_at < began),
            or_(Enrolment.last_launch_at.is_(None), Enrolment.role != Role.INSTRUCTOR),
        )
    )
    absent = [enrolment_id for enrolment_id, sub in rows if sub not in listed]
    for start in range(0, len(absent), BATCH):
        session.execute(
            update(Enrolment)
            .where(Enrolment.id.in_(absent[start : start + BATCH]))
            .values(standing=Standing.LEFT),
            execution_options={"synchronize_session": False},
        )
