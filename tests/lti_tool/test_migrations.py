"""The migrations build what the models describe, and each can be undone."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.orm import Session

from curriculum.progress import unit_standing
from curriculum.standing import Watched
from curriculum.units import load_curriculum
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


def test_what_was_blocked_stays_blocked_and_nothing_that_refers_to_it_is_lost(empty):
    upgrade(revision="0001")
    _insert_a_blocked_deployment_with_a_course()

    upgrade()
    state = db.session.execute(text("SELECT state FROM deployment")).scalar_one()
    courses = db.session.execute(text("SELECT count(*) FROM lti_context")).scalar_one()
    db.session.remove()
    downgrade(revision="0001")
    blocked = db.session.execute(text("SELECT blocked FROM deployment")).scalar_one()

    assert (state, courses, bool(blocked)) == ("blocked", 1, True)


def _insert_a_blocked_deployment_with_a_course():
    then = "2026-01-01 00:00:00"
    rows = {
        "registration": {
            "id": 1, "name": "LMS", "issuer": "i", "client_id": "c", "auth_login_url": "u",
            "auth_token_url": "u", "key_set_url": "u", "frame_origins": "[]", "product": "",
            "blocked": False, "created_at": then,
        },
        "deployment": {
            "id": 1, "registration_id": 1, "deployment_id": "d", "blocked": True,
            "created_at": then,
        },
        "course": {"id": 1, "title": "", "label": "", "timezone": "UTC", "created_at": then},
        "lti_context": {
            "id": 1, "deployment_id": 1, "context_id": "x", "course_id": 1, "ags_scopes": "[]",
            "created_at": then,
        },
    }  # fmt: skip
    _insert(rows)


def _insert(rows):
    for table, row in rows.items():
        named = ", ".join(row), ", ".join(f":{name}" for name in row)
        db.session.execute(text(f"INSERT INTO {table} ({named[0]}) VALUES ({named[1]})"), row)
    db.session.commit()
    db.session.remove()


def test_what_was_read_and_watched_before_stays_both_ways(empty):
    upgrade(revision="0002")
    _insert_a_reader()

    upgrade()
    after = {name: db.session.execute(text(query)).one() for name, query in _READER.items()}
    standing = unit_standing(db.session(), 1, load_curriculum().unit("school-climate"))
    db.session.remove()
    downgrade(revision="0002")
    back = {name: db.session.execute(text(query)).one() for name, query in _READER.items()}
    db.session.remove()

    assert after == back == {"section_read": ("first-ten-seconds",), "video_watch": (95, 20)}
    assert (standing.read, standing.elsewhere) == ({"first-ten-seconds"}, set())
    assert standing.watched["opening"] == Watched(seconds=95, position=20)


_READER = {
    "section_read": "SELECT section FROM section_read",
    "video_watch": "SELECT seconds, position FROM video_watch",
}


def _insert_a_reader():
    then = "2026-01-01 00:00:00"
    whose = {"enrolment_id": 1, "unit_id": "school-climate"}
    rows = {
        "course": {"id": 1, "title": "", "label": "", "timezone": "UTC", "created_at": then},
        "person": {
            "id": 1, "name": "", "given_name": "", "family_name": "", "is_test": False,
            "created_at": then,
        },
        "enrolment": {
            "id": 1, "course_id": 1, "person_id": 1, "role": "candidate",
            "standing": "active", "created_at": then,
        },
        "section_read": {**whose, "section": "first-ten-seconds", "read_at": then},
        "video_watch": {
            **whose, "slot": "opening", "spans": "[[0, 95]]", "seconds": 95, "position": 20,
            "transcript_read": False, "seen_at": then,
        },
    }  # fmt: skip
    _insert(rows)
