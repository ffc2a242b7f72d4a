"""Invitations of seekers. Until the person answers, a row knows an address and nothing of any account."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class InvitationState(StrEnum):
    """sent -> accepted | declined | taken_back | expired. One whose month is over counts as expired, written or not."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"


class ProposedCases(StrEnum):
    """Which cases are proposed. An inviter knows none of them, so there is no list."""

    ALL_SO_FAR = "all_so_far"
    ALL_FUTURE_TOO = "all_future_too"


class InvitationRound(Base):
    """What was said to everybody of one sending: who invites, from where, the message, what they propose to see."""

    __tablename__ = "invitation_rounds"
    __table_args__ = (
        Index("ix_invitation_rounds_coach_id", "coach_id"),
        Index("ix_invitation_rounds_sent_at", "sent_at"),
        CheckConstraint("message_locale in ('en', 'fr')", name="message_locale"),
    )

    id: Mapped[Id]
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    # The coach, or an admin of the organisation; an admin who is erased leaves the invitations to the coach.
    invited_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("offices.id"))
    message: Mapped[str] = mapped_column(default="")
    message_locale: Mapped[str]
    sections: Mapped[list[str]]  # values of Section: a proposal, never a grant
    cases: Mapped[ProposedCases | None]
    until_on: Mapped[date | None]
    sent_at: Mapped[datetime]


class SeekerInvitation(Base):
    """One address of a round. The mailed link is an HMAC of its id; nothing secret is stored."""

    __tablename__ = "seeker_invitations"
    __table_args__ = (
        Index("uq_seeker_invitations_open", "coach_id", "address", unique=True, postgresql_where="state = 'sent'"),
        Index("ix_seeker_invitations_coach_id", "coach_id", "created_at", "id"),
        Index("ix_seeker_invitations_organisation_id", "organisation_id", "created_at", "id"),
        Index("ix_seeker_invitations_round_id", "round_id"),
        Index("ix_seeker_invitations_address", "address"),
        Index("ix_seeker_invitations_coaching_id", "coaching_id"),
        Index("ix_seeker_invitations_created_at", "created_at", postgresql_where="coaching_id is null"),
        CheckConstraint("locale in ('en', 'fr')", name="locale"),
        CheckConstraint("address = lower(address)", name="address_lower"),
    )

    id: Mapped[Id]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("invitation_rounds.id", ondelete="CASCADE"))
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))  # the round's
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))  # the round's
    address: Mapped[str]
    name: Mapped[str] = mapped_column(default="")  # as the inviter wrote it
    locale: Mapped[str]  # of the letter
    state: Mapped[InvitationState] = mapped_column(default=InvitationState.SENT)
    by_organisation: Mapped[bool]  # sent by an admin: counts against the organisation's day, not the coach's
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # answered, taken back, or followed by another
    coaching_id: Mapped[UUID | None] = mapped_column(ForeignKey("coachings.id", ondelete="SET NULL"))  # once accepted


class InvitationRefusal(Base):
    """Somebody wants no invitation from this coach again. A keyed hash: it names nobody, and outlives an erasure."""

    __tablename__ = "invitation_refusals"

    coach_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    address_key: Mapped[str] = mapped_column(primary_key=True)
    since_at: Mapped[datetime]
