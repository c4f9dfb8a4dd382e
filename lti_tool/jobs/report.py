"""Rendering one report."""

from lti_tool.jobs.queue import GiveUp, JobRun
from lti_tool.reports.making import NotMade, make_report


def run(job: JobRun) -> None:
    """Make the report, or leave it failed for a person to ask again."""
    try:
        make_report(job, str(job.payload["report_id"]))
    except NotMade as error:
        raise GiveUp(error.sentence) from error
