"""How long the roster of a large course takes, and what an instructor sees meanwhile.

    .venv/bin/python benchmarks/roster.py [--people N] [--character canvas|moodle|generic]

The LMS is the demonstration one, and the worker is one, each in a process of its own; our
database is SQLite on disk, every commit durable. Pages are asked for over HTTP while the sync
is pending, while it runs, and once it is done. Memory is the worker's largest resident set.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from threading import Thread

sys.path.insert(0, str(Path(__file__).parents[1]))

import requests
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from curriculum.foundation.jobs import enqueue
from curriculum.models.enrolment import Enrolment
from lti_tool.app import create_app
from lti_tool.demo.app import create_lms
from lti_tool.demo.server import LmsServer, QuietHandler
from lti_tool.demo.settings import Character, Client, ToolAddresses
from lti_tool.extensions import db, writing
from lti_tool.lti import keys
from lti_tool.settings import LtiSettings, Settings
from lti_tool.tables import metadata
from lti_tool.web.viewer import BROWSER_COOKIE
from lti_tool.worker import Worker
from tests import factories

COURSE = "bench"
PAGES = {"home": "/", "grading": "/grading/1A", "grades": "/grades/"}


def serve_lms(
    store: Path, tool_url: str, people: int, character: Character, pipe: Connection
) -> None:
    """Be the LMS, until told to stop; then say how often the roster was asked for."""
    server = LmsServer()
    tool = ToolAddresses(*(f"{tool_url}{path}" for path in ("/a", "/b", "/lti/jwks", "/", "/")))
    server.start(create_lms(store, server.url, tool, character=character))
    lms, client = server.lms, Client()
    lms.add_course(COURSE, "EDU 210", client_id=client.client_id, deployment_id="demo-deployment")
    lms.enrol_many(COURSE, people)
    pipe.send(
        {
            "issuer": lms.issuer,
            "token_url": lms.token_url,
            "memberships_url": lms.service_url(client, f"{COURSE}/memberships"),
        }
    )
    pipe.recv()
    pipe.send(lms.requests_seen["roster"])
    server.stop()


def run_worker(settings: Settings, pipe: Connection) -> None:
    """Be the worker: do what is due, then say how long it took and how large it grew."""
    app = create_app(settings)
    worker = Worker(app)
    pipe.send(_largest())
    pipe.recv()
    started, cpu = time.perf_counter(), time.process_time()
    worker.run_what_is_due()
    pipe.send(
        {
            "sync_s": round(time.perf_counter() - started, 2),
            "worker_cpu_s": round(time.process_time() - cpu, 2),
            "worker_mb": _largest(),
        }
    )


def _largest() -> float:
    """Return this process's largest resident set so far, in MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def fill(session: Session, lms: dict[str, str]) -> str:
    """Write what an instructor's first launch leaves: a course, a job, and the open launch."""
    registration = factories.registration(
        session,
        issuer=lms["issuer"],
        client_id="demo-client",
        auth_token_url=lms["token_url"],
    )
    context = factories.context(
        session,
        deployment=factories.deployment(session, registration, deployment_id="demo-deployment"),
        course=factories.course(session, lane=f"registration:{registration.id}"),
        context_id=COURSE,
        memberships_url=lms["memberships_url"],
    )
    instructor = factories.instructor(
        session, course=context.course, last_launch_at=datetime.now(UTC)
    )
    enqueue(
        session,
        "roster_sync",
        {"context_id": context.id},
        now=datetime.now(UTC),
        lane=context.course.lane,
        key=f"roster:{context.id}",
    )
    launch = factories.launch_of(session, instructor)
    session.commit()
    return launch


class Instructor:
    """Looks at pages, and notes how long each takes."""

    def __init__(self, url: str, launch: str) -> None:
        self.home = f"{url}/l/{launch}"
        self.cookies = {BROWSER_COOKIE: factories.BROWSER}

    def look(self, path: str) -> float:
        """Return the milliseconds that a page took."""
        started = time.perf_counter()
        answer = requests.get(self.home + path, cookies=self.cookies, timeout=30)
        answer.raise_for_status()
        return (time.perf_counter() - started) * 1000

    def tour(self) -> dict[str, float]:
        """Return the milliseconds of each page, the middle one of five visits."""
        return {
            name: round(median(self.look(path) for _ in range(5)), 1)
            for name, path in PAGES.items()
        }


def measure(
    settings: Settings, folder: Path, people: int, character: Character
) -> dict[str, object]:
    """Sync one roster; return what it took."""
    app = create_app(settings)
    tool = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    Thread(target=tool.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{tool.port}"
    spawn = multiprocessing.get_context("spawn")
    (lms_pipe, theirs), (worker_pipe, its) = spawn.Pipe(), spawn.Pipe()
    lms = spawn.Process(
        target=serve_lms, args=(folder / "lms.sqlite", url, people, character, theirs)
    )
    lms.start()
    with app.app_context(), writing(), Session(db.engine) as session:
        metadata.create_all(db.engine)
        keys.ensure_key(session, datetime.now(UTC))
        launch = fill(session, lms_pipe.recv())
    worker = spawn.Process(target=run_worker, args=(settings, its))
    worker.start()
    at_rest = worker_pipe.recv()
    instructor = Instructor(url, launch)
    first = round(instructor.look("/"), 1)
    found: dict[str, object] = {"first_page_ms": first, "pending_ms": instructor.tour()}
    worker_pipe.send("go")
    during = []
    while not worker_pipe.poll():
        during.append(instructor.look("/"))
    found |= worker_pipe.recv() | {"worker_at_rest_mb": at_rest}
    found |= {"during_ms_worst": round(max(during), 1), "during_ms": round(median(during), 1)}
    found["done_ms"] = instructor.tour()
    lms_pipe.send("stop")
    found["roster_pages"] = lms_pipe.recv()
    with app.app_context(), Session(db.engine) as session:
        found["enrolled"] = session.scalar(select(func.count()).select_from(Enrolment))
    for process in (worker, lms):
        process.join()
    tool.shutdown()
    return found


def main() -> None:
    """Set up, sync, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--character", type=Character, default=Character.CANVAS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        settings = Settings(
            public_url="http://localhost:8000",
            secret_key="only for the benchmark, and long enough",
            database_url=f"sqlite:///{Path(name) / 'bench.sqlite'}",
            lti=LtiSettings(allow_loopback=True),
            log_level="error",
        )
        found = measure(settings, Path(name), options.people, options.character)
    print(json.dumps({"people": options.people, **found}, indent=1))


if __name__ == "__main__":
    main()
