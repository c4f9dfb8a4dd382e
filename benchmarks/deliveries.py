"""How long one worker takes to deliver 1,000 grades to an LMS that answers.

    .venv/bin/python benchmarks/deliveries.py [--grades N] [--profile] [--database URL]

The LMS is the demonstration one, in a process of its own; our database is SQLite on disk,
every commit durable. The figure is from the worker's first claim to its last.
"""

import argparse
import cProfile
import json
import multiprocessing
import pstats
import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from assignments.models.reflection import WorkState
from curriculum.foundation.jobs import enqueue
from lti_tool.app import create_app
from lti_tool.demo.app import create_lms
from lti_tool.demo.gradebook import add_column
from lti_tool.demo.server import LmsServer, QuietHandler
from lti_tool.demo.settings import Character, Client, ToolAddresses
from lti_tool.extensions import db, writing
from lti_tool.lti import keys
from lti_tool.lti.deep_linking import TAG
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.models.identity import LineItem, LtiIdentity
from lti_tool.lti.services.ags import ALL_SCOPES
from lti_tool.settings import LtiSettings, Settings
from lti_tool.tables import metadata
from lti_tool.worker import Worker
from tests import factories

COURSE = "bench"


def serve_lms(store: Path, tool_url: str, people: int, pipe: Connection) -> None:
    """Be the LMS, until told to stop; then say how often each service was asked."""
    server = LmsServer()
    tool = ToolAddresses(*(f"{tool_url}{path}" for path in ("/a", "/b", "/lti/jwks", "/", "/")))
    app = create_lms(store, server.url, tool, character=Character.MOODLE)
    server.start(app)
    lms, client = server.lms, Client()
    lms.add_course(COURSE, "EDU 210", client_id=client.client_id, deployment_id="demo-deployment")
    lms.enrol_many(COURSE, people)
    with lms.store.writing() as store_db:
        column = add_column(store_db, COURSE, "1A", 100, resource_id="1A", tag=TAG)
    pipe.send(
        {
            "issuer": lms.issuer,
            "token_url": lms.token_url,
            "line_items_url": lms.service_url(client, f"{COURSE}/lineitems"),
            "line_item_url": lms.line_item_url(client, column),
        }
    )
    pipe.recv()
    cpu = time.process_time()
    pipe.send("ready")
    pipe.recv()
    cpu = time.process_time() - cpu
    taken = [post for post in lms.score_posts(column.id) if post.status == 200]
    pipe.send({"asked": dict(lms.requests_seen), "taken": len(taken), "lms_cpu": round(cpu, 2)})
    server.stop()


def fill(session: Session, lms: dict[str, str], people: int) -> None:
    """Write the course, its candidates and their released grades."""
    now = datetime.now(UTC)
    registration = factories.registration(
        session,
        issuer=lms["issuer"],
        client_id="demo-client",
        auth_token_url=lms["token_url"],
        product="moodle",
    )
    context = factories.context(
        session,
        deployment=factories.deployment(session, registration, deployment_id="demo-deployment"),
        course=factories.course(session, lane=f"registration:{registration.id}"),
        context_id=COURSE,
        line_items_url=lms["line_items_url"],
        ags_scopes=list(ALL_SCOPES),
    )
    session.add(LineItem(context_id=context.id, task_id="1A", url=lms["line_item_url"]))
    instructor = factories.instructor(session, course=context.course)
    for number in range(1, people + 1):
        who = factories.candidate(session, course=context.course)
        session.add(
            LtiIdentity(
                registration_id=registration.id, sub=f"learner-{number}", person_id=who.person_id
            )
        )
        work = factories.submission(
            session, factories.reflection(session, who), state=WorkState.GRADED, submitted_at=now
        )
        marking = factories.marking(session, work, instructor)
        enqueue(
            session,
            "grade_delivery",
            {
                "reflection_id": work.reflection_id,
                "submission_id": work.id,
                "revision": marking.revision,
            },
            now=now,
            lane=context.course.lane,
            key=f"grade:{work.reflection_id}",
        )
    session.commit()


def deliver(app: Flask, *, profile: bool) -> dict[str, float]:
    """Run the worker until nothing is due; return the seconds it took, and those of its CPU."""
    worker = Worker(app)
    profiler = cProfile.Profile(time.process_time) if profile else None
    started, cpu = time.perf_counter(), time.process_time()
    if profiler:
        profiler.runcall(worker.run_what_is_due)
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)
    else:
        worker.run_what_is_due()
    return {
        "seconds": round(time.perf_counter() - started, 2),
        "worker_cpu": round(time.process_time() - cpu, 2),
    }


def main() -> None:
    """Set up, deliver, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grades", type=int, default=1000)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        settings = Settings(
            public_url="http://localhost:8000",
            secret_key="only for the benchmark, and long enough",
            database_url=options.database or f"sqlite:///{folder / 'bench.sqlite'}",
            lti=LtiSettings(allow_loopback=True),
            log_level="error",
        )
        app = create_app(settings)
        tool = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
        Thread(target=tool.serve_forever, daemon=True).start()
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        lms = multiprocessing.get_context("spawn").Process(
            target=serve_lms,
            args=(folder / "lms.sqlite", f"http://127.0.0.1:{tool.port}", options.grades, theirs),
        )
        lms.start()
        with app.app_context(), writing(), Session(db.engine) as session:
            metadata.create_all(db.engine)
            keys.ensure_key(session, datetime.now(UTC))
            fill(session, ours.recv(), options.grades)
        ours.send("begin")
        ours.recv()
        took = deliver(app, profile=options.profile)
        ours.send("stop")
        report = ours.recv()
        lms.join()
        tool.shutdown()
        with app.app_context(), Session(db.engine) as session:
            sent = session.scalar(
                select(func.count())
                .select_from(GradeDelivery)
                .where(GradeDelivery.state == DeliveryState.SENT)
            )
            if options.database:
                session.rollback()
                metadata.drop_all(db.engine)
    print(json.dumps({"grades": options.grades, **took, "sent": sent, **report}))


if __name__ == "__main__":
    main()
