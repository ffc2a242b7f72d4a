"""What a coach left unanswered: the reviews that ended by name, for their own list."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access import looks
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.figures import Surface
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import sights_of
from coach_platform.core.plans.lapsing import lapsed_lately
from coach_platform.core.relations.models import Person, Section
from coach_platform.kit.db import db


@dataclass(frozen=True)
class Unanswered:
    """One seeker whose last review ended unanswered within thirty days; they asked nobody since."""

    seeker_id: UUID
    seeker: str
    asked_at: datetime
    lapsed_at: datetime


def unanswered(actor: Actor) -> list[Unanswered]:
    """Those whose plans the actor sees, the latest end first. A figure of each plan: a look, and logged as one.

    Four statements at most, two where there is none.
    """
    require(actor, Permission.USE_COACH_FACE)
    sights = sights_of(actor)
    over = frozenset().union(*(sight.over(Section.PLAN) for sight in sights.values()))
    ended = {seeker_id: row for seeker_id, row in lapsed_lately(over).items() if seeker_id in sights} if over else {}
    if not ended:
        return []
    looks.record(actor.name, [(sights[seeker_id], (Section.PLAN, None)) for seeker_id in ended], surface=Surface.QUEUE)
    names = {row.id: row.name for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ended)))}
    found = [
        Unanswered(seeker_id, names[seeker_id], row.asked_at, row.lapsed_at)
        for seeker_id, row in ended.items()
        if row.lapsed_at is not None
    ]
    return sorted(found, key=lambda one: (one.lapsed_at, one.seeker_id), reverse=True)
