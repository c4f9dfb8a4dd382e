"""Asking a platform to tell us when it copies a course."""

from sqlalchemy import select

from lti_tool.jobs.endings import ending_of
from lti_tool.jobs.queue import JobRun
from lti_tool.lti.claims import COPY_NOTICE
from lti_tool.lti.closed import IS_OPEN
from lti_tool.lti.models.registration import Deployment, Registration
from lti_tool.lti.notices import PATH
from lti_tool.lti.services.connector import Connector
from lti_tool.lti.services.errors import ServiceError
from lti_tool.lti.services.notices import subscribe
from lti_tool.lti.services.token import ServiceClient


def run(job: JobRun) -> None:
    """Ask in the name of one deployment, and note when the platform agreed."""
    deployment_id = int(job.payload["deployment_id"])
    with job.reading() as session:
        found = session.execute(
            select(Deployment.notices_url, Registration)
            .join(Registration, Registration.id == Deployment.registration_id)
            .where(
                Deployment.id == deployment_id,
                Deployment.notices_url.is_not(None),
                IS_OPEN,
            )
        ).one_or_none()
        client = ServiceClient.of(found[1]) if found else None
    if found is None or client is None:
        return
    handler = job.settings.public_url.rstrip("/") + PATH
    try:
        subscribe(Connector(client, job), found.notices_url, COPY_NOTICE, handler)
    except ServiceError as error:
        raise ending_of(job, error, "The LMS could not be asked for notices.") from error
    with job.writing() as session:
        job.hold(session)
        session.get_one(Deployment, deployment_id).notices_asked_at = job.now()
