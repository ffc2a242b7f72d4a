"""what operators do with mail: stops, the place it is sent from, what came back"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

APP, WORKER = "rebound_app", "rebound_worker"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mail_stops",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since_at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_mail_stops_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_mail_stops")),
    )
    op.create_table(
        "mail_place",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("timeline", sa.Integer(), nullable=False),
        sa.Column("database", sa.BigInteger(), nullable=False),
        sa.Column("relation", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("moved_at", MOMENT, nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_mail_place_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_place")),
    )
    # That mail goes out from a copy of the database is never decided on a page.
    op.execute(f"revoke update, delete on mail_place from {APP}")
    op.execute(f"grant update (seen_at, moved_at) on mail_place to {APP}")
    op.create_table(
        "mail_returns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("came_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_mail_returns_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_returns")),
        sa.UniqueConstraint("message_id", "what", name="uq_mail_returns_message_id_what"),
    )
    op.create_index("ix_mail_returns_came_at", "mail_returns", ["came_at"])
    op.create_index("ix_mail_returns_person_id", "mail_returns", ["person_id"])
    op.add_column("suppressions", sa.Column("status", sa.Text(), nullable=True))
    # Few rows of a large table: what failed is found without walking through what went.
    op.create_index(
        "ix_messages_failed",
        "messages",
        ["kind", "reason", "due_at"],
        postgresql_where=sa.text("state = 'failed'"),
    )
