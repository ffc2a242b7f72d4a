"""Messages as rows: the truth about every mail. Redis only wakes the workers."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class MessageState(StrEnum):
    """queued -> claimed -> sending -> sent | skipped | failed | unknown; the allowed moves are in core/mail/states.py."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"


DONE = "state in ('sent', 'skipped', 'failed')"


class Message(Base):
    """One outbound email to one address. (stream_on, key) is unique: asking twice is asking once."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("stream_on", "key", name="uq_messages_stream_on_key"),
        Index("ix_messages_due", "due_at", postgresql_where="state in ('queued', 'claimed', 'sending', 'unknown')"),
        # What a dead worker left, found without walking through a million that are due for the first time.
        Index(
            "ix_messages_again",
            "due_at",
            postgresql_where="attempts > 0 and state in ('queued', 'claimed', 'sending', 'unknown')",
        ),
        Index("ix_messages_person_id", "person_id", "kind", "id"),
        # One mail a person and kind gathers at a time, whoever speaks in the same instant (outbox.gather).
        Index("uq_messages_gathering", "person_id", "kind", unique=True, postgresql_where="gathering"),
        Index("ix_messages_failed", "kind", "reason", "due_at", postgresql_where="state = 'failed'"),
        # What is over, for the retention task: letters to people, and those to addresses without an account.
        Index("ix_messages_done", "due_at", postgresql_where=DONE),
        Index("ix_messages_done_strangers", "due_at", postgresql_where=f"{DONE} and person_id is null"),
        CheckConstraint("locale in ('en', 'fr')", name="locale"),
    )

    id: Mapped[Id]
    stream_on: Mapped[date]  # a pure function of the key; the table is partitioned by its month later
    key: Mapped[str]
    kind: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    address: Mapped[str]
    locale: Mapped[str]
    zone: Mapped[str]
    thread_key: Mapped[str | None]
    params: Mapped[dict[str, Any]]  # ids and facts the kind needs to compose it; no text of a person
    state: Mapped[MessageState] = mapped_column(default=MessageState.QUEUED)
    reason: Mapped[str | None]  # why it was skipped or failed, a value of core/mail/reasons.py
    at_once: Mapped[bool] = mapped_column(default=False)  # its reader waits for it: sent whatever the hour
    gathering: Mapped[bool] = mapped_column(default=False)  # takes in what else happens, until it is first claimed
    due_at: Mapped[datetime]
    # Each time it was held back: [{"at", "was_due", "reason", "until"}, ...]; its owner can read it (core/mail_history).
    held: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    latest_at: Mapped[datetime | None]  # after this it has lost its sense and is skipped, with the reason
    claimed_by: Mapped[str | None]  # worker and a token of its own for every claim: the fence
    lease_until: Mapped[datetime | None]  # by the database's clock
    attempts: Mapped[int] = mapped_column(default=0)  # times it was taken and neither finished nor put back
    deferrals: Mapped[int] = mapped_column(default=0)  # times the relay said "later"
    doubts: Mapped[int] = mapped_column(default=0)  # times it was handed over and no answer is known
    shown: Mapped[dict[str, Any] | None]  # the figures the letter showed, for the next one to compare with
    sent_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]  # when it was sent, skipped or given up
    error: Mapped[str | None]  # the relay's last answer
    created_at: Mapped[datetime]


class MailChoice(Base):
    """A kind of mail that a person turned off (or on again)."""

    __tablename__ = "mail_choices"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    wanted: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]  # settings, unsubscribe_link, one_click


class Suppression(Base):
    """An address that refused mail for good, or whose owner complained: nothing is sent there until it is mended."""

    __tablename__ = "suppressions"
    __table_args__ = (Index("ix_suppressions_since_at", "since_at"),)

    address: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]  # of core/mail/reasons.py: address_refused, bounced, complained
    since_at: Mapped[datetime]
    status: Mapped[str | None]  # the enhanced status code (RFC 3463) of a bounce


class MailReturn(Base):
    """What came back about a letter after the relay had taken it: a bounce, or a complaint of its reader's mailbox."""

    __tablename__ = "mail_returns"
    __table_args__ = (
        UniqueConstraint("message_id", "what", name="uq_mail_returns_message_id_what"),
        Index("ix_mail_returns_came_at", "came_at"),
        Index("ix_mail_returns_person_id", "person_id"),
    )

    id: Mapped[Id]
    message_id: Mapped[UUID]  # no foreign key: messages are to be partitioned by month
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    what: Mapped[str]  # core/mail/returned/reading.py: hard, soft, complaint
    status: Mapped[str]  # the enhanced status code, or the kind of complaint
    words: Mapped[str]  # the mail server's own, without addresses
    came_at: Mapped[datetime]
