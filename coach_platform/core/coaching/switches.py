"""What a seeker allows one coach and may take back at any time: a column of the coaching, with the text they said yes to."""

from typing import Literal
from uuid import UUID

from sqlalchemy import update

from coach_platform.core.access.actor import Actor
from coach_platform.core.agreements import keeping
from coach_platform.core.coaching.states import LIVE
from coach_platform.core.relations.models import Coaching
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

Switch = Literal["mail_words", "by_phone"]  # the column, and the key of the text in content/consents


def turn(actor: Actor, coaching_id: UUID, switch: Switch, *, on: bool, agreed_to: str | None) -> None:
    """Turn it on or off; its yes is kept, or ended. `agreed_to`: the mark of the text that was read, needed to turn it on.

    Raises: NotFound for a coaching that is not the actor's own as seeker, or is over; Invalid (field agreed).
    """
    changed = db.session.execute(
        update(Coaching)
        .where(Coaching.id == coaching_id, Coaching.seeker_id == actor.person_id, Coaching.state.in_(LIVE))
        .values({switch: on})
        .returning(Coaching.id)
    ).first()
    if changed is None:
        raise NotFound
    if on:
        keeping.keep(actor.person_id, switch, agreed_to, coaching_id=coaching_id)
    else:
        keeping.end(actor.person_id, switch, coaching_id=coaching_id)
