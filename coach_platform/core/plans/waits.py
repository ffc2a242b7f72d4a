"""How long reviews wait: what a seeker is told before they ask, and what waits for a coach."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select

from coach_platform.core.access.links import team_sees_over
from coach_platform.core.access.sight import Sight
from coach_platform.core.plans.models import Review, ReviewClaim
from coach_platform.core.relations.models import Coaching, Person, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db

RECENT = timedelta(days=180)  # how a coach answered last year says little about this week


@dataclass(frozen=True)
class Wait:
    """The median time from asking to the answer, over `reviews` answered lately."""

    median: timedelta
    reviews: int


@dataclass(frozen=True)
class OpenReview:
    """A review that waits for its coach, or for a team's. `claimed_by_id`: who is on it at this moment, until when."""

    review_id: UUID
    seeker_id: UUID
    coaching_id: UUID
    asked_at: datetime
    note: str
    note_locale: str
    team: bool  # several could answer it
    claimed_by_id: UUID | None
    claimed_by: str
    claimed_until: datetime | None


def median_waits(coach_ids: Collection[UUID]) -> dict[UUID, Wait]:
    """By coach; whoever answered nothing lately is not in it. One statement, and none for nobody."""
    if not coach_ids:
        return {}
    waited = func.extract("epoch", Review.answered_at - Review.asked_at)
    answerer = func.coalesce(Review.answered_by_id, Coaching.coach_id)
    rows = db.session.execute(
        select(answerer, func.percentile_cont(0.5).within_group(waited), func.count())
        .join(Coaching, Coaching.id == Review.coaching_id)
        .where(answerer.in_(coach_ids), Review.answered_at > clock.now() - RECENT)
        .group_by(answerer)
    )
    return {coach_id: Wait(timedelta(seconds=float(seconds)), count) for coach_id, seconds, count in rows}


def open_reviews(sights: Collection[Sight]) -> dict[UUID, OpenReview]:
    """What waits for the reader of these sights, by seeker; only where the plan may be seen. One statement.

    The caller records the look where it shows the note.
    """
    coachings = {coaching_id for sight in sights for coaching_id in sight.over(Section.PLAN)}
    r, claim = Review, ReviewClaim
    on_it = and_(claim.review_id == r.id, claim.until_at > func.clock_timestamp())
    rows = db.session.execute(
        select(
            *(r.id, r.seeker_id, r.coaching_id, r.asked_at, r.note, r.note_locale),
            team_sees_over(r.coaching_id, Section.PLAN),
            *(claim.coach_id, func.coalesce(Person.name, ""), claim.until_at),
        )
        .outerjoin(claim, on_it)
        .outerjoin(Person, Person.id == claim.coach_id)
        .where(r.coaching_id.in_(coachings), r.answered_at.is_(None), r.withdrawn_at.is_(None))
    )
    return {row.seeker_id: OpenReview(*tuple[Any, ...](row)) for row in rows}
