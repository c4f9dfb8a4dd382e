"""Commands that run the program: `serve`, `worker`, `db upgrade`."""

import click

from lti_tool.cli.context import CommandContext, pass_context
from lti_tool.extensions import writing
from lti_tool.serving import Serving, serve_until_stopped


@click.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option(
    "--threads",
    default=4,
    show_default=True,
    type=click.IntRange(2),
    help="Threads a process. At least two: a platform may read our keys while we wait for it.",
)
@click.option("--no-worker", is_flag=True, help="Start no job worker; run `reciprocal worker`.")
@pass_context
def serve(context: CommandContext, bind: str, workers: int, threads: int, no_worker: bool) -> None:
    """Serve pages with gunicorn, and run one job worker beside it."""
    _ = context.settings  # a broken configuration is reported here, not by every process
    serving = Serving(bind, workers, threads, config=context.config, with_worker=not no_worker)
    raise SystemExit(serve_until_stopped(serving))


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@pass_context
def worker(context: CommandContext, once: bool) -> None:
    """Run the job worker: grades, rosters, reports."""
    from lti_tool.worker import run_worker

    run_worker(context.app, once=once)


@click.group("db")
def database() -> None:
    """Look after the database."""


@database.command()
@pass_context
def upgrade(context: CommandContext) -> None:
    """Create the tables, or bring them up to date."""
    from flask_migrate import upgrade as run_migrations

    with context.app.app_context(), writing():
        run_migrations()
    click.echo("The database is up to date.")
