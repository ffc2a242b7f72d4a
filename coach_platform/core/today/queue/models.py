"""What a coach did with the lines of their Today: put aside, handed on, and the order they like."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.core.relations.models import Section
from coach_platform.kit.db import Base, Id


class QueueMark(Base):
    """One coach's put-aside of one seeker's line. What came before `done_at` was handled; a snooze hides the whole line."""

    __tablename__ = "queue_marks"
    __table_args__ = (
        CheckConstraint("(snoozed_at is null) = (snoozed_until_at is null)", name="snooze"),
        Index("ix_queue_marks_seeker_id", "seeker_id"),
        Index("ix_queue_marks_changed_at", "changed_at"),
    )

    coach_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    done_at: Mapped[datetime | None]
    done_before_at: Mapped[datetime | None]  # what an undo goes back to
    snoozed_at: Mapped[datetime | None]
    snoozed_until_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class QueueOrder(Base):
    """The order of reasons that one coach likes; without a row it is the product's."""

    __tablename__ = "queue_orders"

    coach_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    reasons: Mapped[list[str]]
    changed_at: Mapped[datetime]


class HandOn(Base):
    """A seeker's line, handed to a colleague of a team that shares them. Without words: the note is one of the coach's.

    `section` (and `case_id`): what it was about. Whoever sees that no more sees nothing of the hand-on.
    """

    __tablename__ = "queue_hand_ons"
    __table_args__ = (
        Index("ix_queue_hand_ons_seeker_id", "seeker_id"),
        Index("ix_queue_hand_ons_from_id", "from_id", "created_at"),
        Index("ix_queue_hand_ons_to_id", "to_id", "created_at"),
        Index("ix_queue_hand_ons_note_id", "note_id"),
        Index("ix_queue_hand_ons_created_at", "created_at"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    from_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    section: Mapped[Section]
    case_id: Mapped[UUID | None]
    note_id: Mapped[UUID | None] = mapped_column(ForeignKey("coach_notes.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
