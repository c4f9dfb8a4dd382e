"""Commands for people who write content."""

import click

from assignments.content import check_content
from curriculum.units import load_curriculum


@click.group()
def units() -> None:
    """Look after the curriculum's files."""


@units.command("check")
def check_units() -> None:
    """Read every unit, task, rubric and standard, and name each fault by file, line and field."""
    faults = check_content()
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        raise click.ClickException(f"{len(faults)} faults found.")
    found = load_curriculum().units
    minutes = sum(unit.minutes for unit in found)
    click.echo(f"{len(found)} units, {minutes} minutes in all.")
