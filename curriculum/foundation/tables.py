"""The base class of every table, and the two column types that all of them share."""

import enum
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from curriculum.foundation.clock import utc_now


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Aware on the way in and on the way out, UTC in the database.

    SQLite has no zones, so it gets the naive UTC value and gives it back as aware.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive value: nobody could say later which zone it meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC, whatever zone the connection speaks."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(words: type[enum.Enum]) -> list[str]:
    return [word.value for word in words]


def word(words: type[enum.Enum], name: str | None = None) -> Enum:
    """Return the column type of an enumeration: its value, a word, with a CHECK.

    :param name: of the CHECK, where two columns of one table hold the same enumeration.
    """
    return Enum(
        words,
        name=name,
        values_callable=_values,
        native_enum=False,
        create_constraint=True,
        length=32,
    )


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """A table. Constraints get names by one rule, so that a migration can drop them."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: UtcDateTime(),
            enum.Enum: word(enum.Enum),
            dict[str, Any]: JSON(),
            dict[str, str]: JSON(),
            list[str]: JSON(),
            list[Any]: JSON(),
        },
    )


class Created:
    """When the row was made."""

    created_at: Mapped[datetime] = mapped_column(default=utc_now)


def table_of(mapped: type[Base]) -> Table:
    """Return a class's table for Core statements. Its type promises less than there is."""
    return cast(Table, mapped.__table__)
