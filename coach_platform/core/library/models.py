"""What a coach has at hand: reusable comments, and the guides of an organisation beside our own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.content.vocabulary import Area
from coach_platform.kit.db import Base, Id


class Snippet(Base):
    """A reusable comment: of one coach, or of an organisation for its coaches.

    It knows no seeker, and nothing says who used it for whom.
    """

    __tablename__ = "snippets"
    __table_args__ = (
        CheckConstraint("(owner_id is null) <> (organisation_id is null)", name="whose"),
        CheckConstraint("locale in ('en', 'fr')", name="locale"),
        Index("ix_snippets_owner_id", "owner_id"),
        Index("ix_snippets_organisation_id", "organisation_id"),
        Index("ix_snippets_deleted_at", "deleted_at", postgresql_where="deleted_at is not null"),
    )

    id: Mapped[Id]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    title: Mapped[str]
    body: Mapped[str]
    locale: Mapped[str]  # the language it is written in
    area: Mapped[Area | None]
    search_text: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class OrganisationGuide(Base):
    """A guide that an organisation wrote; what it says is in its versions."""

    __tablename__ = "organisation_guides"
    __table_args__ = (Index("ix_organisation_guides_organisation_id", "organisation_id"),)

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]  # no longer offered nor read; it can be brought back


class GuideVersion(Base):
    """What such a guide says from a moment on, in one language or both. Never changed, only followed by another."""

    __tablename__ = "organisation_guide_versions"
    __table_args__ = (
        UniqueConstraint("guide_id", "version"),
        CheckConstraint("body_en <> '' or body_fr <> ''", name="some_language"),
    )

    id: Mapped[Id]
    guide_id: Mapped[UUID] = mapped_column(ForeignKey("organisation_guides.id"))
    version: Mapped[int]
    area: Mapped[Area | None]
    title_en: Mapped[str]
    summary_en: Mapped[str]
    body_en: Mapped[str]  # Markdown
    title_fr: Mapped[str]
    summary_fr: Mapped[str]
    body_fr: Mapped[str]
    sources: Mapped[str]  # one a line; an address at the end of a line becomes a link
    made_at: Mapped[datetime]


class HiddenGuide(Base):
    """One of our guides that an organisation does not offer."""

    __tablename__ = "hidden_guides"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    guide_key: Mapped[str] = mapped_column(primary_key=True)
    hidden_at: Mapped[datetime]
