"""What a seeker keeps for an interview to come, and once for the no that may follow it. Nobody else's, whatever is granted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class PreparationSheet(Base):
    """The seeker's own part of the sheet of one application: what they wrote, and how they arranged the rest.

    Everything else on the sheet is read anew each time, so that it is never older than the cases it comes from.
    """

    __tablename__ = "preparation_sheets"
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "seeker_id"], ["applications.id", "applications.seeker_id"], ondelete="CASCADE"
        ),
        UniqueConstraint("application_id", name="uq_preparation_sheets_application_id"),
        Index("ix_preparation_sheets_seeker_id", "seeker_id"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    application_id: Mapped[UUID]
    research: Mapped[str] = mapped_column(default="")  # about the company and what it makes
    notes: Mapped[str] = mapped_column(default="")  # anything else: whom to ask for, what to bring
    locale: Mapped[str]
    questions: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))  # practice items in the seeker's own order
    hidden: Mapped[list[str]]  # keys of lines that were taken off the sheet (arranging.py)
    taken_from: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))  # applications whose sheets were taken over
    changed_at: Mapped[datetime]


class SetbackRehearsal(Base):
    """ "If the next no comes, then I ...": written once, calmly, beforehand."""

    __tablename__ = "setback_rehearsals"

    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    first_hour: Mapped[str]
    talk_to: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]
    written_at: Mapped[datetime]
    changed_at: Mapped[datetime]
