"""Signing in: passwords, sessions, known browsers, failed attempts, a new address, invitations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.core.relations.models import Role
from coach_platform.kit.db import Base, Id


class Credential(Base):
    """A person's password (Argon2id), and the version that every link mailed to them carries."""

    __tablename__ = "credentials"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    password_hash: Mapped[str]
    changed_at: Mapped[datetime]
    link_version: Mapped[int] = mapped_column(default=0)  # raised when used: a confirm or reset link works once


class SignInSession(Base):
    """One signed-in browser. The cookie holds the token, this row only its hash."""

    __tablename__ = "sign_in_sessions"
    __table_args__ = (
        UniqueConstraint("token_hash", name="uq_sign_in_sessions_token_hash"),
        Index("ix_sign_in_sessions_person_id", "person_id"),
        # What is over, for the retention task.
        Index("ix_sign_in_sessions_revoked_at", "revoked_at", postgresql_where="revoked_at is not null"),
        Index("ix_sign_in_sessions_ends_at", "ends_at"),
        Index("ix_sign_in_sessions_last_seen_at", "last_seen_at"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]  # the absolute end, whatever its use
    revoked_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")  # "Firefox, Linux": enough to recognise it by
    shared: Mapped[bool] = mapped_column(default=False)  # a computer others use: ends with the browser, and soon
    proved_at: Mapped[datetime]  # when whoever sits there last showed who they are
    second_factor_at: Mapped[datetime | None]  # when they did so with more than a password


class KnownBrowser(Base):
    """A browser in which a person signed in before: a random cookie's hash, made with the person's id.

    Two people at one computer have two rows that nothing connects. No fingerprint, no place.
    """

    __tablename__ = "known_browsers"
    __table_args__ = (
        UniqueConstraint("person_id", "token_hash", name="uq_known_browsers_token_hash"),
        Index("ix_known_browsers_last_at", "last_at"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class AddressChange(Base):
    """Somebody asked to move an account to another address. The new mailbox confirms, the old one can stop it."""

    __tablename__ = "address_changes"
    __table_args__ = (
        Index(
            "uq_address_changes_open",
            "person_id",
            unique=True,
            postgresql_where="confirmed_at is null and stopped_at is null",
        ),
        Index("ix_address_changes_asked_at", "asked_at"),
        CheckConstraint("old_address <> new_address", name="another"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    old_address: Mapped[str]
    new_address: Mapped[str]
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]


class FailedAttempts(Base):
    """Failed sign-ins of one address, known or not (keyed hash), counted where no FLUSHALL reaches."""

    __tablename__ = "failed_attempts"
    __table_args__ = (Index("ix_failed_attempts_last_at", "last_at"),)

    address_key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime]
    blocked_until: Mapped[datetime | None]


class Invitation(Base):
    """An offer of an account with a role. The mailed link is an HMAC of its id; nothing secret is stored."""

    __tablename__ = "invitations"
    __table_args__ = (
        Index(
            "uq_invitations_open",
            "email",
            "role",
            unique=True,
            postgresql_where="accepted_at is null and revoked_at is null",
        ),
        Index("ix_invitations_ends_at", "ends_at"),
        CheckConstraint("locale in ('en', 'fr')", name="locale"),
    )

    id: Mapped[Id]
    email: Mapped[str]
    role: Mapped[Role]
    locale: Mapped[str]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("offices.id"))
    invited_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class PrivacyChoice(Base):
    """What a seeker chose about sentences that rules make of their data. No row: nothing was chosen yet (privacy.py)."""

    __tablename__ = "privacy_choices"

    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    suggestions: Mapped[bool | None]  # None: was not asked yet, and nothing is suggested
    quiet_told: Mapped[bool] = mapped_column(default=True)  # to a coach whom they granted their activity
    changed_at: Mapped[datetime]
