"""outcomes: what organisations were shown, month by month"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"

APP, WORKER = "rebound_app", "rebound_worker"


def upgrade() -> None:
    op.create_table(
        "outcome_months",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cells", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_outcome_months_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_months")),
        sa.UniqueConstraint("organisation_id", "month", name="uq_outcome_months_organisation_id_month"),
    )
    op.create_index("ix_outcome_months_frozen_at", "outcome_months", ["frozen_at"])
    # Shown once, and never changed; the worker removes what is over.
    op.execute(f"revoke update, delete on outcome_months from {APP}")
    op.execute(f"revoke update on outcome_months from {WORKER}")
