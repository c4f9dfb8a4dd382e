"""Commands about single people: who they are at their platform, and whether they may come in."""

from collections.abc import Callable
from typing import Any

import click

from lti_tool.cli.context import CommandContext, pass_context, print_table
from lti_tool.lti.people import MOST, block_person
from lti_tool.lti.people import list_people as people_of


@click.group()
def people() -> None:
    """People who came in from a platform."""


_platform = click.option("--platform", required=True, metavar="NAME", help="Whose people.")


def _who(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the two options that name a person."""
    sub = click.option("--sub", required=True, help="The platform's word for the person.")
    return _platform(sub(command))


@people.command("list")
@_platform
@click.option("--find", default="", metavar="TEXT", help="A part of the name or of the sub.")
@pass_context
def list_people(context: CommandContext, platform: str, find: str) -> None:
    """List people by name, with the platform's word for them (sub) and how many courses."""
    with context.transaction() as session:
        found = people_of(session, platform, find)
    print_table(
        ("sub", "name", "courses", "blocked"),
        [(each.sub, each.name, each.courses, "yes" if each.is_blocked else "") for each in found],
    )
    if len(found) == MOST:
        click.echo(f"The first {MOST}. Narrow it down with --find.")


@people.command()
@_who
@pass_context
def block(context: CommandContext, platform: str, sub: str) -> None:
    """Keep one person out, from the next request on. Their work stays."""
    with context.transaction() as session:
        name = block_person(session, platform, sub).label
    click.echo(f"{name or sub} is blocked.")


@people.command()
@_who
@pass_context
def unblock(context: CommandContext, platform: str, sub: str) -> None:
    """Let a blocked person in again."""
    with context.transaction() as session:
        name = block_person(session, platform, sub, blocked=False).label
    click.echo(f"{name or sub} may come in again.")
