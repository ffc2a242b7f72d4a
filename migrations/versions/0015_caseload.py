"""Saved views of the caseload, an organisation's action templates, and one proposal to many at once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"

APP, WORKER = "rebound_app", "rebound_worker"
KINDS = ("course", "project", "practice", "rewrite", "research", "outreach")
AREAS = ("fit", "skills", "rapport", "preparation", "research", "balance", "answers", "surprises")


def upgrade() -> None:
    op.create_table(
        "caseload_views",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("asked", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["persons.id"], name=op.f("fk_caseload_views_coach_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caseload_views")),
    )
    op.create_index("uq_caseload_views_name", "caseload_views", ["coach_id", "name_sort"], unique=True)
    op.create_index(
        "uq_caseload_views_first", "caseload_views", ["coach_id"], unique=True, postgresql_where=sa.text("is_first")
    )
    op.create_table(
        "action_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("actionkind", *KINDS), nullable=False),
        sa.Column("area", _one_of("area", *AREAS), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("guide_key", sa.Text(), nullable=True),
        sa.Column("words", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("words ? 'en' or words ? 'fr'", name=op.f("ck_action_templates_words")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_action_templates_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_templates")),
        sa.UniqueConstraint("organisation_id", "key", "version", name="uq_action_templates_version"),
    )
    # What an action was made from stays as it was: an edit is a further row.
    op.execute(f"revoke update, delete on action_templates from {APP}, {WORKER}")
    op.create_table(
        "hidden_templates",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("template_key", sa.Text(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_hidden_templates_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "template_key", name=op.f("pk_hidden_templates")),
    )
    op.create_table(
        "assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("template_key", sa.Text(), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coach_id"], ["persons.id"], name=op.f("fk_assignments_coach_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sa.UniqueConstraint("coach_id", "client_id", name="uq_assignments_client"),
    )
    op.add_column("actions", sa.Column("template_key", sa.Text(), nullable=True))
    op.add_column("actions", sa.Column("assignment_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_actions_assignment_id"), "actions", "assignments", ["assignment_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(
        "ix_actions_assignment_id", "actions", ["assignment_id"], postgresql_where=sa.text("assignment_id is not null")
    )


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
