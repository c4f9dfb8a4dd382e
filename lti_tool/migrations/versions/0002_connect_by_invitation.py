"""Add invitations, approval of deployments, copied courses and what gradebooks hold.

No table is rebuilt: on SQLite a rebuilt one takes every row that refers to it along.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATE = (
    "state VARCHAR(32) DEFAULT 'approved' NOT NULL "
    "CONSTRAINT ck_deployment_deploymentstate CHECK (state IN ('pending', 'approved', 'blocked'))"
)


def upgrade() -> None:
    """Apply."""
    _add_columns()
    op.execute(f"ALTER TABLE deployment ADD COLUMN {STATE}")
    op.execute("UPDATE deployment SET state = 'blocked' WHERE blocked")
    op.drop_column("deployment", "blocked")
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("invitation", "registration_id", "registration"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
    )
    op.create_index("ix_invitation_registration_id", "invitation", ["registration_id"])
    op.create_table(
        "legacy_consumer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("legacy_consumer", "registration_id", "registration"),
        sa.PrimaryKeyConstraint("id", name="pk_legacy_consumer"),
        sa.UniqueConstraint(
            "registration_id", "key", name="uq_legacy_consumer_registration_id_key"
        ),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("jti", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("notice", "registration_id", "registration"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("registration_id", "jti", name="uq_notice_registration_id_jti"),
    )
    op.create_table(
        "refused_launch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("check", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("refused_launch", "registration_id", "registration"),
        sa.PrimaryKeyConstraint("id", name="pk_refused_launch"),
    )
    op.create_index(
        "ix_refused_launch_registration_id", "refused_launch", ["registration_id", "created_at"]
    )
    op.create_table(
        "course_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column(
            "told_by",
            sa.Enum(
                "link",
                "history",
                "notice",
                name="toldby",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("course_copy", "context_id", "lti_context"),
        _belongs_to("course_copy", "origin_id", "lti_context", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_course_copy"),
        sa.UniqueConstraint("context_id", "origin", name="uq_course_copy_context_id_origin"),
    )
    op.create_index("ix_course_copy_origin_id", "course_copy", ["origin_id"])
    op.create_table(
        "resource_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        _belongs_to("resource_link", "context_id", "lti_context"),
        sa.PrimaryKeyConstraint("id", name="pk_resource_link"),
        sa.UniqueConstraint("context_id", "link_id", name="uq_resource_link_context_id_link_id"),
    )
    op.create_index("ix_resource_link_context_id", "resource_link", ["context_id"])


def _add_columns() -> None:
    nothing, no = sa.text("''"), sa.false()
    for table, column in (
        ("deployment", sa.Column("seen_in", sa.String(), nullable=False, server_default=nothing)),
        ("deployment", sa.Column("notices_url", sa.String())),
        ("deployment", sa.Column("notices_asked_at", sa.DateTime(timezone=True))),
        ("grade_delivery", sa.Column("held_score", sa.Numeric(9, 4))),
        ("grade_delivery", sa.Column("held_maximum", sa.Numeric(9, 4))),
        ("grade_delivery", sa.Column("held_at", sa.DateTime(timezone=True))),
        ("grade_delivery", sa.Column("held_read_at", sa.DateTime(timezone=True))),
        ("grade_delivery", sa.Column("yields", sa.Boolean(), nullable=False, server_default=no)),
        ("launch", sa.Column("impersonated", sa.Boolean(), nullable=False, server_default=no)),
        ("line_item", sa.Column("label", sa.String(), nullable=False, server_default=nothing)),
        ("lti_context", sa.Column("results_read_at", sa.DateTime(timezone=True))),
        ("lti_identity", sa.Column("legacy_key", sa.String())),
        ("lti_identity", sa.Column("legacy_user_id", sa.String())),
        ("person", sa.Column("blocked", sa.Boolean(), nullable=False, server_default=no)),
        ("registration", sa.Column("client_url", sa.String())),
        (
            "registration",
            sa.Column("scopes", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
        ),
    ):
        op.add_column(table, column)


def _belongs_to(
    table: str, column: str, to: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    """Undo."""
    for table in (
        "resource_link",
        "course_copy",
        "refused_launch",
        "notice",
        "legacy_consumer",
        "invitation",
    ):
        op.drop_table(table)
    op.add_column(
        "deployment",
        sa.Column("blocked", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    # One that waits must not get in: the older program knows no waiting.
    op.execute("UPDATE deployment SET blocked = (state <> 'approved')")
    for table, columns in (
        ("deployment", ("state", "seen_in", "notices_url", "notices_asked_at")),
        ("grade_delivery", ("held_score", "held_maximum", "held_at", "held_read_at", "yields")),
        ("launch", ("impersonated",)),
        ("line_item", ("label",)),
        ("lti_context", ("results_read_at",)),
        ("lti_identity", ("legacy_key", "legacy_user_id")),
        ("person", ("blocked",)),
        ("registration", ("scopes", "client_url")),
    ):
        for column in columns:
            op.drop_column(table, column)
