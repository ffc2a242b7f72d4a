"""Signing in: passwords, sessions, failed attempts, invitations."""

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
