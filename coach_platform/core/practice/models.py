"""Practice items: questions to be ready for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class PracticeItem(Base):
    """A question that surprised: what I said, a better answer, how often rehearsed."""

    __tablename__ = "practice_items"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        ForeignKeyConstraint(["case_id", "seeker_id"], ["cases.id", "cases.seeker_id"], ondelete="CASCADE"),
        UniqueConstraint("case_id", "source_key", name="uq_practice_items_source"),
        Index("ix_practice_items_seeker_id", "seeker_id"),
        Index("ix_practice_items_deleted_at", "deleted_at", postgresql_where="deleted_at is not null"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    case_id: Mapped[UUID]
    source_key: Mapped[str]  # which line of the deeper assessment it came from: submitting again makes no double
    question: Mapped[str]
    what_i_said: Mapped[str] = mapped_column(default="")
    better_answer: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]
    times_rehearsed: Mapped[int] = mapped_column(default=0)
    last_rehearsed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
