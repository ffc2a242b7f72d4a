"""When each person's digest comes. The figures the last one showed stand on its message (`messages.shown`)."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base


class Face(StrEnum):
    """Which of the two weekly digests."""

    SEEKER = "seeker"
    COACH = "coach"


class Frequency(StrEnum):
    """How often a digest comes."""

    WEEKLY = "weekly"
    TWO_WEEKS = "two_weeks"
    MONTHLY = "monthly"
    OFF = "off"


class DigestSchedule(Base):
    """A person's chosen day and hour for one face, and the next due moment made from it in their zone."""

    __tablename__ = "digest_schedules"
    __table_args__ = (
        CheckConstraint("weekday between 0 and 6", name="weekday"),
        CheckConstraint("hour between 8 and 19", name="hour"),  # never inside quiet hours [20:00, 08:00)
        Index("ix_digest_schedules_due", "next_at", "person_id", postgresql_where="next_at is not null"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    face: Mapped[Face] = mapped_column(primary_key=True)
    frequency: Mapped[Frequency] = mapped_column(default=Frequency.WEEKLY)
    weekday: Mapped[int] = mapped_column(default=0)  # Monday = 0
    hour: Mapped[int] = mapped_column(default=8)
    next_at: Mapped[datetime | None]  # null: off
    tzdata: Mapped[str] = mapped_column(default="")  # the version of the zone rules that next_at was made with
    last_period: Mapped[str | None]  # the period last decided on, sent or skipped
    last_on: Mapped[date | None]  # its day on the person's calendar then: no two in one ISO week, whatever changes
