import shutil

import pytest
import time_machine

from lti_tool.demo.keys import PlatformKeys
from lti_tool.demo.store import Store
from lti_tool.lti.services import http
from tests.lti_tool.jobs.world import World, now, served, use_known_key


@pytest.fixture(scope="session")
def store_with_key(tmp_path_factory):
    """An LMS's store with nothing but a signing key, because making one is slow."""
    path = tmp_path_factory.mktemp("lms") / "key.sqlite"
    store = Store(path)
    PlatformKeys(store)
    store.close()
    return path


@pytest.fixture
def clock():
    """The time, which goes on by itself and can be moved."""
    with time_machine.travel(now(), tick=True) as traveller:
        yield traveller


@pytest.fixture
def world(app, session, clock, tmp_path, store_with_key):
    """A school; a test starts it with the character it needs."""
    use_known_key(app, session)
    shutil.copy(store_with_key, tmp_path / "lms.sqlite")
    with served(app) as url:
        world = World(app, session, tmp_path / "lms.sqlite", url, clock)
        yield world
        world.stop()
        http.close_connections()
