from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from sqlalchemy import select

from assignments.models.marking import Marking
from assignments.models.reflection import Reflection, ReflectionVersion, Submission
from assignments.reflections import open_reflection, save_draft
from curriculum.foundation.jobs import Job
from lti_tool.extensions import db
from tests import factories
from tests.assignments import writers
from tests.factories import NOW

PROCESSES = 8


@pytest.fixture
def work(session):
    who = factories.candidate(session)
    factories.contact(session, who)
    found = open_reflection(session, who, "1A", now=NOW)
    save_draft(session, found, {"what-happened": "Begun."}, base_revision=0, now=NOW)
    session.commit()
    return found


@pytest.fixture(scope="module")
def pool():
    """Eight processes, each of which takes part in every job."""
    context = get_context("spawn")
    ready = (context.Barrier(PROCESSES),)
    with ProcessPoolExecutor(
        PROCESSES, mp_context=context, initializer=writers.get_ready, initargs=ready
    ) as pool:
        yield pool


@pytest.fixture
def at_once(pool, app, work):
    """Run a job in eight processes at the same time and return what each answered."""

    def run(job, *whose):
        with app.app_context():
            url = db.engine.url.render_as_string(hide_password=False)
        names = [f"p{number}-" for number in range(PROCESSES)]
        whose = whose or (work.enrolment_id, work.id)
        jobs = [pool.submit(job, url, *whose, name) for name in names]
        return [job.result(timeout=120) for job in jobs]

    return run


def test_eight_processes_saving_one_draft_lose_no_save(session, at_once):
    answers = at_once(writers.save_often)

    (saved,) = factories.stored(session, select(Reflection))
    words = saved.parts["what-happened"].split()
    expected = {f"p{p}-{n}" for p in range(PROCESSES) for n in range(writers.SAVES)}
    assert answers == [writers.SAVES] * PROCESSES
    assert set(words[1:]) == expected
    assert len(words) == len(expected) + 1
    assert saved.revision == len(expected) + 1
    newest = select(ReflectionVersion).order_by(ReflectionVersion.revision.desc()).limit(1)
    assert factories.stored(session, newest)[0].parts == saved.parts


def test_eight_processes_submitting_hand_in_once(session, at_once):
    answers = at_once(writers.hand_in)

    assert sum(answers) == 1
    assert len(factories.stored(session, select(Submission))) == 1
    assert len(factories.stored(session, select(Job))) == 1


def test_of_eight_processes_marking_one_work_one_is_first(session, work, at_once):
    rater = factories.instructor(session, course=work.enrolment.course)
    handed_in = factories.submission(session, work)
    session.commit()

    answers = at_once(writers.mark, rater.id, handed_in.id)

    assert sum(answers) == 1
    assert len(factories.stored(session, select(Marking))) == 1
