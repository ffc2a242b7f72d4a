"""privacy: choices about what rules make of one's data, requests for a coach's notes, the register of incidents"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

APP, WORKER = "rebound_app", "rebound_worker"


def upgrade() -> None:
    _choices()
    _notes_requests()
    _incidents()


def _choices() -> None:
    op.create_table(
        "privacy_choices",
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("suggestions", sa.Boolean(), nullable=True),
        sa.Column("quiet_told", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["persons.id"], name=op.f("fk_privacy_choices_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seeker_id", name=op.f("pk_privacy_choices")),
    )


def _notes_requests() -> None:
    states = sa.Enum(
        "asked", "produced", "refused", name="notesrequeststate", native_enum=False, length=40, create_constraint=True
    )
    grounds = sa.Enum(
        "other_person", "legal", "none_kept", name="ground", native_enum=False, length=40, create_constraint=True
    )
    op.create_table(
        "notes_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("coach_id", sa.Uuid(), nullable=True),
        sa.Column("state", states, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ground", grounds, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_locale", sa.Text(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["persons.id"], name=op.f("fk_notes_requests_seeker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_notes_requests_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["persons.id"], name=op.f("fk_notes_requests_coach_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes_requests")),
    )
    for column in ("seeker_id", "organisation_id", "coach_id", "answered_at"):
        op.create_index(f"ix_notes_requests_{column}", "notes_requests", [column])
    for holder in ("organisation", "coach"):
        op.create_index(
            f"uq_notes_requests_of_{holder}",
            "notes_requests",
            ["seeker_id", f"{holder}_id"],
            unique=True,
            postgresql_where="state = 'asked'",
        )


def _incidents() -> None:
    risks = sa.Enum(
        "under_assessment",
        "not_serious",
        "serious",
        name="risk",
        native_enum=False,
        length=40,
        create_constraint=True,
    )
    words = ("title", "what_happened", "happened", "kinds", "people_known", "risk_why", "public_notice", "measures")
    days = ("cai_told_on", "opc_told_on", "people_told_on", "closed_on")
    op.create_table(
        "incident_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_key", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        sa.Column("aware_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("risk", risks, nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in days),
        sa.CheckConstraint("people is null or people >= 0", name=op.f("ck_incident_entries_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_entries")),
    )
    for column in ("incident_id", "recorded_at"):
        op.create_index(f"ix_incident_entries_{column}", "incident_entries", [column])
    # A register is written on, never over. What the law lets go after five years is removed by the worker's schedule.
    op.execute(f"revoke update, delete on incident_entries from {APP}")
    op.execute(f"revoke update on incident_entries from {WORKER}")
