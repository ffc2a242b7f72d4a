"""Away dates, the named end of a review that nobody answered, closed for requests; offices that close, hand-overs."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    _waiting()
    _organisation()
    _hand_overs()


def _waiting() -> None:
    op.create_table(
        "away_dates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_at < until_at", name=op.f("ck_away_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["persons.id"], name=op.f("fk_away_dates_coach_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_away_dates")),
    )
    op.create_index("ix_away_dates_coach_id", "away_dates", ["coach_id", "until_at"])
    op.add_column("reviews", sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_reviews_waiting",
        "reviews",
        ["asked_at"],
        postgresql_where=sa.text("answered_at is null and withdrawn_at is null"),
    )
    op.add_column("coach_profiles", sa.Column("closed", sa.Boolean(), server_default=sa.false(), nullable=False))


def _organisation() -> None:
    op.add_column("offices", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("coachings", sa.Column("coach_left_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_coachings_organisation_id", "coachings", ["organisation_id", "state"])


def _hand_overs() -> None:
    op.create_unique_constraint(op.f("uq_coach_notes_id_seeker_id"), "coach_notes", ["id", "seeker_id"])
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("from_coaching_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("to_coach_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_locale", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "accepted",
                "declined",
                "taken_back",
                name="handoverstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_coaching_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["persons.id"], name=op.f("fk_hand_overs_asked_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["from_coaching_id", "seeker_id"],
            ["coachings.id", "coachings.seeker_id"],
            name=op.f("fk_hand_overs_from_coaching_id_seeker_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["new_coaching_id", "seeker_id"],
            ["coachings.id", "coachings.seeker_id"],
            name=op.f("fk_hand_overs_new_coaching_id_seeker_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_hand_overs_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_coach_id"], ["persons.id"], name=op.f("fk_hand_overs_to_coach_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_overs")),
        sa.UniqueConstraint("id", "seeker_id", name=op.f("uq_hand_overs_id_seeker_id")),
    )
    op.create_index(
        "uq_hand_overs_open", "hand_overs", ["from_coaching_id"], unique=True, postgresql_where=sa.text("state = 'asked'")
    )
    op.create_index("ix_hand_overs_seeker_id", "hand_overs", ["seeker_id"])
    op.create_index("ix_hand_overs_new_coaching_id", "hand_overs", ["new_coaching_id"])
    op.create_index("ix_hand_overs_to_coach_id", "hand_overs", ["to_coach_id"])
    op.create_index("ix_hand_overs_asked_by_id", "hand_overs", ["asked_by_id"])
    op.create_table(
        "handed_notes",
        sa.Column("hand_over_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hand_over_id", "seeker_id"],
            ["hand_overs.id", "hand_overs.seeker_id"],
            name=op.f("fk_handed_notes_hand_over_id_seeker_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["note_id", "seeker_id"],
            ["coach_notes.id", "coach_notes.seeker_id"],
            name=op.f("fk_handed_notes_note_id_seeker_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hand_over_id", "note_id", name=op.f("pk_handed_notes")),
    )
    op.create_index("ix_handed_notes_note_id", "handed_notes", ["note_id"])
