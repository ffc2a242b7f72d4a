"""The record of what people agreed to; and the log of looks, by case."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

APP, WORKER = "rebound_app", "rebound_worker"


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("coaching_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("locale in ('en', 'fr')", name=op.f("ck_agreements_locale")),
        sa.ForeignKeyConstraint(
            ["coaching_id"], ["coachings.id"], name=op.f("fk_agreements_coaching_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_agreements_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    op.create_index("ix_agreements_person_id", "agreements", ["person_id", "agreed_at"], unique=False)
    op.create_index("ix_agreements_coaching_id", "agreements", ["coaching_id"], unique=False)
    # A yes is ended, never rewritten; it goes only with its person.
    op.execute(f"revoke update, delete on agreements from {APP}, {WORKER}")
    op.execute(f"grant update (ended_at) on agreements to {APP}, {WORKER}")
    # "Looked at 3 times" on a case's page, however long the log.
    op.create_index(
        "ix_looks_case_id",
        "looks",
        ["seeker_id", "case_id", "looked_at"],
        unique=False,
        postgresql_where=sa.text("case_id is not null"),
    )
