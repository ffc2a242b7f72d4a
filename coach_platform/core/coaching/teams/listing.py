"""Teams as their admins see them: names and lists, never a seeker."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.links import on_the_list
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.coaching.inviting.seats import works_now
from coach_platform.core.coaching.models import CoachProfile
from coach_platform.core.relations.models import Membership, Organisation, Person, Team, TeamMember
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound


@dataclass(frozen=True)
class Listed:
    """A coach who is, or could be, on a list."""

    person_id: UUID
    name: str
    places_candidates: bool = False


@dataclass(frozen=True)
class TeamView:
    """One team. `others`: coaches of the organisation who are not on its list."""

    id: UUID
    name: str
    organisation_id: UUID
    members: tuple[Listed, ...]
    others: tuple[Listed, ...]


@dataclass(frozen=True)
class OrganisationTeams:
    """An organisation of the actor's with its teams, by name."""

    id: UUID
    name: str
    teams: tuple[TeamView, ...]


def teams_of(actor: Actor) -> list[OrganisationTeams]:
    """Those the actor keeps. Four statements, however many. Raises: NotAllowed."""
    require(actor, Permission.USE_ORGANISATION)
    mine = list(actor.admin_of)
    coaches, lists = _coaches(mine), _lists(mine)
    found: defaultdict[UUID, list[TeamView]] = defaultdict(list)
    live = (Team.organisation_id.in_(mine), Team.ended_at.is_(None))
    for team in db.session.scalars(select(Team).where(*live).order_by(Team.name_sort)):
        on = lists[team.id]
        others = [coach for coach in coaches[team.organisation_id] if coach.person_id not in {m.person_id for m in on}]
        found[team.organisation_id].append(TeamView(team.id, team.name, team.organisation_id, tuple(on), tuple(others)))
    rows = db.session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(mine)).order_by(Organisation.name_sort)
    )
    return [OrganisationTeams(row.id, row.name, tuple(found[row.id])) for row in rows]


def one_team(actor: Actor, team_id: UUID) -> TeamView:
    """One of them. Raises: NotAllowed, NotFound."""
    every = (team for organisation in teams_of(actor) for team in organisation.teams)
    found = next((team for team in every if team.id == team_id), None)
    if found is None:
        raise NotFound
    return found


def _coaches(organisation_ids: list[UUID]) -> defaultdict[UUID, list[Listed]]:
    rows = db.session.execute(
        select(Membership.organisation_id, Person.id, Person.name, CoachProfile.places_candidates)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(CoachProfile, CoachProfile.coach_id == Person.id)
        .where(Membership.organisation_id.in_(organisation_ids), works_now())
        .distinct()
        .order_by(Person.name, Person.id)
    )
    found: defaultdict[UUID, list[Listed]] = defaultdict(list)
    for row in rows:
        found[row.organisation_id].append(Listed(row.id, row.name, bool(row.places_candidates)))
    return found


def _lists(organisation_ids: list[UUID]) -> defaultdict[UUID, list[Listed]]:
    rows = db.session.execute(
        select(Team.id.label("team_id"), Person.id, Person.name, CoachProfile.places_candidates)
        .join(TeamMember, TeamMember.team_id == Team.id)
        .join(Person, Person.id == TeamMember.person_id)
        .outerjoin(CoachProfile, CoachProfile.coach_id == Person.id)
        .where(Team.organisation_id.in_(organisation_ids), on_the_list())
        .order_by(Person.name_sort, Person.id)
    )
    found: defaultdict[UUID, list[Listed]] = defaultdict(list)
    for row in rows:
        found[row.team_id].append(Listed(row.id, row.name, bool(row.places_candidates)))
    return found
