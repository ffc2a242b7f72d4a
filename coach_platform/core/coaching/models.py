"""What coaches show of themselves, and what they write for themselves."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, false
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
    closed: Mapped[bool] = mapped_column(default=False, server_default=false())  # takes no new requests; may invite
    updated_at: Mapped[datetime]


class CoachNote(Base):
    """A coach's private note about a seeker. The organisation owns and produces it when the seeker asks under the law."""

    __tablename__ = "coach_notes"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
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


class AwayDates(Base):
    """From the first to the last day, a coach is not there. Instants: of both midnights in the zone where they were said."""

    __tablename__ = "away_dates"
    __table_args__ = (
        CheckConstraint("from_at < until_at", name="in_order"),
        Index("ix_away_dates_coach_id", "coach_id", "until_at"),
    )

    id: Mapped[Id]
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    from_on: Mapped[date]
    until_on: Mapped[date]  # the last day away
    from_at: Mapped[datetime]
    until_at: Mapped[datetime]  # the midnight after it
    created_at: Mapped[datetime]
