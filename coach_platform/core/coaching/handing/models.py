"""A hand-over as it was asked, and the private notes that its coach chose to let go along."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class HandOverState(StrEnum):
    """asked (of the seeker) -> accepted | declined (by the seeker) | taken back (by whoever asked)."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


class HandOver(Base):
    """Whether a colleague may go on with a seeker. It grants nothing; the seeker reads the note first, then the colleague."""

    __tablename__ = "hand_overs"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        ForeignKeyConstraint(
            ["from_coaching_id", "seeker_id"], ["coachings.id", "coachings.seeker_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["new_coaching_id", "seeker_id"], ["coachings.id", "coachings.seeker_id"], ondelete="CASCADE"
        ),
        Index("uq_hand_overs_open", "from_coaching_id", unique=True, postgresql_where="state = 'asked'"),
        Index("ix_hand_overs_seeker_id", "seeker_id"),
        Index("ix_hand_overs_new_coaching_id", "new_coaching_id"),
        Index("ix_hand_overs_to_coach_id", "to_coach_id"),
        Index("ix_hand_overs_asked_by_id", "asked_by_id"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    from_coaching_id: Mapped[UUID]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    to_coach_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(default="")
    note_locale: Mapped[str]
    state: Mapped[HandOverState]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    new_coaching_id: Mapped[UUID | None]


class HandedNote(Base):
    """A private note that goes along, read by the new coach once the seeker said yes. It stays its author's, and one note."""

    __tablename__ = "handed_notes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["hand_over_id", "seeker_id"], ["hand_overs.id", "hand_overs.seeker_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["note_id", "seeker_id"], ["coach_notes.id", "coach_notes.seeker_id"], ondelete="CASCADE"),
        Index("ix_handed_notes_note_id", "note_id"),
    )

    hand_over_id: Mapped[UUID] = mapped_column(primary_key=True)
    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    seeker_id: Mapped[UUID]
