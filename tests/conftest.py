"""What every test stands on: a real database, the real application, and no outside network.

`RECIPROCAL_TEST_DATABASE` names a PostgreSQL database to run against; without it each
test gets a fresh SQLite file.
"""

import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from curriculum.models.enrolment import Enrolment
from lti_tool.app import create_app
from lti_tool.extensions import db, writing
from lti_tool.settings import LtiSettings, Settings
from lti_tool.tables import metadata
from lti_tool.web import csrf
from lti_tool.web.viewer import BROWSER_COOKIE
from tests import factories
from tests.conformance import pytest_addoption, pytest_configure, pytest_itemcollected

__all__ = ["pytest_addoption", "pytest_configure", "pytest_itemcollected"]

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out the tests that never come near a database of ours.

    They are the same with every database, and run on the first one.
    """
    if "RECIPROCAL_TEST_DATABASE" not in os.environ:
        return
    near = [item for item in items if "database_url" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(near)])
    items[:] = near


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """Refuse every connection to another machine."""
    patch = pytest.MonkeyPatch()
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in LOOPBACK:
            raise RuntimeError(f"A test tried to reach {address[0]}")
        connect(self, address)

    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def postgres() -> str | None:
    """The PostgreSQL database to test against, one per worker of pytest-xdist."""
    url = os.environ.get("RECIPROCAL_TEST_DATABASE")
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    return f"{url}_{worker}" if url and worker else url


@pytest.fixture
def database_url(tmp_path: Path, postgres: str | None) -> str:
    return postgres or f"sqlite:///{tmp_path / 'test.sqlite'}"


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(
        public_url="http://localhost:8000",
        secret_key="a secret that only the tests know",
        database_url=database_url,
        lti=LtiSettings(allow_loopback=True),
        log_level="error",
    )


class CompiledOnce(BytecodeCache):
    """Keeps compiled templates for all applications of a run: to compile them is half the time."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledOnce()


@pytest.fixture(autouse=True, scope="session")
def _rules_compiled_once() -> Iterator[None]:
    """Share the URL builders of equal rules: compiling them is most of making an application."""
    patch = pytest.MonkeyPatch()
    compile_builder = Rule._compile_builder
    kept: dict[Any, Any] = {}

    def compile_once(rule: Rule, append_unknown: bool = True) -> Any:
        defaults = tuple(sorted((rule.defaults or {}).items()))
        key = (rule.rule, tuple(rule._trace), defaults, append_unknown)
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    patch.setattr(Rule, "_compile_builder", compile_once)
    yield
    patch.undo()


@pytest.fixture
def made_app(settings: Settings) -> Iterator[Flask]:
    """The application, on a database in whatever state it is."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = COMPILED
    yield app
    _engine(app).dispose()


@pytest.fixture
def bare_app(made_app: Flask, postgres: str | None) -> Flask:
    """The application on an empty database, without tables."""
    if postgres:
        _drop_everything(_engine(made_app))
    return made_app


@pytest.fixture
def app(
    made_app: Flask, settings: Settings, postgres: str | None, sqlite_with_tables: Path
) -> Flask:
    """The application on a fresh database."""
    if postgres:
        _empty_tables(_engine(made_app))
    else:
        shutil.copyfile(sqlite_with_tables, settings.database_url.removeprefix("sqlite:///"))
    return made_app


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table and no row, to be copied: quicker than making them."""
    path = tmp_path_factory.mktemp("template") / "tables.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    return path


def _empty_tables(engine: Engine) -> None:
    """Leave every table there and empty, ids counting from 1 again.

    Quicker by far than making them again, and than TRUNCATE, which makes new files.
    """
    if set(inspect(engine).get_table_names()) != metadata.tables.keys():
        _drop_everything(engine)
        metadata.create_all(engine)
        return
    with engine.begin() as connection:
        connection.execute(text(_EMPTY))


_EMPTY = "; ".join(
    [f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)]
    + ["SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"]
)


def _drop_everything(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of the test's own, beside those of the requests. Commit before a request."""
    with writing(), Session(_engine(app), expire_on_commit=False) as session:
        yield session


def _engine(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


@dataclass
class Browser:
    """Somebody with an open launch. Addresses are given without the launch's part."""

    client: FlaskClient
    launch: str

    def path(self, address: str) -> str:
        return f"/l/{self.launch}{address}"

    def get(self, address: str, **options: Any) -> TestResponse:
        return self.client.get(self.path(address), **options)

    def post(
        self, address: str, data: dict[str, Any] | None = None, **options: Any
    ) -> TestResponse:
        headers = {csrf.HEADER: self.token, **options.pop("headers", {})}
        return self.client.post(self.path(address), data=data, headers=headers, **options)

    @property
    def token(self) -> str:
        with self.client.application.app_context():
            return csrf.token_for(self.launch)


@pytest.fixture
def browser(app: Flask, session: Session):
    """Open a launch for an enrolment and return a browser that holds it."""

    def open_for(who: Enrolment, **changes: Any) -> Browser:
        launch = factories.launch_of(session, who, **changes)
        session.commit()
        client = app.test_client()
        client.set_cookie(BROWSER_COOKIE, factories.BROWSER)
        return Browser(client, launch)

    return open_for


@pytest.fixture
def count_queries(app: Flask):
    """Count the SQL statements of a block: `with count_queries() as counted: …; counted.n`."""

    @dataclass
    class Counter:
        n: int = 0
        statements: list[str] | None = None

        def __enter__(self) -> "Counter":
            self.n, self.statements = 0, []
            event.listen(_engine(app), "before_cursor_execute", self._note)
            return self

        def __exit__(self, *error: object) -> None:
            event.remove(_engine(app), "before_cursor_execute", self._note)

        def _note(self, _c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                self.n += 1
                self.statements.append(statement)

    return Counter
