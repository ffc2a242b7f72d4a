"""The named end of a review: after 28 days in which somebody could have answered and nobody did, it has lapsed.

The plan is its seeker's again, both are told, and whoever is late can still comment. Run twice, or by two at once, it
does the same.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import distinct_on

from coach_platform.core.access.links import coaches_of
from coach_platform.core.access.sight import sights_of_coaches
from coach_platform.core.coaching.away_time import all_away_between
from coach_platform.core.mail import outbox
from coach_platform.core.mail.keys import about
from coach_platform.core.plans.answering import answers
from coach_platform.core.plans.models import Review, Turn
from coach_platform.core.plans.owned import move, plan_of
from coach_platform.core.plans.turns import Move
from coach_platform.kit import clock
from coach_platform.kit.db import db

log = structlog.get_logger()
LAPSES_AFTER = timedelta(days=28)  # four weeks of silence are an answer, and it should be said (1-product.md)
AT_ONCE = 200  # a run; the next one is a minute away

# Who could answer it: the coach to whom the plan is granted, and all on the list of a team it is shared with.
_READERS = """
    select g.coach_id as reader_id from grants g
    where g.coaching_id = r.coaching_id and g.coach_id is not null and g.revoked_at is null
      and (g.ends_at is null or g.ends_at > :now) and 'plan' = any(g.sections)
    union
    select m.person_id from grants g join team_members m on m.team_id = g.team_id and m.left_at is null
    where g.coaching_id = r.coaching_id and g.revoked_at is null
      and (g.ends_at is null or g.ends_at > :now) and 'plan' = any(g.sections) and m.person_id is not null
"""
_DUE = text(
    f"""
    select r.id, r.seeker_id from reviews r
    where r.answered_at is null and r.withdrawn_at is null and r.asked_at <= cast(:now as timestamptz) - :after
      and cast(:now as timestamptz) - r.asked_at
          - {all_away_between(_READERS, "r.asked_at", "cast(:now as timestamptz)")} >= :after
    order by r.asked_at, r.id limit {AT_ONCE}
    """  # noqa: S608 (names are ours, values are bound)
)


def lapse_due() -> int:
    """End every review whose 28 days are over; how many. What fails for one stops no other."""
    due = db.session.execute(_DUE, {"now": clock.now(), "after": LAPSES_AFTER}).all()
    return sum(_apart(row.id, row.seeker_id) for row in due)


def _apart(review_id: UUID, seeker_id: UUID) -> bool:
    try:
        with db.session.begin_nested():
            return _lapse(review_id, seeker_id)
    except Exception:  # one bad row must not hold up the others; it is found again next time
        log.exception("reviews.lapse_failed", review=str(review_id))
        return False


def _lapse(review_id: UUID, seeker_id: UUID) -> bool:
    """Under the lock of the plan, as answering is: whoever comes first decides."""
    plan = plan_of(seeker_id)
    review = db.session.get(Review, review_id, populate_existing=True, with_for_update=True)
    if review is None or review.answered_at or review.withdrawn_at:
        return False
    review.lapsed_at = review.withdrawn_at = clock.now()
    if plan.turn is Turn.AWAITING_COACH:
        move(plan, Move.LAPSE)
    db.session.flush()
    for person_id in (seeker_id, *_readers(review)):
        outbox.add("review_lapsed", key=about("review_lapsed", person_id, review.id), to=person_id, params=_of(review))
    return True


def _of(review: Review) -> dict[str, Any]:
    return {"review": str(review.id)}


def _readers(review: Review) -> list[UUID]:
    """Whom it was asked of, as far as they see the plan now."""
    seeker_id = review.seeker_id
    sights = sights_of_coaches(coaches_of(seeker_id, over=review.coaching_id), only=seeker_id)
    return sorted(reader for reader, of in sights.items() if answers(of[seeker_id], review.coaching_id))


def lapsed_lately(coaching_ids: frozenset[UUID], since: timedelta = timedelta(days=30)) -> dict[UUID, Review]:
    """By seeker: the newest review over these coachings, where it lapsed within `since` and none was asked after it.

    One statement. For a coach: of the coachings over which they see the plan (Sight.over).
    """
    newest = (
        select(Review)
        .where(Review.coaching_id.in_(coaching_ids))
        .ext(distinct_on(Review.seeker_id))
        .order_by(Review.seeker_id, Review.asked_at.desc(), Review.id.desc())
    )
    rows = db.session.scalars(newest)
    limit = clock.now() - since
    return {row.seeker_id: row for row in rows if row.lapsed_at is not None and row.lapsed_at > limit}
