"""On the phone: what a coach noted on a seeker's behalf, and the switch for it. Progress reports, each version frozen."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"

APP, WORKER = "rebound_app", "rebound_worker"
KINDS = ("no", "answer", "first", "action", "done")
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("coachings", sa.Column("by_phone", sa.Boolean(), server_default=sa.false(), nullable=False))
    _noted()
    _reports()


def _of(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_seeker_id")
    return sa.ForeignKeyConstraint([column, "seeker_id"], [f"{to}.id", f"{to}.seeker_id"], name=name, ondelete="CASCADE")


def _person(table: str, column: str, *, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["persons.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def _noted() -> None:
    kind = sa.Enum(*KINDS, name="notedkind", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "noted_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("coaching_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("entered_at", AT, nullable=False),
        sa.Column("confirmed_at", AT, nullable=True),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.Column("removed_at", AT, nullable=True),
        sa.Column("made_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("confirmed_at is null or removed_at is null", name=op.f("ck_noted_entries_one_answer")),
        sa.CheckConstraint(
            "(kind in ('answer', 'first')) = (case_id is not null)", name=op.f("ck_noted_entries_of_case")
        ),
        sa.CheckConstraint("(kind = 'done') = (action_id is not null)", name=op.f("ck_noted_entries_of_action")),
        _person("noted_entries", "seeker_id", ondelete="CASCADE"),
        _person("noted_entries", "author_id", ondelete="SET NULL"),
        _of("noted_entries", "coaching_id", "coachings"),
        _of("noted_entries", "case_id", "cases"),
        _of("noted_entries", "action_id", "actions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_noted_entries")),
        sa.UniqueConstraint("author_id", "client_id", name="uq_noted_entries_client"),
    )
    op.create_index("ix_noted_entries_seeker_id", "noted_entries", ["seeker_id", "entered_at"])
    op.create_index("ix_noted_entries_coaching_id", "noted_entries", ["coaching_id"])
    for column in ("case_id", "action_id", "made_id", "removed_at"):
        there = sa.text(f"{column} is not null")
        op.create_index(f"ix_noted_entries_{column}", "noted_entries", [column], postgresql_where=there)


def _reports() -> None:
    op.create_table(
        "progress_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("coaching_id", sa.Uuid(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_by_name", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("sections", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_locale", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, AT, nullable=name != "made_at") for name in MOMENTS),
        sa.CheckConstraint("locale in ('en', 'fr')", name=op.f("ck_progress_reports_locale")),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_progress_reports_period")),
        _person("progress_reports", "seeker_id", ondelete="CASCADE"),
        _person("progress_reports", "made_by_id", ondelete="SET NULL"),
        _of("progress_reports", "coaching_id", "coachings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_reports")),
        sa.UniqueConstraint("series_id", "version", name="uq_progress_reports_version"),
        sa.UniqueConstraint("made_by_id", "client_id", name="uq_progress_reports_client"),
    )
    op.create_index("ix_progress_reports_seeker_id", "progress_reports", ["seeker_id", "made_at"])
    op.create_index("ix_progress_reports_coaching_id", "progress_reports", ["coaching_id"])
    gone = sa.text("deleted_at is not null")
    op.create_index("ix_progress_reports_deleted_at", "progress_reports", ["deleted_at"], postgresql_where=gone)
    # What was agreed to stays as it was read, by rights: only what became of it may be written.
    op.execute(f"revoke update on progress_reports from {APP}, {WORKER}")
    became = "agreed_at, declined_at, withdrawn_at, deleted_at"
    op.execute(f"grant update ({became}) on progress_reports to {APP}, {WORKER}")
    op.execute(f"grant update (made_by_name) on progress_reports to {WORKER}")


MOMENTS = ("made_at", "agreed_at", "declined_at", "withdrawn_at", "deleted_at")
