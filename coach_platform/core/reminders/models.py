"""Reminders as rows: each is said once, however often a sweep runs, is doubled or starts again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.core.reminders.topics import Topic
from coach_platform.kit.db import Base


class Reminder(Base):
    """One thing that came due for one person. The key is the fact itself: the same fact never makes a second row."""

    __tablename__ = "reminders"
    __table_args__ = (
        Index("ix_reminders_waiting", "person_id", postgresql_where="message_id is null"),
        Index("ix_reminders_created_at", "created_at"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    topic: Mapped[Topic] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)  # the case, action, application or review
    occasion: Mapped[str] = mapped_column(primary_key=True)  # which time: a day, a pause's end, "14" days of waiting
    created_at: Mapped[datetime]
    message_id: Mapped[UUID | None]  # the mail that says it; no foreign key: messages are partitioned by month later
    left_out: Mapped[str | None]  # why that mail did not say it after all, a value of core/mail/reasons.py


class ReminderRound(Base):
    """Until which hour of its wall clock a zone was looked through for what comes due."""

    __tablename__ = "reminder_rounds"

    zone: Mapped[str] = mapped_column(primary_key=True)
    looked_at: Mapped[datetime]  # the instant at which that hour began
