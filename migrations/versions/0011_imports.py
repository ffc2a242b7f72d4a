"""Lists of earlier applications, brought in at once; events whose day the list did not say."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("rows_brought", sa.Integer(), nullable=False),
        sa.Column("rows_left", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["persons.id"], name=op.f("fk_imports_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("id", "seeker_id", name=op.f("uq_imports_id_seeker_id")),
    )
    op.create_index("ix_imports_seeker_id", "imports", ["seeker_id"])
    op.add_column("applications", sa.Column("import_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_applications_import_id_seeker_id"),
        "applications",
        "imports",
        ["import_id", "seeker_id"],
        ["id", "seeker_id"],
    )
    op.create_index(
        "ix_applications_import_id", "applications", ["import_id"], postgresql_where=sa.text("import_id is not null")
    )
    for table in ("stage_events", "outcome_events"):
        op.add_column(table, sa.Column("day_known", sa.Boolean(), server_default=sa.true(), nullable=False))
