"""Insights: what became of a pattern, and what a seeker said worked. Both are appended to, never rewritten."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

APP, WORKER = "rebound_app", "rebound_worker"


def upgrade() -> None:
    op.create_table(
        "settled_patterns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("rule_key", sa.Text(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("subject_key", sa.Text(), nullable=False),
        sa.Column("kind", _one_of("settled", "dismissed", "planned", "back"), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["persons.id"], name=op.f("fk_settled_patterns_seeker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_settled_patterns_action_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settled_patterns")),
    )
    op.create_index("ix_settled_patterns_seeker_id", "settled_patterns", ["seeker_id"])
    op.create_index("ix_settled_patterns_action_id", "settled_patterns", ["action_id"])
    op.create_table(
        "victory_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("victorykind", "step", "answer", "action", "plan", "came_back"), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["persons.id"], name=op.f("fk_victory_notes_seeker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "seeker_id"],
            ["applications.id", "applications.seeker_id"],
            name=op.f("fk_victory_notes_application_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_victory_notes")),
    )
    op.create_index("ix_victory_notes_seeker_id", "victory_notes", ["seeker_id", "subject_id"])
    op.create_index("ix_victory_notes_application_id", "victory_notes", ["application_id"])
    for table in ("settled_patterns", "victory_notes"):
        op.execute(f"revoke update, delete on {table} from {APP}, {WORKER}")


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
