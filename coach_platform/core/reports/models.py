"""A report as it was made. Its content never changes: another one is another version, which is agreed to anew."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class ProgressReport(Base):
    """One version. `content` is frozen; a coach may give it out only while `agreed_at` stands and was not taken back."""

    __tablename__ = "progress_reports"
    __table_args__ = (
        ForeignKeyConstraint(["coaching_id", "seeker_id"], ["coachings.id", "coachings.seeker_id"], ondelete="CASCADE"),
        UniqueConstraint("series_id", "version", name="uq_progress_reports_version"),
        UniqueConstraint("made_by_id", "client_id", name="uq_progress_reports_client"),
        CheckConstraint("locale in ('en', 'fr')", name="locale"),
        CheckConstraint("from_on <= to_on", name="period"),
        Index("ix_progress_reports_seeker_id", "seeker_id", "made_at"),
        Index("ix_progress_reports_coaching_id", "coaching_id"),
        Index("ix_progress_reports_deleted_at", "deleted_at", postgresql_where="deleted_at is not null"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    series_id: Mapped[UUID]  # the first version's id
    version: Mapped[int]
    coaching_id: Mapped[UUID | None]  # none: the seeker made it
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    made_by_name: Mapped[str]
    locale: Mapped[str]  # of the paper, whatever language its maker and its reader use
    audience: Mapped[str]  # for whom, in words
    from_on: Mapped[date]
    to_on: Mapped[date]
    sections: Mapped[list[str]]  # values of Section
    content: Mapped[dict[str, Any]]
    words: Mapped[str]  # the maker's own
    words_locale: Mapped[str]
    client_id: Mapped[UUID]
    made_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]  # the seeker took their yes back, or a newer version took its place
    deleted_at: Mapped[datetime | None]
