"""Claims: where a team shares a seeker, one of them takes a turn, so that two never answer the same.

One row a review: its primary key is the constraint that makes a second claim impossible, and the database's clock is
the only one asked. A claim lasts thirty minutes, longer while its holder writes, until they answer or let it go.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.sight import sights_of_coaches
from coach_platform.core.plans.answering import answerable, answers
from coach_platform.core.plans.models import Review, ReviewClaim
from coach_platform.core.relations.models import Person
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict
from coach_platform.kit.i18n import _, format_clock

LASTS = timedelta(minutes=30)  # as long as reading a plan well and answering takes; whoever leaves holds nobody up


@dataclass(frozen=True)
class Claim:
    """Who is on it, until when (the database's time)."""

    review_id: UUID
    coach_id: UUID
    coach: str
    until: datetime


class Claimed(Conflict):
    """Somebody else of the team is on it."""

    def __init__(self, claim: Claim, zone: str) -> None:
        self.claim = claim
        super().__init__(
            _(
                "%(coach)s is on it until %(time)s.",
                coach=claim.coach,
                time=format_clock(claim.until, zone),
            )
        )


def claim(actor: Actor, review_id: UUID) -> datetime:
    """Take the turn, or hold it for thirty minutes from now; gives until when. Two at once: exactly one gets it.

    Raises: NotFound, NotAllowed, Conflict (it waits no more), Claimed (somebody else is on it).
    """
    seeker_id = answerable(actor, review_id)
    if not db.session.scalar(select(Review.id).where(Review.id == review_id, *_WAITS).with_for_update(read=True)):
        raise Conflict(_("The plan has moved on meanwhile. Load the page again to see whose turn it is."))
    until = _take(actor, review_id, seeker_id)
    if until is None and _holder_gone(review_id):
        until = _take(actor, review_id, seeker_id)
    if until is None:
        raise _claimed(actor, review_id)
    return until


def release(actor: Actor, review_id: UUID) -> None:
    """Let it go; what is not held is let go already. Raises: NotFound, NotAllowed."""
    answerable(actor, review_id)
    mine = (ReviewClaim.review_id == review_id, ReviewClaim.coach_id == actor.person_id)
    db.session.execute(delete(ReviewClaim).where(*mine))


def settle(actor: Actor, review_id: UUID) -> None:
    """For the verb that answers, inside its transaction: nobody else may be on it; a claim of one's own has served.

    Raises: Claimed.
    """
    # Locked: a claim that is being taken at this instant is waited for, and counts.
    held = db.session.scalar(select(ReviewClaim).where(ReviewClaim.review_id == review_id, _LIVE).with_for_update())
    if held is not None and held.coach_id != actor.person_id and not _holder_gone(review_id):
        raise _claimed(actor, review_id)
    db.session.execute(delete(ReviewClaim).where(ReviewClaim.review_id == review_id))


def live_claim(review_id: UUID) -> Claim | None:
    """Who is on it at this moment. One statement."""
    c = ReviewClaim
    row = db.session.execute(
        select(c.review_id, c.coach_id, Person.name, c.until_at)
        .join(Person, Person.id == c.coach_id)
        .where(c.review_id == review_id, _LIVE)
    ).first()
    return Claim(*row) if row else None


_LIVE = ReviewClaim.until_at > func.clock_timestamp()
_WAITS = (Review.answered_at.is_(None), Review.withdrawn_at.is_(None))


def _take(actor: Actor, review_id: UUID, seeker_id: UUID) -> datetime | None:
    """One statement: the row is made, or taken over where it is over or one's own; None where it is somebody else's."""
    c, now = ReviewClaim, func.clock_timestamp()
    made = insert(c).values(
        review_id=review_id, seeker_id=seeker_id, coach_id=actor.person_id, claimed_at=now, until_at=now + LASTS
    )
    mine_or_over = or_(c.until_at <= now, c.coach_id == made.excluded.coach_id)
    taken = made.on_conflict_do_update(
        index_elements=[c.review_id],
        set_={
            "coach_id": made.excluded.coach_id,
            "claimed_at": made.excluded.claimed_at,
            "until_at": made.excluded.until_at,
        },
        where=mine_or_over,
    )
    return db.session.execute(taken.returning(c.until_at)).scalar()


def _holder_gone(review_id: UUID) -> bool:
    """Whether whoever holds it cannot answer any more (left the team, revoked): then the claim is dropped."""
    row = db.session.execute(
        select(ReviewClaim.coach_id, Review.seeker_id, Review.coaching_id)
        .join(Review, Review.id == ReviewClaim.review_id)
        .where(ReviewClaim.review_id == review_id)
    ).first()
    if row is None:
        return True
    sight = sights_of_coaches([row.coach_id], only=row.seeker_id).get(row.coach_id, {}).get(row.seeker_id)
    if sight is not None and answers(sight, row.coaching_id):
        return False
    db.session.execute(
        delete(ReviewClaim).where(ReviewClaim.review_id == review_id, ReviewClaim.coach_id == row.coach_id)
    )
    return True


def _claimed(actor: Actor, review_id: UUID) -> Conflict:
    held = live_claim(review_id)
    if held is None:  # it ended while we looked
        return Conflict(_("Something changed meanwhile. Load the page again to see how it stands now."))
    return Claimed(held, actor.zone)
