"""What one of several processes does in `test_concurrency`. A module, so that each can load it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

import lti_tool.tables  # noqa: F401  all tables must be known
from assignments.grading import NewMarking, save_marking
from assignments.reflections import AlreadySubmitted, StaleDraft, own_reflection, save_draft
from assignments.submissions import submit
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import Conflict
from curriculum.models.enrolment import Enrolment
from lti_tool.extensions import prepare_engine, writing

SAVES = 12
start: list[Barrier] = []


def get_ready(barrier: Barrier) -> None:
    """Keep what all processes wait at, so that each job runs in all of them at once."""
    start.append(barrier)


def save_often(url: str, enrolment_id: int, reflection_id: int, name: str) -> int:
    """Add a word at a time to the text that is there, and return how many saves went through."""
    done = 0
    with _engine(url) as engine:
        while done < SAVES:
            with Session(engine) as session:
                work = own_reflection(session, enrolment_id, reflection_id)
                text = f"{work.parts.get('what-happened', '')} {name}{done}"
                try:
                    save_draft(
                        session,
                        work,
                        {"what-happened": text},
                        base_revision=work.revision,
                        now=utc_now(),
                    )
                except StaleDraft:
                    session.rollback()
                    continue
                session.commit()
                done += 1
    return done


def hand_in(url: str, enrolment_id: int, reflection_id: int, name: str) -> int:
    """Submit, and return 1 if this process was the one that did."""
    with _engine(url) as engine, Session(engine) as session:
        try:
            submit(session, session.get(Enrolment, enrolment_id), "1A", now=utc_now())
        except (AlreadySubmitted, StaleDraft):
            return 0
        session.commit()
        return 1


def mark(url: str, enrolment_id: int, submission_id: int, name: str) -> int:
    """Mark work that nobody had marked, and return 1 if this process was the first."""
    with _engine(url) as engine, Session(engine) as session:
        rater = session.get(Enrolment, enrolment_id)
        try:
            save_marking(session, rater, submission_id, NewMarking({}, name, 0), now=utc_now())
        except Conflict:
            return 0
        session.commit()
        return 1


@contextmanager
def _engine(url: str) -> Iterator[object]:
    engine = create_engine(url)
    prepare_engine(engine)
    start[0].wait(timeout=60)
    with writing():
        yield engine
    engine.dispose()
