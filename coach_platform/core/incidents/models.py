"""Confidentiality incidents. Each change is a row of its own; the newest row of an incident is how it stands."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.kit.db import Base, Id


class Risk(StrEnum):
    """Of serious injury to somebody (P-39.1, section 3.7), or real risk of significant harm (PIPEDA, section 10.1)."""

    UNDER_ASSESSMENT = "under_assessment"
    NOT_SERIOUS = "not_serious"
    SERIOUS = "serious"


class IncidentEntry(Base):
    """One version of one incident: what the Regulation respecting confidentiality incidents (section 7) has kept.

    Append-only by the database's rights. It holds nobody's name and none of their words: the form says so.
    """

    __tablename__ = "incident_entries"
    __table_args__ = (
        CheckConstraint("people is null or people >= 0", name="people"),
        Index("ix_incident_entries_incident_id", "incident_id"),
        Index("ix_incident_entries_recorded_at", "recorded_at"),
    )

    id: Mapped[Id]
    incident_id: Mapped[UUID]  # the id of its first entry
    recorded_at: Mapped[datetime]
    recorded_by_key: Mapped[str]  # a keyed hash of the operator's id, as in the audit log
    title: Mapped[str]
    what_happened: Mapped[str]
    happened: Mapped[str]  # the day or period, as far as it is known
    aware_on: Mapped[date]
    kinds: Mapped[str]  # of personal information, or why they cannot be described
    people: Mapped[int | None]  # None: not known
    people_known: Mapped[str] = mapped_column(default="")  # "about", "of whom 3 in Québec", why not known
    risk: Mapped[Risk]
    risk_why: Mapped[str]
    cai_told_on: Mapped[date | None]  # Commission d'accès à l'information
    opc_told_on: Mapped[date | None]  # Office of the Privacy Commissioner of Canada
    people_told_on: Mapped[date | None]
    public_notice: Mapped[str] = mapped_column(default="")  # whether there was one, and why
    measures: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[date | None]
