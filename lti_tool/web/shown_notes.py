"""A note as pages and files show it: with the names of what it is about, and the way back there."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from curriculum.models.note import Note
from curriculum.unit import Unit
from curriculum.units import Curriculum
from lti_tool.web.locale import as_second


@dataclass(frozen=True, slots=True)
class ShownNote:
    """One note in words. What the course no longer has is called by its id, and has no address."""

    id: int
    words: str
    unit: str
    section: str
    film: str
    """Empty where it is about the section as a whole."""
    time: str
    """The second of the film, like "0:42"."""
    address: str
    written_at: datetime
    changed_at: datetime
    place: tuple[int, int]
    """Of its unit and section in the course, for putting notes in order."""


def in_order(notes: list[Note], course: Curriculum) -> list[ShownNote]:
    """Return notes as the course goes; within a section as they were written."""
    lines = [shown(note, course) for note in notes]
    return sorted(lines, key=lambda line: (line.place, line.written_at, line.id))


def shown(note: Note, course: Curriculum) -> ShownNote:
    """Return a note in words."""
    unit = next((each for each in course.units if each.id == note.unit_id), None)
    titles = {each.id: each.title for each in unit.sections} if unit else {}
    films = {each.id: each.title for each in unit.videos} if unit else {}
    return ShownNote(
        id=note.id,
        words=note.words,
        unit=unit.title if unit else note.unit_id,
        section=titles.get(note.section, note.section),
        film=films.get(note.slot, note.slot) if note.slot else "",
        time="" if note.second is None else as_second(note.second),
        address=_address(note) if note.section in titles else "",
        written_at=note.created_at,
        changed_at=note.changed_at,
        place=_place(note, unit, course),
    )


def _address(note: Note) -> str:
    """Return where it was written: the section, at the film's very second."""
    at, slot = note.second, note.slot if note.second is not None else None
    address = url_for("sections.show", unit=note.unit_id, section=note.section, slot=slot, at=at)
    return f"{address}#video-{note.slot}" if note.slot else address


def _place(note: Note, unit: Unit | None, course: Curriculum) -> tuple[int, int]:
    if unit is None:
        return len(course.units), 0
    ids = [section.id for section in unit.sections]
    at = ids.index(note.section) if note.section in ids else len(ids)
    return course.units.index(unit), at
