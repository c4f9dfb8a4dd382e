"""Writing single rows on the launch path, where a session would cost more than the writing."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from curriculum.foundation.tables import Base
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
    done = connection.execute(insert(table).values(**values))
    # An INSERT of one row has a key; the stubs allow for those that have none.
    key: int = done.inserted_primary_key[0]  # type: ignore[index]
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
    rows = table.__table__
    change = update(rows)  # type: ignore[arg-type]  # a mapped class's table is a Table
    connection.execute(change.where(rows.c.id == key).values(**values))
