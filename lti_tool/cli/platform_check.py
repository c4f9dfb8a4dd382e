"""The command `platforms check`: what works, and what to change where it does not."""

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.cli.context import CommandContext, pass_context
from lti_tool.lti.diagnosis import RefusedView, diagnose, read_launches
from lti_tool.lti.findings import Finding, Outcome, has_failed
from lti_tool.lti.identities import registration_named
from lti_tool.lti.models.registration import Registration
from lti_tool.own_sessions import OwnSessions

MARKS = {Outcome.OK: "ok     ", Outcome.FAILED: "FAILED ", Outcome.UNKNOWN: "unknown"}


@click.command()
@click.argument("name", required=False)
@pass_context
def check(context: CommandContext, name: str | None) -> None:
    """Try the platform NAME, or every one: keys, clock, services, deployments, last launches."""
    with context.transaction() as session:
        asked = [registration_named(session, name)] if name else _everyone(session)
        named = [(each.id, each.name) for each in asked]
    if not named:
        click.echo("No platform is connected yet.")
    failed = [platform for key, platform in named if not _check(context, key, platform)]
    if failed:
        raise click.ClickException(f"Something must be changed at: {', '.join(failed)}")


def _everyone(session: Session) -> list[Registration]:
    return list(session.scalars(select(Registration).order_by(Registration.name)))


def _check(context: CommandContext, registration_id: int, name: str) -> bool:
    with context.app.app_context():
        database = OwnSessions(context.settings)
        findings = diagnose(database, registration_id)
        with database.reading() as session:
            refused = read_launches(session, registration_id).refused
    click.echo(f"{name}")
    for finding in findings:
        _print(finding)
    for launch in refused:
        _print_refused(launch)
    return not has_failed(findings)


def _print(finding: Finding) -> None:
    click.echo(f"  {MARKS[finding.outcome]}  {finding.name}: {finding.sentence}")
    if finding.remedy and finding.outcome is not Outcome.OK:
        click.echo(f"           → {finding.remedy}")


def _print_refused(launch: RefusedView) -> None:
    click.echo(
        f"  refused  {launch.at:%Y-%m-%d %H:%M} UTC, reference {launch.reference}: "
        f"{launch.failed.value} ({launch.words})"
    )
    passed = ", ".join(check.value for check in launch.passed)
    click.echo(f"           passed before: {passed or 'nothing'}")
    click.echo(f"           → {launch.remedy}")
