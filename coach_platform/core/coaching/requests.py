"""Who asks a coach to work with them, as the coach reads it: a name, their message, nothing else of theirs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.relations.models import Coaching, CoachingState, Person
from coach_platform.kit import clock
from coach_platform.kit.db import db

SHOWN_FOR, MOST_SHOWN = timedelta(days=365), 20


@dataclass(frozen=True)
class RequestLine:
    """One request that waits for the coach; `message` was written to them."""

    coaching_id: UUID
    seeker: str
    message: str
    locale: str
    asked_at: datetime


@dataclass(frozen=True)
class ThanksLine:
    """What a seeker wrote to the coach at the end of their search."""

    coaching_id: UUID
    seeker: str
    words: str
    locale: str
    ended_at: datetime | None


def thanks_to(actor: Actor) -> list[ThanksLine]:
    """Words of thanks of the last year, the newest first, twenty at most: they were written to this coach. One statement."""
    require(actor, Permission.USE_COACH_FACE)
    rows = db.session.execute(
        select(Coaching.id, Person.name, Coaching.thanks, Coaching.thanks_locale, Coaching.ended_at)
        .join(Person, Person.id == Coaching.seeker_id)
        .where(Coaching.coach_id == actor.person_id, Coaching.state == CoachingState.ENDED, Coaching.thanks != "")
        .where(Coaching.ended_at > clock.now() - SHOWN_FOR)
        .order_by(Coaching.ended_at.desc(), Coaching.id)
        .limit(MOST_SHOWN)
    )
    return [ThanksLine(*row) for row in rows]


def requests_to(actor: Actor) -> list[RequestLine]:
    """The longest wait first. One statement."""
    require(actor, Permission.USE_COACH_FACE)
    rows = db.session.execute(
        select(Coaching.id, Person.name, Coaching.message, Coaching.message_locale, Coaching.asked_at)
        .join(Person, Person.id == Coaching.seeker_id)
        .where(Coaching.coach_id == actor.person_id, Coaching.state == CoachingState.REQUESTED)
        .order_by(Coaching.asked_at, Coaching.id)
    )
    return [RequestLine(*row) for row in rows]
