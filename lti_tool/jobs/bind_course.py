"""Searching a course's gradebook for columns of ours: after it was copied, or when asked to."""

from collections.abc import Sequence

from lti_tool.jobs.endings import ending_of
from lti_tool.jobs.queue import JobRun
from lti_tool.lti.course_columns import CourseBook, bind_columns, find_book
from lti_tool.lti.services.ags import Gradebook, LineItemData
from lti_tool.lti.services.connector import Connector
from lti_tool.lti.services.errors import ServiceError, ServiceRefused

GONE = frozenset({404, 410})


def run(job: JobRun) -> None:
    """Bring the columns that we know of one course up to what its gradebook has."""
    with job.reading() as session:
        found = find_book(session, int(job.payload["context_id"]))
    if found is None:
        return
    book = Gradebook(Connector(found.client, job), found.scopes, found.line_items_url)
    if not book.can_list:
        return
    try:
        listed = book.line_items()
        gone = _gone(book, found, listed)
    except ServiceError as error:
        raise ending_of(job, error, "The gradebook could not be read.") from error
    with job.writing() as session:
        job.hold(session)
        bind_columns(session, found, listed, gone, settings=job.settings, now=job.now())


def _gone(book: Gradebook, found: CourseBook, listed: Sequence[LineItemData]) -> list[str]:
    """Return the columns that are there no more. One that is merely not listed is asked for."""
    missing = [url for url in found.known if url not in {item.url for item in listed}]
    return [url for url in missing if _is_gone(book, url)]


def _is_gone(book: Gradebook, url: str) -> bool:
    try:
        book.read_line_item(url)
    except ServiceRefused as error:
        if error.status in GONE:
            return True
        raise
    return False
