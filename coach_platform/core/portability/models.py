"""Files of everything a person put in, made by a worker; and erasures that were asked for."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class ExportState(StrEnum):
    """Where a file stands."""

    ASKED = "asked"
    READY = "ready"
    FAILED = "failed"


class Export(Base):
    """One file of everything of mine. Kept in the database: any web host can hand it out, and erasing finds it."""

    __tablename__ = "exports"
    __table_args__ = (Index("ix_exports_person_id", "person_id"), Index("ix_exports_ends_at", "ends_at"))

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    state: Mapped[ExportState] = mapped_column(default=ExportState.ASKED)
    asked_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    ready_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]  # after this the file is removed
    body: Mapped[bytes | None] = mapped_column(LargeBinary)


class Erasure(Base):
    """An account that its person asked to erase. The row falls with the person: there is nothing left to list."""

    __tablename__ = "erasures"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
