"""Teams as a seeker meets them: which could help their coach, who is on the list, and what became of it since they share."""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, or_, select

from coach_platform.core.access.links import live_grant, on_the_list
from coach_platform.core.coaching.models import CoachProfile
from coach_platform.core.coaching.teams.listing import Listed
from coach_platform.core.relations.models import (
    Coaching,
    CoachingState,
    Grant,
    Organisation,
    Person,
    Team,
    TeamChange,
    TeamEvent,
    TeamMember,
)
from coach_platform.kit.db import db

Key = tuple[UUID, UUID]  # a coaching and a team


@dataclass(frozen=True)
class ListChange:
    """Somebody joined or left, another name, the end. `person` is empty where the account is gone."""

    what: TeamEvent
    person: str
    name: str  # the team's, from then on
    at: datetime


@dataclass(frozen=True)
class TeamBeside:
    """A team that the coach of one's coaching is in, or with which one shares over it."""

    id: UUID
    coaching_id: UUID
    name: str
    organisation: str
    members: tuple[Listed, ...]
    coach_is_in: bool  # the coach of the coaching is on the list
    changes: tuple[ListChange, ...] = ()  # since one shares with it, the newest first

    @property
    def mark(self) -> str:
        """What a form carries to say which list was looked at: another list has another mark."""
        listed = ",".join(sorted(str(member.person_id) for member in self.members))
        return hashlib.sha256(f"{self.id}:{self.name}:{listed}".encode()).hexdigest()[:32]


def teams_beside(seeker_id: UUID, coaching_ids: Collection[UUID]) -> dict[UUID, list[TeamBeside]]:
    """By coaching (of the seeker's own, active), by name. Two statements, however many."""
    rows: defaultdict[Key, list[Any]] = defaultdict(list)
    for row in db.session.execute(_members(seeker_id, coaching_ids)):
        rows[row.coaching_id, row.id].append(row)
    changes = _changes(seeker_id, {team_id for _coaching, team_id in rows})
    found: defaultdict[UUID, list[TeamBeside]] = defaultdict(list)
    for (coaching_id, team_id), of in rows.items():
        found[coaching_id].append(_beside(of, changes[coaching_id, team_id]))
    return dict(found)


def team_beside(seeker_id: UUID, coaching_id: UUID, team_id: UUID) -> TeamBeside | None:
    """One of them, or None."""
    return next(
        (team for team in teams_beside(seeker_id, [coaching_id]).get(coaching_id, ()) if team.id == team_id), None
    )


def _members(seeker_id: UUID, coaching_ids: Collection[UUID]) -> Select:
    """A row a coaching, team and name on its list; a team without a name has one row."""
    on = and_(TeamMember.team_id == Team.id, on_the_list())
    shared = exists().where(Grant.team_id == Team.id, Grant.coaching_id == Coaching.id, live_grant())
    coachs = exists().where(TeamMember.team_id == Team.id, TeamMember.person_id == Coaching.coach_id, on_the_list())
    return (
        select(
            Coaching.id.label("coaching_id"),
            Coaching.coach_id,
            Team.id,
            Team.name,
            Organisation.name.label("organisation"),
            Person.id.label("person_id"),
            Person.name.label("person"),
            CoachProfile.places_candidates,
        )
        .select_from(Coaching)
        .join(
            Team, and_(Team.ended_at.is_(None), or_(shared.correlate(Team, Coaching), coachs.correlate(Team, Coaching)))
        )
        .join(Organisation, Organisation.id == Team.organisation_id)
        .outerjoin(TeamMember, on)
        .outerjoin(Person, Person.id == TeamMember.person_id)
        .outerjoin(CoachProfile, CoachProfile.coach_id == Person.id)
        .where(Coaching.seeker_id == seeker_id, Coaching.id.in_(coaching_ids), Coaching.state == CoachingState.ACTIVE)
        .order_by(Team.name_sort, Person.name_sort, Person.id)
    )


def _changes(seeker_id: UUID, team_ids: Collection[UUID]) -> defaultdict[Key, list[ListChange]]:
    """Only what became of the list while the seeker shared with it."""
    found: defaultdict[Key, list[ListChange]] = defaultdict(list)
    if not team_ids:
        return found
    rows = db.session.execute(
        select(Grant.coaching_id, TeamChange, Person.name)
        .join(Grant, Grant.team_id == TeamChange.team_id)
        .outerjoin(Person, Person.id == TeamChange.person_id)
        .where(Grant.seeker_id == seeker_id, TeamChange.team_id.in_(team_ids), while_shared())
        .order_by(TeamChange.at.desc(), TeamChange.id.desc())
    )
    seen = set()
    for coaching_id, change, name in rows:
        if (coaching_id, change.id) not in seen:  # two grants may meet in the moment one took the other's place
            seen.add((coaching_id, change.id))
            found[coaching_id, change.team_id].append(ListChange(change.what, name or "", change.name, change.at))
    return found


def while_shared() -> Any:
    """The condition under which a TeamChange is the business of whoever gave a Grant."""
    return and_(
        TeamChange.what != TeamEvent.CREATED,
        Grant.agreed_at <= TeamChange.at,
        or_(Grant.revoked_at.is_(None), Grant.revoked_at >= TeamChange.at),
        or_(Grant.ends_at.is_(None), Grant.ends_at > TeamChange.at),
    )


def _beside(rows: list[Any], changes: list[ListChange]) -> TeamBeside:
    one = rows[0]
    members = tuple(Listed(r.person_id, r.person, bool(r.places_candidates)) for r in rows if r.person_id is not None)
    return TeamBeside(
        id=one.id,
        coaching_id=one.coaching_id,
        name=one.name,
        organisation=one.organisation,
        members=members,
        coach_is_in=any(member.person_id == one.coach_id for member in members),
        changes=tuple(changes),
    )
