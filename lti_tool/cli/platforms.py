"""Commands about platforms and our keys."""

from typing import Any

import click

from curriculum.foundation.clock import utc_now
from lti_tool.cli.context import CommandContext, pass_context, print_table
from lti_tool.lti import keys as signing
from lti_tool.lti.legacy import set_legacy_key
from lti_tool.lti.registrations import (
    NewRegistration,
    ToolAddresses,
    add_deployment,
    add_registration,
    block_registration,
    list_registrations,
    remove_registration,
    tool_addresses,
)
from lti_tool.lti.resealing import reseal as reseal_all


@click.group()
def platforms() -> None:
    """Learning management systems that may open Reciprocal."""


@platforms.command("add")
@click.option("--name", required=True, help="What you call it, e.g. “State Canvas”.")
@click.option("--issuer", required=True, metavar="URL", help="As the platform signs: its “iss”.")
@click.option("--client-id", required=True, metavar="ID", help="As the platform calls Reciprocal.")
@click.option(
    "--auth-login-url", required=True, metavar="URL",
    help="Where people are sent to be recognised (OIDC authentication).",
)  # fmt: skip
@click.option(
    "--auth-token-url", required=True, metavar="URL", help="Where access tokens are asked for."
)
@click.option(
    "--key-set-url", required=True, metavar="URL", help="The platform's public keys (JWKS)."
)
@click.option(
    "--deployment-id", "deployment_ids", required=True, multiple=True, metavar="ID",
    help="One installation of Reciprocal in the platform. May be repeated.",
)  # fmt: skip
@click.option(
    "--auth-audience", metavar="AUD",
    help="The audience of token requests, where it is not the token address.",
)  # fmt: skip
@click.option(
    "--frame-origin", "frame_origins", multiple=True, metavar="ORIGIN",
    help="Who frames our pages, where it is not the issuer. May be repeated.",
)  # fmt: skip
@pass_context
def add(context: CommandContext, /, **entered: Any) -> None:
    """Register a platform, and print what to enter on its side."""
    with context.transaction() as session:
        new = NewRegistration(**entered)  # the options are its fields
        add_registration(session, new, allow_loopback=context.settings.lti.allow_loopback)
    click.echo(f"Registered “{new.name}”. Enter these on its side:")
    _print_addresses(tool_addresses(context.settings.public_url))


def _print_addresses(tool: ToolAddresses) -> None:
    for label, value in (
        ("Tool address, target link and redirect URI", tool.launch_url),
        ("OpenID Connect initiation (login) address", tool.login_url),
        ("Public key set (JWKS) address", tool.jwks_url),
        ("Deep linking (content selection) address", tool.launch_url),
        ("Tool domain", tool.domain),
    ):
        click.echo(f"  {label}:\n    {value}")
    click.echo("  Services: grades with column management, names and roles.")


@platforms.command("list")
@pass_context
def list_all(context: CommandContext) -> None:
    """List platforms with their deployments."""
    with context.transaction() as session:
        print_table(
            ("name", "issuer", "client id", "deployments"),
            [
                (each.name, each.issuer, each.client_id,
                 " ".join(deployment.deployment_id for deployment in each.deployments))
                for each in list_registrations(session)
            ],
        )  # fmt: skip


@platforms.command("deploy")
@click.argument("name")
@click.argument("deployment_id")
@pass_context
def deploy(context: CommandContext, name: str, deployment_id: str) -> None:
    """Let another installation, DEPLOYMENT_ID, of the platform NAME in."""
    with context.transaction() as session:
        add_deployment(session, name, deployment_id)
    click.echo(f"“{name}” may open Reciprocal from {deployment_id} too.")


@platforms.command()
@click.argument("name")
@pass_context
def block(context: CommandContext, name: str) -> None:
    """Let nobody in from the platform NAME, from the next request on. Nothing is erased."""
    with context.transaction() as session:
        block_registration(session, name)
    click.echo(f"Nobody gets in from “{name}” any more.")


@platforms.command()
@click.argument("name")
@pass_context
def unblock(context: CommandContext, name: str) -> None:
    """Let people in from the platform NAME again."""
    with context.transaction() as session:
        block_registration(session, name, blocked=False)
    click.echo(f"“{name}” may open Reciprocal again.")


@platforms.command("remove")
@click.argument("name")
@click.option("--force", is_flag=True, help="Also where people have come in from it already.")
@pass_context
def remove(context: CommandContext, name: str, force: bool) -> None:
    """Disconnect the platform NAME. Courses and work stay, but nothing leads to them again."""
    with context.transaction() as session:
        remove_registration(session, name, force=force)
    click.echo(f"Removed “{name}”.")


@platforms.command("legacy-key")
@click.argument("name")
@click.argument("key")
@pass_context
def legacy_key(context: CommandContext, name: str, key: str) -> None:
    """Know people of the platform NAME again who came by LTI 1.1 under the consumer KEY.

    The key's secret is asked for, and not shown.
    """
    secret = click.prompt("Secret of this key", hide_input=True)
    with context.transaction() as session:
        set_legacy_key(session, name, key, secret)
    click.echo(f"“{name}” may say whom it knew under {key}. What it signs wrongly is not believed.")


@click.group()
def keys() -> None:
    """Look after the keys that Reciprocal signs with."""


@keys.command("list")
@pass_context
def list_keys(context: CommandContext) -> None:
    """List the published keys; the first whose time has come signs."""
    with context.transaction() as session:
        print_table(
            ("key", "signs from", "published until"),
            [
                (key.kid, f"{key.signs_from:%Y-%m-%d %H:%M}",
                 f"{key.retired_at:%Y-%m-%d %H:%M}" if key.retired_at else "replaced")
                for key in signing.live_keys(session, utc_now())
            ],
        )  # fmt: skip


@keys.command("rotate")
@click.option(
    "--at-once", is_flag=True,
    help="Withdraw the old keys now: one of them may be known to somebody else.",
)  # fmt: skip
@pass_context
def rotate(context: CommandContext, at_once: bool) -> None:
    """Make a new key; the old one stays published until platforms have read the new one."""
    with context.transaction() as session:
        new = signing.rotate(session, utc_now(), at_once=at_once)
        click.echo(f"{new.kid} signs from {new.signs_from:%Y-%m-%d %H:%M} UTC.")


@keys.command("reseal")
@pass_context
def reseal(context: CommandContext) -> None:
    """Seal keys, tokens and consumer secrets with the present secret_key, after it was changed."""
    with context.transaction() as session:
        done = reseal_all(session, now=utc_now())
    click.echo(
        f"Sealed with the present secret_key: signing keys {done.keys}, access tokens "
        f"{done.tokens}, consumer secrets {done.consumers}."
    )
    if done.forgotten:
        click.echo(f"Forgot {done.forgotten} access tokens that no secret opens.")
    click.echo(
        "Draft tickets signed before the change are good for seven days: "
        "empty previous_secret_keys after that."
    )
