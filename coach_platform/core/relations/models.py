"""The tables that the rules stand on: who is who, who is beside whom, and what was granted."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column

from coach_platform.content.vocabulary import Section
from coach_platform.kit.db import Base, Id


class Role(StrEnum):
    """What a membership makes a person. One person may hold several."""

    SEEKER = "seeker"
    COACH = "coach"
    ADMIN = "admin"
    OPERATOR = "operator"


class CoachingState(StrEnum):
    """Where the link between a seeker and a coach stands; moves are in core/coaching/states.py."""

    REQUESTED = "requested"
    INVITED = "invited"
    ACTIVE = "active"
    DECLINED = "declined"
    ENDED = "ended"


class TeamEvent(StrEnum):
    """What can become of a team."""

    CREATED = "created"
    JOINED = "joined"
    LEFT = "left"
    RENAMED = "renamed"
    ENDED = "ended"


class CaseScope(StrEnum):
    """Which cases a grant covers: the listed ones, or also every case still to come."""

    LISTED = "listed"
    FUTURE_TOO = "future_too"


class Person(Base):
    """Anyone with an account. Roles are memberships, never a column."""

    __tablename__ = "persons"
    __table_args__ = (
        UniqueConstraint("email", name="uq_persons_email"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("locale in ('en', 'fr')", name="locale"),
    )

    id: Mapped[Id]
    email: Mapped[str]
    name: Mapped[str]
    name_sort: Mapped[str]
    locale: Mapped[str]
    zone: Mapped[str]
    country: Mapped[str] = mapped_column(default="CA")  # decides the help line shown, nothing else
    confirmed_at: Mapped[datetime | None]
    quiet_until: Mapped[datetime | None]  # "not today": no mail before this moment
    last_seen_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Organisation(Base):
    __tablename__ = "organisations"

    id: Mapped[Id]
    name: Mapped[str]
    name_sort: Mapped[str]
    created_at: Mapped[datetime]


class Office(Base):
    __tablename__ = "offices"
    __table_args__ = (UniqueConstraint("id", "organisation_id"),)

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    city: Mapped[str]
    closed_at: Mapped[datetime | None]  # nobody works there any more; coachings keep it as the office of their time


class Membership(Base):
    """A role somebody holds, in an organisation's office or on their own, from one moment until another."""

    __tablename__ = "memberships"
    __table_args__ = (
        ForeignKeyConstraint(["office_id", "organisation_id"], ["offices.id", "offices.organisation_id"]),
        Index("ix_memberships_person_id", "person_id"),
        Index("ix_memberships_role", "role", "person_id"),  # the directory asks who is a coach
        Index("ix_memberships_organisation_id", "organisation_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    office_id: Mapped[UUID | None]
    role: Mapped[Role]
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]


class Coaching(Base):
    """The link seeker - coach. It keeps the organisation and office of its time."""

    __tablename__ = "coachings"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        Index(
            "uq_coachings_live",
            "seeker_id",
            "coach_id",
            unique=True,
            postgresql_where="state in ('requested', 'invited', 'active')",
        ),
        Index("ix_coachings_coach_id_state", "coach_id", "state"),
        Index("ix_coachings_organisation_id", "organisation_id", "state"),
        CheckConstraint("seeker_id <> coach_id", name="two_people"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    # A coach's account may be erased; the coaching and what the coach wrote to the seeker stay ("former coach").
    coach_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("offices.id"))
    state: Mapped[CoachingState]
    places_candidates: Mapped[bool]  # what the coach said of themself when the link began
    message: Mapped[str] = mapped_column(default="")
    message_locale: Mapped[str] = mapped_column(default="en")
    thanks: Mapped[str] = mapped_column(default="", server_default="")  # the seeker's word at the end of their search
    thanks_locale: Mapped[str] = mapped_column(default="en", server_default="en")
    mail_words: Mapped[bool] = mapped_column(default=False)  # the seeker lets mails to the coach carry shared words
    # the seeker lets this coach note what they say on the phone, for them to confirm
    by_phone: Mapped[bool] = mapped_column(default=False, server_default="false")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None]  # who ended it, or declined it
    coach_left_at: Mapped[datetime | None]  # it ended because its coach left the organisation


class Team(Base):
    """A named list of coaches in one organisation, who share the work on a seeker. Ended, never deleted."""

    __tablename__ = "teams"
    __table_args__ = (
        Index("uq_teams_name", "organisation_id", "name_sort", unique=True, postgresql_where="ended_at is null"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    name_sort: Mapped[str]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class TeamMember(Base):
    """A coach in a team, from one moment until another. Who left and comes back has a second row."""

    __tablename__ = "team_members"
    __table_args__ = (
        Index("uq_team_members_live", "team_id", "person_id", unique=True, postgresql_where="left_at is null"),
        Index("ix_team_members_person_id", "person_id"),
    )

    id: Mapped[Id]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"))
    # An erased coach's row stays, without them: seekers may read since when somebody was on the list, and until when.
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class TeamChange(Base):
    """What became of a team's list: what its seekers are told, and can read later. Append-only."""

    __tablename__ = "team_changes"
    __table_args__ = (
        Index("ix_team_changes_team_id", "team_id"),
        Index("ix_team_changes_person_id", "person_id"),
    )

    id: Mapped[Id]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"))
    what: Mapped[TeamEvent]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))  # who joined or left
    name: Mapped[str]  # the team's, from then on
    at: Mapped[datetime]


class Grant(Base):
    """What a seeker shares with one coach, or over the coaching with a team of theirs.

    Never changed, only revoked and followed by another: the record of consent.
    """

    __tablename__ = "grants"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        ForeignKeyConstraint(["coaching_id", "seeker_id"], ["coachings.id", "coachings.seeker_id"], ondelete="CASCADE"),
        Index(
            "uq_grants_live_coach",
            "coaching_id",
            unique=True,
            postgresql_where="revoked_at is null and team_id is null",
        ),
        Index(
            "uq_grants_live_team",
            "coaching_id",
            "team_id",
            unique=True,
            postgresql_where="revoked_at is null and team_id is not null",
        ),
        Index("ix_grants_team_id", "team_id", postgresql_where="team_id is not null"),
        Index("ix_grants_coach_id", "coach_id"),
        Index("ix_grants_coaching_id", "coaching_id"),
        Index("ix_grants_seeker_id", "seeker_id"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    coaching_id: Mapped[UUID]
    coach_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))  # none for a team
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    sections: Mapped[list[str]]  # values of Section
    case_scope: Mapped[CaseScope]
    until_on: Mapped[date | None]  # the last day, in the seeker's zone
    ends_at: Mapped[datetime | None]  # the same as an instant
    agreed_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    consent_key: Mapped[str]
    consent_version: Mapped[int]
    consent_locale: Mapped[str]
    consent_text: Mapped[str]  # exactly what was agreed to


class GrantCase(Base):
    """A case that a grant lists."""

    __tablename__ = "grant_cases"
    __table_args__ = (
        ForeignKeyConstraint(["grant_id", "seeker_id"], ["grants.id", "grants.seeker_id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["case_id", "seeker_id"], ["cases.id", "cases.seeker_id"], ondelete="CASCADE"),
        Index("ix_grant_cases_case_id", "case_id"),
    )

    grant_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    seeker_id: Mapped[UUID]


class GrantExclusion(Base):
    """ "Not this one": a case that a grant would open and its seeker keeps out of it, from one moment until another."""

    __tablename__ = "grant_exclusions"
    __table_args__ = (
        ForeignKeyConstraint(["grant_id", "seeker_id"], ["grants.id", "grants.seeker_id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["case_id", "seeker_id"], ["cases.id", "cases.seeker_id"], ondelete="CASCADE"),
        Index("uq_grant_exclusions_live", "grant_id", "case_id", unique=True, postgresql_where="lifted_at is null"),
        Index("ix_grant_exclusions_case_id", "case_id"),
    )

    id: Mapped[Id]
    grant_id: Mapped[UUID]
    case_id: Mapped[UUID]
    seeker_id: Mapped[UUID]
    excluded_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]


class Look(Base):
    """One look of a coach at granted words: who, whose, which section and case, where. Append-only."""

    __tablename__ = "looks"
    __table_args__ = (
        Index("ix_looks_seeker_id_looked_at", "seeker_id", "looked_at"),
        Index("ix_looks_reader_id", "reader_id"),
        # Whether a coach ever looked into a case's deeper answers: their hundreds of looks at the list are not asked.
        Index("ix_looks_deeper", "seeker_id", "reader_id", "case_id", postgresql_where="section = 'deeper'"),
        Index("ix_looks_case_id", "seeker_id", "case_id", "looked_at", postgresql_where="case_id is not null"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    reader_id: Mapped[UUID]  # no foreign key: the log stays readable when the coach is gone
    reader_name: Mapped[str]
    team_name: Mapped[str] = mapped_column(default="", server_default="")  # through whom, where it was a team's grant
    section: Mapped[Section]
    case_id: Mapped[UUID | None]
    surface: Mapped[str]  # core/access/figures.py, Surface
    looked_at: Mapped[datetime]


class Calibration(Base):
    """One coach's own view of a case, beside its seeker's deeper answers. While it is held, these are closed to the coach."""

    __tablename__ = "calibrations"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        UniqueConstraint("case_id", "coach_id", name="uq_calibrations_case_id"),
        ForeignKeyConstraint(["case_id", "seeker_id"], ["cases.id", "cases.seeker_id"], ondelete="CASCADE"),
        Index("ix_calibrations_seeker_id", "seeker_id", "coach_id"),
        Index("ix_calibrations_coach_id", "coach_id"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    case_id: Mapped[UUID]
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime | None]  # the seeker asked for it
    begun_at: Mapped[datetime | None]  # the coach chose to answer
    opened_at: Mapped[datetime | None]  # they had read the seeker's answers, or chose to read them first
    revealed_at: Mapped[datetime | None]  # both have answered


def held() -> Any:
    """The condition under which a Calibration closes the seeker's deeper answers to its coach."""
    return and_(Calibration.opened_at.is_(None), Calibration.revealed_at.is_(None))


class AuditEvent(Base):
    """What happened to accounts, roles and consent. Append-only by database rights; holds no private text."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_actor_key_at", "actor_key", "at"),)

    id: Mapped[Id]
    at: Mapped[datetime]
    actor_key: Mapped[str]  # a keyed hash of the person's id: pseudonymous, survives an erasure
    event: Mapped[str]
    details: Mapped[dict[str, Any]]


__all__ = [
    "AuditEvent",
    "CaseScope",
    "Coaching",
    "CoachingState",
    "Grant",
    "GrantCase",
    "GrantExclusion",
    "Look",
    "Membership",
    "Office",
    "Organisation",
    "Person",
    "Role",
    "Section",
    "Team",
    "TeamChange",
    "TeamEvent",
    "TeamMember",
]
