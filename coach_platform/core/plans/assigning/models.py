"""One act of a coach by which many seekers were proposed the same."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class Assignment(Base):
    """Who proposed what, when. Whom: the actions that name it. `client_id` is the form's, so that twice is once.

    `people`: how many were asked, which the coach knows whatever becomes of their sight of them.
    """

    __tablename__ = "assignments"
    __table_args__ = (UniqueConstraint("coach_id", "client_id", name="uq_assignments_client"),)

    id: Mapped[Id]
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    client_id: Mapped[UUID]
    template_key: Mapped[str]
    template_version: Mapped[int]
    people: Mapped[int]
    sent_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
