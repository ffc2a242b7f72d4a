"""A coach's own ways to look at their caseload."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class CaseloadView(Base):
    """A name, and what was asked of the list. It holds nothing of any seeker: names searched for are not kept."""

    __tablename__ = "caseload_views"
    __table_args__ = (
        Index("uq_caseload_views_name", "coach_id", "name_sort", unique=True),
        Index("uq_caseload_views_first", "coach_id", unique=True, postgresql_where="is_first"),
    )

    id: Mapped[Id]
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    name: Mapped[str]
    name_sort: Mapped[str]
    asked: Mapped[dict[str, Any]]  # filters.py, as_words
    position: Mapped[int]
    is_first: Mapped[bool] = mapped_column(default=False)  # what the list opens with
    created_at: Mapped[datetime]
