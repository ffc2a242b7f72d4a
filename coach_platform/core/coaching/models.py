"""What coaches show of themselves, and what they write for themselves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class CoachProfile(Base):
    """What the directory shows of a coach."""

    __tablename__ = "coach_profiles"

    coach_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    headline: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    text_locale: Mapped[str] = mapped_column(default="en")
    languages: Mapped[list[str]]
    fields: Mapped[list[str]]  # values of content.vocabulary.CoachField
    city: Mapped[str] = mapped_column(default="")
    city_sort: Mapped[str] = mapped_column(default="")
    remote: Mapped[bool] = mapped_column(default=True)
    places_candidates: Mapped[bool] = mapped_column(default=False)
    listed: Mapped[bool] = mapped_column(default=False)  # off until the coach says so
    booking_url: Mapped[str] = mapped_column(default="", server_default="")  # their own page; shown to whom they coach
    updated_at: Mapped[datetime]


class CoachNote(Base):
    """A coach's private note about a seeker. The organisation owns and produces it when the seeker asks under the law."""

    __tablename__ = "coach_notes"
    __table_args__ = (
        ForeignKeyConstraint(["coaching_id", "seeker_id"], ["coachings.id", "coachings.seeker_id"], ondelete="CASCADE"),
        Index("ix_coach_notes_coaching_id", "coaching_id"),
        Index("ix_coach_notes_seeker_id", "seeker_id"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    coaching_id: Mapped[UUID]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    body: Mapped[str]
    locale: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
