"""How Alembic reaches the database: through the application, in one transaction."""

from alembic import context
from flask import current_app

from lti_tool.extensions import db, writing
from lti_tool.tables import metadata


def run() -> None:
    """Run the migrations that the command asks for."""
    with writing(), db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


if current_app:
    run()
