"""How a job ends whose platform did not do what it was asked."""

from lti_tool.jobs.queue import GiveUp, JobRun, RetryLater, back_off
from lti_tool.lti.services.errors import ServiceError, ServiceRefused


def ending_of(job: JobRun, error: ServiceError, sentence: str) -> RetryLater | GiveUp:
    """Return what to raise: another try while that may help, and tries are left.

    :param sentence: what did not work, for the log.
    """
    refused = error if isinstance(error, ServiceRefused) else None
    wait = back_off(job.attempt)
    if wait is None or (refused is not None and not refused.is_passing):
        return GiveUp(f"{sentence} {error}")
    asked = refused.retry_after if refused else None
    return RetryLater(max(wait, asked or wait), f"{sentence} {error}")
