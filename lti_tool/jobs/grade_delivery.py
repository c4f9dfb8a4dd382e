"""Sending a released grade to the gradebook: once, with the right value, and visibly.

In turn: read what is wanted, find the column, look at what the gradebook holds, write down
what will be posted and when, post it, write down the answer. No transaction is open while
the platform is asked, and nothing is posted that was not written down before.
"""

from dataclasses import dataclass
from decimal import Decimal

from lti_tool.jobs.outcomes import Outcomes
from lti_tool.jobs.queue import GiveUp, JobRun, LeaseLost, RetryLater
from lti_tool.lti import columns
from lti_tool.lti.delivery_answers import (
    CHANGED_THERE,
    COLUMN_GONE,
    FOUND,
    NO_COLUMN,
    OVERRIDDEN,
    RECEIVED,
)
from lti_tool.lti.delivery_records import Trouble, as_result
from lti_tool.lti.judging import (
    Verdict,
    digest,
    is_one_of,
    judge,
    next_timestamp,
    share_of,
)
from lti_tool.lti.login import LAUNCH_PATH
from lti_tool.lti.platforms.base import FinalGrade, Policy
from lti_tool.lti.platforms.chooser import policy_for
from lti_tool.lti.services.ags import SCORE, Gradebook, Result, Score
from lti_tool.lti.services.connector import NOT_GRANTED, Connector
from lti_tool.lti.services.errors import ServiceError, ServiceRefused, ServiceUnreachable
from lti_tool.lti.wanted_grades import Column, WantedGrade, find_wanted
from lti_tool.settings import Settings

NOT_FOUND = 404


class ColumnGone(Exception):
    """The platform says that the column does not exist."""


def run(job: JobRun) -> None:
    """Deliver one reflection's grade to each of its columns."""
    with job.reading() as session:
        wanted = find_wanted(session, int(job.payload["reflection_id"]))
        if wanted is None:
            return
        place = wanted.place
        records = Outcomes.begin(session, job, wanted, policy_for(place.client.product))
    book = Gradebook(Connector(place.client, job), place.scopes, place.line_items_url)
    endings: list[RetryLater | GiveUp] = []
    for outcomes in records:
        try:
            Sending(book, outcomes, is_only=len(records) == 1).deliver()
        except (RetryLater, GiveUp) as ending:
            endings.append(ending)
    # One column that can be tried again keeps the job alive for all of them.
    for first in sorted(endings, key=lambda ending: isinstance(ending, GiveUp)):
        raise first


@dataclass
class Sending:
    """One grade on its way to one column."""

    book: Gradebook
    outcomes: Outcomes

    is_only: bool
    """The job has nothing else to do."""

    @property
    def wanted(self) -> WantedGrade:
        """What should stand in the gradebook."""
        return self.outcomes.wanted

    @property
    def policy(self) -> Policy:
        """What the platform makes of a score."""
        return self.outcomes.policy

    def deliver(self) -> None:
        """Send the grade, unless it is there.

        :raises RetryLater, GiveUp: and the record says why.
        """
        memory, marking = self.outcomes.memory, (self.wanted.submission_id, self.wanted.revision)
        if memory.has_sent(*marking) or memory.leaves(*marking):
            return
        try:
            self._send_to_what_is_there()
        except ServiceError as error:
            self.outcomes.trouble(error)
        except (RetryLater, GiveUp, LeaseLost):
            raise
        except Exception:
            self.outcomes.own_fault()
            raise

    def _send_to_what_is_there(self) -> None:
        if SCORE not in self.book.scopes:
            raise ServiceRefused(403, "The LMS offers no scores here.", detail=NOT_GRANTED)
        column, gone = self.outcomes.column, self.wanted.place.had_column
        try:
            return self._send(column or self._provide(gone=gone))
        except ColumnGone:
            return self._send(self._provide(gone=True))

    def _provide(self, *, gone: bool) -> Column:
        """Return a column: one that the platform has for this task, or else a new one.

        :param gone: there was one. It is made again only when a person asks for it, since
            a person has deleted it.
        """
        found = columns.find_column(self.book, self.wanted.place.task_id)
        if found is None and gone and not self.outcomes.memory.replaces:
            self.outcomes.give_up(Trouble(COLUMN_GONE))
        if found is None and not self.book.can_create:
            self.outcomes.give_up(Trouble(NO_COLUMN))
        return self.outcomes.use_column(found or columns.create_column(self.book, self.wanted.task))

    def _send(self, column: Column) -> None:
        column = self._read(column)
        memory, result = self.outcomes.memory, self._result(column)
        given, maximum = self.wanted.on_scale(column)
        share = given / maximum
        lost = memory.may_have_posted(self.wanted.submission_id, self.wanted.revision)
        verdict = judge(memory, result, share, lost=lost)
        if verdict is Verdict.FOREIGN:
            self.outcomes.leave(CHANGED_THERE, result)
        if verdict is Verdict.ARRIVED:
            self.outcomes.sent(share, FOUND, result, and_done=self.is_only)
            return
        score = self._score((given, maximum), result, again=verdict is Verdict.REPEAT)
        self.outcomes.about_to_post(score)
        self._post(column, score)
        if memory.replaces:
            self._check_replaced(column, result, share)
        self.outcomes.sent(share, RECEIVED, as_result(score), and_done=self.is_only)

    def _check_replaced(self, column: Column, before: Result | None, share: Decimal) -> None:
        """Look whether a grade typed by hand has gone: Moodle says 200 and keeps it."""
        try:
            after = self._result(column)
        except ServiceError:
            return  # the next reading of the gradebook will tell
        if after is not None and not is_one_of(after, [share]) and _shows_same(before, after):
            self.outcomes.not_arrived()
            self.outcomes.leave(OVERRIDDEN, after)

    def _read(self, column: Column) -> Column:
        """Return the column with its present maximum, as far as we may know it."""
        now = self.outcomes.job.now()
        if not self.book.can_read_columns or not columns.needs_reading(column, now):
            return column
        try:
            found = self.book.read_line_item(column.url)
        except ServiceRefused as error:
            if error.status == NOT_FOUND:
                self._lose(column)
            raise
        return self.outcomes.use_reading(column, found)

    def _result(self, column: Column) -> Result | None:
        if not self.book.can_read_results:
            return None
        try:
            return self.book.read_result(column.url, self.wanted.place.user_id)
        except ServiceRefused as error:
            if error.status != NOT_FOUND:
                raise
            self._check_there(column)
            return None

    def _check_there(self, column: Column) -> None:
        """Tell a column that is gone from a 404 about something else."""
        if not self.book.can_read_columns:
            return
        try:
            self.book.read_line_item(column.url)
        except ServiceRefused as error:
            if error.status == NOT_FOUND:
                self._lose(column)
            raise

    def _lose(self, column: Column) -> None:
        self.outcomes.lose_column(column)
        raise ColumnGone

    def _score(
        self, points: tuple[Decimal, Decimal], result: Result | None, *, again: bool
    ) -> Score:
        """Return what to post, its timestamp later than any before and not in the future."""
        now = self.outcomes.job.now()
        timestamp = now.replace(microsecond=now.microsecond // 1000 * 1000)
        earliest = next_timestamp(self.outcomes.memory, result, self.policy.gap)
        if earliest is not None and earliest > timestamp:
            self.outcomes.wait_until_newer(earliest - timestamp)
        score = self.policy.on_release(self._grade(points), timestamp)
        return self.policy.on_repeat_after_lost_answer(score) if again else score

    def _grade(self, points: tuple[Decimal, Decimal]) -> FinalGrade:
        wanted, memory, job = self.wanted, self.outcomes.memory, self.outcomes.job
        return FinalGrade(
            user_id=wanted.place.user_id,
            given=points[0],
            maximum=points[1],
            comment=wanted.comment,
            submitted_at=min(wanted.submitted_at, job.now()),
            address=work_address(job.settings, wanted.submission_id),
            replaces=memory.replaces,
            comment_is_known=memory.sent_comment == digest(wanted.comment),
        )

    def _post(self, column: Column, score: Score) -> None:
        try:
            self.book.post_score(column.url, score)
        except ServiceUnreachable as error:
            if not error.maybe_done:
                self.outcomes.not_arrived()
            raise
        except ServiceRefused as error:
            if error.status < 500:  # a fault of the server may come after it took the score
                self.outcomes.not_arrived()
            if error.status == NOT_FOUND:
                self._check_there(column)
            raise


def _shows_same(before: Result | None, after: Result) -> bool:
    return is_one_of(after, [share_of(before)])


def work_address(settings: Settings, submission_id: int) -> str:
    """Return the launch address that opens a submission for its instructor."""
    return f"{settings.public_url.rstrip('/')}{LAUNCH_PATH}?submission={submission_id}"
