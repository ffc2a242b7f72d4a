"""Where a seeker stands with a professional: what the sixth step of a case has to offer. One statement."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, exists, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.links import seen_over
from coach_platform.core.plans.models import Action, ActionState, Plan, Turn
from coach_platform.core.relations.models import Coaching, CoachingState, Person, Section
from coach_platform.kit.db import db


class Standing(StrEnum):
    """What there is to do about it, the furthest along first."""

    ANSWERED = "answered"  # the coach handed the plan back
    WAITS = "waits"  # the plan lies with the coach
    ASK = "ask"  # a coach sees the plan: ask for a review
    EMPTY_PLAN = "empty_plan"  # they see it, and nothing is in it yet
    SHARE = "share"  # there is a coach who does not see the plan
    INVITED = "invited"  # a coach offers, the seeker has not answered
    REQUESTED = "requested"  # the seeker asked, the coach has not answered
    NOBODY = "nobody"


@dataclass(frozen=True)
class Professional:
    """`since`: from when it waits. `coach` and `coaching_id` are empty for nobody."""

    standing: Standing
    coaching_id: UUID | None = None
    coach: str = ""
    since: datetime | None = None


def professional(actor: Actor) -> Professional:
    """The actor's own, as a seeker: of several coaches the one with whom it has got furthest."""
    found = [_standing(row) for row in db.session.execute(_query(actor.person_id))]
    order = list(Standing)
    return min(found, key=lambda one: order.index(one.standing), default=Professional(Standing.NOBODY))


def _query(seeker_id: UUID) -> Select:
    points = exists().where(
        Action.seeker_id == seeker_id, Action.deleted_at.is_(None), Action.state != ActionState.DECLINED
    )
    live = (CoachingState.ACTIVE, CoachingState.INVITED, CoachingState.REQUESTED)
    return (
        select(
            Coaching.id,
            Coaching.state,
            Coaching.asked_at,
            Person.name,
            seen_over(Coaching.id, Section.PLAN).label("sees_plan"),
            case((Plan.coaching_id == Coaching.id, Plan.turn)).label("turn"),
            Plan.turn_since_at,
            points.label("points"),
        )
        .join(Person, Person.id == Coaching.coach_id)
        .outerjoin(Plan, Plan.seeker_id == Coaching.seeker_id)
        .where(Coaching.seeker_id == seeker_id, Coaching.state.in_(live))
        .order_by(Coaching.asked_at.desc(), Coaching.id)
    )


def _standing(row: Any) -> Professional:
    standing, since = _of_link(row)
    return Professional(standing, row.id, row.name, since)


def _of_link(row: Any) -> tuple[Standing, datetime | None]:
    if row.state is CoachingState.INVITED:
        return Standing.INVITED, row.asked_at
    if row.state is CoachingState.REQUESTED:
        return Standing.REQUESTED, row.asked_at
    if row.turn is Turn.AWAITING_SEEKER:
        return Standing.ANSWERED, row.turn_since_at
    if row.turn is Turn.AWAITING_COACH:
        return Standing.WAITS, row.turn_since_at
    if not row.sees_plan:
        return Standing.SHARE, None
    return (Standing.ASK if row.points else Standing.EMPTY_PLAN), None
