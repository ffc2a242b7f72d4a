"""The end of a search: what helped, a word of thanks to a coach, and what finds the searches that ended long ago."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "search_ends",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("found_work_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("searching_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("helped", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seeker_id"], ["persons.id"], name=op.f("fk_search_ends_seeker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_ends")),
    )
    op.create_index("ix_search_ends_seeker_id", "search_ends", ["seeker_id", "found_work_at"])
    op.create_index(
        "ix_search_settings_found_work_at",
        "search_settings",
        ["found_work_at"],
        postgresql_where="found_work_at is not null",
    )
    op.create_index("ix_contacts_seeker_id", "contacts", ["seeker_id"])
    op.add_column("coachings", sa.Column("thanks", sa.Text(), server_default="", nullable=False))
    op.add_column("coachings", sa.Column("thanks_locale", sa.Text(), server_default="en", nullable=False))
