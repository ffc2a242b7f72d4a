"""Practice items: questions to be ready for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.content.vocabulary import Area, Stage
from coach_platform.kit.db import Base, Id


class PracticeItem(Base):
    """A question to be ready for: what I said, a better answer, how often rehearsed.

    It comes from a case (a question that surprised), or it is the seeker's own: for one application, or for any. Their own
    ones belong to no case, so a coach reads them only where practice is shared for all cases, future ones too.
    """

    __tablename__ = "practice_items"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        ForeignKeyConstraint(["case_id", "seeker_id"], ["cases.id", "cases.seeker_id"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["application_id", "seeker_id"], ["applications.id", "applications.seeker_id"], ondelete="CASCADE"
        ),
        CheckConstraint("case_id is null or application_id is null", name="source"),
        UniqueConstraint("case_id", "source_key", name="uq_practice_items_source"),
        Index("ix_practice_items_application_id", "application_id"),
        Index("ix_practice_items_seeker_id", "seeker_id"),
        Index("ix_practice_items_deleted_at", "deleted_at", postgresql_where="deleted_at is not null"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    application_id: Mapped[UUID | None]  # one's own question for this interview
    source_key: Mapped[str]  # which line of the deeper assessment it came from: submitting again makes no double
    area: Mapped[Area | None]  # none: a question that surprised
    stage: Mapped[Stage | None]  # none: the furthest of its application
    question: Mapped[str]
    what_i_said: Mapped[str] = mapped_column(default="")
    better_answer: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]
    times_rehearsed: Mapped[int] = mapped_column(default=0)
    last_rehearsed_at: Mapped[datetime | None]
    comment_asked_at: Mapped[datetime | None]  # the coaches who may read it are asked for a word
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Rehearsal(Base):
    """Once aloud. Its id is made with the form: sent twice, it was rehearsed once. Append-only."""

    __tablename__ = "rehearsals"
    __table_args__ = (
        ForeignKeyConstraint(
            ["item_id", "seeker_id"], ["practice_items.id", "practice_items.seeker_id"], ondelete="CASCADE"
        ),
        CheckConstraint("seconds is null or seconds between 1 and 3600", name="seconds"),
        Index("ix_rehearsals_item_id", "item_id"),
        Index("ix_rehearsals_seeker_id", "seeker_id"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    item_id: Mapped[UUID]
    seconds: Mapped[int | None]  # as the timer had it, where one ran
    rehearsed_at: Mapped[datetime]
