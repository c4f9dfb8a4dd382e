"""Judging what a gradebook holds before a score is posted. Pure: no database, no network."""

import enum
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from lti_tool.lti.services.ags import Result

SAME = Decimal("0.0005")
"""Shares of a maximum that lie as close as this are the same grade, rounded by somebody."""

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Memory:
    """What we did about one grade in one column so far."""

    submission_id: int | None = None
    sent_revision: int | None = None
    posted_revision: int | None = None
    posted_at: datetime | None = None
    posted_share: Decimal | None = None
    sent_share: Decimal | None = None
    sent_comment: str | None = None
    replaces: bool = False
    noticed_submission_id: int | None = None
    wanted: tuple[int, int] | None = None
    """Submission and revision that `tries` counts for."""
    tries: int = 0

    def has_sent(self, submission_id: int, revision: int) -> bool:
        """Whether the platform confirmed this marking."""
        return self.submission_id == submission_id and self.sent_revision == revision

    def may_have_posted(self, submission_id: int, revision: int) -> bool:
        """Whether this marking was posted and no answer is known."""
        return (
            self.submission_id == submission_id
            and self.posted_revision == revision
            and self.sent_revision != revision
        )


class Verdict(enum.Enum):
    """What to do next."""

    POST = enum.auto()
    ARRIVED = enum.auto()
    """It is there already: only the answer was lost."""
    REPEAT = enum.auto()
    """The answer was lost, and it is not there as far as we can see."""
    FOREIGN = enum.auto()
    """Somebody typed another grade into the gradebook. It is not ours to erase."""


def judge(memory: Memory, result: Result | None, share: Decimal, *, lost: bool) -> Verdict:
    """Compare what the gradebook holds with what we know and want.

    :param result: nothing where the platform does not say; Moodle hides zero.
    :param share: points to give divided by points possible.
    :param lost: this very grade was posted before, and no answer came.
    """
    held = share_of(result)
    if lost and held is not None and _same(held, share) and _as_new(memory, result):
        return Verdict.ARRIVED
    if held is not None and not memory.replaces and _is_foreign(memory, result, held, share):
        return Verdict.FOREIGN
    return Verdict.REPEAT if lost else Verdict.POST


def _is_foreign(memory: Memory, result: Result | None, held: Decimal, wanted: Decimal) -> bool:
    ours = (memory.posted_share, memory.sent_share, wanted)
    if _among(held, ours):
        return False
    never_graded = memory.posted_share is None and memory.sent_share is None
    if never_graded or memory.posted_at is None or result is None or result.timestamp is None:
        return True
    # Older and different: rounded, capped or made smaller for being late. Not a person's doing.
    return result.timestamp > memory.posted_at


def _as_new(memory: Memory, result: Result | None) -> bool:
    if result is None or result.timestamp is None or memory.posted_at is None:
        return True
    return result.timestamp >= memory.posted_at.replace(microsecond=0)


def share_of(result: Result | None) -> Decimal | None:
    """Return what the gradebook holds as a share of the maximum."""
    if result is None or result.score is None:
        return None
    return result.score / (result.maximum or Decimal(1))


def _among(held: Decimal, shares: Iterable[Decimal | None]) -> bool:
    return any(share is not None and _same(held, share) for share in shares)


def _same(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= SAME


def next_timestamp(memory: Memory, result: Result | None, gap: timedelta) -> datetime | None:
    """Return the earliest timestamp that the platform will take as newer; None: any.

    :param gap: the platform's least distance between two timestamps.
    """
    earliest = [memory.posted_at + gap] if memory.posted_at else []
    if result is not None and result.timestamp is not None:
        earliest.append(result.timestamp.replace(microsecond=0) + SECOND)
    return max(earliest, default=None)


def digest(text: str) -> str:
    """Return the form in which a comment is remembered: only to know it again."""
    return hashlib.sha256(text.encode()).hexdigest()
