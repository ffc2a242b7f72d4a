"""Teams and what is shared with them, cases kept out of a grant, claims."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

APP, WORKER = "rebound_app", "rebound_worker"


def upgrade() -> None:
    _teams()
    _grants()
    _claims()
    op.add_column("looks", sa.Column("team_name", sa.Text(), server_default="", nullable=False))
    _rights()


def _teams() -> None:
    op.create_table(
        "teams",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_sort", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_teams_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    op.create_index(
        "uq_teams_name",
        "teams",
        ["organisation_id", "name_sort"],
        unique=True,
        postgresql_where="ended_at is null",
    )
    op.create_table(
        "team_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_team_members_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_members_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_members")),
    )
    op.create_index("ix_team_members_person_id", "team_members", ["person_id"], unique=False)
    op.create_index(
        "uq_team_members_live",
        "team_members",
        ["team_id", "person_id"],
        unique=True,
        postgresql_where="left_at is null",
    )
    op.create_table(
        "team_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "created",
                "joined",
                "left",
                "renamed",
                "ended",
                name="teamevent",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_team_changes_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_changes_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_changes")),
    )
    op.create_index("ix_team_changes_person_id", "team_changes", ["person_id"], unique=False)
    op.create_index("ix_team_changes_team_id", "team_changes", ["team_id"], unique=False)


def _grants() -> None:
    op.add_column("grants", sa.Column("team_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_grants_team_id"), "grants", "teams", ["team_id"], ["id"])
    op.create_index(
        "ix_grants_team_id", "grants", ["team_id"], unique=False, postgresql_where="team_id is not null"
    )
    # One live grant a coaching becomes one to its coach and one to each team. The new ones first, so that at no moment
    # there is none; what the old one allowed, the new ones allow.
    live = {"unique": True}
    op.create_index(
        "uq_grants_live_coach",
        "grants",
        ["coaching_id"],
        postgresql_where="revoked_at is null and team_id is null",
        **live,
    )
    op.create_index(
        "uq_grants_live_team",
        "grants",
        ["coaching_id", "team_id"],
        postgresql_where="revoked_at is null and team_id is not null",
        **live,
    )
    op.drop_index("uq_grants_live", table_name="grants")
    op.create_table(
        "grant_exclusions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("excluded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id", "seeker_id"],
            ["cases.id", "cases.seeker_id"],
            name=op.f("fk_grant_exclusions_case_id_seeker_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["grant_id", "seeker_id"],
            ["grants.id", "grants.seeker_id"],
            name=op.f("fk_grant_exclusions_grant_id_seeker_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_exclusions")),
    )
    op.create_index("ix_grant_exclusions_case_id", "grant_exclusions", ["case_id"], unique=False)
    op.create_index(
        "uq_grant_exclusions_live",
        "grant_exclusions",
        ["grant_id", "case_id"],
        unique=True,
        postgresql_where="lifted_at is null",
    )


def _claims() -> None:
    op.add_column("reviews", sa.Column("answered_by_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_reviews_answered_by_id"), "reviews", "persons", ["answered_by_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index("ix_reviews_answered_by_id", "reviews", ["answered_by_id"], unique=False)
    op.create_unique_constraint(op.f("uq_reviews_id_seeker_id"), "reviews", ["id", "seeker_id"])
    op.create_table(
        "review_claims",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["persons.id"], name=op.f("fk_review_claims_coach_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["review_id", "seeker_id"],
            ["reviews.id", "reviews.seeker_id"],
            name=op.f("fk_review_claims_review_id_seeker_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review_claims")),
    )
    op.create_index("ix_review_claims_coach_id", "review_claims", ["coach_id"], unique=False)
    op.create_index("ix_review_claims_until_at", "review_claims", ["until_at"], unique=False)


def _rights() -> None:
    """Who was on a list and what was kept out of a grant is never rewritten; both only come to an end."""
    for table, ends in (("team_members", "left_at"), ("grant_exclusions", "lifted_at"), ("team_changes", "")):
        op.execute(f"revoke update, delete on {table} from {APP}, {WORKER}")
        if ends:
            op.execute(f"grant update ({ends}) on {table} to {APP}, {WORKER}")
    op.execute(f"revoke delete on teams from {APP}, {WORKER}")
