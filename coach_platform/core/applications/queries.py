"""The list of applications: searched, filtered, sorted, a keyset page at a time. Three statements, however many rows."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, any_, case, cast, exists, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on
from sqlalchemy.orm import aliased

from coach_platform.content.vocabulary import (
    STAGES,
    OfferState,
    Outcome,
    RoleKind,
    Source,
    Stage,
    WorkMode,
)
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application, Case, StageRating
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.paging import paged
from coach_platform.kit.prepared import prepared
from coach_platform.kit.text import like_pattern, plain


class Sort(StrEnum):
    """What the list is ordered by; each in the one direction that people want."""

    LATEST = "latest"  # newest event first
    COMPANY = "company"
    STAGE = "stage"  # furthest first
    APPLIED = "applied"  # newest application first


@dataclass(frozen=True)
class Filters:
    """What the seeker looks for; None and "" mean: all."""

    words: str = ""
    outcome: Outcome | None = None
    stage: Stage | None = None
    source: Source | None = None
    work_mode: WorkMode | None = None
    role_kind: RoleKind | None = None
    has_case: bool | None = None


@dataclass(frozen=True)
class ListedApplication:
    """One line of the list."""

    id: UUID
    company: str
    role: str
    furthest_stage: Stage
    outcome: Outcome
    offer_state: OfferState | None
    last_event_on: date
    applied_on: date | None
    upcoming: bool  # last_event_on lies ahead: a dated interview
    case_id: UUID | None
    ratings: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ApplicationsPage:
    """One page of the list, with the marks of the pages beside it ("" where there is none)."""

    rows: list[ListedApplication]
    found: int  # that match the filters
    total: int
    previous: str = ""
    next: str = ""
    filters: Filters = field(default_factory=Filters)


def list_applications(
    actor: Actor, filters: Filters | None = None, *, sort: Sort = Sort.LATEST, page: str = ""
) -> ApplicationsPage:
    """The actor's applications. `page` is a mark from an earlier page; one that cannot be read means the first."""
    filters = filters or Filters()
    wanted = _matching(filters)
    query = _lines(actor).where(wanted).order_by(*_order(sort))
    found = paged(query, page)
    total, fit = _counts(actor, wanted) if filters != Filters() else (_total(actor),) * 2
    return ApplicationsPage(
        rows=_listed(actor, found.rows),
        found=fit,
        total=total,
        previous=found.previous,
        next=found.next,
        filters=filters,
    )


def _total(actor: Actor) -> int:
    return db.session.scalar(*_every(seeker_id=actor.person_id)) or 0


@prepared
def _every(*, seeker_id: Any) -> Select:
    return select(func.count()).select_from(Application).where(*_of(seeker_id))


def _counts(actor: Actor, wanted: ColumnElement[bool]) -> Any:
    mine = select(func.count(), func.count().filter(wanted)).select_from(Application).where(*_mine(actor))
    return db.session.execute(mine).one()


def _mine(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return _of(actor.person_id)


def _of(seeker_id: Any) -> tuple[ColumnElement[bool], ...]:
    return Application.seeker_id == seeker_id, Application.deleted_at.is_(None)


def _lines(actor: Actor) -> Select:
    a = Application
    return (
        select(
            a.id,
            a.company,
            a.role,
            a.furthest_stage,
            a.outcome,
            a.offer_state,
            a.last_event_on,
            a.applied_on,
            Case.id.label("case_id"),
        )
        .outerjoin(Case, Case.application_id == a.id)
        .where(*_mine(actor))
    )


def _matching(filters: Filters) -> ColumnElement[bool]:
    a = Application
    opened = aliased(Case)  # apart from the Case that the lines are joined with
    has_case = exists().where(opened.application_id == a.id)
    conditions: list[ColumnElement[bool]] = [true()]
    conditions += [a.search_text.like(like_pattern(word)) for word in plain(filters.words).split()]
    conditions += [
        column == wanted
        for column, wanted in (
            (a.outcome, filters.outcome),
            (a.furthest_stage, filters.stage),
            (a.source, filters.source),
            (a.work_mode, filters.work_mode),
            (a.role_kind, filters.role_kind),
        )
        if wanted is not None
    ]
    if filters.has_case is not None:
        conditions.append(has_case if filters.has_case else ~has_case)
    return and_(*conditions)


RANK = case({stage: stage.rank for stage in STAGES}, value=Application.furthest_stage)
# Unknown days come last.
APPLIED = func.coalesce(Application.applied_on, date(1, 1, 1))


def _order(sort: Sort) -> list[Any]:
    a = Application
    orders: dict[Sort, list[Any]] = {
        Sort.LATEST: [a.last_event_on.desc(), a.id.desc()],
        Sort.COMPANY: [a.company_sort, a.id],
        Sort.STAGE: [RANK.desc(), a.last_event_on.desc(), a.id.desc()],
        Sort.APPLIED: [APPLIED.desc(), a.id.desc()],
    }
    return orders[sort]


def _listed(actor: Actor, rows: list[Any]) -> list[ListedApplication]:
    ratings = ratings_of([row.id for row in rows])
    today = clock.today(actor.zone)
    return [
        ListedApplication(
            id=row.id,
            company=row.company,
            role=row.role,
            furthest_stage=row.furthest_stage,
            outcome=row.outcome,
            offer_state=row.offer_state,
            last_event_on=row.last_event_on,
            applied_on=row.applied_on,
            upcoming=row.last_event_on > today,
            case_id=row.case_id,
            ratings=ratings.get(row.id, ()),
        )
        for row in rows
    ]


def ratings_of(application_ids: list[UUID]) -> dict[UUID, tuple[tuple[str, int], ...]]:
    """The ratings that count, (stage, value) by application, for the stage line. One statement."""
    found: dict[UUID, tuple[tuple[str, int], ...]] = {}
    for row in db.session.execute(*_newest_ratings(applications=application_ids)):
        found[row.application_id] = (*found.get(row.application_id, ()), (row.stage.value, row.value))
    return found


@prepared
def _newest_ratings(*, applications: Any) -> Select:
    r = StageRating
    return (
        select(r.application_id, r.stage, r.value)
        .where(r.application_id == any_(cast(applications, ARRAY(Uuid))))
        .ext(distinct_on(r.application_id, r.stage))
        .order_by(r.application_id, r.stage, r.recorded_at.desc(), r.id.desc())
    )
