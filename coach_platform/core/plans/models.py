"""The living plan: actions with their evidence, turns, comments."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.content.vocabulary import ActionKind, Area
from coach_platform.kit.db import Base, Id


class Turn(StrEnum):
    """Whose turn a plan is; moves are in core/plans/turns.py."""

    DRAFT = "draft"
    AWAITING_COACH = "awaiting_coach"
    AWAITING_SEEKER = "awaiting_seeker"
    AGREED = "agreed"


class ActionState(StrEnum):
    """proposed (by the coach) -> open | declined; open -> done | dropped, and back."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class CommentTarget(StrEnum):
    """What a comment stands at."""

    PLAN = "plan"
    ACTION = "action"
    CASE = "case"
    ANSWER = "answer"
    PRACTICE = "practice"  # a practice item; `case_id` is the item's, where it came from a case


class Plan(Base):
    """The one living plan of a seeker."""

    __tablename__ = "plans"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        UniqueConstraint("seeker_id", name="uq_plans_seeker_id"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    turn: Mapped[Turn] = mapped_column(default=Turn.DRAFT)
    turn_since_at: Mapped[datetime]
    coaching_id: Mapped[UUID | None] = mapped_column(ForeignKey("coachings.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]


class Action(Base):
    """One point of the plan. Words made by a rule stay rule + version + parameters until a person edits them."""

    __tablename__ = "actions"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        ForeignKeyConstraint(["plan_id", "seeker_id"], ["plans.id", "plans.seeker_id"], ondelete="CASCADE"),
        CheckConstraint("(what is not null) or (rule_key is not null)", name="words"),
        Index("ix_actions_plan_id", "plan_id", "position"),
        Index("ix_actions_seeker_id_state", "seeker_id", "state"),
        Index("ix_actions_deleted_at", "deleted_at", postgresql_where="deleted_at is not null"),
        # Whose action is due tomorrow, over all seekers.
        Index("ix_actions_due_on", "due_on", postgresql_where="state = 'open' and deleted_at is null"),
        Index(
            "ix_actions_asleep", "snoozed_until_on", postgresql_where="state = 'open' and snoozed_until_on is not null"
        ),
        Index("ix_actions_assignment_id", "assignment_id", postgresql_where="assignment_id is not null"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    plan_id: Mapped[UUID]
    position: Mapped[int]
    kind: Mapped[ActionKind]
    area: Mapped[Area | None]
    state: Mapped[ActionState]
    # A person's words; null while the rule's words stand.
    what: Mapped[str | None]
    why: Mapped[str | None]
    if_then: Mapped[str | None]
    obstacle: Mapped[str | None]
    obstacle_answer: Mapped[str | None]
    done_when: Mapped[str | None]
    locale: Mapped[str]
    guide_key: Mapped[str | None]
    link: Mapped[str] = mapped_column(default="")
    rule_key: Mapped[str | None]
    rule_version: Mapped[int | None]
    rule_params: Mapped[dict[str, Any] | None]
    # The template it was made from: the key of one of everybody's, or "own." and that of an organisation's.
    template_key: Mapped[str | None]
    assignment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assignments.id", ondelete="SET NULL"))
    due_on: Mapped[date | None]
    snoozed_until_on: Mapped[date | None]
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    closing_words: Mapped[str] = mapped_column(default="")  # done / dropped: a word why
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class ActionEvidence(Base):
    """A case that is evidence for an action. Left out for a reader to whom that case is not granted."""

    __tablename__ = "action_evidence"
    __table_args__ = (
        ForeignKeyConstraint(["action_id", "seeker_id"], ["actions.id", "actions.seeker_id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["case_id", "seeker_id"], ["cases.id", "cases.seeker_id"], ondelete="CASCADE"),
        Index("ix_action_evidence_case_id", "case_id"),
    )

    action_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    seeker_id: Mapped[UUID]


class DismissedSuggestion(Base):
    """A suggestion the seeker sent away: it is not offered again."""

    __tablename__ = "dismissed_suggestions"

    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    rule_key: Mapped[str] = mapped_column(primary_key=True)
    dismissed_at: Mapped[datetime]


class Review(Base):
    """One turn of a plan: asked by the seeker, answered by the coach."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        ForeignKeyConstraint(["plan_id", "seeker_id"], ["plans.id", "plans.seeker_id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["coaching_id", "seeker_id"], ["coachings.id", "coachings.seeker_id"], ondelete="CASCADE"),
        Index(
            "uq_reviews_open", "plan_id", unique=True, postgresql_where="answered_at is null and withdrawn_at is null"
        ),
        Index("ix_reviews_coaching_id", "coaching_id"),
        Index("ix_reviews_plan_id", "plan_id", "asked_at"),
        Index("ix_reviews_waiting", "asked_at", postgresql_where="answered_at is null and withdrawn_at is null"),
        Index("ix_reviews_answered_by_id", "answered_by_id"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    plan_id: Mapped[UUID]
    coaching_id: Mapped[UUID]
    note: Mapped[str] = mapped_column(default="")
    note_locale: Mapped[str]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    # Somebody of the team, where a team shares the work; the coach of the coaching in rows from before there were teams.
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    answer: Mapped[str] = mapped_column(default="")
    answer_locale: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]  # by the seeker, by the end of the coaching, or with `lapsed_at`
    lapsed_at: Mapped[datetime | None]  # the named end of what nobody answered in 28 counted days (lapsing.py)
    agreed_at: Mapped[datetime | None]


class ReviewClaim(Base):
    """Who answers a turn that a team shares: one row a review, so there is never a second claim. Times are the database's."""

    __tablename__ = "review_claims"
    __table_args__ = (
        ForeignKeyConstraint(["review_id", "seeker_id"], ["reviews.id", "reviews.seeker_id"], ondelete="CASCADE"),
        Index("ix_review_claims_coach_id", "coach_id"),
        Index("ix_review_claims_until_at", "until_at"),
    )

    review_id: Mapped[UUID] = mapped_column(primary_key=True)
    seeker_id: Mapped[UUID]
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    claimed_at: Mapped[datetime]
    until_at: Mapped[datetime]


class Comment(Base):
    """Something said at a plan, an action, a case, an answer or a practice item."""

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        ForeignKeyConstraint(["plan_id", "seeker_id"], ["plans.id", "plans.seeker_id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["action_id", "seeker_id"], ["actions.id", "actions.seeker_id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["case_id", "seeker_id"], ["cases.id", "cases.seeker_id"], ondelete="CASCADE"),
        ForeignKeyConstraint(
            ["item_id", "seeker_id"], ["practice_items.id", "practice_items.seeker_id"], ondelete="CASCADE"
        ),
        CheckConstraint(
            "(target = 'plan' and plan_id is not null and action_id is null and case_id is null)"
            " or (target = 'action' and action_id is not null and case_id is null)"
            " or (target in ('case', 'answer') and case_id is not null and action_id is null)"
            " or (target = 'practice' and item_id is not null and plan_id is null and action_id is null)",
            name="target",
        ),
        CheckConstraint("(target = 'practice') = (item_id is not null)", name="item"),
        Index("ix_comments_item_id", "item_id", postgresql_where="item_id is not null"),
        Index("ix_comments_seeker_id_created_at", "seeker_id", "created_at"),
        Index("ix_comments_deleted_at", "deleted_at", postgresql_where="deleted_at is not null"),
        # The same form sent twice says it once.
        UniqueConstraint("author_id", "client_id", name="uq_comments_client"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    coaching_id: Mapped[UUID | None] = mapped_column(ForeignKey("coachings.id", ondelete="SET NULL"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    author_name: Mapped[str]
    by_coach: Mapped[bool]
    target: Mapped[CommentTarget]
    plan_id: Mapped[UUID | None]
    action_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    item_id: Mapped[UUID | None]  # a practice item
    set_key: Mapped[str | None]  # an answer: which question set ...
    item_key: Mapped[str | None]  # ... and which question of it
    client_id: Mapped[UUID | None]  # made with the form, for this one act
    body: Mapped[str]
    locale: Mapped[str]
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]  # by the other side
    deleted_at: Mapped[datetime | None]


class CommentText(Base):
    """An earlier text of an edited comment: history is never lost."""

    __tablename__ = "comment_texts"
    __table_args__ = (
        ForeignKeyConstraint(["comment_id", "seeker_id"], ["comments.id", "comments.seeker_id"], ondelete="CASCADE"),
        Index("ix_comment_texts_comment_id", "comment_id"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    comment_id: Mapped[UUID]
    body: Mapped[str]
    replaced_at: Mapped[datetime]
