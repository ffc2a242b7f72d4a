"""Calibration: a coach's own view of a case, and until when the seeker's deeper answers stay closed to them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

APP, WORKER = "rebound_app", "rebound_worker"


def upgrade() -> None:
    op.create_table(
        "calibrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id", "seeker_id"],
            ["cases.id", "cases.seeker_id"],
            name=op.f("fk_calibrations_case_id_seeker_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["persons.id"], name=op.f("fk_calibrations_coach_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibrations")),
        sa.UniqueConstraint("case_id", "coach_id", name="uq_calibrations_case_id"),
        sa.UniqueConstraint("id", "seeker_id", name=op.f("uq_calibrations_id_seeker_id")),
    )
    op.create_index("ix_calibrations_seeker_id", "calibrations", ["seeker_id", "coach_id"])
    op.create_index("ix_calibrations_coach_id", "calibrations", ["coach_id"])
