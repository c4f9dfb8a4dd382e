"""Whether a connection works, and what to change where it does not: for its administrator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from curriculum.foundation.errors import N_
from lti_tool.lti import refused_launches
from lti_tool.lti.findings import Finding, Outcome, Sentence
from lti_tool.lti.launch_checks import Check, failed_check, passed_checks
from lti_tool.lti.models.launch import Launch
from lti_tool.lti.models.registration import DeploymentState, Registration
from lti_tool.lti.refusals import Reason
from lti_tool.lti.remedies import remedy_of
from lti_tool.lti.services.connector import Database
from lti_tool.lti.services.token import ServiceClient
from lti_tool.lti.trials import TriedPlatform, try_connection

SHOWN = 5
"""Refused launches. The last ones tell; all of them are in the log."""

BLOCKED, DEPLOYMENTS, LAUNCHES = N_("Connection"), N_("Deployments"), N_("Launches")

_OF_ONE_PERSON = frozenset(
    {
        Reason.NO_COOKIE.value,
        Reason.OTHER_BROWSER.value,
        Reason.EXPIRED.value,
        Reason.USED.value,
        Reason.NO_USER.value,
        Reason.NOT_INSTRUCTOR.value,
        Reason.NOT_REVIEWER.value,
    }
)
"""Reasons that say nothing against the connection."""


@dataclass(frozen=True, slots=True)
class RefusedView:
    """One launch that was refused, and how far it came."""

    at: datetime
    reference: str
    reason: str
    failed: Check
    words: str
    """The failed check as the log has it."""

    @property
    def passed(self) -> tuple[Check, ...]:
        """The checks that the launch had behind it."""
        return passed_checks(self.failed)

    @property
    def remedy(self) -> Sentence:
        """What an administrator does about it."""
        return Sentence(remedy_of(self.reason))


@dataclass(frozen=True, slots=True)
class Launches:
    """The last launches of a registration."""

    last: datetime | None
    """When somebody last came in; launches are remembered for a week."""
    refused: Sequence[RefusedView]


def diagnose(database: Database, registration_id: int) -> list[Finding]:
    """Look at a connection from all sides. No session may be open: the platform is asked.

    :raises NoResultFound: there is no such registration.
    """
    with database.reading() as session:
        platform = platform_to_try(session.get_one(Registration, registration_id))
    tried = try_connection(database, platform)
    with database.reading() as session:
        return [*tried, *look_at_records(session, registration_id)]


def platform_to_try(registration: Registration) -> TriedPlatform:
    """Return what is needed of a registration to try it out once its session has gone."""
    client = ServiceClient.of(registration)
    return TriedPlatform(client, registration.key_set_url, registration.product)


def look_at_records(session: Session, registration_id: int) -> list[Finding]:
    """Return what our own records say of a connection. Asks nobody."""
    registration = session.get_one(Registration, registration_id)
    blocked = [_blocked(registration)] if registration.blocked else []
    launches = read_launches(session, registration_id)
    return [*blocked, _judge_deployments(registration), _judge_launches(launches)]


def read_launches(session: Session, registration_id: int) -> Launches:
    """Return when somebody last came in, and the last launches that were refused."""
    last = session.scalar(
        select(func.max(Launch.created_at)).where(Launch.registration_id == registration_id)
    )
    return Launches(
        last,
        [
            RefusedView(
                row.created_at,
                row.reference,
                row.reason,
                failed_check(row.reason, row.check),
                row.check,
            )
            for row in refused_launches.latest(session, registration_id, SHOWN)
        ],
    )


def _blocked(registration: Registration) -> Finding:
    return Finding(
        Sentence(BLOCKED),
        Outcome.FAILED,
        Sentence(N_("Blocked: nobody gets in.")),
        Sentence.of(
            N_("Whoever runs Reciprocal can lift it: reciprocal platforms unblock “%(name)s”."),
            name=registration.name,
        ),
    )


def _judge_deployments(registration: Registration) -> Finding:
    by_state: dict[DeploymentState, list[str]] = {state: [] for state in DeploymentState}
    for each in registration.deployments:
        by_state[each.state].append(each.deployment_id)
    approved, waiting = by_state[DeploymentState.APPROVED], by_state[DeploymentState.PENDING]
    name = Sentence(DEPLOYMENTS)
    if waiting:
        return _waiting(registration.name, waiting[0], len(waiting), bool(approved))
    if approved:
        count = Sentence.of(N_("Approved: %(count)s."), count=len(approved))
        return Finding(name, Outcome.OK, count)
    if by_state[DeploymentState.BLOCKED]:
        return Finding(
            name,
            Outcome.FAILED,
            Sentence(N_("Every deployment is blocked: nobody gets in.")),
            Sentence(N_("Whoever runs Reciprocal can lift it: reciprocal deployments approve.")),
        )
    unseen = N_("None is known yet. The first launch names it, and it then waits for approval.")
    return Finding(name, Outcome.UNKNOWN, Sentence(unseen))


def _waiting(platform: str, first: str, count: int, others: bool) -> Finding:
    sentence = Sentence.of(N_("Waiting for approval: %(count)s."), count=count)
    remedy = Sentence.of(
        N_(
            "If it is yours, have whoever runs Reciprocal approve it: "
            "reciprocal deployments approve “%(name)s” %(deployment)s"
        ),
        name=platform,
        deployment=first,
    )
    # Where others are approved already, it may be somebody else's installation of the same key.
    outcome = Outcome.UNKNOWN if others else Outcome.FAILED
    return Finding(Sentence(DEPLOYMENTS), outcome, sentence, remedy)


def _judge_launches(launches: Launches) -> Finding:
    name, last = Sentence(LAUNCHES), launches.last
    against = [
        each
        for each in launches.refused
        if each.reason not in _OF_ONE_PERSON and (last is None or each.at > last)
    ]
    if against:
        newest = against[0]
        sentence = Sentence.of(
            N_("The last one was refused (reference %(reference)s). Failed: %(check)s."),
            reference=newest.reference,
            check=Sentence(newest.failed.value),
        )
        return Finding(name, Outcome.FAILED, sentence, newest.remedy)
    if last is None:
        nobody = N_("Nobody has come in from this LMS within a week.")
        return Finding(name, Outcome.UNKNOWN, Sentence(nobody))
    return Finding(
        name,
        Outcome.OK,
        Sentence.of(N_("Somebody last came in on %(when)s UTC."), when=f"{last:%Y-%m-%d %H:%M}"),
    )
