"""A web process may be killed at any moment: what it said was saved is saved."""

import os
import signal
import threading
from pathlib import Path

import pytest
import requests
from sqlalchemy.orm import Session

from assignments.models.reflection import Reflection, ReflectionVersion
from assignments.tasks import load_tasks
from lti_tool.extensions import db
from lti_tool.serving import Serving, end_processes
from lti_tool.settings import Settings
from lti_tool.web.tickets import Ticket, write_ticket
from tests import factories
from tests.ports import free_port, wait_until

KILLS = 4


@pytest.fixture
def draft(session, app):
    """A draft that is being written, and the ticket its page holds."""
    work = factories.reflection(session, factories.candidate(session))
    session.commit()
    with app.app_context():
        return work, write_ticket(Ticket(work.id, work.enrolment_id))


@pytest.fixture
def web(tmp_path: Path, settings: Settings):
    """Gunicorn with one process, as `reciprocal serve` starts it."""
    config = tmp_path / "reciprocal.toml"
    config.write_text(
        f'public_url = "{settings.public_url}"\n'
        f'secret_key = "{settings.secret_key}"\n'
        f'database_url = "{settings.database_url}"\n'
        'log_level = "error"\n'
    )
    bind = f"127.0.0.1:{free_port()}"
    serving = Serving(bind, workers=1, threads=2, config=config, with_worker=False)
    gunicorn = serving.start_gunicorn()
    yield gunicorn, f"http://{bind}"
    end_processes([gunicorn])


def is_up(address: str) -> bool:
    try:
        return requests.get(f"{address}/health", timeout=2).ok
    except requests.RequestException:
        return False


def page_process(master: int) -> int | None:
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return int(children[0]) if children else None


class Writer(threading.Thread):
    """Somebody who goes on writing, and tries again when no answer came."""

    def __init__(self, address: str, part: str) -> None:
        super().__init__()
        self.address, self.part = address, part
        self.stopped = threading.Event()
        self.revision, self.text = 0, ""

    def run(self) -> None:
        number = 0
        while not self.stopped.is_set():
            number += 1
            text = f"Sentence {number}."
            body = {"revision": self.revision, "parts": {self.part: text}, "page": "one-page"}
            try:
                answer = requests.post(self.address, json=body, timeout=5)
            except requests.RequestException:
                continue
            if answer.ok:
                self.revision, self.text = answer.json()["revision"], text


def test_no_draft_that_was_acknowledged_is_lost(web, draft, app):
    (gunicorn, address), (work, ticket) = web, draft
    wait_until(lambda: is_up(address), "an answer")
    writer = Writer(f"{address}/drafts/{ticket}", part=_first_prompt())
    writer.start()

    for _ in range(KILLS):
        before = writer.revision
        wait_until(lambda before=before: writer.revision > before + 3, "a few saves")
        os.kill(page_process(gunicorn.pid), signal.SIGKILL)
        wait_until(lambda: is_up(address), "a new process")
    writer.stopped.set()
    writer.join()

    with app.app_context(), Session(db.engine) as session:
        stored = session.get_one(Reflection, work.id)
        kept = [stored.parts, *(v.parts for v in session.query(ReflectionVersion))]
    assert writer.revision > KILLS * 3
    assert stored.revision >= writer.revision
    assert any(writer.text in parts.values() for parts in kept)


def _first_prompt() -> str:
    return next(p.id for p in load_tasks().task("1A").prompts if p.kind.value == "text")
