"""After a coach's no to a request, a fortnight passes before the same seeker can ask again. The coach may invite sooner."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access.actor import Actor
from coach_platform.core.relations.models import Coaching, CoachingState
from coach_platform.kit import clock
from coach_platform.kit.db import db

# Long enough for a caseload to change, and for a no not to be answered by asking louder; short enough to be waited for.
PAUSE = timedelta(days=14)


def ask_again_on(actor: Actor, coach_id: UUID) -> date | None:
    """The first day, in the seeker's zone, on which the actor may ask this coach again; None when that is today or past.

    Only the newest link between the two counts: an invitation since then reopens it. One statement.
    """
    newest = db.session.execute(
        select(Coaching.state, Coaching.ended_by_id, Coaching.answered_at)
        .where(Coaching.seeker_id == actor.person_id, Coaching.coach_id == coach_id)
        .order_by(Coaching.asked_at.desc(), Coaching.id.desc())
        .limit(1)
    ).first()
    if newest is None or newest.state is not CoachingState.DECLINED or newest.ended_by_id != coach_id:
        return None
    first = clock.local(newest.answered_at, actor.zone).date() + PAUSE
    return first if first > clock.today(actor.zone) else None
