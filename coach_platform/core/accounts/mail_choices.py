"""Which kinds of mail a person wants. What cannot be turned off is not listed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.models import MailChoice
from coach_platform.kit import clock
from coach_platform.kit.db import db


@dataclass(frozen=True)
class Wanted:
    """One kind for the settings page."""

    kind: str
    label: str
    wanted: bool


def list_choices(actor: Actor) -> list[Wanted]:
    """Every kind that can be turned off, in the order of mail_kinds.py. One statement."""
    off = select(MailChoice.kind).where(MailChoice.person_id == actor.person_id, MailChoice.wanted.is_(False))
    turned_off = set(db.session.scalars(off))
    return [Wanted(kind.name, str(kind.label), kind.name not in turned_off) for kind in all_kinds().optional()]


def choose(actor: Actor, wanted: set[str]) -> None:
    """Only the kinds in `wanted` from now on; names of kinds that cannot be turned off change nothing."""
    moment = clock.now()
    changed = [c for c in list_choices(actor) if c.wanted != (c.kind in wanted)]
    if not changed:
        return
    rows = [
        {
            "person_id": actor.person_id,
            "kind": c.kind,
            "wanted": c.kind in wanted,
            "changed_at": moment,
            "changed_by": "settings",
        }
        for c in changed
    ]
    statement = insert(MailChoice).values(rows)
    kept = {name: statement.excluded[name] for name in ("wanted", "changed_at", "changed_by")}
    db.session.execute(statement.on_conflict_do_update(index_elements=["person_id", "kind"], set_=kept))
