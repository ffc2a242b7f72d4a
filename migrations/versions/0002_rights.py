"""What the two working roles may do. History is append-only by rights, not by good manners.

Rows of the append-only tables go only with the person they belong to: the cascade of an erasure runs with the owner's
rights, so no working role needs to be able to delete them.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

APP, WORKER = "rebound_app", "rebound_worker"
APPEND_ONLY = (
    "audit_events",
    "looks",
    "stage_events",
    "stage_ratings",
    "outcome_events",
    "assessment_responses",
    "comment_texts",
    "question_sets",
)


def upgrade() -> None:
    for role in (APP, WORKER):
        op.execute(f"grant usage on schema public to {role}")
        op.execute(f"grant select, insert, update, delete on all tables in schema public to {role}")
        op.execute(
            f"alter default privileges in schema public grant select, insert, update, delete on tables to {role}"
        )
    for table in APPEND_ONLY:
        op.execute(f"revoke update, delete on {table} from {APP}, {WORKER}")
    # Consent is revoked, never rewritten; a coach who is erased leaves it.
    op.execute(f"revoke update, delete on grants from {APP}, {WORKER}")
    op.execute(f"grant update (revoked_at) on grants to {APP}, {WORKER}")
    # An erased coach leaves their words with the seeker, without their name.
    op.execute(f"grant update (author_name) on assessment_responses to {WORKER}")
    op.execute(f"grant update (reader_name, reader_id) on looks to {WORKER}")
    # Only a worker erases people, and only migrations touch the record of migrations.
    op.execute(f"revoke delete on persons from {APP}")
    op.execute(f"revoke insert, update, delete on alembic_version from {APP}, {WORKER}")
