"""indexes: what pages look for in large tables"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_index(
        "ix_looks_deeper",
        "looks",
        ["seeker_id", "reader_id", "case_id"],
        postgresql_where=sa.text("section = 'deeper'"),
    )
    op.create_index("ix_grants_coaching_id", "grants", ["coaching_id"])
    op.create_index("ix_memberships_role", "memberships", ["role", "person_id"])
    op.create_index("ix_reviews_plan_id", "reviews", ["plan_id", "asked_at"])
    op.create_index("ix_stage_ratings_seeker_id", "stage_ratings", ["seeker_id"])
