"""Commands about grades that have not arrived."""

import click

from curriculum.foundation.clock import utc_now
from lti_tool.cli.context import CommandContext, pass_context, print_table
from lti_tool.lti.deliveries import pending_deliveries, send_pending
from lti_tool.lti.delivery_views import DeliveryView


@click.group()
def grades() -> None:
    """Look after grades on their way to gradebooks."""


@grades.command()
@pass_context
def pending(context: CommandContext) -> None:
    """List grades that have not arrived, in every course, and why."""
    with context.transaction() as session:
        print_table(
            ("platform", "course", "task", "state", "tries", "answer"),
            [
                (row.platform, row.course_title, row.task_id, row.state.value, row.tries,
                 _sentence(row))
                for row in pending_deliveries(session)
            ],
        )  # fmt: skip


def _sentence(row: DeliveryView) -> str:
    return row.answer % {"status": row.answer_status} if row.answer else ""


@grades.command()
@pass_context
def send(context: CommandContext) -> None:
    """Have every grade that has not arrived sent again, by the worker."""
    with context.transaction() as session:
        count = send_pending(session, now=utc_now())
    click.echo(f"{count} grades will be sent again.")
