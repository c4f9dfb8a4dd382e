"""Commands about programs and the people who report for them."""

from collections.abc import Callable
from datetime import datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from curriculum.models.person import Person
from curriculum.models.program import CoordinatorGrant, Program
from curriculum.models.program_video import EditorGrant
from curriculum.programs import (
    Grant,
    add_program,
    assign_course,
    grant_coordinator,
    grant_editor,
    list_courses,
    list_programs,
    program_named,
    revoke_coordinator,
    revoke_editor,
)
from lti_tool.cli.context import CommandContext, pass_context, print_table
from lti_tool.lti.identities import identity_of_person, person_at

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def programs() -> None:
    """Programs, their reporting cycles and their courses."""


@programs.command("add")
@click.option("--name", required=True, help="As it should stand on reports.")
@click.option("--institution", default="", help="As it should stand on reports.")
@click.option(
    "--cycle",
    "cycles",
    type=(str, DAY, DAY),
    multiple=True,
    metavar="NAME FIRST LAST",
    help="A reporting period with its first and last day, YYYY-MM-DD. May be repeated.",
)
@pass_context
def add(
    context: CommandContext,
    name: str,
    institution: str,
    cycles: tuple[tuple[str, datetime, datetime], ...],
) -> None:
    """Add a program, or cycles to one that is already there."""
    days = [(label, first.date(), last.date()) for label, first, last in cycles]
    with context.transaction() as session:
        program = add_program(session, name, institution=institution, cycles=days)
        names = ", ".join(cycle.name for cycle in program.cycles)
        click.echo(f"“{program.name}” has these cycles: {names or 'none yet'}.")


@programs.command("list")
@pass_context
def list_all(context: CommandContext) -> None:
    """List programs with their cycles, and courses with their numbers."""
    with context.transaction() as session:
        found = list_programs(session)
        names = {program.id: program.name for program in found}
        print_table(
            ("program", "cycle", "first day", "last day"),
            [row for program in found for row in _cycle_rows(program)],
        )
        click.echo()
        print_table(
            ("course", "title", "program"),
            [
                (course.id, course.title, names.get(course.program_id or 0, "none yet"))
                for course in list_courses(session)
            ],
        )


def _cycle_rows(program: Program) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [
        (program.name, cycle.name, cycle.starts_on, cycle.ends_on) for cycle in program.cycles
    ]
    return rows or [(program.name, "none yet", "", "")]


@programs.command("assign")
@click.argument("program")
@click.argument("course", type=int)
@pass_context
def assign(context: CommandContext, program: str, course: int) -> None:
    """Put the course with the number COURSE (see `programs list`) into PROGRAM."""
    with context.transaction() as session:
        found = assign_course(session, program_named(session, program), course)
        click.echo(f"“{found.title}” belongs to “{program}”.")


def _who(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the three options that name a grant."""
    for option in (
        click.option("--sub", required=True, help="The platform's own id of the person."),
        click.option("--platform", required=True, help="Name of the registration."),
        click.option("--program", required=True, help="Name of the program."),
    ):
        command = option(command)
    return command


@click.group()
def coordinators() -> None:
    """People who may look at everything within a program."""


@coordinators.command("add")
@_who
@pass_context
def add_coordinator(context: CommandContext, program: str, platform: str, sub: str) -> None:
    """Let one person at one registration report for a program."""
    _change(context, grant_coordinator, program, platform, sub)
    click.echo(f"{sub} at {platform} coordinates “{program}”.")


@coordinators.command("remove")
@_who
@pass_context
def remove_coordinator(context: CommandContext, program: str, platform: str, sub: str) -> None:
    """Take that away again."""
    _change(context, revoke_coordinator, program, platform, sub)
    click.echo(f"{sub} at {platform} no longer coordinates “{program}”.")


@coordinators.command("list")
@pass_context
def list_coordinators(context: CommandContext) -> None:
    """List who coordinates what."""
    _list_grants(context, CoordinatorGrant)


@click.group()
def editors() -> None:
    """Instructors who may put a program's own films into the units. Coordinators may anyway."""


@editors.command("add")
@_who
@pass_context
def add_editor(context: CommandContext, program: str, platform: str, sub: str) -> None:
    """Let one person at one registration put films into a program's units."""
    _change(context, grant_editor, program, platform, sub)
    click.echo(f"{sub} at {platform} edits for “{program}”.")


@editors.command("remove")
@_who
@pass_context
def remove_editor(context: CommandContext, program: str, platform: str, sub: str) -> None:
    """Take that away again. Films that are live stay."""
    _change(context, revoke_editor, program, platform, sub)
    click.echo(f"{sub} at {platform} no longer edits for “{program}”.")


@editors.command("list")
@pass_context
def list_editors(context: CommandContext) -> None:
    """List who edits for what."""
    _list_grants(context, EditorGrant)


def _change(
    context: CommandContext,
    change: Callable[[Session, Program, Person], object],
    program: str,
    platform: str,
    sub: str,
) -> None:
    with context.transaction() as session:
        person = person_at(session, platform, sub)
        change(session, program_named(session, program), person)


def _list_grants(context: CommandContext, kind: type[Grant]) -> None:
    with context.transaction() as session:
        rows = []
        for found in session.scalars(select(kind)):
            platform, sub = identity_of_person(session, found.person_id)
            rows.append((found.program.name, platform, sub, found.person.name))
        print_table(("program", "platform", "sub", "name"), rows)
