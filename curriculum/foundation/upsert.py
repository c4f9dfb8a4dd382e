"""One statement that inserts a row or changes the one that is there: two tabs lose nothing."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from curriculum.foundation.tables import Base, table_of


def upsert(
    session: Session,
    table: type[Base],
    key: dict[str, Any],
    new: dict[str, Any],
    again: dict[str, Any],
) -> None:
    """Insert a row, or change the one that is there; with nothing to change, leave it.

    :param key: the columns of a primary key or unique constraint, with their values.
    :param again: what to change in the row that is there.
    """
    # The two dialects write it alike but share no class.
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement: Any = insert(table_of(table)).values(**key, **new)
    if again:
        statement = statement.on_conflict_do_update(index_elements=list(key), set_=again)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=list(key))
    session.execute(statement)
