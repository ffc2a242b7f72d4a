"""What seekers ask for under the law, and what became of it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class NotesRequestState(StrEnum):
    """Where it stands. Both answers are final; a seeker may ask again."""

    ASKED = "asked"
    PRODUCED = "produced"
    REFUSED = "refused"


class Ground(StrEnum):
    """Why notes may be held back (P-39.1, sections 39 and 40; PIPEDA, section 9)."""

    OTHER_PERSON = "other_person"  # they would reveal something of another person, and could seriously harm them
    LEGAL = "legal"  # professional secrecy, or proceedings under way
    NONE_KEPT = "none_kept"  # there are no notes


class NotesRequest(Base):
    """One request to one holder: an organisation, or a coach who works alone (neither: their account is gone)."""

    __tablename__ = "notes_requests"
    __table_args__ = (
        # Two, since a coach's account may go while both ask of nobody's: those two rows must not stand in each other's way.
        Index(
            "uq_notes_requests_of_organisation",
            "seeker_id",
            "organisation_id",
            unique=True,
            postgresql_where="state = 'asked'",
        ),
        Index("uq_notes_requests_of_coach", "seeker_id", "coach_id", unique=True, postgresql_where="state = 'asked'"),
        Index("ix_notes_requests_seeker_id", "seeker_id"),
        Index("ix_notes_requests_organisation_id", "organisation_id"),
        Index("ix_notes_requests_coach_id", "coach_id"),
        Index("ix_notes_requests_answered_at", "answered_at"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    coach_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    state: Mapped[NotesRequestState] = mapped_column(default=NotesRequestState.ASKED)
    asked_at: Mapped[datetime]
    due_on: Mapped[date]  # in the seeker's zone
    answered_at: Mapped[datetime | None]
    ground: Mapped[Ground | None]  # of a refusal
    words: Mapped[str] = mapped_column(default="")  # to the seeker, with a refusal
    words_locale: Mapped[str] = mapped_column(default="en")
    left_out: Mapped[int] = mapped_column(default=0)  # notes held back from what was produced
    body: Mapped[bytes | None] = mapped_column(LargeBinary)  # what was produced, as it was that day
