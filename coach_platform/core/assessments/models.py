"""Question sets, the answers given to them, and check-ins."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class AuthorRole(StrEnum):
    """As whom an assessment was answered."""

    SEEKER = "seeker"
    COACH = "coach"


class QuestionSet(Base):
    """One immutable version of a question set, loaded from content/ by its hash when migrating."""

    __tablename__ = "question_sets"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key", "version", postgresql_nulls_not_distinct=True),
        UniqueConstraint("content_hash", name="uq_question_sets_content_hash"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    key: Mapped[str]
    version: Mapped[int]
    body: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    loaded_at: Mapped[datetime]


class AssessmentResponse(Base):
    """One author's submitted answers to one version of one question set. Submitting again adds a row."""

    __tablename__ = "assessment_responses"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        ForeignKeyConstraint(["case_id", "seeker_id"], ["cases.id", "cases.seeker_id"], ondelete="CASCADE"),
        Index("ix_assessment_responses_case_id", "case_id", "set_key", "submitted_at"),
        Index("ix_assessment_responses_seeker_id", "seeker_id"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    case_id: Mapped[UUID]
    question_set_id: Mapped[UUID] = mapped_column(ForeignKey("question_sets.id"))
    set_key: Mapped[str]  # first_assessment, deeper: repeated from the question set
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    author_role: Mapped[AuthorRole]
    author_name: Mapped[str]
    locale: Mapped[str]
    answers: Mapped[dict[str, Any]]
    blind: Mapped[bool] = mapped_column(default=False)  # true only without an earlier look at that section
    submitted_at: Mapped[datetime]


class CheckIn(Base):
    """How confident the seeker feels, 1-5, in one tap."""

    __tablename__ = "check_ins"
    __table_args__ = (
        CheckConstraint("confidence between 1 and 5", name="confidence"),
        Index("ix_check_ins_seeker_id_at", "seeker_id", "at"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    confidence: Mapped[int]
    occasion: Mapped[str]  # logged, planned, other
    at: Mapped[datetime]
