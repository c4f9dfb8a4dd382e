"""Reading back what a course's gradebook holds, so that a changed mark is seen and not undone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from lti_tool.jobs.endings import ending_of
from lti_tool.jobs.queue import JobRun
from lti_tool.lti import columns
from lti_tool.lti.held_grades import CourseColumns, Sent, find_columns, find_sent, keep_results
from lti_tool.lti.models.identity import LtiContext
from lti_tool.lti.services.ags import Gradebook, Result
from lti_tool.lti.services.connector import Connector
from lti_tool.lti.services.errors import ServiceError, ServiceRefused
from lti_tool.lti.wanted_grades import Column

BATCH = 500
"""Grades a transaction: the database is never held for long."""

ENOUGH = 3
"""People missing from a column's list whom we ask for one by one before we believe the list."""

TELLS_MORE = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})
"""Refusals that would be the same for one person as they are for all."""


def run(job: JobRun) -> None:
    """Read every column of one course."""
    with job.reading() as session:
        found = find_columns(session, int(job.payload["context_id"]))
    if found is None:
        return
    book = Gradebook(Connector(found.client, job), found.scopes, found.line_items_url)
    try:
        for column in found.columns:
            Reading(job, book, found, column).read()
    except ServiceError as error:
        sentence = "The gradebook could not be read."
        raise ending_of(job, error, sentence, holds_lane=True) from error
    with job.writing() as session:
        session.get_one(LtiContext, found.context_id).results_read_at = job.now()


@dataclass
class Reading:
    """One column, read from its description to its last result."""

    job: JobRun
    book: Gradebook
    found: CourseColumns
    column: Column

    def read(self) -> None:
        """Bring what we know of the column up to what it holds."""
        if not self._is_there():
            return
        with self.job.reading() as session:
            sent = find_sent(session, self.found, self.column)
        if not sent:
            return
        results = self._results(sent)
        for batch in _batches(sent):
            with self.job.writing() as session:
                self.job.hold(session)
                keep_results(session, self.column, batch, results, now=self.job.now())

    def _is_there(self) -> bool:
        """Read the column itself, as far as we may; a deleted one is remembered as gone."""
        if not self.book.can_read_columns:
            return True
        try:
            line_item = self.book.read_line_item(self.column.url)
        except ServiceRefused as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            with self.job.writing() as session:
                columns.keep_gone(session, self.column, now=self.job.now())
            return False
        with self.job.writing() as session:
            self.column = columns.keep_reading(session, self.column, line_item, now=self.job.now())
        return True

    def _results(self, sent: Sequence[Sent]) -> dict[str, Result]:
        """Return what the column holds, by the platform's user.

        A list that leaves somebody out is doubted first: the grade may have been cleared, or
        the platform may list nobody unless asked for by name.
        """
        try:
            listed = {each.user_id: each for each in self.book.read_results(self.column.url)}
            confirmed = 0
        except ServiceRefused as error:
            if error.is_passing or error.status in TELLS_MORE:
                raise
            listed, confirmed = {}, -len(sent)
        for each in sent:
            if each.user_id in listed or not each.should_be_listed:
                continue
            if confirmed >= ENOUGH:
                break
            result = self.book.read_result(self.column.url, each.user_id)
            if result is None or result.score is None:
                confirmed += 1
            else:
                listed[each.user_id] = result
                confirmed = -len(sent)
        return listed


def _batches(sent: Sequence[Sent]) -> Iterator[Sequence[Sent]]:
    for start in range(0, len(sent), BATCH):
        yield sent[start : start + BATCH]
