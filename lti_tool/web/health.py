"""Two addresses for machines: does the process answer, and is everything it needs there."""

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from curriculum.foundation.jobs import WorkerHeartbeat
from lti_tool.extensions import db

bp = Blueprint("health", __name__)

_LAST_SEEN = select(func.max(WorkerHeartbeat.seen_at))


@bp.get("/health")
def health() -> ResponseReturnValue:
    """Say that the process answers."""
    return {"status": "ok"}


@bp.get("/ready")
def ready() -> ResponseReturnValue:
    """Say whether database and migrations stand, and when a worker was last heard of."""
    try:
        stands = _current_revision() == newest_revision()
        seen = db.session.scalar(_LAST_SEEN) if stands else None
    except SQLAlchemyError:
        return {"status": "unavailable", "database": False}, 503
    body = {
        "status": "ok" if stands else "unavailable",
        "database": True,
        "migrations": stands,
        "worker_seen_at": seen.isoformat() if seen else None,
    }
    return body, 200 if stands else 503


def _current_revision() -> str | None:
    connection = db.session.connection()
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """Return the revision that the program's own migrations lead to."""
    config = Config()
    config.set_main_option("script_location", str(current_app.extensions["migrations_folder"]))
    return ScriptDirectory.from_config(config).get_current_head()
