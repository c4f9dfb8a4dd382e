"""Whether somebody may still come in, asked without a launch: of a page that outlived its own."""

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from curriculum.models.enrolment import Enrolment
from curriculum.models.person import Person
from lti_tool.lti.models.identity import LtiContext
from lti_tool.lti.models.registration import Deployment, DeploymentState, Registration


def is_closed(session: Session, enrolment_id: int) -> bool:
    """Whether the person, their course's installation or its platform is blocked."""
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
