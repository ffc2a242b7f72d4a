"""What proves a person besides their password: one authenticator app, passkeys, recovery codes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class AuthenticatorApp(Base):
    """The secret a person shares with an app (TOTP, RFC 6238). It counts once a code of it was typed back."""

    __tablename__ = "authenticator_apps"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)  # kit/sealing.py
    begun_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)  # the half minute of the last code: none counts twice


class Passkey(Base):
    """One passkey (WebAuthn): a public key. What is secret never leaves its owner's device."""

    __tablename__ = "passkeys"
    __table_args__ = (
        UniqueConstraint("credential_id", name="uq_passkeys_credential_id"),
        Index("ix_passkeys_person_id", "person_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    name: Mapped[str]  # what its owner calls it
    credential_id: Mapped[bytes] = mapped_column(LargeBinary)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)  # goes up with each use, where the device counts
    transports: Mapped[list[str]]  # how the browser reaches it: a hint for the next time
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class PasskeyChallenge(Base):
    """What a device is asked to sign, once and within minutes. On the server, so that no answer can be sent again."""

    __tablename__ = "passkey_challenges"
    __table_args__ = (
        Index("ix_passkey_challenges_ends_at", "ends_at"),
        CheckConstraint("purpose in ('add', 'sign_in', 'second', 'prove')", name="purpose"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    purpose: Mapped[str]
    challenge: Mapped[bytes] = mapped_column(LargeBinary)
    ends_at: Mapped[datetime]


class RecoveryCode(Base):
    """One of ten codes on paper. Its first four letters find it, the rest is hashed (Argon2id)."""

    __tablename__ = "recovery_codes"
    __table_args__ = (Index("ix_recovery_codes_person_id", "person_id"),)

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    start: Mapped[str]
    rest_hash: Mapped[str]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
