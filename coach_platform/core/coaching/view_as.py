""" "View as my coach": a seeker reads their own pages through the sight that a coach has of them."""

from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.looks import VIEW_AS
from coach_platform.core.accounts.actors import actor_for
from coach_platform.core.relations.models import Coaching, CoachingState
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

__all__ = ["VIEW_AS", "eyes_of_coach"]


def eyes_of_coach(actor: Actor, coaching_id: UUID) -> Actor:
    """The coach of the actor's own active coaching, as an actor for READS of this seeker alone, with `surface=VIEW_AS`.

    Never hand it to a verb. Raises: NotFound.
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
