"""Commands for people who write content."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import click
import msgspec

from assignments.content import all_addresses, check_content
from curriculum.linting.addresses import Address
from curriculum.linting.findings import Finding, Weight
from curriculum.units import read_curriculum, shipped
from lti_tool.outside_links import Outcome, Trial, try_all
from lti_tool.preview.server import serve_preview
from lti_tool.serving import interrupt_when_asked_to_end

FOLDER = click.argument(
    "folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
)


@click.group()
def units() -> None:
    """Look after the curriculum's files."""


@units.command("check")
@FOLDER
@click.option("--strict", is_flag=True, help="Count hints as faults.")
@click.option("--links", is_flag=True, help="Try every outside address as well.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, for a program.")
def check_units(folder: Path | None, strict: bool, links: bool, as_json: bool) -> None:
    """Read all content, or the units in FOLDER, and name what to mend by file and line.

    Faults end with status 1. Hints are worth a look, and end with 0.
    """
    found = check_content(folder)
    if links:
        found += _try_links(all_addresses(folder))
    if as_json:
        click.echo(msgspec.json.encode([_plain(each) for each in found]))
    else:
        _print(found)
    faults = sum(strict or not each.is_hint for each in found)
    if faults:
        raise click.ClickException(_summary(faults, len(found) - faults))
    if not as_json:
        _say_what_is_there(folder or shipped(), len(found))


@units.command("preview")
@FOLDER
@click.option("--port", default=8010, show_default=True, help="On 127.0.0.1; 0 takes a free one.")
def preview_units(folder: Path | None, port: int) -> None:
    """Show the course, or the units in FOLDER, on pages that follow the files; Ctrl-C ends it."""
    interrupt_when_asked_to_end()
    serve_preview(folder or shipped(), port, when_listening=_say_where)
    click.echo("Ended.")


def _say_where(address: str) -> None:
    click.echo(f"\n  Open {address} and write. Ctrl-C ends it.\n")


def _say_what_is_there(folder: Path, hints: int) -> None:
    found = read_curriculum(folder).units
    minutes = sum(unit.minutes for unit in found)
    click.echo(f"{len(found)} units, {minutes} minutes in all. {_summary(0, hints)}")


def _summary(faults: int, hints: int) -> str:
    said = f"{_count(faults, 'fault')} and {_count(hints, 'hint')} found."
    return said[0].upper() + said[1:]


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _print(found: Sequence[Finding]) -> None:
    """Print findings file by file, with an empty line between files."""
    for _, of_file in groupby(sorted(found, key=lambda each: str(each.path)), lambda f: f.path):
        for each in of_file:
            click.echo(str(each).replace(str(each.path), _near(each.path), 1))
        click.echo()


def _near(path: Path) -> str:
    """Return a path as short as a terminal can still open it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "file": str(finding.path),
        "line": finding.line,
        "place": finding.place,
        "what": finding.what,
        "suggestion": finding.suggestion,
        "hint": finding.is_hint,
    }


def _try_links(addresses: Sequence[Address]) -> list[Finding]:
    """Ask every address once, and return a finding for each place of one that does not answer."""
    urls = list(dict.fromkeys(each.url for each in addresses))
    click.echo(f"Addresses to try: {len(urls)}.", err=True)
    trials = try_all(urls)
    unreached = [trial for trial in trials.values() if trial.outcome is Outcome.UNREACHED]
    offline = len(trials) > 1 and len(unreached) == len(trials)
    if offline:
        click.echo("No address could be reached. Is this machine online?", err=True)
    return [
        finding
        for each in addresses
        if (finding := _finding(each, trials[each.url], offline=offline))
    ]


def _finding(address: Address, trial: Trial, *, offline: bool) -> Finding | None:
    what, advice, weight = f"{address.url}: {trial.words}", "", Weight.HINT
    if trial.outcome is Outcome.ANSWERS:
        return None
    if trial.outcome is Outcome.MOVED:
        what, advice = f"{address.url} leads on to {trial.words}", "Is it still the same page?"
    elif trial.outcome is Outcome.UNTOLD or offline:
        what, advice = f"{what}, so it could not be tried", "Open it yourself."
    else:
        advice, weight = "Find the page's new address, or another page.", Weight.FAULT
    return Finding(address.path, address.line, address.place, what, advice, weight)
