"""A course's worth of work, written in bulk: for the tests of reports and their benchmark.

What a candidate has done follows from their number, so a test can say what a report must show.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from assignments.models.contact_log import (
    Chooser,
    ConsentWay,
    Contact,
    Family,
    Interpreter,
    Mode,
    Occasion,
    Place,
    Relation,
    Verification,
)
from assignments.models.reflection import Exemption, Reflection, WorkState
from assignments.tasks import Task, load_tasks
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment, Role
from curriculum.models.person import Person
from curriculum.models.progress import CheckAnswer, SectionRead, VideoWatch
from curriculum.units import load_curriculum
from tests.cohort_work import NOW, insert_all, write_work

FAMILYS_WORDS = "The bus comes late."
ALIAS = "Maple"
GIVEN = (
    "Ada",
    "Bea",
    "Cleo",
    "Dario",
    "Esmé",
    "Femi",
    "Gül",
    "Hana",
    "Ivo",
    "Jamal",
    "Łucja",
    "Mai",
)
FAMILY = (
    "Abbott",
    "Brânză",
    "Castillo",
    "Dąbrowski",
    "Eriksen",
    "Fernández-Ortiz",
    "Gray",
    "Nguyễn",
)


@dataclass(frozen=True)
class Plan:
    """What one candidate has done. Tasks in the order of the course."""

    graded: int = 0
    """So many of the required tasks have a result,"""
    then: WorkState | None = None
    """and the next one stands here."""


PLANS: Sequence[Plan] = (
    Plan(graded=99),
    Plan(graded=9, then=WorkState.SUBMITTED),
    Plan(graded=6, then=WorkState.RETURNED),
    Plan(graded=3, then=WorkState.DRAFT),
    Plan(graded=99),
    Plan(),
)
"""By the candidate's number modulo six: a third is complete, one in six has not begun."""


def make_cohort(
    session: Session, course: Course, size: int, rater: Enrolment, *, seed: int = 1
) -> list[int]:
    """Add candidates with their work to a course; return their enrolment ids."""
    chance = random.Random(seed)
    rows: dict[Any, list[dict[str, Any]]] = {}
    people = insert_all(session, Person, [_person(number) for number in range(size)])
    enrolments = insert_all(
        session,
        Enrolment,
        [
            {"course_id": course.id, "person_id": person, "role": Role.CANDIDATE, "created_at": NOW}
            for person in people
        ],
    )
    families = insert_all(
        session,
        Family,
        [
            {"enrolment_id": enrolment, "alias": f"{ALIAS} {number}", "created_at": NOW}
            for enrolment in enrolments
            for number in range(4)
        ],
    )
    for number, enrolment in enumerate(enrolments):
        plan = PLANS[number % len(PLANS)]
        own = families[number * 4 : number * 4 + 4]
        _add_units(rows, enrolment, plan)
        _add_work(session, rows, enrolment, plan, own, rater, chance)
    _write(session, rows, rater)
    return enrolments


def _person(number: int) -> dict[str, Any]:
    given, family = GIVEN[number % len(GIVEN)], FAMILY[number // len(GIVEN) % len(FAMILY)]
    return {
        "name": f"{given} {family}" + (f" {number}" if number >= len(GIVEN) * len(FAMILY) else ""),
        "given_name": given,
        "family_name": family,
        "is_test": False,
        "created_at": NOW,
    }


def required_tasks() -> list[Task]:
    return [task for task in load_tasks() if not task.choice]


def _add_units(rows: dict[Any, list[dict[str, Any]]], enrolment: int, plan: Plan) -> None:
    for unit in load_curriculum().units[: 1 + plan.graded // 3 if plan.graded else 0]:
        key = {"enrolment_id": enrolment, "unit_id": unit.id}
        for section in unit.sections:
            rows.setdefault(SectionRead, []).append({**key, "section": section.id, "read_at": NOW})
        for video in unit.videos:
            watched = {"slot": video.id, "spans": [[0, video.seconds]], "seconds": video.seconds}
            rows.setdefault(VideoWatch, []).append(
                {**key, **watched, "position": 0, "transcript_read": False, "seen_at": NOW}
            )
        for item in unit.checks:
            answer = {"item": item.id, "chosen": [0], "right": True, "ever_right": True, "tries": 1}
            rows.setdefault(CheckAnswer, []).append({**key, **answer, "answered_at": NOW})


def _add_work(session, rows, enrolment, plan, families, rater, chance) -> None:
    for place, task in enumerate(required_tasks()):
        if place < plan.graded:
            state = WorkState.GRADED
        elif place == plan.graded and plan.then is not None:
            state = plan.then
        else:
            continue
        for number in range(task.contacts):
            family = families[(place + number) % 4]
            rows.setdefault(Contact, []).append(_contact(enrolment, family, task, number, chance))
        rows.setdefault(Reflection, []).append(_work(enrolment, task, state, rater, chance))


def _contact(enrolment, family, task, number, chance) -> dict[str, Any]:
    return {
        "enrolment_id": enrolment,
        "family_id": family,
        "task_id": task.id,
        "held_on": date(2026, 1, 12) + timedelta(days=chance.randrange(40)),
        "minutes": -(-task.minutes // task.contacts) + 5 * chance.randrange(4),
        "mode": chance.choices(list(Mode), weights=[8, 4, 3, 2, 1, 2])[0],
        "place": Place.SCHOOL,
        "place_chosen_by": Chooser.FAMILY,
        "relation": Relation.PARENT,
        "language": "en",
        "interpreter": Interpreter.NONE,
        "initiated_by": Chooser.CANDIDATE,
        "occasion": Occasion.RELATIONSHIP,
        "agenda_led_by": Chooser.FAMILY,
        "heard": FAMILYS_WORDS,
        "strength": "Knows every neighbour.",
        "given_back": "Sent the timetable.",
        "next_step": "Ask the office about the bus.",
        "consent_scopes": ["talk", "notes"],
        "consent_way": ConsentWay.SPOKEN,
        "consent_on": date(2026, 1, 10),
        "consent_version": "2026.1",
        "changed_at": NOW,
        "created_at": NOW,
    }


def _work(enrolment, task, state, rater, chance) -> dict[str, Any]:
    return {"enrolment": enrolment, "task": task, "state": state, "chance": chance.random()}


def _write(session: Session, rows: dict[Any, list[dict[str, Any]]], rater: Enrolment) -> None:
    for table in (SectionRead, VideoWatch, CheckAnswer):
        if rows.get(table):
            session.execute(insert(table), rows[table])
    contacts = insert_all(session, Contact, rows.get(Contact, [])) if rows.get(Contact) else []
    verified = [contact for place, contact in enumerate(contacts) if place % 5]
    if verified:
        session.execute(
            insert(Verification),
            [
                {
                    "contact_id": contact,
                    "verified_by_id": rater.id,
                    "verified_at": NOW,
                    "way": "instructor",
                }
                for contact in verified
            ],
        )
    works = rows.get(Reflection, [])
    if works:
        write_work(session, works, rater)
    session.flush()


def exempt(session: Session, enrolment_id: int, task_id: str, rater: Enrolment) -> None:
    session.add(
        Exemption(
            enrolment_id=enrolment_id,
            task_id=task_id,
            reason="Placed in a school without family evenings.",
            granted_by_id=rater.id,
            created_at=NOW,
        )
    )
    session.flush()


def name_of(session: Session, enrolment_id: int) -> str:
    query = select(Person.name).join(Enrolment, Enrolment.person_id == Person.id)
    return session.scalars(query.where(Enrolment.id == enrolment_id)).one()
