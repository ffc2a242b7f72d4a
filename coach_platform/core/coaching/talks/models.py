"""When a seeker and their coach talk next. It belongs to their coaching, and to no section: both see it, nobody else does."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class Talk(Base):
    """One talk. Changed in place: calendars know it by its id, and which is newer by `sequence`."""

    __tablename__ = "talks"
    __table_args__ = (
        ForeignKeyConstraint(["coaching_id", "seeker_id"], ["coachings.id", "coachings.seeker_id"], ondelete="CASCADE"),
        CheckConstraint("minutes between 5 and 480", name="minutes"),
        Index("ix_talks_coaching_id", "coaching_id"),
        Index("ix_talks_seeker_id", "seeker_id"),
        Index("ix_talks_set_by_id", "set_by_id"),
        Index("ix_talks_starts_at", "starts_at"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    coaching_id: Mapped[UUID]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str]  # a room, a number to call
    link: Mapped[str]  # an https address, or ""
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))  # who changed it last
    by_coach: Mapped[bool]  # which side that was
    sequence: Mapped[int]  # RFC 5545: raised with every change
    set_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
