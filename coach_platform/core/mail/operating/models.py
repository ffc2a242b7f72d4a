"""What an operator said about mail, and which database it was sent from."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base


class MailStop(Base):
    """A kind of mail that an operator holds back. Its rows wait; letting it go removes the stop, the audit log keeps it."""

    __tablename__ = "mail_stops"

    kind: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]  # the operator's own words, for other operators
    since_at: Mapped[datetime]
    # Nobody: stopped from the command line, or by somebody who is gone.
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))


class MailPlace(Base):
    """The one database that mail goes out from: a copy of it (a restore, a promoted replica) finds another one here."""

    __tablename__ = "mail_place"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    system: Mapped[str]  # the cluster's system identifier
    timeline: Mapped[int]
    database: Mapped[int] = mapped_column(BigInteger)  # its oid: a new one after `create database`
    relation: Mapped[int] = mapped_column(
        BigInteger
    )  # the oid of this table: a new one after pg_restore into the same database
    seen_at: Mapped[datetime]  # when all of them last agreed, give or take a minute
    moved_at: Mapped[datetime | None]  # when they first did not: since then no mail goes
