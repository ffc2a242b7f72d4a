"""How long reviews wait: what a seeker is told before they ask, and what waits for a coach."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from coach_platform.core.access.sight import Sight
from coach_platform.core.plans.models import Review
from coach_platform.core.relations.models import Coaching, Section
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
    """A review that waits for its coach."""

    review_id: UUID
    seeker_id: UUID
    coaching_id: UUID
    asked_at: datetime
    note: str
    note_locale: str


def median_waits(coach_ids: Collection[UUID]) -> dict[UUID, Wait]:
    """By coach; whoever answered nothing lately is not in it. One statement, and none for nobody."""
    if not coach_ids:
        return {}
    waited = func.extract("epoch", Review.answered_at - Review.asked_at)
    rows = db.session.execute(
        select(Coaching.coach_id, func.percentile_cont(0.5).within_group(waited), func.count())
        .join(Coaching, Coaching.id == Review.coaching_id)
        .where(Coaching.coach_id.in_(coach_ids), Review.answered_at > clock.now() - RECENT)
        .group_by(Coaching.coach_id)
    )
    return {coach_id: Wait(timedelta(seconds=float(seconds)), count) for coach_id, seconds, count in rows}


def open_reviews(sights: Collection[Sight]) -> dict[UUID, OpenReview]:
    """What waits for the reader of these sights, by seeker; only where the plan may be seen. One statement.

    The caller records the look where it shows the note.
    """
    coachings = [sight.coaching_id for sight in sights if sight.coaching_id and sight.section(Section.PLAN)]
    rows = db.session.execute(
        select(Review.id, Review.seeker_id, Review.coaching_id, Review.asked_at, Review.note, Review.note_locale).where(
            Review.coaching_id.in_(coachings), Review.answered_at.is_(None), Review.withdrawn_at.is_(None)
        )
    )
    return {row.seeker_id: OpenReview(*row) for row in rows}
