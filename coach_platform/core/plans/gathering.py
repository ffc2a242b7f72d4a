"""What the mails about a review stand on, read just before they go."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from coach_platform.core.access.mail_words import Pair, words_allowed
from coach_platform.core.access.sight import Sight, sights_of_coaches
from coach_platform.core.mail.kinds import Messages
from coach_platform.core.mail.letters import Outgoing
from coach_platform.core.plans.answering import answers
from coach_platform.core.plans.models import Plan, Review, Turn
from coach_platform.core.relations.models import Coaching, Person
from coach_platform.kit.db import db


@dataclass(frozen=True)
class ReviewFacts:
    """One turn of a plan and how it stands at this moment."""

    seeker_id: UUID
    seeker: str
    coach: str  # who answered, or was asked
    review: Review
    turn: Turn
    coach_sees: bool  # the reader is a coach who sees the plan and could answer
    sight: Sight | None = None  # the reader's, then
    to_seeker: bool = False  # the reader is its seeker
    note: str = ""  # what the seeker wrote with it, where they let mails to this coach carry words


def gather_reviews(messages: Messages) -> Mapping[UUID, ReviewFacts]:
    """By message, as its own reader sees the review; where that is gone there is none. Three statements."""
    found = _reviews(messages)
    readers = [message.person_id for message in messages if message.person_id]
    sights = sights_of_coaches(readers)
    theirs = {m.id: _sight(m, row, sights) for m in messages if (row := found.get(m.id_param("review")))}
    worded = words_allowed([sight for sight in theirs.values() if sight is not None])
    there = [m for m in messages if m.id in theirs]
    return {m.id: _facts(found[m.id_param("review")], theirs[m.id], worded, m.person_id) for m in there}


def _reviews(messages: Messages) -> dict[UUID, Any]:
    coach = aliased(Person)
    rows = db.session.execute(
        select(Review, Plan.turn, Person.name, coach.name.label("coach"))
        .join(Plan, Plan.id == Review.plan_id)
        .join(Person, Person.id == Review.seeker_id)
        .join(Coaching, Coaching.id == Review.coaching_id)
        .outerjoin(coach, coach.id == func.coalesce(Review.answered_by_id, Coaching.coach_id))
        .where(Review.id.in_({message.id_param("review") for message in messages}))
    )
    return {row.Review.id: row for row in rows}


def _sight(message: Outgoing, row: Any, sights: Mapping[UUID, Mapping[UUID, Sight]]) -> Sight | None:
    """What the reader sees, where they are a coach who could answer this review."""
    if message.person_id is None:
        return None
    sight = sights.get(message.person_id, {}).get(row.Review.seeker_id)
    return sight if sight is not None and answers(sight, row.Review.coaching_id) else None


def _facts(row: Any, sight: Sight | None, worded: Collection[Pair], reader_id: UUID | None) -> ReviewFacts:
    review: Review = row.Review
    allowed = sight is not None and (sight.reader_id, sight.seeker_id) in worded
    return ReviewFacts(
        seeker_id=review.seeker_id,
        seeker=row.name,
        coach=row.coach or "",
        review=review,
        turn=row.turn,
        coach_sees=sight is not None,
        sight=sight,
        to_seeker=reader_id == review.seeker_id,
        note=review.note if allowed else "",
    )
