"""What an organisation was shown of its outcomes, month by month: aggregates, frozen, about nobody."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class OutcomeMonth(Base):
    """The cells of one organisation over the twelve months that end with `month`. Never changed once it is there.

    `cells`: a list of {measure, offices (ids, empty for the whole organisation), value or null, through}: `through` is
    the month up to which the value counts, earlier than `month` where it had to stay as it was (publishing.py).
    """

    __tablename__ = "outcome_months"
    __table_args__ = (
        UniqueConstraint("organisation_id", "month", name="uq_outcome_months_organisation_id_month"),
        Index("ix_outcome_months_frozen_at", "frozen_at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    month: Mapped[str]  # 2026-10
    frozen_at: Mapped[datetime]
    cells: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
