"""One application as its seeker reads it: what is known, everything that happened, what was said before corrections."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from coach_platform.content.vocabulary import (
    STAGES,
    Need,
    OfferState,
    Outcome,
    RoleKind,
    Source,
    Stage,
    WorkMode,
)
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.histories import Told, told
from coach_platform.core.applications.models import (
    Application,
    Case,
    Contact,
    OutcomeEvent,
    Requirement,
    ResumeVersion,
    SearchSettings,
    StageEvent,
    StageRating,
)
from coach_platform.core.applications.no_reply import is_silent
from coach_platform.core.applications.owned import own_row
from coach_platform.core.applications.settings import NO_REPLY_DAYS
from coach_platform.core.applications.standing import stages_reached
from coach_platform.core.coaching.noted.marks import Mark, marks, marks_column
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound


@dataclass(frozen=True)
class StageTold:
    """A stage as it reads now."""

    id: UUID
    stage: Stage
    on: date
    note: str
    what_worked: str
    locale: str
    withdrawn: bool
    ahead: bool  # its day has not come
    day_unknown: bool  # nobody noted the day: `on` only gives it its place
    earlier: tuple["StageTold", ...]


@dataclass(frozen=True)
class OutcomeTold:
    """An outcome as it reads now."""

    id: UUID
    outcome: Outcome
    offer_state: OfferState | None
    on: date
    own_words: str
    stated_reason: str | None
    locale: str
    day_unknown: bool
    earlier: tuple["OutcomeTold", ...]


@dataclass(frozen=True)
class Rated:
    """One rating of a stage."""

    stage: Stage
    value: int
    what_went_well: str
    locale: str
    at: datetime


@dataclass(frozen=True)
class ContactLine:
    """A person at the employer."""

    id: UUID
    name: str
    role: str
    stage: Stage | None
    email: str
    phone: str


@dataclass(frozen=True)
class RequirementLine:
    """One line that the posting asks for."""

    id: UUID
    text: str
    weight: Need


@dataclass(frozen=True)
class ApplicationView:
    """Everything about one application, for its seeker."""

    id: UUID
    company: str
    role: str
    source: Source | None
    work_mode: WorkMode | None
    role_kind: RoleKind | None
    location: str
    link: str
    posting_text: str
    letter_text: str
    notes: str
    locale: str
    applied_on: date | None
    resume_version_id: UUID | None
    resume_name: str | None
    furthest_stage: Stage
    outcome: Outcome
    offer_state: OfferState | None
    outcome_on: date | None
    last_event_on: date
    case_id: UUID | None
    silent_days: int | None  # so long without a word that "no reply" is proposed
    stages: tuple[StageTold, ...]
    reached: frozenset[Stage]
    outcomes: tuple[OutcomeTold, ...]
    ratings: tuple[Rated, ...]  # newest first, the ones that no longer count included
    contacts: tuple[ContactLine, ...]
    requirements: tuple[RequirementLine, ...]
    noted: tuple[Mark, ...]  # entered by a coach by phone, and confirmed

    @property
    def dots(self) -> dict[str, int]:
        """The ratings that count, for the stage line."""
        return {rated.stage.value: rated.value for rated in reversed(self.ratings)}

    @property
    def reached_in_order(self) -> list[Stage]:
        """The stages that were reached, in the order of the vocabulary."""
        return [stage for stage in STAGES if stage in self.reached]

    @property
    def upcoming(self) -> list[StageTold]:
        """What lies ahead, the nearest first."""
        return sorted((s for s in self.stages if s.ahead and not s.withdrawn), key=lambda s: s.on)


def show_application(actor: Actor, application_id: UUID) -> ApplicationView:
    """The actor's own application. Six statements, however long its history. Raises: NotFound."""
    row = db.session.execute(_main(actor, application_id)).first()
    if row is None:
        raise NotFound
    a: Application = row.Application
    today = clock.today(actor.zone)
    events, outcomes = _rows(StageEvent, a.id), _rows(OutcomeEvent, a.id)
    ratings = _rows(StageRating, a.id)
    return ApplicationView(
        **{name: getattr(a, name) for name in _SAME},
        resume_name=row.resume_name,
        case_id=row.case_id,
        silent_days=_silent_days(a, row.no_reply_days or NO_REPLY_DAYS, today),
        stages=tuple(_stage(line, a, today) for line in _by_day(told(events))),
        reached=stages_reached(events, outcomes, zone=actor.zone),
        outcomes=tuple(_outcome(line) for line in told(outcomes)),
        ratings=tuple(_rated(r) for r in sorted(ratings, key=lambda r: (r.recorded_at, r.id), reverse=True)),
        contacts=tuple(
            ContactLine(c.id, c.name, c.role, c.stage, c.email, c.phone)
            for c in sorted(_rows(Contact, a.id), key=lambda c: c.id)
            if c.deleted_at is None
        ),
        requirements=tuple(
            RequirementLine(r.id, r.text, r.weight)
            for r in sorted(_rows(Requirement, a.id), key=lambda r: (r.position, r.id))
            if r.deleted_at is None
        ),
        noted=marks(row.noted),
    )


_SAME = (
    *("id", "company", "role", "source", "work_mode", "role_kind", "location", "link", "posting_text", "letter_text"),
    *("notes", "locale", "applied_on", "resume_version_id", "furthest_stage", "outcome", "offer_state", "outcome_on"),
    "last_event_on",
)


def _main(actor: Actor, application_id: UUID):
    return (
        select(
            Application,
            Case.id.label("case_id"),
            ResumeVersion.name.label("resume_name"),
            SearchSettings.no_reply_days,
            marks_column("applications.id"),
        )
        .outerjoin(Case, Case.application_id == Application.id)
        .outerjoin(ResumeVersion, ResumeVersion.id == Application.resume_version_id)
        .outerjoin(SearchSettings, SearchSettings.seeker_id == Application.seeker_id)
        .where(
            Application.id == application_id,
            Application.seeker_id == actor.person_id,
            Application.deleted_at.is_(None),
        )
    )


def _rows(model: Any, application_id: UUID) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.application_id == application_id)))


def _silent_days(a: Application, days: int, today: date) -> int | None:
    asked_later = a.no_reply_ask_on is not None and a.no_reply_ask_on > today
    if a.outcome is not Outcome.OPEN or a.no_reply_dismissed_at or asked_later:
        return None
    return (today - a.last_event_on).days if is_silent(a.last_event_on, today, days) else None


def _by_day(lines: list[Told[Any]]) -> list[Told[Any]]:
    # told() is in order of recording; a stage that was noted late stands at its own day. The sort is stable.
    return sorted(lines, key=lambda line: (line.now.occurred_on, line.now.stage.rank))


def _stage(line: Told[Any], a: Application, today: date) -> StageTold:
    return _stage_row(line.now, a, today, tuple(_stage_row(row, a, today, ()) for row in line.earlier))


def _stage_row(row: StageEvent, a: Application, today: date, earlier: tuple[StageTold, ...]) -> StageTold:
    return StageTold(
        id=row.id,
        stage=row.stage,
        on=row.occurred_on,
        note=row.note,
        what_worked=row.what_worked,
        locale=row.locale,
        withdrawn=row.withdrawn,
        ahead=row.occurred_on > today,
        day_unknown=not row.day_known or (row.stage is Stage.APPLIED and a.applied_on is None),
        earlier=earlier,
    )


def _outcome(line: Told[Any]) -> OutcomeTold:
    return _outcome_row(line.now, tuple(_outcome_row(row, ()) for row in line.earlier))


def _outcome_row(row: OutcomeEvent, earlier: tuple[OutcomeTold, ...]) -> OutcomeTold:
    return OutcomeTold(
        id=row.id,
        outcome=row.outcome,
        offer_state=row.offer_state,
        on=row.occurred_on,
        own_words=row.own_words,
        stated_reason=row.stated_reason,
        locale=row.locale,
        day_unknown=not row.day_known,
        earlier=earlier,
    )


def _rated(row: StageRating) -> Rated:
    return Rated(row.stage, row.value, row.what_went_well, row.locale, row.recorded_at)


def stage_now(actor: Actor, event_id: UUID) -> tuple[ApplicationView, StageTold]:
    """(application, event) of a stage event that can still be corrected. Raises: NotFound."""
    event: StageEvent = own_row(actor, StageEvent, event_id)
    view = show_application(actor, event.application_id)
    return view, _find(view.stages, event_id)


def outcome_now(actor: Actor, outcome_id: UUID) -> tuple[ApplicationView, OutcomeTold]:
    """(application, outcome) of an outcome that can still be corrected. Raises: NotFound."""
    event: OutcomeEvent = own_row(actor, OutcomeEvent, outcome_id)
    view = show_application(actor, event.application_id)
    return view, _find(view.outcomes, outcome_id)


def contact_now(actor: Actor, contact_id: UUID) -> tuple[UUID, ContactLine]:
    """(application, person) of the actor's own. Raises: NotFound."""
    c: Contact = own_row(actor, Contact, contact_id)
    return c.application_id, ContactLine(c.id, c.name, c.role, c.stage, c.email, c.phone)


def _find(found: tuple[Any, ...], wanted: UUID) -> Any:
    for one in found:
        if one.id == wanted:
            return one
    raise NotFound
