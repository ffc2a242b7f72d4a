"""Whom a seeker could part from, when their search has ended: their active coaches by name."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.relations.models import Coaching, CoachingState, Person
from coach_platform.kit.db import db


@dataclass(frozen=True)
class ActiveCoach:
    """One coaching that goes on. `coach` is empty where the account is gone."""

    coaching_id: UUID
    coach: str


def active_coaches(actor: Actor) -> list[ActiveCoach]:
    """The actor's own as a seeker, the longest first. One statement. Raises: NotAllowed."""
    require(actor, Permission.USE_SEEKER_FACE)
    rows = db.session.execute(
        select(Coaching.id, Person.name)
        .outerjoin(Person, Person.id == Coaching.coach_id)
        .where(Coaching.seeker_id == actor.person_id, Coaching.state == CoachingState.ACTIVE)
        .order_by(Coaching.asked_at, Coaching.id)
    )
    return [ActiveCoach(coaching_id, name or "") for coaching_id, name in rows]
