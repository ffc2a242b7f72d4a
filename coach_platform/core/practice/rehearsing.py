"""Saying an answer aloud: each time is kept, and counted once however often its form is sent."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.owned import own_row
from coach_platform.core.practice.models import PracticeItem, Rehearsal
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id

LONGEST = 3600  # seconds: a timer that ran longer was forgotten, and says nothing


def count_rehearsal(
    actor: Actor, item_id: UUID, *, rehearsal_id: UUID | None = None, seconds: int | None = None
) -> int:
    """Rehearsed once more, aloud; returns how often by now. `rehearsal_id` names this one time. Raises: NotFound."""
    item: PracticeItem = own_row(actor, PracticeItem, item_id)
    row = {
        "id": rehearsal_id or new_id(),
        "seeker_id": actor.person_id,
        "item_id": item.id,
        "seconds": seconds if seconds is not None and 1 <= seconds <= LONGEST else None,
        "rehearsed_at": clock.now(),
    }
    if db.session.scalar(insert(Rehearsal).values(row).on_conflict_do_nothing().returning(Rehearsal.id)) is not None:
        _count(item.id)
    db.session.refresh(item)
    return item.times_rehearsed


def _count(item_id: UUID) -> None:
    # The database adds: two tabs at once are two rehearsals.
    once_more = {"times_rehearsed": PracticeItem.times_rehearsed + 1, "last_rehearsed_at": clock.now()}
    db.session.execute(update(PracticeItem).where(PracticeItem.id == item_id).values(once_more))
