"""indexes: what pages look for in large tables"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0019"


def upgrade() -> None:
    op.create_index(
        "ix_looks_deeper",
        "looks",
        ["seeker_id", "reader_id", "case_id"],
        postgresql_where=sa.text("section = 'deeper'"),
    )
