"""What a seeker shares with whom, now and earlier: the page of grants, as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select

from coach_platform.content.vocabulary import Section
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.links import excluded_cases, listed_cases, live_grant
from coach_platform.core.coaching.away import Away, away_in, stretches_of
from coach_platform.core.coaching.case_names import CaseName, case_names
from coach_platform.core.coaching.exclusions import KeptOut, ever_kept_out
from coach_platform.core.coaching.handing.standing import open_hand_over
from coach_platform.core.coaching.models import CoachProfile
from coach_platform.core.coaching.states import LIVE
from coach_platform.core.coaching.talks.reading import TalkView, beside, from_json
from coach_platform.core.coaching.teams.beside import TeamBeside, teams_beside
from coach_platform.core.relations.models import (
    CaseScope,
    Coaching,
    CoachingState,
    Grant,
    Organisation,
    Person,
    Team,
)
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.paging import Paged, paged

Whom = tuple[UUID, UUID | None]  # a coaching; its coach (None), or a team
PAST = 20  # coachings that are over, and grants of one coaching, on a page
MOST_LIVE = 100  # nobody works with more coaches at a time, nor waits for more answers


@dataclass(frozen=True)
class GrantView:
    """One grant. `ended_at` is set once it no longer counts: revoked, or its last day is over.

    `excluded`: cases kept out of it now. `team`: with whom, where it is not the coach ("" then).
    """

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
    excluded: tuple[UUID, ...] = ()
    team_id: UUID | None = None
    team: str = ""


@dataclass(frozen=True)
class TeamShared:
    """A team beside one of my coachings, and what it sees now."""

    team: TeamBeside
    granted: GrantView | None


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
    granted: GrantView | None = None  # what counts now
    ever_shared: bool = False
    teams: tuple[TeamShared, ...] = ()  # that could help, or do
    talk: TalkView | None = None  # the next one, while the coaching is active
    booking_url: str = ""  # the coach's own page, likewise
    by_phone: bool = False  # the seeker lets them note things by phone
    away: Away | None = None  # now, or soon
    hand_over_id: UUID | None = None  # somebody else is proposed in their place, and the seeker was not heard yet
    coach_left: bool = False  # it ended because they left the organisation

    @property
    def seen_by_team(self) -> list[str]:
        """The teams by which this coach sees something as well."""
        return [one.team.name for one in self.teams if one.granted and one.team.coach_is_in]


@dataclass(frozen=True)
class SharingPage:
    """All that lives, and a page of what is past; `cases` gives the names of the seeker's cases that a grant lists."""

    active: list[MyCoaching]
    invitations: list[MyCoaching]  # wait for my answer
    asked: list[MyCoaching]  # wait for theirs
    past: Paged[MyCoaching]
    cases: Mapping[UUID, CaseName] = field(default_factory=dict)


@dataclass(frozen=True)
class GrantHistory:
    """A page of the grants over one coaching, the newest first, and the names of the cases they list.

    `kept_out`: for each grant the cases that were ever kept out of it, with from when until when.
    """

    coaching: MyCoaching
    grants: Paged[GrantView]
    cases: Mapping[UUID, CaseName]
    kept_out: Mapping[UUID, list[KeptOut]]


def sharing_page(actor: Actor, *, page: str = "") -> SharingPage:
    """The actor's coaches and teams and what each sees; `page` is a mark among the past ones. Six statements."""
    mine = _coachings(actor.person_id)
    live = db.session.execute(mine.where(Coaching.state.in_(LIVE)).limit(MOST_LIVE)).all()
    past = paged(mine.where(Coaching.state.not_in(LIVE)), page, size=PAST)
    grants = _live_grants([row.id for row in live])
    teams = teams_beside(actor.person_id, [row.id for row in live])
    shown = [_coaching(row, grants.get((row.id, None)), _shared(teams.get(row.id, ()), grants)) for row in live]
    return SharingPage(
        active=[one for one in shown if one.state is CoachingState.ACTIVE],
        invitations=[one for one in shown if one.state is CoachingState.INVITED],
        asked=[one for one in shown if one.state is CoachingState.REQUESTED],
        past=replace(past, rows=[_coaching(row, None) for row in past.rows]),
        cases=case_names(actor.person_id, _listed_in(grants.values())),
    )


def one_coaching(actor: Actor, coaching_id: UUID) -> MyCoaching:
    """One of the actor's own, with what counts now. Four statements at most. Raises: NotFound."""
    row = db.session.execute(_coachings(actor.person_id).where(Coaching.id == coaching_id)).first()
    if row is None:
        raise NotFound
    grants = _live_grants([row.id])
    teams = teams_beside(actor.person_id, [row.id]).get(row.id, ())
    return _coaching(row, grants.get((row.id, None)), _shared(teams, grants))


def one_team(coaching: MyCoaching, team_id: UUID) -> TeamShared:
    """A team beside it. Raises: NotFound."""
    found = next((one for one in coaching.teams if one.team.id == team_id), None)
    if found is None:
        raise NotFound
    return found


def grant_history(actor: Actor, coaching_id: UUID, *, page: str = "") -> GrantHistory:
    """Every grant there ever was over one coaching of the actor's, a page at a time. Raises: NotFound."""
    coaching = one_coaching(actor, coaching_id)
    newest = _grants().where(Grant.coaching_id == coaching_id).order_by(Grant.agreed_at.desc(), Grant.id.desc())
    found = paged(newest, page, size=PAST)
    grants = [_grant(row) for row in found.rows]
    kept_out = ever_kept_out([grant.id for grant in grants])
    named = _listed_in(grants) | {one.case_id for each in kept_out.values() for one in each}
    return GrantHistory(coaching, replace(found, rows=grants), case_names(actor.person_id, named), kept_out)


def _listed_in(grants: Iterable[GrantView]) -> set[UUID]:
    return {case_id for grant in grants for case_id in (*grant.case_ids, *grant.excluded)}


def _shared(teams: Iterable[TeamBeside], grants: Mapping[Whom, GrantView]) -> tuple[TeamShared, ...]:
    """With a team one shares over one coaching; it is not offered a second time over another."""
    elsewhere = {(team_id, coaching_id) for coaching_id, team_id in grants if team_id is not None}
    return tuple(
        TeamShared(team, grants.get((team.coaching_id, team.id)))
        for team in teams
        if not any(team_id == team.id and over != team.coaching_id for team_id, over in elsewhere)
        or (team.coaching_id, team.id) in grants
    )


def _coachings(seeker_id: UUID) -> Select:
    # An invitation that was taken back or a request nobody answered says nothing later: only what began is past.
    return (
        select(
            Coaching,
            Coaching.id,
            Person.name,
            Organisation.name.label("organisation"),
            CoachProfile.places_candidates.label("places_now"),
            CoachProfile.booking_url,
            beside(Coaching.id).label("talk"),
            exists().where(Grant.coaching_id == Coaching.id).label("ever_shared"),
            stretches_of(Coaching.coach_id).label("stretches"),
            open_hand_over(Coaching.id).label("hand_over_id"),
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


def _live_grants(coaching_ids: list[UUID]) -> dict[Whom, GrantView]:
    rows = db.session.execute(_grants().where(Grant.coaching_id.in_(coaching_ids), live_grant()))
    return {(row.Grant.coaching_id, row.Grant.team_id): _grant(row) for row in rows}


def _grants() -> Select:
    lists = listed_cases().label("case_ids"), excluded_cases().label("excluded")
    return select(Grant, *lists, Team.name.label("team")).outerjoin(Team, Team.id == Grant.team_id)


def _grant(found: Any) -> GrantView:
    row: Grant = found.Grant
    over = row.ends_at if row.ends_at is not None and row.ends_at <= clock.now() else None
    ends = [moment for moment in (row.revoked_at, over) if moment is not None]
    return GrantView(
        id=row.id,
        sections=tuple(section for section in Section if section.value in row.sections),
        future_too=row.case_scope is CaseScope.FUTURE_TOO,
        case_ids=tuple(found.case_ids or ()),
        until_on=row.until_on,
        agreed_at=row.agreed_at,
        ended_at=min(ends) if ends else None,
        version=row.consent_version,
        locale=row.consent_locale,
        text=row.consent_text,
        excluded=tuple(found.excluded or ()),
        team_id=row.team_id,
        team=found.team or "",
    )


def _coaching(row: Any, granted: GrantView | None, teams: tuple[TeamShared, ...] = ()) -> MyCoaching:
    coaching: Coaching = row.Coaching
    active = coaching.state is CoachingState.ACTIVE
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
        granted=granted if active else None,
        ever_shared=row.ever_shared,
        teams=teams,
        talk=from_json(row.talk, row.name or "") if active else None,
        booking_url=(row.booking_url or "") if active else "",
        by_phone=coaching.by_phone,
        away=away_in(row.stretches) if coaching.state in LIVE else None,
        hand_over_id=row.hand_over_id,
        coach_left=coaching.coach_left_at is not None,
    )
