import shutil

import pytest

from lti_tool.demo.app import create_lms, lms_of
from lti_tool.demo.keys import PlatformKeys
from lti_tool.demo.store import Store
from tests.lti_tool.demo.registrant import Registrant
from tests.lti_tool.demo.tool import Services, Tool, Visitor

BASE = "http://127.0.0.1:8001"


@pytest.fixture
def tool():
    tool = Tool()
    yield tool
    tool.close()


@pytest.fixture(scope="session")
def store_with_key(tmp_path_factory):
    """A store with nothing but a signing key, because making one is slow."""
    path = tmp_path_factory.mktemp("lms") / "key.sqlite"
    store = Store(path)
    PlatformKeys(store)
    store.close()
    return path


@pytest.fixture
def make_lms(tmp_path, tool, store_with_key):
    """Make an LMS; several from the same file when called again."""
    made = []
    shutil.copy(store_with_key, tmp_path / "lms.sqlite")

    def make(**options):
        app = create_lms(tmp_path / "lms.sqlite", BASE, tool.addresses, **options)
        app.testing = True
        made.append(app)
        return app

    yield make
    for app in made:
        lms_of(app).close()


@pytest.fixture
def app(make_lms):
    return make_lms()


@pytest.fixture
def lms(app):
    return lms_of(app)


@pytest.fixture
def visitor(app, lms, tool):
    return Visitor(app, lms, tool).become("instructor-1")


@pytest.fixture
def services(app, lms, tool):
    return Services(app, lms, tool)


@pytest.fixture
def at(make_lms, tool):
    """Go to an LMS of one character."""

    def at(character):
        app = make_lms(character=character)
        registrant = Registrant(Visitor(app, lms_of(app), tool), tool)
        registrant.lms, registrant.app = lms_of(app), app
        return registrant

    return at
