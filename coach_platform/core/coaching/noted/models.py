"""One thing said on the phone and entered by a coach. Until its seeker confirms it, nothing else of the product knows it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class NotedKind(StrEnum):
    """What can be entered by phone."""

    NO = "no"  # a no, for a company and a role
    ANSWER = "answer"  # what an employer said about a case
    FIRST = "first"  # the two minutes of a case's first assessment
    ACTION = "action"  # something the seeker will do
    DONE = "done"  # an action they have done


class NotedEntry(Base):
    """`body` holds the words while it waits; confirmed, they stand in the row `made_id` alone, and here is only the mark."""

    __tablename__ = "noted_entries"
    __table_args__ = (
        ForeignKeyConstraint(["coaching_id", "seeker_id"], ["coachings.id", "coachings.seeker_id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["case_id", "seeker_id"], ["cases.id", "cases.seeker_id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["action_id", "seeker_id"], ["actions.id", "actions.seeker_id"], ondelete="CASCADE"),
        UniqueConstraint("author_id", "client_id", name="uq_noted_entries_client"),
        CheckConstraint("confirmed_at is null or removed_at is null", name="one_answer"),
        CheckConstraint("(kind in ('answer', 'first')) = (case_id is not null)", name="of_case"),
        CheckConstraint("(kind = 'done') = (action_id is not null)", name="of_action"),
        Index("ix_noted_entries_seeker_id", "seeker_id", "entered_at"),
        Index("ix_noted_entries_coaching_id", "coaching_id"),
        Index("ix_noted_entries_case_id", "case_id", postgresql_where="case_id is not null"),
        Index("ix_noted_entries_action_id", "action_id", postgresql_where="action_id is not null"),
        Index("ix_noted_entries_made_id", "made_id", postgresql_where="made_id is not null"),
        Index("ix_noted_entries_removed_at", "removed_at", postgresql_where="removed_at is not null"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    coaching_id: Mapped[UUID]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    author_name: Mapped[str]
    kind: Mapped[NotedKind]
    case_id: Mapped[UUID | None]
    action_id: Mapped[UUID | None]
    body: Mapped[dict[str, Any]]
    locale: Mapped[str]
    client_id: Mapped[UUID]
    entered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    changed: Mapped[bool] = mapped_column(default=False)  # confirmed in other words than the coach's
    removed_at: Mapped[datetime | None]
    made_id: Mapped[UUID | None]  # the application, feedback, assessment or action it became
