"""The command `demo`: everything at once, on one machine, to try."""

import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import click

from lti_tool.cli.context import CommandContext, pass_context
from lti_tool.cli.demo_setup import (
    DemoPlaces,
    create_demo_lms,
    forget_demo,
    prepare_tool,
    write_config,
)
from lti_tool.demo.server import run
from lti_tool.demo.settings import Character
from lti_tool.serving import end_processes, interrupt_when_asked_to_end

PATIENCE = 30
"""Seconds to wait for the first answer."""


@click.command()
@click.option("--reset", is_flag=True, help="Forget everything that was tried before.")
@click.option("--port", default=8000, show_default=True, help="Of Reciprocal, on localhost.")
@click.option("--lms-port", default=8001, show_default=True, help="Of the LMS, on 127.0.0.1.")
@click.option(
    "--folder",
    default="var",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the demonstration keeps its data.",
)
@click.option(
    "--character",
    default=Character.GENERIC.value,
    show_default=True,
    type=click.Choice([each.value for each in Character]),
    help="Whose habits the LMS has.",
)
@pass_context
def demo(
    _context: CommandContext, reset: bool, port: int, lms_port: int, folder: Path, character: str
) -> None:
    """Start Reciprocal and a demonstration LMS; Ctrl-C ends both."""
    places = DemoPlaces(folder.resolve(), port, lms_port)
    for host, number in (("localhost", port), ("127.0.0.1", lms_port)):
        _demand_free(host, number)
    if reset:
        forget_demo(places)
    write_config(places)
    prepare_tool(places)
    interrupt_when_asked_to_end()
    tool = _start_tool(places)
    try:
        _wait_for(f"{places.tool_url}/health", tool)
        lms = create_demo_lms(places, Character(character))
        run(lms, "127.0.0.1", lms_port, when_listening=lambda: _say_what_to_open(places))
    except KeyboardInterrupt:
        click.echo("Ended.")
    finally:
        end_processes([tool])


def _say_what_to_open(places: DemoPlaces) -> None:
    click.echo(f"\n  Open {places.lms_url} and become the instructor or a candidate.")
    click.echo(f"  Reciprocal answers at {places.tool_url}. Ctrl-C ends both.")
    click.echo("  To connect as an administrator does, make an invitation,")
    click.echo(f"    reciprocal --config {places.config} invite --name Trial")
    click.echo("  become Alex Moreno and paste its address under “Tools”.\n")


def _demand_free(host: str, port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} is in use. End what uses it, or choose another: "
                "--port for Reciprocal, --lms-port for the LMS."
            ) from error


def _start_tool(places: DemoPlaces) -> subprocess.Popen[bytes]:
    command = [
        *(sys.executable, "-m", "lti_tool.cli", "--config", str(places.config)),
        *("serve", "--bind", f"localhost:{places.port}", "--workers", "1"),
    ]
    # Its own session, so that Ctrl-C reaches it once, through us.
    return subprocess.Popen(command, start_new_session=True)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise click.ClickException("Reciprocal did not start. Is its port in use?")
        try:
            with urlopen(address, timeout=2):  # noqa: S310  our own address
                return
        except (URLError, TimeoutError):
            time.sleep(0.1)
    raise click.ClickException(f"Reciprocal did not answer at {address}.")
