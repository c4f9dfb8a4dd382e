"""Two workers at once: one platform is asked one thing at a time, and nothing is made twice."""

import time
from contextlib import contextmanager
from itertools import pairwise
from threading import Thread

import pytest
from sqlalchemy import select

from curriculum.models.enrolment import Role
from lti_tool.demo import faults
from lti_tool.demo.settings import Client
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.models.identity import LineItem
from lti_tool.lti.services import ags
from lti_tool.worker import Worker


@pytest.fixture
def calls(monkeypatch):
    """When each score was being posted: (address, from, to), by the machine's own clock."""
    seen, post = [], ags.Gradebook.post_score

    def timed(self, url, score):
        began = time.perf_counter()
        try:
            return post(self, url, score)
        finally:
            seen.append((url, began, time.perf_counter()))

    monkeypatch.setattr(ags.Gradebook, "post_score", timed)
    return seen


@contextmanager
def two_workers(world):
    """Two worker processes' loops, each in a thread, until the block ends."""
    world.session.commit()
    workers = [Worker(world.app, name=f"worker-{number}") for number in (1, 2)]
    threads = [Thread(target=worker.run) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()
        for thread in threads:
            thread.join()


def wait_until(world, count):
    """Wait until that many grades have arrived."""
    arrived = select(GradeDelivery).where(GradeDelivery.state == DeliveryState.SENT)
    for _ in range(400):
        world.session.expire_all()
        found = len(world.session.scalars(arrived).all())
        world.session.rollback()  # or nobody else may write
        if found == count:
            return
        time.sleep(0.05)
    raise AssertionError(f"{found} of {count} grades arrived")


def overlaps(calls):
    ordered = sorted(calls, key=lambda call: call[1])
    return [(one[0], other[0]) for one, other in pairwise(ordered) if other[1] < one[2]]


@pytest.mark.case("K10")
def test_one_registration_is_asked_one_thing_at_a_time(world, calls, monkeypatch):
    monkeypatch.setattr("lti_tool.worker.IDLE", 0.02)
    world.start()
    world.lms.faults.add("scores", faults.delay(0.2), times=4)
    for name in ("ada", "bea", "cy", "di"):
        world.release(world.enrol(name))

    with two_workers(world):
        wait_until(world, 4)

    assert len(calls) == 4
    assert overlaps(calls) == []


def test_two_registrations_do_not_wait_for_each_other(world, calls, monkeypatch):
    monkeypatch.setattr("lti_tool.worker.IDLE", 0.02)
    one, two = (Client(client_id=name, deployment_ids=("1",)) for name in ("one", "two"))
    world.start(clients=(one, two))
    world.release(world.enrol("ada"))
    world.course = world.connect(two, "course-2")
    world.instructor = world.enrol("instructor-8", Role.INSTRUCTOR)
    world.lms.faults.add("scores", faults.delay(1.0), times=2)
    world.release(world.enrol("bea"))

    with two_workers(world):
        wait_until(world, 2)

    assert len(overlaps(calls)) == 1


@pytest.mark.case("K10")
def test_a_pause_that_one_job_is_asked_for_holds_the_other_worker_too(world, calls, monkeypatch):
    monkeypatch.setattr("lti_tool.worker.IDLE", 0.02)
    world.start()
    world.lms.faults.add("scores", faults.too_many_requests(2))
    for name in ("ada", "bea"):
        world.release(world.enrol(name))

    with two_workers(world):
        wait_until(world, 1)
        world.clock.shift(10)
        wait_until(world, 2)

    assert calls[1][1] - calls[0][2] >= 1.9


@pytest.mark.case("G12")
def test_a_missing_column_is_made_once_by_two_workers(world, monkeypatch):
    monkeypatch.setattr("lti_tool.worker.IDLE", 0.02)
    world.start(maximum=None)
    world.lms.faults.add("lineitems", faults.delay(0.2), times=4)
    for name in ("ada", "bea", "cy"):
        world.release(world.enrol(name))

    with two_workers(world):
        wait_until(world, 3)

    assert len(world.lms.columns(world.course_id)) == 1
    assert len(world.session.scalars(select(LineItem)).all()) == 1
