"""Who can answer a turn of a plan: the coach it was asked of, and anyone of a team it is shared with over that coaching."""

from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.links import coaches_of
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import Sight, sight_of, sights_of_coaches
from coach_platform.core.plans.models import Review
from coach_platform.core.relations.models import Coaching, CoachingState, Section
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_


def answers(sight: Sight, coaching_id: UUID) -> bool:
    """Whether the reader could answer what was asked over that coaching."""
    return coaching_id in sight.over(Section.PLAN)


def answerable(actor: Actor, review_id: UUID) -> UUID:
    """The seeker of a review that `actor` could answer. Raises: NotFound, NotAllowed."""
    row = db.session.execute(select(Review.seeker_id, Review.coaching_id).where(Review.id == review_id)).first()
    if row is None:
        raise NotFound
    sight = sight_of(actor, row.seeker_id)
    sight.need(Section.PLAN)
    if not answers(sight, row.coaching_id):
        raise NotFound
    require(actor, Permission.ANSWER_REVIEW, sight)
    return row.seeker_id


def readers_over(actor: Actor, coaching_id: UUID) -> list[UUID]:
    """Whom the seeker asks over this coaching of theirs: each who sees the plan by it.

    Raises: NotFound (no such active coaching), Invalid (nobody sees the plan yet).
    """
    mine = (Coaching.seeker_id == actor.person_id, Coaching.state == CoachingState.ACTIVE)
    if db.session.scalar(select(Coaching.id).where(Coaching.id == coaching_id, *mine)) is None:
        raise NotFound
    sights = sights_of_coaches(coaches_of(actor.person_id, over=coaching_id), only=actor.person_id)
    found = sorted(reader for reader, of in sights.items() if answers(of[actor.person_id], coaching_id))
    if not found:
        raise Invalid({"coaching_id": l_("This coach does not see your plan yet. Share it first, then ask.")})
    return found
