"""What the mails about a review stand on, read just before they go."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.mail_words import Pair, words_allowed
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
    sight: Sight | None = None  # the coach's, where they see the plan
    note: str = ""  # what the seeker wrote with it, where they let mails to this coach carry words


def gather_reviews(messages: Messages) -> Mapping[UUID, ReviewFacts]:
    """By review id; those that are gone are not there. Three statements."""
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
    theirs = [sight for row in rows if (sight := _sight(row, sights)) is not None]
    worded = words_allowed(theirs)
    return {row.Review.id: _facts(row, names, _sight(row, sights), worded) for row in rows}


def _sight(row: Any, sights: Mapping[UUID, Mapping[UUID, Sight]]) -> Sight | None:
    """What the coach of this review sees, where that is the plan."""
    sight = sights.get(row.coach_id, {}).get(row.Review.seeker_id)
    through_this = sight is not None and sight.coaching_id == row.Review.coaching_id
    return sight if sight is not None and through_this and sight.section(Section.PLAN) else None


def _facts(row: Any, names: Mapping[UUID, str], sight: Sight | None, worded: Collection[Pair]) -> ReviewFacts:
    review: Review = row.Review
    allowed = sight is not None and (sight.reader_id, sight.seeker_id) in worded
    return ReviewFacts(
        seeker_id=review.seeker_id,
        seeker=row.name,
        coach=names.get(row.coach_id, ""),
        review=review,
        turn=row.turn,
        coach_sees=sight is not None,
        grant_id=sight.grant_id if sight is not None else None,
        sight=sight,
        note=review.note if allowed else "",
    )


def _names(ids: set[UUID]) -> dict[UUID, str]:
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))) if ids else ()
    return {row.id: row.name for row in rows}
