"""What counts as having read a section: its end was on screen, and a plausible time was spent.

A page tells how many seconds its section was in sight since it was opened, all of them again with
each report. So a report told twice, or late, adds nothing; two tabs add up; and the server's own
clock bounds both: no visit lasts longer than since its page was sent, and all of them together
no longer than since the first of them began. The reader's clock is never asked.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import ceil
from typing import Any

from sqlalchemy import case, delete, select, update
from sqlalchemy.orm import Session

from curriculum.foundation.upsert import upsert
from curriculum.models.progress import ReadingTime, SectionRead
from curriculum.readability import count_words
from curriculum.unit import Section, Unit

FASTEST = 500
"""Words a minute. Adults read such texts at about 240 in silence; at twice that one skims, and
whoever is quicker still has not had the time for the sentences."""

SHORTEST = 10
"""Seconds. A section of a few lines is not read in the moment that it takes to scroll past."""

VISITS_KEPT = 8
"""Of so many open pages of one section we remember what they told, so that repeats add nothing."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One opening of a section's page."""

    id: str
    opened_at: datetime
    """By the server's clock."""

    def lasted(self, now: datetime) -> int:
        """Return the whole seconds since the page was sent. Never less than none."""
        return _seconds(self.opened_at, now)


def plausible_seconds(section: Section) -> int:
    """Return how long a section has to be in sight before it can have been read."""
    return _plausible(section.text)


@lru_cache(maxsize=1024)  # as many as `to_html` keeps
def _plausible(text: str) -> int:
    return max(SHORTEST, ceil(count_words(text) * 60 / FASTEST))


def record_reading(
    session: Session,
    enrolment_id: int,
    unit: Unit,
    section_id: str,
    visit: Visit,
    seconds: int,
    *,
    end_seen: bool,
    now: datetime,
) -> bool:
    """Take a page's report of what was in sight.

    :param seconds: since the page was opened, in all. More than passed since then is cut off.
    :param end_seen: whether the section's end was on screen.
    :return: whether the section counts as read now.
    :raises Missing: the unit has no such section.
    """
    key = _key(enrolment_id, unit, section_id)
    told = _locked(session, key, visit)
    claimed = min(max(0, seconds), visit.lasted(now))
    before = told.visits.pop(visit.id, 0)
    begun = min(told.begun_at, visit.opened_at)
    spent = min(told.seconds + max(0, claimed - before), _seconds(begun, now))
    spent = max(told.seconds, spent)
    at_end = bool(told.end_seen or end_seen)
    visits = [*told.visits.items(), (visit.id, max(before, claimed))][-VISITS_KEPT:]
    values = {"seconds": spent, "end_seen": at_end, "begun_at": begun, "visits": dict(visits)}
    session.execute(update(ReadingTime).filter_by(**key).values(**values))
    is_read = at_end and spent >= plausible_seconds(unit.section(section_id))
    if is_read:
        _mark_read(session, key, now)
    return is_read


def _seconds(start: datetime, end: datetime) -> int:
    # Two servers' clocks may differ by a little: nothing lasts less than no time.
    return max(0, int((end - start).total_seconds()))


def _locked(session: Session, key: dict[str, Any], visit: Visit) -> Any:
    """Return the row, made if need be, locked against the other tab's report."""
    new = {"seconds": 0, "end_seen": False, "begun_at": visit.opened_at, "visits": {}}
    upsert(session, ReadingTime, key, new, {})
    columns = (
        ReadingTime.seconds,
        ReadingTime.end_seen,
        ReadingTime.begun_at,
        ReadingTime.visits,
    )
    return session.execute(select(*columns).filter_by(**key).with_for_update()).one()


def _key(enrolment_id: int, unit: Unit, section_id: str) -> dict[str, Any]:
    section = unit.section(section_id)
    return {"enrolment_id": enrolment_id, "unit_id": unit.id, "section": section.id}


def _mark_read(session: Session, key: dict[str, Any], now: datetime) -> None:
    """Note that a section was read. The first time stays; it outdoes what was only said."""
    again = {
        "read_at": case((SectionRead.elsewhere, now), else_=SectionRead.read_at),
        "elsewhere": False,
    }
    upsert(session, SectionRead, key, {"read_at": now, "elsewhere": False}, again)


def say_read_elsewhere(
    session: Session, enrolment_id: int, unit: Unit, section_id: str, *, now: datetime
) -> None:
    """Note that somebody says they read a section elsewhere. One that was read here stays so.

    :raises Missing: the unit has no such section.
    """
    key = _key(enrolment_id, unit, section_id)
    upsert(session, SectionRead, key, {"read_at": now, "elsewhere": True}, {})


def take_back_elsewhere(session: Session, enrolment_id: int, unit: Unit, section_id: str) -> None:
    """Forget that a section was said to be read elsewhere. What was read here is not touched.

    :raises Missing: the unit has no such section.
    """
    key = _key(enrolment_id, unit, section_id)
    session.execute(delete(SectionRead).filter_by(**key).where(SectionRead.elsewhere))
