"""Commands about completion reports."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assignments.models.report import Report, ReportKind
from assignments.reports import Wanted, add_report, draft_report, list_reports, request_report
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import N_, Missing
from curriculum.models.enrolment import Enrolment, Role
from curriculum.models.program import Cycle
from curriculum.programs import program_named
from lti_tool.cli.context import CommandContext, pass_context, print_table
from lti_tool.extensions import db, reading
from lti_tool.own_sessions import OwnSessions
from lti_tool.web.locale import known_locale


@click.group()
def report() -> None:
    """Make completion reports as PDF, or have the worker make them."""


def _how(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--locale", default="en", show_default=True, help="Of dates and numbers."),
        click.option("--cycle", metavar="NAME", help="A reporting cycle of the program."),
        click.option("--queue", is_flag=True, help="Let the worker make it, for the web pages."),
        click.option(
            "--out",
            type=click.Path(path_type=Path, dir_okay=False),
            help="The file to write; the report's number names it where this is not given.",
        ),
    ):
        command = option(command)
    return command


@dataclass(frozen=True)
class _How:
    out: Path | None
    queue: bool
    cycle: str | None
    locale: str


@report.command()
@click.argument("enrolment", type=int)
@_how
@pass_context
def candidate(context: CommandContext, /, enrolment: int, **how: Any) -> None:
    """Report on one candidate, by the number that `report candidates` lists."""
    _make(context, lambda _session: (ReportKind.CANDIDATE, enrolment), _How(**how))


@report.command()
@click.argument("course", type=int)
@_how
@pass_context
def course(context: CommandContext, /, course: int, **how: Any) -> None:
    """Report on the course with the number COURSE (see `programs list`)."""
    _make(context, lambda _session: (ReportKind.COURSE, course), _How(**how))


@report.command()
@click.argument("program")
@_how
@pass_context
def program(context: CommandContext, /, program: str, **how: Any) -> None:
    """Report on all courses of PROGRAM."""

    def about(session: Session) -> tuple[ReportKind, int]:
        return ReportKind.PROGRAM, program_named(session, program).id

    _make(context, about, _How(**how))


@report.command()
@click.argument("course", type=int)
@pass_context
def candidates(context: CommandContext, course: int) -> None:
    """List the candidates of a course with their numbers."""
    query = (
        select(Enrolment)
        .where(Enrolment.course_id == course, Enrolment.role == Role.CANDIDATE)
        .options(joinedload(Enrolment.person))
        .order_by(Enrolment.id)
    )
    with context.transaction() as session:
        rows: list[tuple[object, ...]] = [
            (each.id, each.person.label, each.standing.value) for each in session.scalars(query)
        ]
    print_table(("number", "name", "standing"), rows)


@report.command("list")
@pass_context
def list_all(context: CommandContext) -> None:
    """List the newest reports and how far they are."""
    with context.transaction() as session:
        rows: list[tuple[object, ...]] = [
            (
                each.id,
                each.kind.value,
                each.state.value,
                f"{each.progress} %",
                f"{each.created_at:%Y-%m-%d %H:%M}",
            )
            for each in list_reports(session, None)
        ]
    print_table(("report", "about a", "state", "made", "asked for (UTC)"), rows)


def _make(
    context: CommandContext, about: Callable[[Session], tuple[ReportKind, int]], how: _How
) -> None:
    now = utc_now()
    with context.transaction() as session:
        wanted = Wanted(*about(session), locale=known_locale(how.locale))
        draft = draft_report(session, None, wanted, now=now)
        wanted = _with_cycle(session, wanted, draft, how.cycle)
        if how.queue:
            asked = request_report(session, None, wanted, now=now)
        else:
            asked = add_report(session, draft_report(session, None, wanted, now=now))
        report_id = asked.id
    if how.queue:
        click.echo(f"{report_id} will be made by the worker.")
    else:
        _write(context.app, report_id, how.out or Path(f"{report_id}.pdf"))


def _with_cycle(session: Session, wanted: Wanted, draft: Report, name: str | None) -> Wanted:
    if name is None:
        return wanted
    found = None
    if draft.program is not None:
        mine = select(Cycle.id).where(Cycle.program_id == draft.program.id, Cycle.name == name)
        found = session.scalar(mine)
    if found is None:
        raise Missing(N_("The program has no cycle “%(name)s”."), name=name)
    return Wanted(wanted.kind, wanted.subject_id, found, wanted.locale)


def _write(app: Flask, report_id: str, target: Path) -> None:
    # Only here: what renders is slow to load, and the other commands do without.
    from lti_tool.reports.making import NotMade, make_report

    with app.app_context():
        try:
            make_report(_NoJob(app.extensions["settings"]), report_id)
        except NotMade as error:
            raise click.ClickException(error.sentence) from error
        with reading():
            made = db.session.get_one(Report, report_id)
            target.write_bytes(made.pdf or b"")
    click.echo(f"{target}: {target.stat().st_size} bytes, SHA-256 {made.sha256}")


class _NoJob(OwnSessions):
    """Makes a report in this process, where nobody else could take it away."""

    def hold(self, session: Session) -> None:
        """Nobody else knows of it."""

    def end(self, session: Session) -> None:
        """There is no job to end."""
