"""What the mails about a review stand on, read just before they go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.sight import Sight, sights_of_coaches
from coach_platform.core.mail.kinds import Messages
from coach_platform.core.plans.models import Plan, Review, Turn
from coach_platform.core.relations.models import Coaching, Person, Section
from coach_platform.kit.db import db


@dataclass(frozen=True)
class ReviewFacts:
    """One turn of a plan and how it stands at this moment."""

    seeker_id: UUID
    seeker: str
    coach: str
    review: Review
    turn: Turn
    coach_sees: bool  # the coaching is active and the plan is granted
    grant_id: UUID | None = None  # by this grant


def gather_reviews(messages: Messages) -> Mapping[UUID, ReviewFacts]:
    """By review id; those that are gone are not there. Two statements."""
    rows = db.session.execute(
        select(Review, Plan.turn, Person.name, Coaching.coach_id)
        .join(Plan, Plan.id == Review.plan_id)
        .join(Person, Person.id == Review.seeker_id)
        .join(Coaching, Coaching.id == Review.coaching_id)
        .where(Review.id.in_({message.id_param("review") for message in messages}))
    ).all()
    coaches = {row.coach_id for row in rows if row.coach_id}
    names = _names(coaches)
    sights = sights_of_coaches(list(coaches)) if coaches else {}
    return {row.Review.id: _facts(row, names, sights) for row in rows}


def _facts(row: Any, names: Mapping[UUID, str], sights: Mapping[UUID, Mapping[UUID, Sight]]) -> ReviewFacts:
    review: Review = row.Review
    sight = sights.get(row.coach_id, {}).get(review.seeker_id)
    sees = sight is not None and sight.coaching_id == review.coaching_id and sight.section(Section.PLAN)
    grant_id = sight.grant_id if sight is not None else None
    return ReviewFacts(review.seeker_id, row.name, names.get(row.coach_id, ""), review, row.turn, sees, grant_id)


def _names(ids: set[UUID]) -> dict[UUID, str]:
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))) if ids else ()
    return {row.id: row.name for row in rows}
