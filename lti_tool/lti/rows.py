"""Writing single rows on the launch path, where a session would cost more than the writing."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from curriculum.foundation.tables import Base, table_of
from lti_tool.lti.models.identity import LtiContext
from lti_tool.lti.models.registration import Registration

_context = LtiContext.__table__.c
_registration = Registration.__table__.c

_LOCK_PLATFORM = (
    select(_registration.id)
    .where(_registration.id == bindparam("key"))
    .with_for_update(key_share=True)
)
_LOCK_CONTEXT = (
    select(_context.id).where(_context.id == bindparam("key")).with_for_update(key_share=True)
)


def lock_platform(connection: Connection, registration_id: int) -> None:
    """Let one transaction at a time make this platform's people and courses."""
    connection.execute(_LOCK_PLATFORM, {"key": registration_id})


def lock_context(connection: Connection, context_key: int) -> None:
    """Let one transaction at a time add to this course's links, columns and copies."""
    connection.execute(_LOCK_CONTEXT, {"key": context_key})


def add_row(connection: Connection, table: type[Base], **values: Any) -> int:
    """Insert a row and return its key."""
    rows = table_of(table)
    key: int = connection.scalar(insert(rows).values(**values).returning(rows.c.id))
    return key


def update_row(
    connection: Connection, table: type[Base], key: int, known: Any, said: Mapping[str, Any]
) -> None:
    """Write those of `said` that differ from what is known."""
    changed = {name: value for name, value in said.items() if getattr(known, name) != value}
    if changed:
        write_row(connection, table, key, **changed)


def write_row(connection: Connection, table: type[Base], key: int, **values: Any) -> None:
    """Write these columns of a row."""
    rows = table_of(table)
    connection.execute(update(rows).where(rows.c.id == key).values(**values))
