"""The seeker's switch, one a coaching: may this coach note things for me that I say on the phone? Off until they say so."""

from typing import Final
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.switches import turn
from coach_platform.core.relations.models import Coaching
from coach_platform.kit.db import db

KEY: Final = "by_phone"


def allow_by_phone(actor: Actor, coaching_id: UUID, *, allowed: bool, agreed_to: str | None = None) -> None:
    """From now on; what waits already goes on waiting. `agreed_to`: the mark of the text they said yes to, to allow it.

    Raises: NotFound for a coaching that is not the actor's own as seeker, or is over; Invalid (field agreed).
    """
    turn(actor, coaching_id, KEY, on=allowed, agreed_to=agreed_to)
    audit.note(actor.person_id, "coaching.by_phone", coaching=str(coaching_id), allowed=allowed)


def is_allowed(coaching_id: UUID | None) -> bool:
    """Whether it is on for this coaching."""
    return bool(db.session.scalar(select(Coaching.by_phone).where(Coaching.id == coaching_id)))
