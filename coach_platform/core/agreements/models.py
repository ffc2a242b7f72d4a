"""The record of what somebody agreed to. A grant carries its own (relations/models.py); every other text stands here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class AgreementKept(Base):
    """One yes to one text. Never changed but to say when it ended, by the database's rights."""

    __tablename__ = "agreements"
    __table_args__ = (
        Index("ix_agreements_person_id", "person_id", "agreed_at"),
        Index("ix_agreements_coaching_id", "coaching_id"),
        CheckConstraint("locale in ('en', 'fr')", name="locale"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    key: Mapped[str]  # content/consents, content/terms
    version: Mapped[int]
    locale: Mapped[str]  # in which it was read
    text: Mapped[str]  # exactly what was read
    coaching_id: Mapped[UUID | None] = mapped_column(ForeignKey("coachings.id", ondelete="CASCADE"))  # with whom, if so
    agreed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # taken back, over, or followed by a newer yes to the same
