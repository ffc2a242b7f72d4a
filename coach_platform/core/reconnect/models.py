"""Asking an employer, and what they answered. That something was asked is appended; an answer can be taken back whole."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from coach_platform.content.vocabulary import FeedbackSource
from coach_platform.kit.db import Base, Id


class Channel(StrEnum):
    """How a message goes out of the seeker's own account; its limits are in core/reconnect/lengths.py."""

    MAIL = "mail"
    LINKEDIN_MESSAGE = "linkedin_message"
    LINKEDIN_NOTE = "linkedin_note"


class Happened(StrEnum):
    """What the seeker said of a recipient. An answer is a row of `feedback`, a card's refusal is in its row."""

    ASKED = "asked"
    NOBODY = "nobody"  # nobody to ask


class _OfCase:
    """Shared by the children of a case: the composite key keeps the copy of seeker_id from drifting."""

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    case_id: Mapped[UUID]


def _of_case(*others: Any) -> tuple[Any, ...]:
    return (
        ForeignKeyConstraint(["case_id", "seeker_id"], ["cases.id", "cases.seeker_id"], ondelete="CASCADE"),
        *others,
    )


class ReconnectEvent(_OfCase, Base):
    """One message that was sent, as it was sent, or "nobody to ask". Append-only; undone by a later row.

    `to_id`: the contact, or the case itself where the company was written to. No foreign key: what was sent stays when
    the contact is removed.
    """

    __tablename__ = "reconnect_events"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return _of_case(
            UniqueConstraint("id", "seeker_id"),
            UniqueConstraint("undoes_id", name="uq_reconnect_events_undoes_id"),
            ForeignKeyConstraint(["undoes_id", "seeker_id"], ["reconnect_events.id", "reconnect_events.seeker_id"]),
            CheckConstraint("(kind = 'asked') = (channel is not null)", name="sent_by"),
            Index("ix_reconnect_events_case_id", "case_id"),
            Index("ix_reconnect_events_seeker_id", "seeker_id"),
        )

    to_id: Mapped[UUID]
    to_name: Mapped[str] = mapped_column(default="")
    kind: Mapped[Happened]
    channel: Mapped[Channel | None]
    via_recruiter: Mapped[bool] = mapped_column(default=False)
    subject: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")  # with the place of the card's link, never the link itself
    locale: Mapped[str]
    occurred_on: Mapped[date]
    recorded_at: Mapped[datetime]
    undoes_id: Mapped[UUID | None]


class FeedbackCard(_OfCase, Base):
    """A card for one contact, or for the company. Its link is an HMAC of id and version: nothing secret is stored."""

    __tablename__ = "feedback_cards"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return _of_case(
            UniqueConstraint("id", "seeker_id"),
            UniqueConstraint("case_id", "to_id", name="uq_feedback_cards_one"),
            CheckConstraint("locale in ('en', 'fr')", name="locale"),
            Index("ix_feedback_cards_seeker_id", "seeker_id"),
            Index("ix_feedback_cards_address_key", "address_key", postgresql_where="address_key <> ''"),
        )

    to_id: Mapped[UUID]  # as in ReconnectEvent
    to_name: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]  # the manager's language; they can switch
    questions: Mapped[dict[str, Any]]  # {"question": [up to three]}, in the seeker's words
    version: Mapped[int] = mapped_column(default=1)
    address_key: Mapped[str] = mapped_column(default="")  # a keyed hash (core/reconnect/refusals.py)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]  # for ever, for this contact and case
    reopened_at: Mapped[datetime | None]  # the tap was a slip: an earlier refusal no longer declines this card either
    withdrawn_at: Mapped[datetime | None]  # an answer was taken back: its words are gone


class Feedback(_OfCase, Base):
    """What an employer said, from any source: who, when, in which words, for which reasons."""

    __tablename__ = "feedback"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return _of_case(
            UniqueConstraint("id", "seeker_id"),
            UniqueConstraint("card_id", name="uq_feedback_card_id"),  # a double click answers once
            UniqueConstraint("author_id", "client_id", name="uq_feedback_client"),
            ForeignKeyConstraint(
                ["card_id", "seeker_id"], ["feedback_cards.id", "feedback_cards.seeker_id"], ondelete="CASCADE"
            ),
            CheckConstraint("(source = 'card') = (card_id is not null)", name="card"),
            Index("ix_feedback_case_id", "case_id"),
            Index("ix_feedback_seeker_id", "seeker_id"),
            Index("ix_feedback_contact_id", "contact_id"),
            Index("ix_feedback_deleted_at", "deleted_at", postgresql_where="deleted_at is not null"),
        )

    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))
    source: Mapped[FeedbackSource]
    person_name: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date]
    words: Mapped[str] = mapped_column(default="")
    reasons: Mapped[list[str]]  # keys of content/reasons.yaml
    # Of a card alone: the seeker's questions with what was answered, what would help, may they write again.
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)  # {"lines": [{"question": ..., "said": ...}]}
    next_time: Mapped[str] = mapped_column(default="")
    may_contact: Mapped[bool | None]
    locale: Mapped[str]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))  # who put it in
    author_name: Mapped[str] = mapped_column(default="")  # "" for a card: nobody signed in
    card_id: Mapped[UUID | None]
    verified: Mapped[bool] = mapped_column(default=False)  # whether we know who said it: a card's answer never
    client_id: Mapped[UUID | None]  # made with the form, for this one act
    created_at: Mapped[datetime]
    corrected_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class Door(_OfCase, Base):
    """Somebody said "keep in mind": who, and the day to write again. Reminded of once."""

    __tablename__ = "doors"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return _of_case(
            Index("ix_doors_case_id", "case_id"),
            Index("ix_doors_seeker_id", "seeker_id"),
            Index("ix_doors_reconnect_on", "reconnect_on", postgresql_where="closed_at is null and deleted_at is null"),
            Index("ix_doors_deleted_at", "deleted_at", postgresql_where="deleted_at is not null"),
            UniqueConstraint("seeker_id", "client_id", name="uq_doors_client"),
        )

    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))
    person_name: Mapped[str] = mapped_column(default="")
    said_on: Mapped[date]
    reconnect_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]
    client_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]  # written to, or let go
    came_back_at: Mapped[datetime | None]  # the employer wrote again: a victory
    deleted_at: Mapped[datetime | None]


class CardRefusal(Base):
    """Somebody wants no card again, from whomever. A keyed hash of the address they typed in: it names nobody."""

    __tablename__ = "card_refusals"

    address_key: Mapped[str] = mapped_column(primary_key=True)
    since_at: Mapped[datetime]
