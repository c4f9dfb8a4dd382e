"""What the demonstration needs before it starts: configuration, database, registration."""

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select
from sqlalchemy.orm import Session

from curriculum.models.course import Course
from curriculum.models.program import Program
from curriculum.programs import add_program, grant_coordinator
from lti_tool.app import create_app
from lti_tool.demo.app import create_lms
from lti_tool.demo.seed import COORDINATORS, COURSES
from lti_tool.demo.settings import Character, Client, ToolAddresses
from lti_tool.extensions import db, writing
from lti_tool.lti.identities import person_at
from lti_tool.lti.models.identity import LtiContext
from lti_tool.lti.models.registration import Registration
from lti_tool.lti.registrations import NewRegistration, add_registration
from lti_tool.settings import load_settings

PLATFORM = "Demonstration LMS"
PROGRAM = "Elementary Education (demonstration)"
CONFIG = """\
# Written by `reciprocal demo`.
public_url = "{public_url}"
secret_key = "{secret}"
database_url = "sqlite:///{database}"
log_level = "warning"

[lti]
allow_loopback = true
"""


@dataclass(frozen=True)
class DemoPlaces:
    """Where everything is."""

    folder: Path
    port: int
    lms_port: int

    @property
    def tool_url(self) -> str:
        """Another site than the LMS, so that cookies are really third-party."""
        return f"http://localhost:{self.port}"

    @property
    def lms_url(self) -> str:
        """Where a person begins."""
        return f"http://127.0.0.1:{self.lms_port}"

    @property
    def config(self) -> Path:
        """The tool's configuration."""
        return self.folder / "demo.toml"

    @property
    def database(self) -> Path:
        """The tool's data."""
        return self.folder / "reciprocal.sqlite"

    @property
    def lms_store(self) -> Path:
        """The LMS's data."""
        return self.folder / "demo-lms.sqlite"


def forget_demo(places: DemoPlaces) -> None:
    """Remove the data of both, and nothing else that may lie in the folder."""
    places.config.unlink(missing_ok=True)
    for database in (places.database, places.lms_store):
        for ending in ("", "-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)


def write_config(places: DemoPlaces) -> None:
    """Write the tool's configuration; a secret that exists is kept."""
    places.folder.mkdir(parents=True, exist_ok=True)
    secret = load_settings(places.config).secret_key if places.config.exists() else None
    text = CONFIG.format(
        public_url=places.tool_url,
        secret=secret or secrets.token_hex(),
        database=places.database,
    )
    places.config.touch(mode=0o600)
    places.config.write_text(text, encoding="utf-8")


def prepare_tool(places: DemoPlaces) -> None:
    """Bring the database up to date and register the LMS with it."""
    app = create_app(load_settings(places.config))
    with app.app_context(), writing():
        upgrade()
        session = db.session()
        registration = _registration(session, places)
        _program(session, registration)
        session.commit()


def create_demo_lms(places: DemoPlaces, character: Character = Character.GENERIC) -> Flask:
    """Make the LMS, with Reciprocal as its tool."""
    tool = ToolAddresses(
        login_url=f"{places.tool_url}/lti/login",
        launch_url=f"{places.tool_url}/lti/launch",
        jwks_url=f"{places.tool_url}/lti/jwks",
        home_url=f"{places.tool_url}/lti/launch",
        deep_link_url=f"{places.tool_url}/lti/launch",
    )
    return create_lms(places.lms_store, places.lms_url, tool, character=character)


def _registration(session: Session, places: DemoPlaces) -> Registration:
    found = session.scalar(select(Registration).where(Registration.name == PLATFORM))
    if found is not None:
        return found
    client = Client()
    new = NewRegistration(
        name=PLATFORM,
        issuer=places.lms_url,
        client_id=client.client_id,
        auth_login_url=f"{places.lms_url}/lti/auth",
        auth_token_url=f"{places.lms_url}/lti/token",
        key_set_url=f"{places.lms_url}/lti/jwks",
        deployment_ids=client.deployment_ids,
    )
    return add_registration(session, new, allow_loopback=True)


def _program(session: Session, registration: Registration) -> None:
    if session.scalar(select(Program).where(Program.name == PROGRAM)) is not None:
        return
    year = date.today().year  # noqa: DTZ011  any year will do
    cycle = (str(year), date(year, 1, 1), date(year, 12, 31))
    program = add_program(session, PROGRAM, institution="Riverbend College", cycles=[cycle])
    for coordinator in COORDINATORS:
        grant_coordinator(session, program, person_at(session, PLATFORM, coordinator.id))
    for context_id, label, title, _candidates in COURSES:
        lane = f"registration:{registration.id}"
        course = Course(title=title, label=label, program=program, lane=lane)
        session.add(
            LtiContext(deployment=registration.deployments[0], context_id=context_id, course=course)
        )
