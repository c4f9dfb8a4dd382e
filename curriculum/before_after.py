"""A unit's question, asked before reading and again after it, and how a class answered.

The first answer can be changed until the first section was read, and stays from then on: what
somebody thought before cannot be said after. The second can always be changed.

What an instructor sees of a class are counts by position, before and after, and nothing else: no
names, no words, no crossing of one moment with the other, nothing about smaller groups. Four
things keep one person's answer from showing in the counts:

- Only from five answers on, for each moment by itself.
- In steps of five. Whoever looks at five answers and then at six could subtract, and would know
  the sixth. So the sixth to ninth wait, in the order they came, until there are ten: between
  two looks at least five have been added.
- Who leaves the course stays counted: a roster says who left, and one mark that went would be
  theirs. An LMS's test student, whose answers an instructor gives, never counts.
- Nothing tells who has answered or when; no other page does.

A second answer that is changed moves one mark; nobody is told whose. The two moments may not be the
same people, and the page says so: to show only those who answered both would, beside the counts of
all before, set the others apart.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from curriculum.foundation.errors import N_, Conflict, Missing, Rejected
from curriculum.foundation.upsert import upsert
from curriculum.foundation.words import clean
from curriculum.models.enrolment import Enrolment, Role
from curriculum.models.person import Person
from curriculum.models.progress import BeforeAfterAnswer, Moment, SectionRead
from curriculum.unit import Unit
from curriculum.unit_files import BeforeAfter

LONGEST = 2_000
"""Characters of somebody's reason."""

FEWEST = 5
"""Answers that are shown together, or not at all."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, for the eyes of whoever gave it."""

    position: int
    words: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person has answered to a unit's question."""

    before: Given | None = None
    after: Given | None = None
    begun: bool = False
    """A section was read, or the second answer given: the first one stays as it is."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How often each position was taken, at one moment."""

    counts: tuple[int, ...]
    """By position; all zero while there are too few."""

    @property
    def answers(self) -> int:
        """Return how many answers are counted: none, or a multiple of five."""
        return sum(self.counts)


def question_of(unit: Unit) -> BeforeAfter:
    """Return a unit's question.

    :raises Missing: it has none.
    """
    if unit.before_after is None:
        raise Missing(N_("“%(unit)s” asks no question before and after."), unit=unit.title)
    return unit.before_after


def answers_of(session: Session, enrolment_id: int, unit: Unit) -> Answers:
    """Return what somebody has answered, and whether they have begun to read. One statement."""
    begun = exists().where(SectionRead.enrolment_id == enrolment_id, SectionRead.unit_id == unit.id)
    mine = (
        (BeforeAfterAnswer.enrolment_id == Enrolment.id)
        & (BeforeAfterAnswer.unit_id == unit.id)
        & (BeforeAfterAnswer.position < len(question_of(unit).positions))
    )
    rows = session.execute(
        select(
            begun,
            BeforeAfterAnswer.moment,
            BeforeAfterAnswer.position,
            BeforeAfterAnswer.words,
        )
        .select_from(Enrolment)
        .outerjoin(BeforeAfterAnswer, mine)
        .where(Enrolment.id == enrolment_id)
    ).all()
    given = {moment: Given(position, words) for _, moment, position, words in rows if moment}
    return Answers(
        before=given.get(Moment.BEFORE),
        after=given.get(Moment.AFTER),
        begun=any(row[0] for row in rows) or Moment.AFTER in given,
    )


def answer_question(
    session: Session,
    enrolment_id: int,
    unit: Unit,
    moment: Moment,
    position: int | None,
    words: str,
    *,
    now: datetime,
) -> None:
    """Keep an answer. The first one is closed once a section was read.

    :param position: counted from 0; None where none was chosen.
    :raises Missing: the unit asks no such question.
    :raises Rejected: no position was chosen, one that is not there, or the words are too many.
    :raises Conflict: it is too late for a first answer.
    """
    given = {"position": _checked(question_of(unit), position), "words": _checked_words(words)}
    if moment is Moment.BEFORE and answers_of(session, enrolment_id, unit).begun:
        raise Conflict(
            N_(
                "You have read a section of this unit since, so this would no longer be what you "
                "thought before. Your first answer stays as it was."
            )
        )
    key = {"enrolment_id": enrolment_id, "unit_id": unit.id, "moment": moment}
    # Changed answers keep their time, and with it their place among those that are counted.
    upsert(session, BeforeAfterAnswer, key, {**given, "answered_at": now}, given)


def _checked(question: BeforeAfter, position: int | None) -> int:
    if position is None:
        raise Rejected(N_("Choose where you stand first."), field="position")
    if position not in range(len(question.positions)):
        raise Rejected(N_("Choose one of the positions shown."), field="position")
    return position


def _checked_words(words: str) -> str:
    words = clean(words).strip()
    if len(words) > LONGEST:
        raise Rejected(
            N_("There is room for %(most)s characters; these are %(count)s."),
            field="words",
            most=LONGEST,
            count=len(words),
        )
    return words


def spread_of(session: Session, course_id: int, unit: Unit) -> dict[Moment, Spread]:
    """Return how a course's candidates answered at each moment. See the top for what is left out.

    :raises Missing: the unit asks no such question.
    """
    positions = len(question_of(unit).positions)
    rows = session.execute(
        select(BeforeAfterAnswer.moment, BeforeAfterAnswer.position)
        .join(Enrolment, Enrolment.id == BeforeAfterAnswer.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.course_id == course_id,
            Enrolment.role == Role.CANDIDATE,
            Person.is_test.is_(False),
            BeforeAfterAnswer.unit_id == unit.id,
            BeforeAfterAnswer.position < positions,
        )
        .order_by(BeforeAfterAnswer.answered_at, BeforeAfterAnswer.enrolment_id)
    ).all()
    return {
        moment: _spread([position for when, position in rows if when is moment], positions)
        for moment in Moment
    }


def _spread(in_order: list[int], positions: int) -> Spread:
    shown = Counter(in_order[: len(in_order) // FEWEST * FEWEST])
    return Spread(tuple(shown[position] for position in range(positions)))
