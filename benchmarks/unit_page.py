"""A unit's pages while a hundred candidates read at once, in one process.

    .venv/bin/python benchmarks/unit_page.py [--readers N] [--seconds N] [--database URL]

Starts gunicorn with one worker and four threads, as `reciprocal serve --workers 1` does, on an
SQLite file or the given, empty PostgreSQL database. A hundred people with launches of their own and
kept-alive connections read: each opens the unit's page or a section every 30 seconds on average,
and while the section is open tells what was read every 15. First they read for some seconds
like that; then they all press "go on" without a pause, which nobody does.

Times are taken by the readers, so waiting in the server's queue and the loopback are in them; the
readers run beside the server and take some of the same two cores. Then, without a server: SQL
statements of each page, the bytes of a first view, and how long the course takes to load.
"""

import argparse
import http.client
import json
import os
import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy.orm import Session

from benchmarks.launch import cpu_of, free_port, gunicorn
from benchmarks.pages import Viewer, counting
from curriculum.units import read_curriculum, shipped
from lti_tool.app import create_app
from lti_tool.extensions import db, writing
from lti_tool.settings import load_settings
from lti_tool.tables import metadata
from lti_tool.web.browser_cookie import BROWSER_COOKIE
from tests import factories
from tests.first_view import BOUND as FIRST_VIEW
from tests.first_view import first_view

UNIT = "school-climate"
P95 = 60.0
"""Milliseconds."""
STATEMENTS = 10
LOADING = 0.5
PAGE_EVERY = 30.0
TELL_EVERY = 15.0

Times = dict[str, list[float]]


class Reader:
    """One candidate's browser: a launch and a kept-alive connection."""

    def __init__(self, port: int, launch: str, sections: list[str], seed: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.launch, self.sections = launch, sections
        self.chance = random.Random(seed)
        self.times: Times = {"unit": [], "section": [], "report": []}
        self.section, self.visit, self.token, self.read = "", "", "", 0

    def open_page(self) -> None:
        """Open a section, or now and then the unit's page."""
        if self.chance.random() < 0.2:
            self.ask("unit", "GET", f"/units/{UNIT}")
            return
        self.section = self.chance.choice(self.sections)
        text = self.ask("section", "GET", f"/units/{UNIT}/sections/{self.section}")
        found = re.search(r'data-visit="([^"]+)"', text)
        token = re.search(r'name="csrf-token" content="([^"]+)"', text)
        assert found, "a candidate's page tells what is read"
        assert token, "a candidate's page has a token"
        self.visit, self.token, self.read = found[1], token[1], 0

    def tell(self) -> None:
        """Report another quarter of a minute of reading."""
        if not self.visit:
            return
        self.read += int(TELL_EVERY)
        body = {"visit": self.visit, "seconds": self.read, "end_seen": self.read > 60}
        self.ask("report", "POST", f"/units/{UNIT}/sections/{self.section}/report", body)

    def ask(self, kind: str, method: str, path: str, body: object = None) -> str:
        """Send a request, take its time, return the page."""
        headers = {"Cookie": f"{BROWSER_COOKIE}={factories.BROWSER}", "X-CSRF-Token": self.token}
        started = time.perf_counter()
        sent = json.dumps(body) if body is not None else None
        self.connection.request(method, f"/l/{self.launch}{path}", sent, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.times[kind].append((time.perf_counter() - started) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        return text

    def read_until(self, ends: float) -> None:
        """Read as people do."""
        page_at = time.monotonic() + self.chance.uniform(0, PAGE_EVERY)
        tell_at = page_at + TELL_EVERY
        while (now := min(page_at, tell_at)) < ends:
            time.sleep(max(0.0, now - time.monotonic()))
            if page_at <= tell_at:
                self.open_page()
                page_at += self.chance.uniform(0.5, 1.5) * PAGE_EVERY
                tell_at = now + TELL_EVERY
            else:
                self.tell()
                tell_at += TELL_EVERY

    def hurry_until(self, ends: float) -> None:
        """Open one page after the other."""
        while time.monotonic() < ends:
            self.open_page()


def run(readers: list[Reader], seconds: float, *, hurry: bool = False) -> Times:
    """Let everybody read for so long; return all their times."""
    ends = time.monotonic() + seconds
    for reader in readers:
        reader.times = {kind: [] for kind in reader.times}
    work = [reader.hurry_until if hurry else reader.read_until for reader in readers]
    threads = [threading.Thread(target=each, args=(ends,)) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        kind: [took for reader in readers for took in reader.times[kind]]
        for kind in readers[0].times
    }


def show(title: str, times: Times, seconds: float, *, bound: bool = True) -> None:
    """Print the median, the 95th of a hundred and the worst of each kind of request."""
    number = sum(map(len, times.values()))
    print(f"\n{title}: {number / seconds:.1f} requests a second")
    for kind, took in times.items():
        if len(took) > 1:
            p95 = quantiles(took, n=20)[-1]
            flag = "  <-- over the bound" if bound and p95 > P95 else ""
            print(
                f"  {kind:8} {len(took):6}  median {median(took):6.1f}  p95 {p95:6.1f}"
                f"  worst {max(took):6.1f} ms{flag}"
            )


@contextmanager
def configured(folder: Path, database: str) -> Iterator[Path]:
    """Write a configuration and make the tables."""
    path = folder / "config.toml"
    url = database or f"sqlite:///{folder / 'unit.sqlite'}"
    path.write_text(
        'public_url = "http://localhost:8000"\n'
        f'secret_key = "{"0123456789abcdef" * 4}"\n'
        f'database_url = "{url}"\n'
        'log_level = "error"\n[lti]\nallow_loopback = true\n'
    )
    app = create_app(load_settings(path))
    with app.app_context(), writing():
        metadata.create_all(db.engine)
    yield path
    with app.app_context():
        if database:
            metadata.drop_all(db.engine)
        db.engine.dispose()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--database", default="", help="an empty database on PostgreSQL")
    options = parser.parse_args()
    started = time.perf_counter()
    course = read_curriculum(shipped())
    loading = time.perf_counter() - started
    unit = course.unit(UNIT)
    sections = [section.id for section in unit.sections]
    with (
        tempfile.TemporaryDirectory() as name,
        configured(Path(name), options.database) as config,
    ):
        app = create_app(load_settings(config))
        with app.app_context():
            engine = db.engine
        with writing(), Session(engine, expire_on_commit=False) as session:
            in_course = factories.course(session)
            people = [
                factories.candidate(session, course=in_course) for _ in range(options.readers)
            ]
            launches = [factories.launch_of(session, who) for who in people]
            viewer = Viewer(app, session, people[0])
            session.commit()
        port = free_port()
        with gunicorn(
            "lti_tool.wsgi:app", port, Path(name), threads=4, RECIPROCAL_CONFIG=str(config)
        ) as pid:
            readers = [Reader(port, launch, sections, n) for n, launch in enumerate(launches)]
            run(readers, 3, hurry=True)  # everything is compiled and connected
            load = os.getloadavg()[0]
            show("reading", run(readers, options.seconds), options.seconds)
            before = cpu_of(pid)
            hurried = run(readers, 10, hurry=True)
            cpu = cpu_of(pid) - before
            show("nobody pauses", hurried, 10, bound=False)
            print(f"  the server's CPU: {cpu / sum(map(len, hurried.values())):.1f} ms for each")
            print(f"  load average before: {load:.1f}")
        print(f"\nSQL statements, at most {STATEMENTS}")
        for address in ("", f"/sections/{sections[0]}", "/check", "/print"):
            viewer.get(f"/units/{UNIT}{address}")
            with counting(app) as seen:
                viewer.get(f"/units/{UNIT}{address}")
            print(f"  {len(seen):3} {address or '(the unit)'}")
        for address in (f"/units/{UNIT}", f"/units/{UNIT}/sections/{sections[0]}"):
            loaded = first_view(viewer.client, f"/l/{viewer.launch}{address}")
            print(f"\nfirst view of {address}, gzipped: {sum(loaded.values())} of {FIRST_VIEW}")
            for path, size in sorted(loaded.items(), key=lambda each: -each[1]):
                print(f"  {size:6} {path}")
        with app.app_context():
            engine.dispose()
    print(f"\nthe course, {len(course.units)} units, loads in {loading:.2f} s of {LOADING}")


if __name__ == "__main__":
    main()
