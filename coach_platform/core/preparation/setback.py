"""The rehearsed setback: "if the next no comes, then I ...", written once and beforehand, shown when it comes.

People who had rehearsed setbacks were protected from depression when they lost a new job again (Vinokur & Schul 1997,
JCCP 65(5):867-877; JOBS II). One if-then of one's own words is all that is asked.
"""

from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.preparation.models import SetbackRehearsal
from coach_platform.core.preparation.reading import Setback
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import lazy as l_

LIMIT = 1_000  # characters: what is read in the first minute after a no


def read_setback(actor: Actor) -> Setback | None:
    """The actor's own, once written. One statement."""
    s = SetbackRehearsal
    row = db.session.execute(select(s.first_hour, s.talk_to, s.locale).where(s.seeker_id == actor.person_id)).first()
    return Setback(*row) if row else None


def write_setback(actor: Actor, *, first_hour: str, talk_to: str = "") -> None:
    """Write it, or write it anew. Raises: Invalid (both blank, or too long), NotAllowed."""
    require(actor, Permission.USE_SEEKER_FACE)
    said = {"first_hour": _text(first_hour, "first_hour"), "talk_to": _text(talk_to, "talk_to")}
    if not any(said.values()):
        raise Invalid({"first_hour": l_("Write a few words first.")})
    now = clock.now()
    changed = {**said, "locale": actor.locale, "changed_at": now}
    statement = insert(SetbackRehearsal).values(seeker_id=actor.person_id, written_at=now, **changed)
    db.session.execute(statement.on_conflict_do_update(index_elements=["seeker_id"], set_=changed))


def delete_setback(actor: Actor) -> None:
    """Let it go, for good; nothing happens where there is none."""
    db.session.execute(delete(SetbackRehearsal).where(SetbackRehearsal.seeker_id == actor.person_id))


def is_written(seeker_id: UUID) -> bool:
    """Whether there is one. One statement."""
    return bool(db.session.scalar(select(exists().where(SetbackRehearsal.seeker_id == seeker_id))))


def _text(words: str, field: str) -> str:
    words = words.replace("\r\n", "\n").replace("\0", "").strip()
    if len(words) > LIMIT:
        raise Invalid({field: l_("At most %(n)s characters.", n=LIMIT)})
    return words
