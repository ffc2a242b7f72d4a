"""What waits for a coach who is about to leave."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.sight import sights_of
from coach_platform.core.plans.waits import open_reviews
from coach_platform.core.relations.models import Person, Section
from coach_platform.kit.db import db


def reviews_waiting(actor: Actor, coaching_ids: Collection[UUID]) -> list[str]:
    """Whose reviews wait over these coachings, by name, as far as the actor sees their plans: a look, and logged as one."""
    sights = sights_of(actor)
    here = {
        seeker_id: one for seeker_id, one in open_reviews(sights.values()).items() if one.coaching_id in coaching_ids
    }
    if not here:
        return []
    looks.record(actor.name, [(sights[seeker_id], (Section.PLAN, None)) for seeker_id in here], surface=Surface.QUEUE)
    names = select(Person.name).where(Person.id.in_(here)).order_by(Person.name_sort, Person.id)
    return list(db.session.scalars(names))
