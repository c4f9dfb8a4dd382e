"""What commands share: the configuration, the application, and how a command ends."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from curriculum.content_files import ContentError
from curriculum.foundation.errors import DomainError
from lti_tool.app import create_app
from lti_tool.extensions import db, writing
from lti_tool.settings import Settings, SettingsError, load_settings


@dataclass
class CommandContext:
    """Made once per command line; reads the configuration only when a command needs it."""

    config: Path | None

    @cached_property
    def settings(self) -> Settings:
        """The configuration, or one sentence that says what is wrong with it."""
        try:
            return load_settings(self.config)
        except SettingsError as error:
            raise click.ClickException(str(error)) from error

    @cached_property
    def app(self) -> Flask:
        """The application, or one sentence that says which content file it cannot use."""
        try:
            return create_app(self.settings)
        except ContentError as error:
            raise click.ClickException(str(error)) from error

    def close(self) -> None:
        """Close the connections to the database, if a command opened any."""
        if "app" in self.__dict__:
            with self.app.app_context():
                db.engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Run a command's block as a writer and commit it; a refusal ends in one sentence."""
        with self.app.app_context(), writing():
            try:
                yield db.session()
                db.session.commit()
            except DomainError as error:
                raise click.ClickException(str(error)) from error
            except (OperationalError, ProgrammingError) as error:
                raise click.ClickException(_database_trouble(error)) from error


def _database_trouble(error: OperationalError | ProgrammingError) -> str:
    cause = str(error.orig).splitlines()[0]
    if "no such table" in cause or "does not exist" in cause:
        return "The database has no tables yet. Run: reciprocal db upgrade"
    return f"The database did not answer: {cause}"


pass_context = click.make_pass_decorator(CommandContext)


def print_table(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    """Print rows in columns, or say that there are none."""
    if not rows:
        click.echo("None.")
        return
    cells = [head, *[tuple(_shown(cell) for cell in row) for row in rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(line.rstrip())


def _shown(cell: object) -> str:
    """Return a cell as text. A name from a platform may not steer the terminal."""
    text = "" if cell is None else str(cell)
    return "".join(letter if letter.isprintable() else "?" for letter in text)
