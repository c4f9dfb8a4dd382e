"""The migrations build what the models describe, and each can be undone."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, inspect
from sqlalchemy.orm import Session

from lti_tool.extensions import db, writing
from lti_tool.tables import metadata


@pytest.fixture
def empty(bare_app):
    with bare_app.app_context(), writing():
        yield bare_app
        db.session.remove()


def test_migrations_build_what_the_models_describe(empty):
    upgrade()

    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrations_make_the_checks_that_the_models_have(empty):
    """Alembic's comparison does not look at CHECK constraints."""
    upgrade()

    found = inspect(db.engine)
    for table in metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        assert {c["name"] for c in found.get_check_constraints(table.name)} == wanted, table.name


def test_every_migration_can_be_undone(empty):
    upgrade()
    downgrade(revision="base")

    assert inspect(db.engine).get_table_names() == ["alembic_version"]


def test_a_migrated_database_is_ready(bare_app):
    client = bare_app.test_client()
    before = client.get("/ready")
    with bare_app.app_context(), writing():
        upgrade()
    after = client.get("/ready")

    assert (before.status_code, before.json["migrations"]) == (503, False)
    assert (after.status_code, after.json["worker_seen_at"]) == (200, None)


def test_an_unreachable_database_is_not_ready(empty, monkeypatch):
    monkeypatch.setattr(Session, "connection", _refuse)

    assert empty.test_client().get("/ready").status_code == 503


def _refuse(*_args, **_options):
    from sqlalchemy.exc import OperationalError

    raise OperationalError("SELECT 1", {}, Exception("no connection"))
