"""A coach's library: snippets, an organisation's guides; the next talk, and the page where one is booked."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

APP, WORKER = "rebound_app", "rebound_worker"
AREAS = ("fit", "skills", "rapport", "preparation", "research", "balance", "answers", "surprises")


def upgrade() -> None:
    _snippets()
    _guides()
    _talks()
    op.add_column("coach_profiles", sa.Column("booking_url", sa.Text(), server_default="", nullable=False))
    # What a version said stays what it said: followed by another, never rewritten. Both roles got their rights by
    # default (0002).
    op.execute(f"revoke update, delete on organisation_guide_versions from {APP}, {WORKER}")


def _area() -> sa.Enum:
    return sa.Enum(*AREAS, name="area", native_enum=False, create_constraint=True, length=40)


def _moment(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False)


def _snippets() -> None:
    op.create_table(
        "snippets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        _text("title"),
        _text("body"),
        _text("locale"),
        sa.Column("area", _area(), nullable=True),
        _text("search_text"),
        _moment("created_at"),
        _moment("updated_at"),
        _moment("deleted_at", nullable=True),
        sa.CheckConstraint("(owner_id is null) <> (organisation_id is null)", name=op.f("ck_snippets_whose")),
        sa.CheckConstraint("locale in ('en', 'fr')", name=op.f("ck_snippets_locale")),
        sa.ForeignKeyConstraint(["owner_id"], ["persons.id"], name=op.f("fk_snippets_owner_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_snippets_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snippets")),
    )
    op.create_index("ix_snippets_owner_id", "snippets", ["owner_id"])
    op.create_index("ix_snippets_organisation_id", "snippets", ["organisation_id"])
    op.create_index(
        "ix_snippets_deleted_at", "snippets", ["deleted_at"], postgresql_where=sa.text("deleted_at is not null")
    )


def _guides() -> None:
    op.create_table(
        "organisation_guides",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        _moment("created_at"),
        _moment("withdrawn_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_guides_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_guides")),
    )
    op.create_index("ix_organisation_guides_organisation_id", "organisation_guides", ["organisation_id"])
    op.create_table(
        "organisation_guide_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("guide_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("area", _area(), nullable=True),
        *(_text(f"{name}_{locale}") for locale in ("en", "fr") for name in ("title", "summary", "body")),
        _text("sources"),
        _moment("made_at"),
        sa.CheckConstraint(
            "body_en <> '' or body_fr <> ''", name=op.f("ck_organisation_guide_versions_some_language")
        ),
        sa.ForeignKeyConstraint(
            ["guide_id"], ["organisation_guides.id"], name=op.f("fk_organisation_guide_versions_guide_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_guide_versions")),
        sa.UniqueConstraint("guide_id", "version", name=op.f("uq_organisation_guide_versions_guide_id_version")),
    )
    op.create_table(
        "hidden_guides",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        _text("guide_key"),
        _moment("hidden_at"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_hidden_guides_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "guide_key", name=op.f("pk_hidden_guides")),
    )


def _talks() -> None:
    op.create_table(
        "talks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("coaching_id", sa.Uuid(), nullable=False),
        _moment("starts_at"),
        sa.Column("minutes", sa.Integer(), nullable=False),
        _text("place"),
        _text("link"),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("by_coach", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        _moment("set_at"),
        _moment("changed_at"),
        _moment("cancelled_at", nullable=True),
        sa.CheckConstraint("minutes between 5 and 480", name=op.f("ck_talks_minutes")),
        sa.ForeignKeyConstraint(
            ["coaching_id", "seeker_id"],
            ["coachings.id", "coachings.seeker_id"],
            name=op.f("fk_talks_coaching_id_seeker_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["persons.id"], name=op.f("fk_talks_set_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talks")),
    )
    for column in ("coaching_id", "seeker_id", "set_by_id", "starts_at"):
        op.create_index(f"ix_talks_{column}", "talks", [column])
