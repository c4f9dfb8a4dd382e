from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import sessionmaker

from lti_tool.extensions import db, reading, writing
from lti_tool.lti.services import http
from lti_tool.lti.services.connector import Connector
from lti_tool.lti.services.token import ServiceClient
from tests import factories
from tests.lti_tool.jobs.world import use_known_key
from tests.lti_tool.lti.services.scripted import scripted


@pytest.fixture
def service():
    """A service that answers as it is told."""
    with scripted() as service:
        yield service
    http.close_connections()


class Base:
    """What a connector needs of a job."""

    def __init__(self, app, settings):
        self.settings = settings
        self.passed = timedelta(0)
        self.tokens = {}
        with app.app_context():
            self.sessions = sessionmaker(db.engine, expire_on_commit=False)

    def now(self):
        return datetime.now(UTC) + self.passed

    @contextmanager
    def reading(self):
        with reading(), self.sessions() as session:
            yield session

    @contextmanager
    def writing(self):
        with writing(), self.sessions() as session, session.begin():
            yield session


@pytest.fixture
def base(app, settings):
    with app.app_context():
        yield Base(app, settings)


@pytest.fixture
def connect(app, session, base, service):
    """Make a connector for a client of the service's platform."""
    use_known_key(app, session)

    def make(**changes):
        values = {
            "issuer": "https://canvas.instructure.com",
            "auth_token_url": f"{service.url}/token",
        }
        registration = factories.registration(session, **values | changes)
        session.commit()
        return Connector(ServiceClient.of(registration), base)

    return make


@pytest.fixture
def connector(connect):
    return connect()
