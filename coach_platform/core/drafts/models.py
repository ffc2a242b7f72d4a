"""What is being typed, kept on the server so that a closed tab loses nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class Draft(Base):
    """One person's unfinished form. `revision` rises with each save; a second tab that lags behind gets a conflict."""

    __tablename__ = "drafts"
    __table_args__ = (
        UniqueConstraint("person_id", "form", "subject_id", name="uq_drafts_one"),
        Index("ix_drafts_seeker_id", "seeker_id"),
        Index("ix_drafts_updated_at", "updated_at"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    # Whose things it is about: a coach's unfinished answer falls with the seeker's erasure.
    seeker_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    form: Mapped[str]  # quick_log, first_assessment, deeper, action ...
    subject_id: Mapped[UUID]  # the case, action ... it belongs to; the person's own id where there is none yet
    client_id: Mapped[UUID | None]  # the tab that saved last
    revision: Mapped[int]
    body: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
