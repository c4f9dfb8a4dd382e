"""Add reading time, before/after answers, private notes and programs' own films.

No table is rebuilt: on SQLite a rebuilt one takes every row that refers to it along.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEW_TABLES = ("editor_grant", "program_video", "note", "before_after_answer", "reading_time")


def upgrade() -> None:
    """Apply."""
    no, nothing = sa.false(), sa.text("''")
    for table, column in (
        ("section_read", sa.Column("elsewhere", sa.Boolean(), nullable=False, server_default=no)),
        ("video_watch", sa.Column("said", sa.Boolean(), nullable=False, server_default=no)),
        ("video_watch", sa.Column("film", sa.String(), nullable=False, server_default=nothing)),
        ("video_watch", sa.Column("done", sa.Boolean(), nullable=False, server_default=no)),
    ):
        op.add_column(table, column)
    _create_what_readers_leave()
    _create_what_programs_add()


def _create_what_readers_leave() -> None:
    op.create_table(
        "reading_time",
        *_of_unit("reading_time"),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("end_seen", sa.Boolean(), nullable=False),
        _moment("begun_at"),
        sa.Column("visits", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("enrolment_id", "unit_id", "section", name="pk_reading_time"),
    )
    op.create_table(
        "before_after_answer",
        *_of_unit("before_after_answer"),
        sa.Column("moment", _words("moment", "before", "after"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        _moment("answered_at"),
        sa.PrimaryKeyConstraint("enrolment_id", "unit_id", "moment", name="pk_before_after_answer"),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        *_of_unit("note"),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=True),
        sa.Column("second", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        _moment("changed_at"),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
    )
    op.create_index("ix_note_enrolment_id_unit_id", "note", ["enrolment_id", "unit_id"])


def _create_what_programs_add() -> None:
    op.create_table(
        "program_video",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("state", _words("videostate", "draft", "live"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("captions", sa.String(), nullable=False),
        sa.Column("captions_language", sa.String(), nullable=False),
        sa.Column("transcript", sa.String(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        _moment("changed_at"),
        _belongs_to("program_video", "program_id", "program"),
        _belongs_to("program_video", "changed_by_id", "person", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_program_video"),
        sa.UniqueConstraint(
            "program_id",
            "unit_id",
            "slot",
            "state",
            name="uq_program_video_program_id_unit_id_slot_state",
        ),
    )
    op.create_index("ix_program_video_changed_by_id", "program_video", ["changed_by_id"])
    op.create_table(
        "editor_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _moment("created_at"),
        _belongs_to("editor_grant", "program_id", "program"),
        _belongs_to("editor_grant", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_editor_grant"),
        sa.UniqueConstraint("program_id", "person_id", name="uq_editor_grant_program_id_person_id"),
    )
    op.create_index("ix_editor_grant_person_id", "editor_grant", ["person_id"])


def _of_unit(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        _belongs_to(table, "enrolment_id", "enrolment"),
    )


def _moment(name: str) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _belongs_to(
    table: str, column: str, to: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    """Undo. What was said to be read elsewhere stays read; the older program knows no difference."""
    for table in NEW_TABLES:
        op.drop_table(table)
    op.drop_column("section_read", "elsewhere")
    for column in ("said", "film", "done"):
        op.drop_column("video_watch", column)
