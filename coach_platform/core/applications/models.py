"""Applications and what happened to them. Events, ratings and outcomes are appended, never changed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from coach_platform.content.vocabulary import (
    Need,
    OfferState,
    Outcome,
    RoleKind,
    Source,
    Stage,
    WorkMode,
)
from coach_platform.kit.db import Base, Id


class SearchSettings(Base):
    """How one seeker searches: their own number of days before "no reply" is proposed; the search's end and restart."""

    __tablename__ = "search_settings"
    __table_args__ = (
        Index("ix_search_settings_found_work_at", "found_work_at", postgresql_where="found_work_at is not null"),
    )

    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    no_reply_days: Mapped[int] = mapped_column(default=21)
    searching_since_on: Mapped[date]
    found_work_at: Mapped[datetime | None]


class SearchEnd(Base):
    """One end of a search: when, what helped in the seeker's own view, and when they searched again."""

    __tablename__ = "search_ends"
    __table_args__ = (Index("ix_search_ends_seeker_id", "seeker_id", "found_work_at"),)

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    found_work_at: Mapped[datetime]
    searching_again_at: Mapped[datetime | None]
    helped: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)  # keys of content/what_helped.yaml
    words: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]


class ResumeVersion(Base):
    """A name and its text: what was sent."""

    __tablename__ = "resume_versions"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        Index("ix_resume_versions_seeker_id", "seeker_id"),
        Index("ix_resume_versions_deleted_at", "deleted_at", postgresql_where="deleted_at is not null"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    name: Mapped[str]
    body: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Import(Base):
    """A list of earlier applications that was brought in at once, and can be taken back at once."""

    __tablename__ = "imports"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        Index("ix_imports_seeker_id", "seeker_id"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    rows_brought: Mapped[int]
    rows_left: Mapped[int]  # rows of the list that stayed behind
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class Application(Base):
    """One try for one job at one employer. The last columns repeat what the events say, so that lists are one scan."""

    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("id", "seeker_id"),
        ForeignKeyConstraint(["resume_version_id", "seeker_id"], ["resume_versions.id", "resume_versions.seeker_id"]),
        Index("ix_applications_list", "seeker_id", "last_event_on", "id", postgresql_where="deleted_at is null"),
        Index("ix_applications_company", "seeker_id", "company_sort", "id", postgresql_where="deleted_at is null"),
        Index("ix_applications_outcome", "seeker_id", "outcome", postgresql_where="deleted_at is null"),
        Index("ix_applications_deleted_at", "deleted_at", postgresql_where="deleted_at is not null"),
        Index("ix_applications_resume_version_id", "resume_version_id"),
        ForeignKeyConstraint(["import_id", "seeker_id"], ["imports.id", "imports.seeker_id"]),
        Index("ix_applications_import_id", "import_id", postgresql_where="import_id is not null"),
    )

    id: Mapped[Id]
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    company: Mapped[str]
    company_sort: Mapped[str]
    role: Mapped[str]
    role_sort: Mapped[str]
    search_text: Mapped[str]
    source: Mapped[Source | None]
    work_mode: Mapped[WorkMode | None]
    role_kind: Mapped[RoleKind | None]
    location: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    posting_text: Mapped[str] = mapped_column(default="")
    letter_text: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]  # the language its texts were written in
    resume_version_id: Mapped[UUID | None]
    applied_on: Mapped[date | None]
    # "No reply?" is asked again only from this day on ("wait longer"), or not at all for this silence ("do not ask").
    no_reply_ask_on: Mapped[date | None]
    no_reply_dismissed_at: Mapped[datetime | None]
    # Came with a list of earlier tries: its no is history and does not wait in the batch.
    import_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    # Repeated from the events by core/applications/standing.py
    furthest_stage: Mapped[Stage]
    furthest_rating: Mapped[int | None]
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.OPEN)
    offer_state: Mapped[OfferState | None]
    outcome_on: Mapped[date | None]
    last_event_on: Mapped[date]


class _OfApplication:
    """Shared by the children of an application: the composite key keeps the copy of seeker_id from drifting."""

    id: Mapped[Id]
    seeker_id: Mapped[UUID]
    application_id: Mapped[UUID]


def _of_application(*others: Any) -> tuple[Any, ...]:
    return (
        ForeignKeyConstraint(
            ["application_id", "seeker_id"], ["applications.id", "applications.seeker_id"], ondelete="CASCADE"
        ),
        *others,
    )


class Contact(_OfApplication, Base):
    """A person at the employer: name, role, the stage they were met at."""

    __tablename__ = "contacts"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return _of_application(
            Index("ix_contacts_application_id", "application_id"),
            Index("ix_contacts_seeker_id", "seeker_id"),
            Index("ix_contacts_deleted_at", "deleted_at", postgresql_where="deleted_at is not null"),
        )

    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    stage: Mapped[Stage | None]
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class StageEvent(_OfApplication, Base):
    """A stage that was reached (or is planned: a dated interview ahead). Corrected by a later row, never changed."""

    __tablename__ = "stage_events"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return _of_application(
            UniqueConstraint("id", "seeker_id"),
            UniqueConstraint("corrects_id", name="uq_stage_events_corrects_id"),  # a line of corrections, not a tree
            ForeignKeyConstraint(["corrects_id", "seeker_id"], ["stage_events.id", "stage_events.seeker_id"]),
            Index("ix_stage_events_application_id", "application_id"),
            Index("ix_stage_events_seeker_id", "seeker_id"),
            Index("ix_stage_events_occurred_on", "occurred_on"),  # whose interview is tomorrow
        )

    stage: Mapped[Stage]
    occurred_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    what_worked: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]
    recorded_at: Mapped[datetime]
    corrects_id: Mapped[UUID | None]
    withdrawn: Mapped[bool] = mapped_column(default=False)  # the correction says: this never happened
    # False: nobody said when (a list, a no that was logged quickly); `occurred_on` then only gives it its place.
    day_known: Mapped[bool] = mapped_column(default=True, server_default=true())


class StageRating(_OfApplication, Base):
    """The seeker's own rating (1-5) of how they did at a stage, and what went well. The newest of a stage counts."""

    __tablename__ = "stage_ratings"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return _of_application(
            CheckConstraint("value between 1 and 5", name="value"),
            Index("ix_stage_ratings_application_id", "application_id"),
            Index("ix_stage_ratings_seeker_id", "seeker_id"),
        )

    stage: Mapped[Stage]
    value: Mapped[int]
    what_went_well: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]
    recorded_at: Mapped[datetime]


class OutcomeEvent(_OfApplication, Base):
    """What came of it, as it was learned. The newest uncorrected one counts; none is ever lost."""

    __tablename__ = "outcome_events"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return _of_application(
            UniqueConstraint("id", "seeker_id"),
            UniqueConstraint("corrects_id", name="uq_outcome_events_corrects_id"),
            ForeignKeyConstraint(["corrects_id", "seeker_id"], ["outcome_events.id", "outcome_events.seeker_id"]),
            CheckConstraint("(outcome = 'offer') = (offer_state is not null)", name="offer_state"),
            Index("ix_outcome_events_application_id", "application_id"),
            Index("ix_outcome_events_seeker_id", "seeker_id"),
        )

    outcome: Mapped[Outcome]
    offer_state: Mapped[OfferState | None]
    occurred_on: Mapped[date]
    own_words: Mapped[str] = mapped_column(default="")  # the no's own words, as they came
    stated_reason: Mapped[str | None]  # a key of content/reasons.yaml
    locale: Mapped[str]
    recorded_at: Mapped[datetime]
    corrects_id: Mapped[UUID | None]
    day_known: Mapped[bool] = mapped_column(default=True, server_default=true())  # as with stage events


class Requirement(_OfApplication, Base):
    """One line that the posting asks for."""

    __tablename__ = "requirements"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return _of_application(Index("ix_requirements_application_id", "application_id"))

    position: Mapped[int]
    text: Mapped[str]
    weight: Mapped[Need]
    deleted_at: Mapped[datetime | None]


class Case(_OfApplication, Base):
    """A no that its seeker opened. One an application; never deleted by a changed outcome."""

    __tablename__ = "cases"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return _of_application(
            UniqueConstraint("id", "seeker_id"),
            UniqueConstraint("application_id", name="uq_cases_application_id"),
            Index("ix_cases_seeker_id", "seeker_id"),
            Index("ix_cases_opened_at", "opened_at"),  # left unfinished
            Index("ix_cases_paused_until", "paused_until", postgresql_where="paused_until is not null"),
        )

    opened_at: Mapped[datetime]
    paused_until: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]  # a late answer changed the outcome
    steps_done: Mapped[
        list[str]
    ]  # steps the seeker called done: first, reconnect, deeper, expectations, plan, professional


class BatchAnswer(_OfApplication, Base):
    """What the seeker answered to a quiet no in the weekly batch; one an application, changed by answering again."""

    __tablename__ = "batch_answers"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return _of_application(
            UniqueConstraint("application_id", name="uq_batch_answers_application_id"),
            Index("ix_batch_answers_seeker_id", "seeker_id"),
        )

    answer: Mapped[str]  # a key of content/batch.yaml
    words: Mapped[str] = mapped_column(default="")
    locale: Mapped[str]
    answered_at: Mapped[datetime]
