"""The entry point: `reciprocal [--config FILE] COMMAND`."""

from importlib.metadata import version
from pathlib import Path

import click

from lti_tool.cli.content import units
from lti_tool.cli.context import CommandContext
from lti_tool.cli.demo import demo
from lti_tool.cli.deployments import deployments
from lti_tool.cli.grades import grades
from lti_tool.cli.invite import invitations, invite
from lti_tool.cli.people import people
from lti_tool.cli.platform_check import check
from lti_tool.cli.platforms import keys, platforms
from lti_tool.cli.programs import coordinators, editors, programs
from lti_tool.cli.reports import report
from lti_tool.cli.server import database, serve, worker
from lti_tool.settings import CONFIG_VARIABLE


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("reciprocal-lti"), prog_name="reciprocal")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The configuration file. {CONFIG_VARIABLE} names it where this is not given.",
)
@click.pass_context
def main(context: click.Context, config: Path | None) -> None:
    """Reciprocal teaches pre-service teachers to work with families, inside an LMS."""
    context.obj = CommandContext(config)
    context.call_on_close(context.obj.close)


for command in (
    serve, worker, database, invite, invitations, platforms, deployments, people, keys,
    units, programs, coordinators, editors, grades, report, demo,
):  # fmt: skip
    main.add_command(command)
platforms.add_command(check)
