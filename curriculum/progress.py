"""How far somebody has come: sections read, seconds watched, questions answered.

Every write is one upsert, or locks its row, so that two tabs of one person lose nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    bindparam,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from curriculum.foundation.errors import N_, Rejected
from curriculum.foundation.tables import Base
from curriculum.models.progress import CheckAnswer, Place, SectionRead, VideoWatch
from curriculum.standing import Answer, UnitProgress, UnitStanding, Watched
from curriculum.unit import Unit
from curriculum.units import load_curriculum
from curriculum.videos import merge, seconds_in

MOST_SPANS = 500
"""More stretches than this in one report come from no player."""


def move_place(
    session: Session, enrolment_id: int, unit: Unit, section_id: str, *, now: datetime
) -> None:
    """Note where somebody is, so that coming back to the unit resumes there.

    :raises Missing: the unit has no such section.
    """
    section = unit.section(section_id)
    there = {"section": section.id, "seen_at": now}
    _upsert(session, Place, {"enrolment_id": enrolment_id, "unit_id": unit.id}, there, there)


def mark_read(
    session: Session, enrolment_id: int, unit: Unit, section_id: str, *, now: datetime
) -> None:
    """Note that a section was read to its end. The first time counts.

    :raises Missing: the unit has no such section.
    """
    section = unit.section(section_id)
    key = {"enrolment_id": enrolment_id, "unit_id": unit.id, "section": section.id}
    _upsert(session, SectionRead, key, {"read_at": now}, {})


def record_watch(
    session: Session,
    enrolment_id: int,
    unit: Unit,
    slot: str,
    spans: Sequence[tuple[int, int]],
    position: int,
    *,
    now: datetime,
) -> Watched:
    """Add stretches of a video to those already seen.

    :param spans: (from, to) in whole seconds. Told again, they count once.
    :param position: the second to resume at.
    :raises Missing: the unit has no such video.
    :raises Rejected: no player reports that many stretches.
    """
    video = unit.video(slot)
    if len(spans) > MOST_SPANS:
        raise Rejected(N_("That is not what a video player reports."))
    key = {"enrolment_id": enrolment_id, "unit_id": unit.id, "slot": video.id}
    _upsert(session, VideoWatch, key, {"spans": [], "seen_at": now, **_NOTHING_SEEN}, {})
    mine = (
        VideoWatch.enrolment_id == enrolment_id,
        VideoWatch.unit_id == unit.id,
        VideoWatch.slot == video.id,
    )
    seen, read = session.execute(
        select(VideoWatch.spans, VideoWatch.transcript_read).where(*mine).with_for_update()
    ).one()
    merged = merge([*seen, *spans], video.seconds)
    found = Watched(
        seconds=seconds_in(merged),
        position=min(max(0, position), video.seconds),
        transcript_read=read,
    )
    session.execute(
        update(VideoWatch)
        .where(*mine)
        .values(spans=merged, seconds=found.seconds, position=found.position, seen_at=now)
    )
    return found


_NOTHING_SEEN = {"seconds": 0, "position": 0, "transcript_read": False}


def transcript_read(
    session: Session, enrolment_id: int, unit: Unit, slot: str, *, now: datetime
) -> None:
    """Note that a video's transcript was read, which counts like watching all of it.

    :raises Missing: the unit has no such video.
    """
    video = unit.video(slot)
    key = {"enrolment_id": enrolment_id, "unit_id": unit.id, "slot": video.id}
    new = {"spans": [], "seconds": 0, "position": 0, "transcript_read": True, "seen_at": now}
    _upsert(session, VideoWatch, key, new, {"transcript_read": True, "seen_at": now})


def answer_check(
    session: Session,
    enrolment_id: int,
    unit: Unit,
    item_id: str,
    chosen: Sequence[Any],
    *,
    now: datetime,
) -> bool:
    """Keep an answer in place of the one before. Tries are unlimited; a right one stays right.

    :param chosen: what the question's `judge` takes.
    :return: whether this answer is right.
    :raises Missing: the unit has no such question.
    :raises Rejected: it is no answer to this question.
    """
    item = unit.check(item_id)
    right = item.judge(chosen)
    key = {"enrolment_id": enrolment_id, "unit_id": unit.id, "item": item.id}
    latest = {"chosen": list(chosen), "right": right, "answered_at": now}
    again = {
        **latest,
        "ever_right": or_(CheckAnswer.ever_right, literal(right)),
        "tries": CheckAnswer.tries + 1,
    }
    _upsert(session, CheckAnswer, key, {**latest, "ever_right": right, "tries": 1}, again)
    return right


def unit_standing(session: Session, enrolment_id: int, unit: Unit) -> UnitStanding:
    """Return everything one person has done in one unit."""
    found = UnitStanding()

    def rows(table: type[Any], *columns: InstrumentedAttribute[Any]) -> Iterable[Any]:
        query: Select[Any] = select(*columns)
        mine = (table.enrolment_id == enrolment_id, table.unit_id == unit.id)
        return session.execute(query.where(*mine))

    found.read = {section for (section,) in rows(SectionRead, SectionRead.section)}
    for slot, *watched in rows(
        VideoWatch,
        VideoWatch.slot,
        VideoWatch.seconds,
        VideoWatch.position,
        VideoWatch.transcript_read,
    ):
        found.watched[slot] = Watched(*watched)
    for item, *answer in rows(
        CheckAnswer,
        CheckAnswer.item,
        CheckAnswer.chosen,
        CheckAnswer.right,
        CheckAnswer.ever_right,
    ):
        found.answers[item] = Answer(*answer)
    for (section,) in rows(Place, Place.section):
        found.place = section
    return found


def _marks_in(table: type[Base], kind: str, *columns: ColumnElement[Any]) -> Select[Any]:
    rows = table.__table__
    whose = rows.c.enrolment_id == bindparam("enrolment")
    return select(literal_column(f"'{kind}'"), rows.c.unit_id, *columns).where(whose)


_read, _video, _answer, _place = (
    table.__table__.c for table in (SectionRead, VideoWatch, CheckAnswer, Place)
)
# Prebuilt, and one statement instead of four: the first page after a launch asks it.
# The videos come first, because they say which types the last two columns have.
_MARKS = union_all(
    _marks_in(VideoWatch, "video", _video.slot, _video.seconds, _video.transcript_read),
    _marks_in(SectionRead, "read", _read.section, null(), null()),
    _marks_in(CheckAnswer, "check", _answer.item, null(), _answer.ever_right),
    _marks_in(Place, "place", _place.section, null(), null()),
)


def unit_progress(session: Session, enrolment_id: int) -> dict[str, UnitProgress]:
    """Return how far one person has come in every unit, by unit id."""
    found: dict[str, UnitStanding] = {}
    rows = session.connection().execute(_MARKS, {"enrolment": enrolment_id})
    for kind, unit_id, name, seconds, flag in rows:
        standing = found.setdefault(unit_id, UnitStanding())
        if kind == "read":
            standing.read.add(name)
        elif kind == "video":
            standing.watched[name] = Watched(seconds, transcript_read=flag)
        elif kind == "check":
            # What was chosen last is no progress, and not read here.
            standing.answers[name] = Answer([], right=flag, ever_right=flag)
        else:
            standing.place = name
    return {
        unit.id: found.get(unit.id, _NOTHING).progress(unit) for unit in load_curriculum().units
    }


_NOTHING = UnitStanding()


def _upsert(
    session: Session,
    table: type[Base],
    key: dict[str, Any],
    new: dict[str, Any],
    again: dict[str, Any],
) -> None:
    """Insert a row, or change the one that is there; with nothing to change, leave it."""
    target = table.__table__
    assert isinstance(target, Table)  # noqa: S101  narrows the type: no view is mapped here
    # The two dialects write it alike but share no class.
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement: Any = insert(target).values(**key, **new)
    if again:
        statement = statement.on_conflict_do_update(index_elements=list(key), set_=again)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=list(key))
    session.execute(statement)
