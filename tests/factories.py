"""Rows for tests: defaults valid and dull; a test states only what it is about."""

import itertools
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
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
)  # fmt: skip
from assignments.models.marking import Marking, MarkingLevel, MarkingState
from assignments.models.reflection import Reflection, Submission, WorkState
from assignments.rubric import load_rubric
from assignments.tasks import load_tasks
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment, Role
from curriculum.models.person import Person
from curriculum.models.program import CoordinatorGrant, Cycle, Program
from curriculum.models.progress import SectionRead
from curriculum.unit import Unit
from lti_tool.lti.launch_record import create_launch
from lti_tool.lti.models.identity import LtiContext, LtiIdentity
from lti_tool.lti.models.registration import Deployment, Registration

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
BROWSER = "a-browser-cookie"
_count = itertools.count(1)


def add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def registration(session: Session, **changes: Any) -> Registration:
    number = next(_count)
    values = {
        "name": f"School {number}",
        "issuer": "https://lms.example.edu",
        "client_id": f"client-{number}",
        "auth_login_url": "https://lms.example.edu/auth",
        "auth_token_url": "https://lms.example.edu/token",
        "key_set_url": "https://lms.example.edu/jwks",
        "frame_origins": [],
    }
    return add(session, Registration(**values | changes))


def deployment(session: Session, of: Registration | None = None, **changes: Any) -> Deployment:
    values = {"registration": of or registration(session), "deployment_id": "1"}
    return add(session, Deployment(**values | changes))


def course(session: Session, **changes: Any) -> Course:
    return add(session, Course(**{"title": "EDU 210", "label": "EDU210"} | changes))


def context(session: Session, **changes: Any) -> LtiContext:
    """A platform's course with ours behind it."""
    values = {
        "deployment": changes.pop("deployment", None) or deployment(session),
        "context_id": f"context-{next(_count)}",
        "course": changes.pop("course", None) or course(session),
        "ags_scopes": [],
    }
    return add(session, LtiContext(**values | changes))


def person(session: Session, **changes: Any) -> Person:
    given = f"Given{next(_count)}"
    values = {"name": f"{given} Family", "given_name": given, "family_name": "Family"}
    return add(session, Person(**values | changes))


def enrolment(session: Session, **changes: Any) -> Enrolment:
    values = {
        "course": changes.pop("course", None) or course(session),
        "person": changes.pop("person", None) or person(session),
        "role": Role.CANDIDATE,
    }
    return add(session, Enrolment(**values | changes))


def candidate(session: Session, **changes: Any) -> Enrolment:
    return enrolment(session, role=Role.CANDIDATE, **changes)


def instructor(session: Session, **changes: Any) -> Enrolment:
    return enrolment(session, role=Role.INSTRUCTOR, **changes)


def program(session: Session, **changes: Any) -> Program:
    values = {"name": f"Program {next(_count)}", "institution": "State University"}
    return add(session, Program(**values | changes))


def cycle(session: Session, of: Program, **changes: Any) -> Cycle:
    values = {
        "program": of,
        "name": "2025–26",
        "starts_on": date(2025, 8, 1),
        "ends_on": date(2026, 7, 31),
    }
    return add(session, Cycle(**values | changes))


def coordinator(session: Session, of: Program, who: Person) -> CoordinatorGrant:
    return add(session, CoordinatorGrant(program=of, person=who))


def family(session: Session, of: Enrolment, **changes: Any) -> Family:
    return add(session, Family(**{"enrolment_id": of.id, "alias": "Maple"} | changes))


def contact(session: Session, of: Enrolment, **changes: Any) -> Contact:
    values = {
        "enrolment": of,
        "family": changes.pop("family", None) or _any_family(session, of),
        "task_id": "1A",
        "held_on": date(2026, 2, 27),
        "minutes": 60,
        "mode": Mode.IN_PERSON,
        "place": Place.SCHOOL,
        "place_chosen_by": Chooser.FAMILY,
        "relation": Relation.PARENT,
        "language": "en",
        "interpreter": Interpreter.NONE,
        "initiated_by": Chooser.CANDIDATE,
        "occasion": Occasion.RELATIONSHIP,
        "agenda_led_by": Chooser.FAMILY,
        "heard": "The bus comes late.",
        "strength": "Knows every neighbour.",
        "given_back": "Sent the timetable.",
        "next_step": "Ask the office about the bus.",
        "consent_scopes": ["talk", "notes"],
        "consent_way": ConsentWay.SPOKEN,
        "consent_on": date(2026, 2, 27),
        "consent_version": "2026.1",
        "changed_at": NOW,
    }
    return add(session, Contact(**values | changes))


def _any_family(session: Session, of: Enrolment) -> Family:
    found = session.scalar(select(Family).where(Family.enrolment_id == of.id).limit(1))
    return found or family(session, of)


def reflection(session: Session, of: Enrolment, **changes: Any) -> Reflection:
    values = {
        "enrolment": of,
        "task_id": "1A",
        "parts": {},
        "state": WorkState.DRAFT,
        "saved_at": NOW,
    }
    return add(session, Reflection(**values | changes))


def section_read(
    session: Session, enrolment_id: int, unit: Unit, section: str, **changes: Any
) -> SectionRead:
    key = {"enrolment_id": enrolment_id, "unit_id": unit.id, "section": section}
    return add(session, SectionRead(**key | {"read_at": NOW, "elsewhere": False} | changes))


def launch_of(session: Session, who: Enrolment, **changes: Any) -> str:
    """Make an open launch for somebody in a course and return its id."""
    now = changes.pop("now", None) or datetime.now(UTC) - timedelta(seconds=1)
    place = session.scalar(select(LtiContext).where(LtiContext.course_id == who.course_id))
    place = place or context(session, course=who.course)
    registration_id = place.deployment.registration_id
    if session.scalar(select(LtiIdentity).where(LtiIdentity.person_id == who.person_id)) is None:
        sub = f"sub-{next(_count)}"
        add(
            session,
            LtiIdentity(registration_id=registration_id, sub=sub, person_id=who.person_id),
        )
    values = {
        "now": now,
        "browser": BROWSER,
        "registration_id": registration_id,
        "deployment_id": place.deployment_id,
        "context_id": place.id,
        "person_id": who.person_id,
        "enrolment_id": who.id,
        "locale": "en",
        "return_url": None,
        "deep_linking": None,
    }
    return create_launch(session.connection(), **values | changes)


def submission(session: Session, of: Reflection | Enrolment, **changes: Any) -> Submission:
    """Handed-in work on a task, with the rubric in force."""
    draft = of if isinstance(of, Reflection) else reflection(session, of)
    state = changes.pop("state", WorkState.SUBMITTED)
    draft.state = state
    task = load_tasks().task(draft.task_id)
    values = {
        "reflection": draft,
        "attempt": 1,
        "state": state,
        "submitted_at": NOW,
        "receipt": f"RECEIPT-{next(_count)}",
        "parts": {prompt.id: "What I saw." for prompt in task.prompts},
        "task": task.to_plain(),
        "rubric": load_rubric().only(tuple(task.criteria)).to_plain(),
        "rubric_version": load_rubric().version,
        "curriculum_version": "2026.1",
        "kept_hits": [],
    }
    return add(session, Submission(**values | changes))


def marking(session: Session, of: Submission, rater: Enrolment, **changes: Any) -> Marking:
    """A marking with level 3 on every criterion, released unless said otherwise."""
    criteria = [criterion["id"] for criterion in of.rubric["criterion"]]
    level = changes.pop("level", 3)
    values = {
        "submission": of,
        "rater": rater,
        "comment": "Well seen.",
        "state": MarkingState.RELEASED,
        "revision": 1,
        "saved_at": NOW,
        "released_at": NOW,
        "score": Decimal(63),
        "score_maximum": Decimal(70),
        "levels": [MarkingLevel(criterion_id=each, level=level) for each in criteria],
    }
    return add(session, Marking(**values | changes))


def stored(session: Session, query: Any) -> list[Any]:
    """Read what requests have written, and hold no lock afterwards."""
    found = list(session.scalars(query.execution_options(populate_existing=True)))
    session.commit()
    return found
