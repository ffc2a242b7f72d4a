"""What held a message back, each time, and when it was decided for good: the page "why did I (not) get this mail?"."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # A constant default is kept in the catalogue: no row is rewritten, however many there are.
    op.add_column("messages", sa.Column("held", JSONB, nullable=False, server_default=sa.text("'[]'::jsonb")))
    op.add_column("messages", sa.Column("done_at", sa.DateTime(timezone=True)))
