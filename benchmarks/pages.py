"""SQL statements of every page for ten and for ten thousand rows, and the bytes of the first page.

    .venv/bin/python benchmarks/pages.py

Prints one line per page: statements with 10 candidates, with 10,000, and the milliseconds of
the second. The bound is 15 statements, and the same number for both.
"""

import gzip
import re
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

sys.path.insert(0, str(Path(__file__).parents[1]))

from assignments.models.contact_log import Contact
from assignments.models.reflection import Reflection, Submission, WorkState
from curriculum.models.enrolment import Enrolment, Role
from curriculum.models.person import Person
from lti_tool.app import create_app
from lti_tool.extensions import db, writing
from lti_tool.settings import LtiSettings, Settings
from lti_tool.tables import metadata
from lti_tool.web.viewer import BROWSER_COOKIE
from tests import factories

BOUND = 15
FIRST_PAGE_BYTES = 60 * 1024


def make_app(folder: Path) -> Flask:
    """Return the application on an empty database."""
    app = create_app(
        Settings(
            public_url="http://localhost:8000",
            secret_key="a secret for benchmarks only, long enough",
            database_url=f"sqlite:///{folder / 'pages.sqlite'}",
            lti=LtiSettings(allow_loopback=True),
            log_level="error",
        )
    )
    with app.app_context(), writing():
        metadata.create_all(db.engine)
    return app


def fill(session: Session, course_id: int, count: int) -> None:
    """Add candidates who each have logged contacts and handed in a reflection."""
    base = session.scalar(select(Person.id).order_by(Person.id.desc()).limit(1)) or 0
    people = [{"id": base + n, "name": f"Person {n:05}"} for n in range(1, count + 1)]
    session.execute(insert(Person), people)
    session.execute(
        insert(Enrolment),
        [{"course_id": course_id, "person_id": p["id"], "role": Role.CANDIDATE} for p in people],
    )
    session.flush()
    template = session.scalars(select(Submission).limit(1)).one()
    fresh = session.scalars(
        select(Enrolment.id).where(Enrolment.person_id > base, Enrolment.course_id == course_id)
    ).all()
    handed_in = {"task_id": "1A", "parts": template.parts, "state": WorkState.SUBMITTED}
    session.execute(
        insert(Reflection),
        [handed_in | {"enrolment_id": each, "saved_at": factories.NOW} for each in fresh],
    )
    found = session.execute(
        select(Reflection.id, Reflection.enrolment_id).where(Reflection.enrolment_id.in_(fresh))
    )
    copied = {c.name: getattr(template, c.name) for c in Submission.__table__.columns}
    del copied["id"]
    session.execute(
        insert(Submission),
        [copied | {"reflection_id": row.id, "receipt": f"R{row.id}"} for row in found],
    )
    session.commit()


@contextmanager
def counting(app: Flask):
    """Count the SQL statements of a block."""
    seen: list[str] = []

    def note(_c, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


class Viewer:
    """Somebody with an open launch."""

    def __init__(self, app: Flask, session: Session, who: Enrolment) -> None:
        self.launch = factories.launch_of(session, who)
        session.commit()
        self.client: FlaskClient = app.test_client()
        self.client.set_cookie(BROWSER_COOKIE, factories.BROWSER)

    def get(self, address: str):
        """Open a page."""
        return self.client.get(f"/l/{self.launch}{address}")


def addresses(candidate_id: int, contact_id: int) -> dict[str, list[str]]:
    """Return the pages of each role."""
    return {
        "candidate": [
            "/", "/units/introduction", "/units/introduction/check", "/tasks/1A", "/tasks/1B",
            "/contacts/", "/contacts/new?task=1B", f"/contacts/{contact_id}/edit",
            "/tasks/1B/reflection", "/tasks/1B/review", "/tasks/1A/receipt",
        ],
        "instructor": [
            "/", "/units/introduction", "/tasks/1A", "/grading/1A",
            f"/grading/1A/{candidate_id}", "/grades/", "/reports/",
        ],
    }  # fmt: skip


def measure(app: Flask, viewers: dict[str, Viewer], pages: dict[str, list[str]]):
    """Return statements and milliseconds per page."""
    found = {}
    for role, paths in pages.items():
        for path in paths:
            viewers[role].get(path)  # the second asking is what everybody after the first sees
            started = time.perf_counter()
            with counting(app) as seen:
                answer = viewers[role].get(path)
            took = (time.perf_counter() - started) * 1000
            found[role, path] = (len(seen), took, answer.status_code)
    return found


def first_page_bytes(viewer: Viewer) -> dict[str, int]:
    """Return the gzipped bytes of the course home and of everything it loads."""
    page = viewer.get("/")
    loaded = {"page": len(gzip.compress(page.data))}
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
        answer = viewer.client.get(address)
        loaded[address.split("?")[0]] = len(gzip.compress(answer.data))
        for inner in re.findall(r'from "\./([^"]+)"', answer.text):
            module = viewer.client.get(f"/static/js/{inner}")
            loaded[f"/static/js/{inner}"] = len(gzip.compress(module.data))
    return loaded


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder))
        with app.app_context():
            engine = db.engine
        with writing(), Session(engine, expire_on_commit=False) as session:
            course = factories.course(session)
            candidate = factories.candidate(session, course=course)
            contact = factories.contact(session, candidate, task_id="1B")
            factories.submission(session, candidate)
            factories.reflection(session, candidate, task_id="1B", parts={})
            viewers = {
                "candidate": Viewer(app, session, candidate),
                "instructor": Viewer(app, session, factories.instructor(session, course=course)),
            }
            pages = addresses(candidate.id, contact.id)
            fill(session, course.id, 9)
            few = measure(app, viewers, pages)
            fill(session, course.id, 9_990)
            session.execute(insert(Contact), [_copy(contact) for _ in range(2_000)])
            session.commit()
            many = measure(app, viewers, pages)
            print(f"{'page':44} {'10':>4} {'10,000':>7} {'ms':>8}  status")
            for key, (number, _, status) in few.items():
                flag = "" if number == many[key][0] <= BOUND else "  <-- over the bound"
                role, path = key
                print(
                    f"{role:10} {path:33} {number:4} {many[key][0]:7} {many[key][1]:8.1f}"
                    f"  {status}{flag}"
                )
            loaded = first_page_bytes(viewers["candidate"])
            print(f"\nfirst page, gzipped: {sum(loaded.values())} bytes of {FIRST_PAGE_BYTES}")
            for name, size in loaded.items():
                print(f"  {size:6} {name}")


def _copy(contact: Contact) -> dict[str, object]:
    values = {c.name: getattr(contact, c.name) for c in Contact.__table__.columns}
    del values["id"]
    return values


if __name__ == "__main__":
    main()
