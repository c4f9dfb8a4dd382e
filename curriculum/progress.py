"""How far somebody has come: sections read, seconds watched, questions answered.

What counts as read is in `reading.py`, as watched in `watching.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from curriculum.foundation.tables import Base
from curriculum.foundation.upsert import upsert
from curriculum.models.progress import CheckAnswer, Place, SectionRead, VideoWatch
from curriculum.standing import Answer, UnitProgress, UnitStanding, Watched
from curriculum.unit import Unit


def move_place(
    session: Session, enrolment_id: int, unit: Unit, section_id: str, *, now: datetime
) -> None:
    """Note where somebody is, so that coming back to the unit resumes there.

    :raises Missing: the unit has no such section.
    """
    section = unit.section(section_id)
    there = {"section": section.id, "seen_at": now}
    upsert(session, Place, {"enrolment_id": enrolment_id, "unit_id": unit.id}, there, there)


def unit_standing(session: Session, enrolment_id: int, unit: Unit) -> UnitStanding:
    """Return everything one person has done in one unit."""
    return unit_standings(session, [enrolment_id], unit)[enrolment_id]


def unit_standings(
    session: Session, enrolment_ids: Sequence[int], unit: Unit
) -> dict[int, UnitStanding]:
    """Return everything that some people have done in one unit, by enrolment."""
    found = {enrolment_id: UnitStanding() for enrolment_id in enrolment_ids}

    def rows(
        table: type[Any], *columns: InstrumentedAttribute[Any]
    ) -> Iterator[tuple[UnitStanding, list[Any]]]:
        query: Select[Any] = select(table.enrolment_id, *columns)
        theirs = (table.enrolment_id.in_(enrolment_ids), table.unit_id == unit.id)
        for enrolment_id, *values in session.execute(query.where(*theirs)):
            yield found[enrolment_id], values

    for standing, (section, elsewhere) in rows(
        SectionRead, SectionRead.section, SectionRead.elsewhere
    ):
        standing.note_read(section, elsewhere=elsewhere)
    for standing, (slot, *watched) in rows(VideoWatch, VideoWatch.slot, *_WATCHED):
        standing.watched[slot] = Watched(*watched)
    for standing, (item, *answer) in rows(CheckAnswer, CheckAnswer.item, *_ANSWERED):
        standing.answers[item] = Answer(*answer)
    for standing, (section,) in rows(Place, Place.section):
        standing.place = section
    return found


# In the order of the fields of `Watched` and `Answer`.
_WATCHED = (
    VideoWatch.seconds,
    VideoWatch.position,
    VideoWatch.transcript_read,
    VideoWatch.film,
    VideoWatch.done,
    VideoWatch.said,
)
_ANSWERED = (
    CheckAnswer.chosen,
    CheckAnswer.right,
    CheckAnswer.ever_right,
    CheckAnswer.tries,
)


def _marks_in(table: type[Base], kind: str, *columns: ColumnElement[Any]) -> Select[Any]:
    rows = table.__table__
    whose = rows.c.enrolment_id == bindparam("enrolment")
    return select(literal_column(f"'{kind}'"), rows.c.unit_id, *columns).where(whose)


_read, _video, _answer, _place = (
    table.__table__.c for table in (SectionRead, VideoWatch, CheckAnswer, Place)
)
_taken_in = or_(_video.transcript_read, _video.said, _video.done)
# Prebuilt, and one statement instead of four: the first page after a launch asks it.
# The videos come first, because they say which types the last three columns have.
_MARKS = union_all(
    _marks_in(VideoWatch, "video", _video.slot, _video.seconds, _taken_in, _video.film),
    _marks_in(SectionRead, "read", _read.section, null(), _read.elsewhere, null()),
    _marks_in(CheckAnswer, "check", _answer.item, null(), _answer.ever_right, null()),
    _marks_in(Place, "place", _place.section, null(), null(), null()),
)


def unit_progress(
    session: Session, enrolment_id: int, units: Iterable[Unit]
) -> dict[str, UnitProgress]:
    """Return how far one person has come in each of these units, by unit id."""
    found: dict[str, UnitStanding] = {}
    rows = session.connection().execute(_MARKS, {"enrolment": enrolment_id})
    for kind, unit_id, name, seconds, flag, film in rows:
        standing = found.setdefault(unit_id, UnitStanding())
        if kind == "read":
            standing.note_read(name, elsewhere=flag)
        elif kind == "video":
            standing.watched[name] = Watched(seconds, film=film, done=flag)
        elif kind == "check":
            # What was chosen last is no progress, and not read here.
            standing.answers[name] = Answer([], right=flag, ever_right=flag)
        else:
            standing.place = name
    return {unit.id: found.get(unit.id, _NOTHING).progress(unit) for unit in units}


_NOTHING = UnitStanding()
