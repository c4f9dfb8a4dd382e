"""How a course is doing in a unit: how many have begun, read, watched and answered what.

Candidates count who are in the course and no LMS's test student. Every question asks the same
number of SQL statements for ten candidates and for ten thousand.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import Session

from curriculum.foundation.errors import N_, Missing
from curriculum.models.enrolment import Enrolment, Role, Standing
from curriculum.models.person import Person
from curriculum.models.progress import CheckAnswer, Place, ReadingTime, SectionRead, VideoWatch
from curriculum.progress import unit_standings
from curriculum.standing import UnitStanding
from curriculum.unit import Unit
from curriculum.videos import ENOUGH

_Query = Select[*tuple[Any, ...]]


@dataclass
class SectionCounts:
    """How many candidates have come how far in one section."""

    started: int = 0
    """Were on its page."""
    read: int = 0
    """Read here."""
    elsewhere: int = 0
    """Say that they read it elsewhere, and did not read it here."""
    watched: int = 0
    """Have taken in every film of it."""
    right: int = 0
    """Have answered every question on it rightly, once."""


@dataclass(frozen=True)
class CourseCounts:
    """How many candidates have come how far in one unit."""

    all: int
    begun: int
    sections: dict[str, SectionCounts]

    @property
    def not_begun(self) -> int:
        """How many have not opened the unit."""
        return self.all - self.begun


@dataclass(frozen=True)
class Reader:
    """One candidate, and what they have done in the unit."""

    enrolment_id: int
    person_id: int
    name: str
    last_launch_at: datetime | None
    standing: UnitStanding = field(default_factory=UnitStanding)

    @property
    def label(self) -> str:
        """The name, or a neutral label where the LMS keeps names to itself."""
        return self.name or f"#{self.person_id}"


def course_counts(session: Session, course_id: int, unit: Unit) -> CourseCounts:
    """Return how many of a course's candidates have come how far in a unit."""
    found = {section.id: SectionCounts() for section in unit.sections}
    people = select(func.count(), func.count().filter(_has_begun(unit))).select_from(Enrolment)
    everybody, begun = session.execute(_counted(people, course_id)).one()
    for section, number in _started(session, course_id, unit):
        if section in found:
            found[section].started = number
    for section, elsewhere, number in _read(session, course_id, unit):
        if section in found and elsewhere:
            found[section].elsewhere = number
        elif section in found:
            found[section].read = number
    for section, number in _all_of(session, course_id, _watched(unit)):
        found[section].watched = number
    for section, number in _all_of(session, course_id, _right(unit)):
        found[section].right = number
    return CourseCounts(all=everybody, begun=begun, sections=found)


def count_readers(session: Session, course_id: int, unit: Unit, shown: str) -> int:
    """Return how many candidates there are of one kind; see `readers`."""
    people = select(func.count()).select_from(Enrolment).where(_is_shown(unit, shown))
    return int(session.execute(_counted(people, course_id)).scalar_one())


def readers(
    session: Session, course_id: int, unit: Unit, shown: str, *, start: int, size: int
) -> list[Reader]:
    """Return a page of a course's candidates, by name, with what they have done in a unit.

    :param shown: "all", "begun" or "not-begun"; or what was done with which section, as
        "read.<section>": started, read, elsewhere, watched, right.
    :raises Missing: there is nothing of that kind.
    """
    people = (
        select(Enrolment.id, Enrolment.person_id, Person.name, Enrolment.last_launch_at)
        .where(_is_shown(unit, shown))
        .order_by(func.lower(Person.name), Enrolment.id)
        .offset(start)
        .limit(size)
    )
    rows = session.execute(_counted(people, course_id)).all()
    done = unit_standings(session, [row.id for row in rows], unit)
    return [
        Reader(row.id, row.person_id, row.name, row.last_launch_at, done[row.id]) for row in rows
    ]


def _counted(query: _Query, course_id: int) -> _Query:
    """Restrict a query on enrolments to a course's candidates, test students left out."""
    return query.join(Person, Person.id == Enrolment.person_id).where(
        Enrolment.course_id == course_id,
        Enrolment.role == Role.CANDIDATE,
        Enrolment.standing == Standing.ACTIVE,
        Person.is_test.is_(False),
    )


_TRACES: tuple[type[Any], ...] = (Place, ReadingTime, SectionRead)
"""Where somebody was in a section leaves one of these, with scripts or without."""
_ANYTHING: tuple[type[Any], ...] = (*_TRACES, VideoWatch, CheckAnswer)


def _has_begun(unit: Unit) -> ColumnElement[bool]:
    return or_(*(_has(table, unit) for table in _ANYTHING))


def _has(table: type[Any], unit: Unit, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(table.enrolment_id == Enrolment.id, table.unit_id == unit.id, *more)


def _started(session: Session, course_id: int, unit: Unit) -> Iterable[Any]:
    traces = union(
        *(select(t.enrolment_id, t.section).where(t.unit_id == unit.id) for t in _TRACES)
    ).subquery()
    query = (
        select(traces.c.section, func.count())
        .select_from(Enrolment)
        .join(traces, traces.c.enrolment_id == Enrolment.id)
        .group_by(traces.c.section)
    )
    return session.execute(_counted(query, course_id))


def _read(session: Session, course_id: int, unit: Unit) -> Iterable[Any]:
    query = (
        select(SectionRead.section, SectionRead.elsewhere, func.count())
        .select_from(Enrolment)
        .join(SectionRead, SectionRead.enrolment_id == Enrolment.id)
        .where(SectionRead.unit_id == unit.id)
        .group_by(SectionRead.section, SectionRead.elsewhere)
    )
    return session.execute(_counted(query, course_id))


@dataclass(frozen=True)
class _Parts:
    """Films or questions, by the section they stand in."""

    table: type[Any]
    name: Any
    """The column that names one."""
    unit: Unit
    sections: dict[str, list[str]]
    is_done: ColumnElement[bool]

    @property
    def section(self) -> ColumnElement[str]:
        """The section of a row."""
        places = [(self.name.in_(names), section) for section, names in self.sections.items()]
        return case(*places)

    def done_in(self, section: str) -> ColumnElement[bool]:
        """Whether somebody has done all there is in a section. Nothing to do is not done."""
        names = self.sections.get(section, [])
        done = [_has(self.table, self.unit, self.name == name, self.is_done) for name in names]
        return and_(*done) if done else false()


def _watched(unit: Unit) -> _Parts:
    seen = [
        and_(VideoWatch.slot == video.id, VideoWatch.seconds >= ENOUGH * video.seconds)
        for video in unit.videos
    ]
    done = or_(VideoWatch.done, VideoWatch.transcript_read, VideoWatch.said)
    # As `Watched.is_enough`: what was noted before films had names counts by its seconds.
    enough = or_(done, and_(VideoWatch.film == "", or_(false(), *seen)))
    by_section = {s.id: [video.id for video in unit.videos_of(s.id)] for s in unit.sections}
    return _Parts(VideoWatch, VideoWatch.slot, unit, _filled(by_section), enough)


def _right(unit: Unit) -> _Parts:
    by_section = {s.id: [item.id for item in unit.checks_of(s.id)] for s in unit.sections}
    return _Parts(
        CheckAnswer, CheckAnswer.item, unit, _filled(by_section), CheckAnswer.ever_right.is_(True)
    )


def _filled(by_section: dict[str, list[str]]) -> dict[str, list[str]]:
    return {section: names for section, names in by_section.items() if names}


def _all_of(session: Session, course_id: int, parts: _Parts) -> Iterable[tuple[str, int]]:
    """Return, by section, how many candidates have done all its films or questions."""
    if not parts.sections:
        return []
    table, section = parts.table, parts.section
    query = (
        select(Enrolment.id, section.label("section"), func.count().label("done"))
        .select_from(Enrolment)
        .join(table, table.enrolment_id == Enrolment.id)
        .where(table.unit_id == parts.unit.id, section.is_not(None), parts.is_done)
        .group_by(Enrolment.id, section)
    )
    each = _counted(query, course_id).subquery()
    needed = case(*((each.c.section == name, len(names)) for name, names in parts.sections.items()))
    found = select(each.c.section, func.count()).where(each.c.done == needed)
    return [(name, number) for name, number in session.execute(found.group_by(each.c.section))]


def _is_shown(unit: Unit, shown: str) -> ColumnElement[bool]:
    kind, _dot, section = shown.partition(".")
    if shown == "all":
        return true()
    if shown in {"begun", "not-begun"}:
        return _has_begun(unit) if shown == "begun" else ~_has_begun(unit)
    unit.section(section)
    of_section = SectionRead.section == section
    tests = {
        "started": or_(*(_has(table, unit, table.section == section) for table in _TRACES)),
        "read": _has(SectionRead, unit, of_section, SectionRead.elsewhere.is_(False)),
        "elsewhere": _has(SectionRead, unit, of_section, SectionRead.elsewhere.is_(True)),
        "watched": _watched(unit).done_in(section),
        "right": _right(unit).done_in(section),
    }
    if kind not in tests:
        raise Missing(N_("There is no such list of candidates."))
    return tests[kind]
