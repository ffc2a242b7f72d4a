"""What a seeker shares with whom, now and earlier: the page of grants, as data."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from coach_platform.content.vocabulary import Section
from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.case_names import CaseName, case_names
from coach_platform.core.coaching.models import CoachProfile
from coach_platform.core.coaching.states import LIVE
from coach_platform.core.relations.models import (
    CaseScope,
    Coaching,
    CoachingState,
    Grant,
    GrantCase,
    Organisation,
    Person,
)
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound


@dataclass(frozen=True)
class GrantView:
    """One grant. `ended_at` is set once it no longer counts: revoked, or its last day is over."""

    id: UUID
    sections: tuple[Section, ...]
    future_too: bool
    case_ids: tuple[UUID, ...]
    until_on: date | None
    agreed_at: datetime
    ended_at: datetime | None
    version: int
    locale: str
    text: str


@dataclass(frozen=True)
class MyCoaching:
    """A coach of mine, or one that was. `coach` is empty where the account is gone."""

    id: UUID
    coach_id: UUID | None
    coach: str
    organisation: str
    places_candidates: bool  # said when the link began, or said since
    state: CoachingState
    message: str
    message_locale: str
    asked_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    grants: tuple[GrantView, ...] = ()  # the newest first

    @property
    def granted(self) -> GrantView | None:
        """What counts now."""
        if self.state is not CoachingState.ACTIVE:
            return None
        return next((grant for grant in self.grants if grant.ended_at is None), None)


@dataclass(frozen=True)
class SharingPage:
    """All of it; `cases` gives the names of the seeker's own cases, the newest first."""

    active: list[MyCoaching]
    invitations: list[MyCoaching]  # wait for my answer
    asked: list[MyCoaching]  # wait for theirs
    past: list[MyCoaching]
    cases: Mapping[UUID, CaseName] = field(default_factory=dict)


def sharing_page(actor: Actor) -> SharingPage:
    """The actor's coaches and what each sees. Three statements."""
    mine = _mine(actor)
    past = [one for one in mine if one.state not in LIVE]
    return SharingPage(
        active=[one for one in mine if one.state is CoachingState.ACTIVE],
        invitations=[one for one in mine if one.state is CoachingState.INVITED],
        asked=[one for one in mine if one.state is CoachingState.REQUESTED],
        past=past,
        cases=case_names(actor.person_id),
    )


def one_coaching(actor: Actor, coaching_id: UUID) -> MyCoaching:
    """One of the actor's own, with its grants. Raises: NotFound."""
    found = _mine(actor, coaching_id)
    if not found:
        raise NotFound
    return found[0]


def _mine(actor: Actor, only: UUID | None = None) -> list[MyCoaching]:
    query = _coachings(actor.person_id)
    rows = db.session.execute(query if only is None else query.where(Coaching.id == only)).all()
    grants = _grants([row.id for row in rows])
    return [_coaching(row, grants[row.id]) for row in rows]


def _coachings(seeker_id: UUID) -> Select:
    # An invitation that was taken back or a request nobody answered says nothing later: only what began is past.
    return (
        select(
            Coaching,
            Coaching.id,
            Person.name,
            Organisation.name.label("organisation"),
            CoachProfile.places_candidates.label("places_now"),
        )
        .outerjoin(Person, Person.id == Coaching.coach_id)
        .outerjoin(Organisation, Organisation.id == Coaching.organisation_id)
        .outerjoin(CoachProfile, CoachProfile.coach_id == Coaching.coach_id)
        .where(
            Coaching.seeker_id == seeker_id,
            Coaching.state.in_(LIVE) | Coaching.answered_at.is_not(None),
        )
        .order_by(Coaching.asked_at.desc(), Coaching.id.desc())
    )


def _grants(coaching_ids: list[UUID]) -> defaultdict[UUID, list[GrantView]]:
    listed = (
        select(func.array_agg(GrantCase.case_id))
        .where(GrantCase.grant_id == Grant.id)
        .correlate(Grant)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Grant, listed.label("case_ids"))
        .where(Grant.coaching_id.in_(coaching_ids))
        .order_by(Grant.agreed_at.desc(), Grant.id.desc())
    )
    found: defaultdict[UUID, list[GrantView]] = defaultdict(list)
    for grant, case_ids in rows:
        found[grant.coaching_id].append(_grant(grant, case_ids or ()))
    return found


def _grant(row: Grant, case_ids: Any) -> GrantView:
    over = row.ends_at if row.ends_at is not None and row.ends_at <= clock.now() else None
    ends = [moment for moment in (row.revoked_at, over) if moment is not None]
    return GrantView(
        id=row.id,
        sections=tuple(section for section in Section if section.value in row.sections),
        future_too=row.case_scope is CaseScope.FUTURE_TOO,
        case_ids=tuple(case_ids),
        until_on=row.until_on,
        agreed_at=row.agreed_at,
        ended_at=min(ends) if ends else None,
        version=row.consent_version,
        locale=row.consent_locale,
        text=row.consent_text,
    )


def _coaching(row: Any, grants: list[GrantView]) -> MyCoaching:
    coaching: Coaching = row.Coaching
    return MyCoaching(
        id=coaching.id,
        coach_id=coaching.coach_id,
        coach=row.name or "",
        organisation=row.organisation or "",
        places_candidates=coaching.places_candidates or bool(row.places_now),
        state=coaching.state,
        message=coaching.message,
        message_locale=coaching.message_locale,
        asked_at=coaching.asked_at,
        answered_at=coaching.answered_at,
        ended_at=coaching.ended_at,
        grants=tuple(grants),
    )
