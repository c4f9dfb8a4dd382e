"""Which doors are closed: what is blocked or waits for approval, asked where there is no launch."""

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from curriculum.models.enrolment import Enrolment
from curriculum.models.person import Person
from lti_tool.lti.models.identity import LtiContext
from lti_tool.lti.models.registration import Deployment, DeploymentState, Registration

IS_OPEN = and_(Registration.blocked.is_(False), Deployment.state == DeploymentState.APPROVED)
"""Whether people come in from an installation, and its platform may be asked. Join both tables."""


def find_open(session: Session, context_id: int) -> tuple[LtiContext, Registration] | None:
    """Return a course's context and its platform; None where either door is closed.

    :param context_id: the key of the course's row in `lti_context`.
    """
    found = session.execute(
        select(LtiContext, Registration)
        .join(Deployment, Deployment.id == LtiContext.deployment_id)
        .join(Registration, Registration.id == Deployment.registration_id)
        .where(LtiContext.id == context_id, IS_OPEN)
    ).one_or_none()
    return (found[0], found[1]) if found is not None else None


def is_closed(session: Session, enrolment_id: int) -> bool:
    """Whether the person, their course's installation or its platform may not come in any more."""
    here = (
        select(Enrolment.id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(LtiContext, LtiContext.course_id == Enrolment.course_id)
        .outerjoin(Deployment, Deployment.id == LtiContext.deployment_id)
        .outerjoin(Registration, Registration.id == Deployment.registration_id)
        .where(
            Enrolment.id == enrolment_id,
            or_(
                Person.blocked,
                Deployment.state != DeploymentState.APPROVED,
                Registration.blocked,
            ),
        )
    )
    return bool(session.scalar(select(exists(here))))
