"""What a seeker did with a pattern, and what they said worked. Both are appended; the newest counts."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class Settled(StrEnum):
    """What became of a pattern."""

    DISMISSED = "dismissed"
    PLANNED = "planned"  # it became an action
    BACK = "back"  # shown again after all


class SettledPattern(Base):
    """A pattern that was sent away, taken into the plan, or brought back. By rule, version and subject: no sentence.

    `subject_key` is a stage, an area, or a hash of a requirement's text (core/insights/patterns/lines.py).
    """

    __tablename__ = "settled_patterns"
    __table_args__ = (
        Index("ix_settled_patterns_seeker_id", "seeker_id"),
        Index("ix_settled_patterns_action_id", "action_id"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    rule_key: Mapped[str]
    rule_version: Mapped[int]
    subject_key: Mapped[str]
    kind: Mapped[Settled]
    action_id: Mapped[UUID | None] = mapped_column(ForeignKey("actions.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class VictoryKind(StrEnum):
    """What a victory is."""

    STEP = "step"  # a stage further than before
    ANSWER = "answer"  # an employer said why
    ACTION = "action"  # an action was done
    PLAN = "plan"  # a plan was agreed
    CAME_BACK = "came_back"  # an employer who had ended it came back


class VictoryNote(Base):
    """What the seeker answered to "what worked?" about a victory; without words: let it be. Appended, the newest counts.

    `subject_id`: the stage event, feedback, action, review or outcome event that the victory is.
    """

    __tablename__ = "victory_notes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "seeker_id"], ["applications.id", "applications.seeker_id"], ondelete="CASCADE"
        ),
        Index("ix_victory_notes_seeker_id", "seeker_id", "subject_id"),
        Index("ix_victory_notes_application_id", "application_id"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    kind: Mapped[VictoryKind]
    subject_id: Mapped[UUID]
    application_id: Mapped[UUID | None]
    words: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]
    noted_at: Mapped[datetime]
