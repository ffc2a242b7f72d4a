"""How long reviews wait: what a seeker is told before they ask, and what waits for a coach."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, any_, cast, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from coach_platform.core.access.links import team_sees_over
from coach_platform.core.access.sight import Sight
from coach_platform.core.coaching.away_time import away_between
from coach_platform.core.plans.models import Review, ReviewClaim
from coach_platform.core.relations.models import Person, Section
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.prepared import prepared

RECENT = timedelta(days=180)  # how a coach answered last year says little about this week


@dataclass(frozen=True)
class Wait:
    """The median time from asking to the end, days away left out, over `reviews` that ended lately.

    `lapsed`: how many of them ended unanswered; where these are more than half, there is no median to promise.
    """

    median: timedelta
    reviews: int
    lapsed: int = 0

    @property
    def mostly_unanswered(self) -> bool:
        """Half or more were never answered."""
        return self.lapsed * 2 >= self.reviews and self.lapsed > 0


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


# Whoever answered; what nobody answered lies with the coach it was asked of. Days away are not counted (away_time.py).
_MEDIANS = text(
    f"""
    select w.answerer, percentile_cont(0.5) within group (order by extract(epoch from w.waited)) as seconds,
           count(*) as reviews, count(w.lapsed_at) as lapsed
    from (
        select v.answerer, v.lapsed_at,
               v.over_at - v.asked_at - {away_between("v.answerer", "v.asked_at", "v.over_at")} as waited
        from (
            select coalesce(r.answered_by_id, k.coach_id) as answerer, r.asked_at, r.lapsed_at,
                   coalesce(r.answered_at, r.lapsed_at) as over_at
            from (
                select id from reviews where answered_by_id = any(:coaches)
                union all
                select o.id from coachings c join reviews o on o.coaching_id = c.id
                where c.coach_id = any(:coaches) and o.answered_by_id is null
            ) theirs
            join reviews r on r.id = theirs.id
            join coachings k on k.id = r.coaching_id
            where (r.answered_at > :since or r.lapsed_at > :since)
        ) v
    ) w
    group by w.answerer
    """  # noqa: S608 (names are ours, values are bound)
)


def median_waits(coach_ids: Collection[UUID]) -> dict[UUID, Wait]:
    """By coach; of whom nothing came to an end lately is not in it. One statement, and none for nobody."""
    if not coach_ids:
        return {}
    rows = db.session.execute(_MEDIANS, {"coaches": list(coach_ids), "since": clock.now() - RECENT})
    return {row.answerer: Wait(timedelta(seconds=float(row.seconds)), row.reviews, row.lapsed) for row in rows}


def open_reviews(sights: Collection[Sight]) -> dict[UUID, OpenReview]:
    """What waits for the reader of these sights, by seeker; only where the plan may be seen. One statement.

    The caller records the look where it shows the note.
    """
    rows = db.session.execute(*_open_reviews(coachings=[one for sight in sights for one in sight.over(Section.PLAN)]))
    return {row.seeker_id: OpenReview(*tuple[Any, ...](row)) for row in rows}


@prepared
def _open_reviews(*, coachings: Any) -> Select:
    r, claim = Review, ReviewClaim
    on_it = and_(claim.review_id == r.id, claim.until_at > func.clock_timestamp())
    return (
        select(
            *(r.id, r.seeker_id, r.coaching_id, r.asked_at, r.note, r.note_locale),
            team_sees_over(r.coaching_id, Section.PLAN),
            *(claim.coach_id, func.coalesce(Person.name, ""), claim.until_at),
        )
        .outerjoin(claim, on_it)
        .outerjoin(Person, Person.id == claim.coach_id)
        .where(r.coaching_id == any_(cast(coachings, ARRAY(Uuid))), r.answered_at.is_(None), r.withdrawn_at.is_(None))
    )
