"""A coach's Today: lines put aside, handed on, and the order of reasons that a coach likes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"

SECTIONS = ("story", "deeper", "feedback", "plan", "pipeline", "practice", "confidence", "activity")


def upgrade() -> None:
    _marks()
    _orders()
    _hand_ons()


def _marks() -> None:
    op.create_table(
        "queue_marks",
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ("done_at", "done_before_at", "snoozed_at", "snoozed_until_at")
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(snoozed_at is null) = (snoozed_until_at is null)", name=op.f("ck_queue_marks_snooze")),
        _person("queue_marks", "coach_id"),
        _person("queue_marks", "seeker_id"),
        sa.PrimaryKeyConstraint("coach_id", "seeker_id", name=op.f("pk_queue_marks")),
    )
    op.create_index("ix_queue_marks_seeker_id", "queue_marks", ["seeker_id"])
    op.create_index("ix_queue_marks_changed_at", "queue_marks", ["changed_at"])


def _orders() -> None:
    op.create_table(
        "queue_orders",
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("reasons", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _person("queue_orders", "coach_id"),
        sa.PrimaryKeyConstraint("coach_id", name=op.f("pk_queue_orders")),
    )


def _hand_ons() -> None:
    op.create_table(
        "queue_hand_ons",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("seeker_id", "from_id", "to_id")),
        sa.Column(
            "section",
            sa.Enum(*SECTIONS, name="section", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("note_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ("taken_at", "returned_at", "withdrawn_at")
        ),
        *(_person("queue_hand_ons", name) for name in ("seeker_id", "from_id", "to_id")),
        sa.ForeignKeyConstraint(
            ["note_id"], ["coach_notes.id"], name=op.f("fk_queue_hand_ons_note_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_hand_ons")),
    )
    for columns in (["seeker_id"], ["from_id", "created_at"], ["to_id", "created_at"], ["note_id"], ["created_at"]):
        op.create_index(f"ix_queue_hand_ons_{columns[0]}", "queue_hand_ons", columns)


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["persons.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")
