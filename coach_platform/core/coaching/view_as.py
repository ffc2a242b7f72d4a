""" "View as my coach": a seeker reads their own pages through the sight that a coach, or a team, has of them."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.looks import VIEW_AS
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.relations.models import Coaching, CoachingState, Grant, Role, Team
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

__all__ = ["VIEW_AS", "eyes_of_coach", "eyes_of_team"]
NOBODY = UUID(int=0)  # stands for whoever is on a team's list: reads by its grants, wrote nothing, is nobody's coach


def eyes_of_coach(actor: Actor, coaching_id: UUID) -> Actor:
    """The coach of the actor's own active coaching, as an actor for READS of this seeker alone, with `surface=VIEW_AS`.

    What they see by a team of theirs is in it. Never hand it to a verb. Raises: NotFound.
    """
    coach_id = db.session.scalar(
        select(Coaching.coach_id).where(
            Coaching.id == coaching_id,
            Coaching.seeker_id == actor.person_id,
            Coaching.state == CoachingState.ACTIVE,
        )
    )
    if coach_id is None:
        raise NotFound
    return actor_for(coach_id)


def eyes_of_team(actor: Actor, coaching_id: UUID, team_id: UUID) -> Actor:
    """Somebody on the list of a team with which the actor shares, who sees them by that team alone. For READS only.

    Raises: NotFound (nothing was ever shared with it over this coaching, or one of them is over).
    """
    shares = (
        select(Team.name)
        .join(Grant, Grant.team_id == Team.id)
        .join(Coaching, Coaching.id == Grant.coaching_id)
        .where(
            Team.id == team_id,
            Team.ended_at.is_(None),
            Grant.revoked_at.is_(None),
            Coaching.id == coaching_id,
            Coaching.seeker_id == actor.person_id,
            Coaching.state == CoachingState.ACTIVE,
        )
    )
    name = db.session.scalar(shares)
    if name is None:
        raise NotFound
    return replace(
        actor,
        person_id=NOBODY,
        name=name,
        roles=frozenset({Role.COACH}),
        admin_of=frozenset(),
        organisation_ids=frozenset(),
        session_id=None,
        as_team=team_id,
    )
