"""How a job ends whose platform did not do what it was asked."""

from datetime import timedelta

from lti_tool.jobs.queue import GiveUp, JobRun, RetryLater, back_off
from lti_tool.lti.services.errors import ServiceError, ServiceRefused


def ending_of(
    job: JobRun, error: ServiceError, sentence: str, *, holds_lane: bool = False
) -> RetryLater | GiveUp:
    """Return what to raise: another try while that may help, and tries are left.

    :param sentence: what did not work, for the log.
    :param holds_lane: a wait that the platform asks for is one for all of its jobs.
    """
    wait = next_try(job, error)
    if wait is None:
        return GiveUp(f"{sentence} {error}")
    hold = wait_asked(error) if holds_lane else None
    return RetryLater(wait, f"{sentence} {error}", hold_lane=hold)


def next_try(job: JobRun, error: ServiceError) -> timedelta | None:
    """Return how long to wait for another try; None where none would help, or is left."""
    if isinstance(error, ServiceRefused) and not error.is_passing:
        return None
    wait = back_off(job.attempt)
    return max(wait, wait_asked(error) or wait) if wait is not None else None


def wait_asked(error: ServiceError) -> timedelta | None:
    """Return how long the platform itself said to wait, if it did."""
    return error.retry_after if isinstance(error, ServiceRefused) else None
