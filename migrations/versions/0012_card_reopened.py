"""A card that was opened again after a "no, thank you": an earlier refusal no longer declines it by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("feedback_cards", sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))
