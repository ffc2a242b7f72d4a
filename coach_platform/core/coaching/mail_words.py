"""The seeker's switch, one a coaching: may mails to this coach carry words that are shared with them?"""

from typing import Final
from uuid import UUID

from sqlalchemy import select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.switches import turn
from coach_platform.core.relations.models import Coaching
from coach_platform.kit.db import db

KEY: Final = "mail_words"


def allow_mail_words(actor: Actor, coaching_id: UUID, *, allowed: bool, agreed_to: str | None = None) -> None:
    """From the next mail on. `agreed_to`: the mark of the text they said yes to, needed to allow it.

    Raises: NotFound for a coaching that is not the actor's own as seeker, or is over; Invalid (field agreed).
    """
    turn(actor, coaching_id, KEY, on=allowed, agreed_to=agreed_to)
    audit.note(actor.person_id, "coaching.mail_words", coaching=str(coaching_id), allowed=allowed)


def mail_words_of(actor: Actor) -> frozenset[UUID]:
    """The actor's own coachings, as a seeker, for which it is on. One statement."""
    mine = select(Coaching.id).where(Coaching.seeker_id == actor.person_id, Coaching.mail_words)
    return frozenset(db.session.scalars(mine))
