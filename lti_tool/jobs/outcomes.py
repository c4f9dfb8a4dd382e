"""How the sending of one grade to one column ends: sent, later, or left to a person."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import NoReturn

from sqlalchemy.orm import Session

from lti_tool.jobs.queue import BACK_OFF, GiveUp, JobRun, RetryLater, back_off
from lti_tool.lti import columns
from lti_tool.lti.delivery_answers import AHEAD_OF_TIME, IN_A_MOMENT, OUR_FAULT
from lti_tool.lti.delivery_records import (
    Trouble,
    find_rows,
    memory_of,
    open_record,
    record_held,
    record_not_arrived,
    record_posting,
    record_sent,
    record_trouble,
)
from lti_tool.lti.judging import Memory
from lti_tool.lti.models.grade_delivery import GradeDelivery
from lti_tool.lti.platforms.base import GAVE_UP, Policy
from lti_tool.lti.services.ags import LineItemData, Result, Score
from lti_tool.lti.services.errors import ServiceError, ServiceRefused
from lti_tool.lti.wanted_grades import Column, WantedGrade

LONGEST_PAUSE = timedelta(minutes=10)
"""How far ahead of our clock a gradebook's last grade may be for us to wait for it."""

LONGEST_HOLD = timedelta(minutes=2)
"""How long one unanswered grade holds up the others of its platform."""


@dataclass
class Outcomes:
    """Keeps the record of one grade and one column. Each method is one short transaction."""

    job: JobRun
    wanted: WantedGrade
    policy: Policy
    column: Column | None
    """Nothing until one is found."""

    record: GradeDelivery | None
    """As last read or written. Of one lane one job runs at a time, so nobody else's is newer."""

    memory: Memory

    @classmethod
    def begin(
        cls, session: Session, job: JobRun, wanted: WantedGrade, policy: Policy
    ) -> "list[Outcomes]":
        """Read what was done so far, for each column; for none yet, if there is none."""
        all_columns = wanted.place.columns or (None,)
        keys = [column.id if column else None for column in all_columns]
        rows = find_rows(session, wanted.place.reflection_id, keys)
        return [
            cls(job, wanted, policy, column, row, memory_of(row))
            for column, row in zip(all_columns, rows, strict=True)
        ]

    def use_column(self, found: LineItemData) -> Column:
        """Go on with a column that the platform has just named."""
        with self.job.writing() as session:
            self.column = columns.keep_column(session, self.wanted.place, found, now=self.job.now())
            if self.memory.replaces:
                # Asked for was a column. A grade typed into this one is another question.
                self._row(session).replaces = False
        self.memory = replace(self.memory, replaces=False)
        return self.column

    def use_reading(self, column: Column, found: LineItemData) -> Column:
        """Go on with a column as it is now."""
        with self.job.writing() as session:
            self.column = columns.keep_reading(session, column, found, now=self.job.now())
        return self.column

    def lose_column(self, column: Column) -> None:
        """Forget a column that is gone, and what we sent to it."""
        with self.job.writing() as session:
            columns.keep_gone(session, column, now=self.job.now())
            (self.record,) = find_rows(session, self.wanted.place.reflection_id, [None])
        self.column = None
        self.memory = Memory(posted_at=self.memory.posted_at, replaces=self.memory.replaces)

    def about_to_post(self, score: Score) -> None:
        """Commit what will be posted, if the job is still ours."""
        with self.job.writing() as session:
            self.job.hold(session)
            record_posting(self._row(session), score, revision=self.wanted.revision)

    def not_arrived(self) -> None:
        """Take back that it was posted."""
        with self.job.writing() as session:
            record_not_arrived(self._row(session), self.memory)

    def sent(self, share: Decimal, answer: str, held: Result | None, *, and_done: bool) -> None:
        """Write down that the platform has it.

        :param held: what the gradebook holds now.
        :param and_done: the whole job ends with it, in the same transaction.
        """
        with self.job.writing() as session:
            row, now = self._row(session), self.job.now()
            record_sent(row, self.wanted, share, answer, now=now)
            record_held(row, held, now=now)
            if and_done:
                self.job.end(session)

    def wait_until_newer(self, pause: timedelta) -> NoReturn:
        """Try again once our timestamp would be later than the gradebook's."""
        if pause > LONGEST_PAUSE:
            self.give_up(Trouble(AHEAD_OF_TIME))
        self._try_later(Trouble(IN_A_MOMENT, wait=pause, is_try=False), pause)

    def trouble(self, error: ServiceError) -> NoReturn:
        """Try again later where that may help; otherwise leave it to a person."""
        refused = error if isinstance(error, ServiceRefused) else None
        found = Trouble(self.policy.explain(error), refused.status if refused else None)
        passing = refused is None or refused.is_passing or self.policy.is_stale(refused)
        pause = back_off(self._tries() + 1) if passing else None
        if pause is None:
            self.give_up(replace(found, sentence=GAVE_UP.get(found.sentence, found.sentence)))
        asked = refused.retry_after if refused else None
        wait = max(pause, asked or pause)
        is_away = refused is None or refused.is_throttling
        hold = asked or min(wait, LONGEST_HOLD)
        self._try_later(replace(found, wait=wait), wait, hold if is_away else None)

    def own_fault(self) -> None:
        """Write down that something broke on our side, for the instructor to see."""
        last = back_off(self.job.attempt) is None
        with self.job.writing() as session:
            found = Trouble(OUR_FAULT, wait=None if last else BACK_OFF[0])
            record_trouble(self._row(session), found, now=self.job.now())

    def give_up(self, found: Trouble) -> NoReturn:
        """Leave it to a person."""
        with self.job.writing() as session:
            record_trouble(self._row(session), found, now=self.job.now())
        raise GiveUp(f"A grade was not delivered ({found.status or 'see its record'}).")

    def leave(self, sentence: str, held: Result | None) -> NoReturn:
        """Leave it to a person, who is to see what the gradebook holds."""
        with self.job.writing() as session:
            record_held(self._row(session), held, now=self.job.now())
        self.give_up(Trouble(sentence))

    def _try_later(
        self, found: Trouble, wait: timedelta, hold_lane: timedelta | None = None
    ) -> NoReturn:
        with self.job.writing() as session:
            record_trouble(self._row(session), found, now=self.job.now())
        sentence = f"A grade waits for its next try ({found.status or 'no answer'})."
        raise RetryLater(wait, sentence, hold_lane=hold_lane)

    def _tries(self) -> int:
        counted_for = (self.wanted.submission_id, self.wanted.revision)
        return self.memory.tries if self.memory.wanted == counted_for else 0

    def _row(self, session: Session) -> GradeDelivery:
        column_id = self.column.id if self.column else None
        self.record = open_record(session, self.record, self.wanted, column_id, now=self.job.now())
        return self.record
