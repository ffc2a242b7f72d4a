"""The next interview: one's own questions, each rehearsal, what is kept for a sheet, the rehearsed setback.

Only widens: a question may belong to no case from now on, and a comment may stand at a question.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

APP, WORKER = "rebound_app", "rebound_worker"
AREAS = ("fit", "skills", "rapport", "preparation", "research", "balance", "answers", "surprises")
STAGES = ("applied", "screening", "interview", "task", "further_interview", "final_round", "offer")
TARGETS = ("plan", "action", "case", "answer", "practice")
AT = (
    "(target = 'plan' and plan_id is not null and action_id is null and case_id is null)"
    " or (target = 'action' and action_id is not null and case_id is null)"
    " or (target in ('case', 'answer') and case_id is not null and action_id is null)"
    " or (target = 'practice' and item_id is not null and plan_id is null and action_id is null)"
)


def upgrade() -> None:
    _questions()
    _rehearsals()
    _comments()
    _sheets()
    _setbacks()


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _questions() -> None:
    op.alter_column("practice_items", "case_id", nullable=True)
    op.add_column("practice_items", sa.Column("application_id", sa.Uuid(), nullable=True))
    op.add_column("practice_items", sa.Column("area", _words("area", AREAS), nullable=True))
    op.add_column("practice_items", sa.Column("stage", _words("stage", STAGES), nullable=True))
    op.add_column("practice_items", sa.Column("comment_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(
        op.f("fk_practice_items_application_id_seeker_id"),
        "practice_items",
        "applications",
        ["application_id", "seeker_id"],
        ["id", "seeker_id"],
        ondelete="CASCADE",
    )
    op.create_check_constraint(op.f("ck_practice_items_source"), "practice_items", "case_id is null or application_id is null")
    op.create_index("ix_practice_items_application_id", "practice_items", ["application_id"])


def _rehearsals() -> None:
    op.create_table(
        "rehearsals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("rehearsed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("seconds is null or seconds between 1 and 3600", name=op.f("ck_rehearsals_seconds")),
        sa.ForeignKeyConstraint(
            ["item_id", "seeker_id"],
            ["practice_items.id", "practice_items.seeker_id"],
            name=op.f("fk_rehearsals_item_id_seeker_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsals")),
    )
    op.create_index("ix_rehearsals_item_id", "rehearsals", ["item_id"])
    op.create_index("ix_rehearsals_seeker_id", "rehearsals", ["seeker_id"])
    # Tables made after 0002 are born with every right; history is append-only by rights.
    op.execute(f"revoke update, delete on rehearsals from {APP}, {WORKER}")


def _comments() -> None:
    op.add_column("comments", sa.Column("item_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_comments_item_id_seeker_id"),
        "comments",
        "practice_items",
        ["item_id", "seeker_id"],
        ["id", "seeker_id"],
        ondelete="CASCADE",
    )
    for name in ("ck_comments_commenttarget", "ck_comments_target"):
        op.drop_constraint(op.f(name), "comments")
    named = ", ".join(f"'{target}'" for target in TARGETS)
    op.create_check_constraint(op.f("ck_comments_commenttarget"), "comments", f"target in ({named})")
    op.create_check_constraint(op.f("ck_comments_target"), "comments", AT)
    op.create_check_constraint(op.f("ck_comments_item"), "comments", "(target = 'practice') = (item_id is not null)")
    op.create_index("ix_comments_item_id", "comments", ["item_id"], postgresql_where="item_id is not null")


def _sheets() -> None:
    op.create_table(
        "preparation_sheets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("research", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("questions", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("hidden", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("taken_from", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id", "seeker_id"],
            ["applications.id", "applications.seeker_id"],
            name=op.f("fk_preparation_sheets_application_id_seeker_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation_sheets")),
        sa.UniqueConstraint("application_id", name="uq_preparation_sheets_application_id"),
    )
    op.create_index("ix_preparation_sheets_seeker_id", "preparation_sheets", ["seeker_id"])


def _setbacks() -> None:
    op.create_table(
        "setback_rehearsals",
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("first_hour", sa.Text(), nullable=False),
        sa.Column("talk_to", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["persons.id"], name=op.f("fk_setback_rehearsals_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seeker_id", name=op.f("pk_setback_rehearsals")),
    )
