"""Judging what a gradebook holds, before a score is posted and after. No database, no network."""

import enum
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from lti_tool.lti.services.ags import Result

SAME = Decimal("0.0005")
"""Shares of a maximum that lie as close as this are the same grade, rounded by somebody."""

SECOND = timedelta(seconds=1)

Shares = Iterable[Decimal | None]

STEPS = (Decimal(1), Decimal("0.1"), Decimal("0.01"))
"""To which gradebooks round points."""

ROUNDED = Decimal("0.01")
"""A rounding that moves a grade by more of its maximum than this may be a person's."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What we did about one grade in one column so far."""

    submission_id: int | None = None
    sent_revision: int | None = None
    posted_revision: int | None = None
    posted_at: datetime | None = None
    posted_share: Decimal | None = None
    posted_score: Decimal | None = None
    posted_maximum: Decimal | None = None
    sent_share: Decimal | None = None
    sent_comment: str | None = None
    replaces: bool = False
    yields: bool = False
    noticed_submission_id: int | None = None
    wanted: tuple[int, int] | None = None
    """Submission and revision that `tries` counts for."""
    tries: int = 0

    def has_sent(self, submission_id: int, revision: int) -> bool:
        """Whether the platform confirmed this marking."""
        return self.submission_id == submission_id and self.sent_revision == revision

    def leaves(self, submission_id: int, revision: int) -> bool:
        """Whether an instructor keeps the gradebook's own grade in the place of this marking."""
        return self.yields and self.wanted == (submission_id, revision)

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
    ours = (memory.posted_share, memory.sent_share, share)
    if held is not None and not memory.replaces and _is_foreign(memory, result, ours):
        return Verdict.FOREIGN
    return Verdict.REPEAT if lost else Verdict.POST


class Found(enum.Enum):
    """What a gradebook holds in the place of a grade that it once took."""

    OURS = enum.auto()
    CHANGED = enum.auto()
    """Somebody gave another grade."""
    ADJUSTED = enum.auto()
    """Another grade, and not by a person: capped, or made smaller for being late."""
    CLEARED = enum.auto()
    """Nothing, or a zero that the platform does not tell."""
    OUTGROWN = enum.auto()
    """Our points, on a maximum that has changed since: another share than ours."""


def compare(memory: Memory, result: Result | None, maximum: Decimal | None) -> Found:
    """Say what became of a grade that was sent.

    :param maximum: the column's, as read just now; nothing where we may not know it.
    """
    held = share_of(result)
    if held is None or result is None:
        sent = memory.posted_share if memory.sent_share is None else memory.sent_share
        return Found.CLEARED if sent is None or sent > SAME else Found.OURS
    if _has_outgrown(memory, result, maximum):
        return Found.OUTGROWN
    ours = (memory.posted_share, memory.sent_share)
    if is_one_of(result, ours):
        return Found.OURS
    return Found.CHANGED if _is_foreign(memory, result, ours) else Found.ADJUSTED


def _has_outgrown(memory: Memory, result: Result, maximum: Decimal | None) -> bool:
    """Whether our points stand against a maximum that they were not given for.

    Moodle gives the points anew with a new maximum, Canvas leaves them as they are. What a
    result says of its maximum may be as old as the result.
    """
    if not memory.posted_score or memory.posted_maximum is None or maximum is None:
        return False
    return maximum != memory.posted_maximum and result.score == memory.posted_score


def _is_foreign(memory: Memory, result: Result | None, ours: Shares) -> bool:
    if result is None or is_one_of(result, ours) or _keeps_points(memory, result):
        return False
    never_graded = memory.posted_share is None and memory.sent_share is None
    if never_graded or memory.posted_at is None or result.timestamp is None:
        return True
    # Older and different: capped or made smaller for being late. Not a person's doing.
    return result.timestamp > memory.posted_at


def _keeps_points(memory: Memory, result: Result) -> bool:
    """Whether only the maximum is another one than we posted with."""
    return (
        memory.posted_score is not None
        and result.score == memory.posted_score
        and result.maximum != memory.posted_maximum
    )


def is_one_of(result: Result, shares: Shares) -> bool:
    """Whether a gradebook holds one of these grades, be it in whole points, tenths or hundredths.

    :param shares: of the maximum; nothing stands for no grade.
    """
    held = share_of(result)
    if held is None or _among(held, shares):
        return held is not None
    if result.score is None or not result.maximum:
        return False
    near = [share for share in shares if share is not None and abs(share - held) < ROUNDED]
    return any(
        result.score == (share * result.maximum).quantize(step, way)
        for share in near
        for step in STEPS
        for way in (ROUND_HALF_UP, ROUND_DOWN)
    )


def _as_new(memory: Memory, result: Result | None) -> bool:
    if result is None or result.timestamp is None or memory.posted_at is None:
        return True
    return result.timestamp >= memory.posted_at.replace(microsecond=0)


def share_of(result: Result | None) -> Decimal | None:
    """Return what the gradebook holds as a share of the maximum."""
    if result is None or result.score is None:
        return None
    return result.score / (result.maximum or Decimal(1))


def _among(held: Decimal, shares: Shares) -> bool:
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
