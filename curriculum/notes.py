"""Private notes on a section, or on a second of a film in it. Nobody reads them but their writer.

Everything here takes the writer's enrolment and finds no other's. There is no function that
finds notes of somebody else, of a course or of a family: reports, evidence and graders have
nothing to ask. When a family takes its consent back, notes stay: they are the writer's own, in
words that nobody else may look through. The page that erases the family's words says so, and
leads to them.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from curriculum.foundation.errors import N_, Conflict, Missing, Rejected
from curriculum.foundation.words import clean, folded
from curriculum.models.note import Note
from curriculum.unit import Unit
from curriculum.videos import LONGEST_FILM

LONGEST = 4_000
"""Characters of one note."""

MOST = 1_000
"""Notes of one person in one course: a search reads all of them."""


class ChangedMeanwhile(Conflict):
    """Another window has saved the note since this one showed it."""

    def __init__(self, words: str) -> None:
        super().__init__(
            N_("You changed this note in another window since. Compare both, then save again."),
            field="words",
        )
        self.words = words
        """As they stand there now."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What a note is about."""

    section: str
    slot: str | None = None
    """The film, where it is about one."""
    second: int | None = None
    """Of that film."""


def add_note(
    session: Session, enrolment_id: int, unit: Unit, spot: Spot, words: str, *, now: datetime
) -> Note:
    """Add a note. The very same one sent again, by a second press, is not added again.

    :raises Missing: the unit has no such section or film.
    :raises Rejected: nothing is written, or too much; or there are too many notes already.
    """
    spot = _checked(unit, spot)
    words = _checked_words(words)
    told = {
        "enrolment_id": enrolment_id,
        "unit_id": unit.id,
        "section": spot.section,
        "slot": spot.slot,
        "second": spot.second,
        "words": words,
    }
    same = session.scalar(select(Note).filter_by(**told).limit(1))
    if same is not None:
        return same
    _refuse_more(session, enrolment_id)
    note = Note(**told, created_at=now, changed_at=now)
    session.add(note)
    session.flush()
    return note


def find_note(session: Session, enrolment_id: int, note_id: int) -> Note:
    """Return one of somebody's own notes.

    :raises Missing: they have none with this id.
    """
    return _own(session.get(Note, note_id), enrolment_id)


def change_note(
    session: Session,
    enrolment_id: int,
    note_id: int,
    words: str,
    *,
    seen: datetime | None,
    now: datetime,
) -> Note:
    """Put other words in a note's place.

    :param seen: when the note had last been changed as the writer saw it.
    :raises Missing: they have no such note.
    :raises Rejected: nothing is written, or too much.
    :raises ChangedMeanwhile: another window was quicker.
    """
    locked = session.get(Note, note_id, with_for_update=True, populate_existing=True)
    note = _own(locked, enrolment_id)
    words = _checked_words(words)
    if words == note.words:
        return note
    if seen != note.changed_at:
        raise ChangedMeanwhile(note.words)
    note.words = words
    note.changed_at = now
    session.flush()
    return note


def remove_note(session: Session, enrolment_id: int, note_id: int) -> None:
    """Erase a note.

    :raises Missing: they have no such note.
    """
    session.delete(find_note(session, enrolment_id, note_id))
    session.flush()


def notes_of(
    session: Session, enrolment_id: int, *, unit_id: str | None = None, section: str | None = None
) -> list[Note]:
    """Return somebody's own notes, of a unit or section if given, in the order written."""
    query = select(Note).where(Note.enrolment_id == enrolment_id)
    if unit_id is not None:
        query = query.where(Note.unit_id == unit_id)
    if section is not None:
        query = query.where(Note.section == section)
    return list(session.scalars(query.order_by(Note.created_at, Note.id)))


def holding(notes: list[Note], looked_for: str) -> list[Note]:
    """Return the notes that hold every word looked for, whatever their case and accents.

    Here and not in SQL, where the two databases differ in what they take for the same letter.
    """
    wanted = folded(looked_for).split()

    def holds(text: str) -> bool:
        return all(word in text for word in wanted)

    return [note for note in notes if holds(folded(note.words))]


def _own(found: Note | None, enrolment_id: int) -> Note:
    if found is None or found.enrolment_id != enrolment_id:
        raise Missing(N_("There is no such note of yours."))
    return found


def _refuse_more(session: Session, enrolment_id: int) -> None:
    mine = select(func.count()).select_from(Note).where(Note.enrolment_id == enrolment_id)
    if session.execute(mine).scalar_one() >= MOST:
        raise Rejected(
            N_("You have %(most)s notes. Delete some, or take them with you, to write more."),
            field="words",
            most=MOST,
        )


def _checked(unit: Unit, spot: Spot) -> Spot:
    section = unit.section(spot.section)
    if spot.slot is None:
        return Spot(section.id)
    video = unit.video(spot.slot)
    if video.section != section.id:
        raise Missing(N_("There is no such video in “%(unit)s”."), unit=unit.title)
    if spot.second is None:
        return Spot(section.id, video.id)
    # A program's film may be longer than the one that is there now.
    return Spot(section.id, video.id, min(max(0, spot.second), LONGEST_FILM))


def _checked_words(words: str) -> str:
    words = clean(words).strip()
    if not words:
        raise Rejected(N_("Write something first."), field="words")
    if len(words) > LONGEST:
        raise Rejected(
            N_("A note has room for %(most)s characters; this one has %(count)s."),
            field="words",
            most=LONGEST,
            count=len(words),
        )
    return words
