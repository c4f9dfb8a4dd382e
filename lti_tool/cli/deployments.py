"""Commands about installations that wait for approval."""

import click

from lti_tool.cli.context import CommandContext, pass_context, print_table
from lti_tool.lti.deployments import approve_deployment, block_deployment
from lti_tool.lti.deployments import list_deployments as every_deployment
from lti_tool.lti.models.registration import DeploymentState


@click.group()
def deployments() -> None:
    """Installations of Reciprocal in learning management systems."""


@deployments.command("list")
@click.option("--pending", is_flag=True, help="Only those that wait for approval.")
@pass_context
def list_deployments(context: CommandContext, pending: bool) -> None:
    """List deployments, those that wait for approval first, and where they were first seen."""
    with context.transaction() as session:
        print_table(
            ("platform", "deployment", "state", "seen in", "first seen (UTC)"),
            [
                (
                    each.registration.name,
                    each.deployment_id,
                    "waits for approval" if each.state is DeploymentState.PENDING
                    else each.state.value,
                    each.seen_in,
                    f"{each.created_at:%Y-%m-%d %H:%M}",
                )
                for each in every_deployment(session, DeploymentState.PENDING if pending else None)
            ],
        )  # fmt: skip


@deployments.command()
@click.argument("name")
@click.argument("deployment_id")
@pass_context
def approve(context: CommandContext, name: str, deployment_id: str) -> None:
    """Let people in from DEPLOYMENT_ID of the platform NAME."""
    with context.transaction() as session:
        approve_deployment(session, name, deployment_id)
    click.echo(f"“{name}” may open Reciprocal from {deployment_id}.")


@deployments.command()
@click.argument("name")
@click.argument("deployment_id")
@pass_context
def block(context: CommandContext, name: str, deployment_id: str) -> None:
    """Let nobody in from DEPLOYMENT_ID of the platform NAME; open visits end at once."""
    with context.transaction() as session:
        block_deployment(session, name, deployment_id)
    click.echo(f"Nobody gets in from {deployment_id} of “{name}” any more.")
