"""Commands about invitations to connect a platform."""

import re
from datetime import timedelta

import click

from curriculum.foundation.clock import utc_now
from lti_tool.cli.context import CommandContext, pass_context, print_table
from lti_tool.lti.identities import registration_named
from lti_tool.lti.invitations import (
    address_of,
    create_invitation,
    list_invitations,
    revoke_invitation,
)

UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class Duration(click.ParamType[timedelta]):
    """A length of time: a number and a letter."""

    name = "time"

    def convert(
        self,
        value: str | timedelta,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> timedelta:
        """Return what `14d`, `36h` or `30m` means."""
        if isinstance(value, timedelta):
            return value
        found = re.fullmatch(r"([0-9]{1,6})([dhm])", value.strip())
        if found is None:
            self.fail(f"{value!r} is not a time like 14d, 36h or 30m.", param, ctx)
        return timedelta(**{UNITS[found[2]]: int(found[1])})


@click.command()
@click.option("--name", required=True, help="What the platform will be called here.")
@click.option(
    "--expires", "good_for", type=Duration(), default="14d", show_default=True,
    help="How long the address is good for: 14d, 36h, 30m.",
)  # fmt: skip
@click.option("--update", is_flag=True, help="Change the registration of this name.")
@pass_context
def invite(context: CommandContext, name: str, good_for: timedelta, update: bool) -> None:
    """Print the one address that an LMS's administrator needs to connect it."""
    with context.transaction() as session:
        invitation, token = create_invitation(
            session,
            name,
            now=utc_now(),
            good_for=good_for,
            updates=registration_named(session, name) if update else None,
        )
        ends = invitation.expires_at
    click.echo(address_of(context.settings.public_url, token))
    # Beside the output, so that the address alone can be piped or copied.
    click.echo(f"It works once, until {ends:%Y-%m-%d %H:%M} UTC, and is shown only now.", err=True)


@click.group()
def invitations() -> None:
    """Look after invitations that were not used yet."""


@invitations.command("list")
@pass_context
def list_open(context: CommandContext) -> None:
    """List the invitations that can still be used."""
    with context.transaction() as session:
        print_table(
            ("name", "good until", "for"),
            [
                (each.name, f"{each.expires_at:%Y-%m-%d %H:%M}",
                 "a change" if each.registration_id else "a new connection")
                for each in list_invitations(session, utc_now())
            ],
        )  # fmt: skip


@invitations.command("revoke")
@click.argument("name")
@pass_context
def revoke(context: CommandContext, name: str) -> None:
    """Withdraw the unused invitations for NAME."""
    with context.transaction() as session:
        count = revoke_invitation(session, name, utc_now())
    click.echo(f"Withdrew {count} for “{name}”." if count > 1 else f"Withdrew it for “{name}”.")
