"""The whole program over real HTTP: Reciprocal on one port, the demonstration LMS on another."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from curriculum.foundation.clock import utc_now
from curriculum.foundation.jobs import Job, JobState
from curriculum.programs import add_program, grant_coordinator
from lti_tool.app import create_app
from lti_tool.demo.app import create_lms
from lti_tool.demo.lms import Lms
from lti_tool.demo.server import LmsServer, QuietHandler
from lti_tool.demo.settings import Character, Client, ToolAddresses
from lti_tool.extensions import db, writing
from lti_tool.lti.identities import person_at
from lti_tool.lti.registrations import NewRegistration, add_registration
from lti_tool.settings import LtiSettings, Settings
from lti_tool.worker import run_worker
from tests.webbrowser import WebBrowser

COURSE = "edu-210"


@dataclass
class House:
    """Both servers, and what a test asks of them."""

    app: Flask
    lms: Lms
    lms_url: str
    tool_url: str

    def person(self, person_id: str) -> WebBrowser:
        """Return a browser in which somebody has become a person of the LMS."""
        browser = WebBrowser()
        browser.open(self.lms_url)
        browser.submit(browser.page.form(holding="person"), person=person_id)
        browser.open(f"{self.lms_url}/courses/{COURSE}")
        return browser

    def work(self, *, hurry: bool = False) -> None:
        """Let the worker do what is due; in a hurry also what waits for later."""
        if hurry:
            with self.app.app_context(), writing():
                waiting = update(Job).where(Job.state == JobState.WAITING)
                db.session.execute(waiting.values(run_at=utc_now()))
                db.session.commit()
        run_worker(self.app, once=True)

    def session(self) -> Session:
        """Return a session on the tool's database, to look at what is there."""
        with self.app.app_context():
            return Session(db.engine)

    def jobs(self, kind: str) -> list[Job]:
        with self.session() as session:
            return list(session.scalars(select(Job).where(Job.kind == kind)))


@pytest.fixture
def house(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path, app: Flask
) -> Iterator[House]:
    """Both servers; a test chooses the LMS's character as the fixture's parameter."""
    lms_server = LmsServer()
    waiting = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    # Reciprocal is reached by another name than the LMS: another site, as in real life.
    tool_url = f"http://localhost:{waiting.port}"
    app = create_app(
        Settings(
            public_url=tool_url,
            secret_key="a secret that only the tests know",
            database_url=database_url,
            lti=LtiSettings(allow_loopback=True),
            log_level="error",
        )
    )
    waiting.app = app
    _register(app, lms_server.url)
    lms = create_lms(
        tmp_path / "lms.sqlite",
        lms_server.url,
        addresses(tool_url),
        character=getattr(request, "param", Character.GENERIC),
    )
    lms_server.start(lms)
    thread = Thread(target=waiting.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield House(app, lms_server.lms, lms_server.url, tool_url)
    waiting.shutdown()
    thread.join()
    waiting.server_close()
    lms_server.stop()
    with app.app_context():
        db.engine.dispose()


def addresses(tool_url: str) -> ToolAddresses:
    return ToolAddresses(
        login_url=f"{tool_url}/lti/login",
        launch_url=f"{tool_url}/lti/launch",
        jwks_url=f"{tool_url}/lti/jwks",
        home_url=f"{tool_url}/lti/launch",
        deep_link_url=f"{tool_url}/lti/launch",
    )


def _register(app: Flask, lms_url: str) -> None:
    with app.app_context(), writing():
        session = db.session()
        client = Client()
        new = NewRegistration(
            name="LMS",
            issuer=lms_url,
            client_id=client.client_id,
            auth_login_url=f"{lms_url}/lti/auth",
            auth_token_url=f"{lms_url}/lti/token",
            key_set_url=f"{lms_url}/lti/jwks",
            deployment_ids=client.deployment_ids,
        )
        add_registration(session, new, allow_loopback=True)
        program = add_program(session, "Elementary", institution="Riverbend College")
        grant_coordinator(session, program, person_at(session, "LMS", "coordinator-1"))
        session.commit()
