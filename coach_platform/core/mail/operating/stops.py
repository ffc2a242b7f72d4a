"""The stop switch of each kind of mail. What is stopped waits in its rows and goes when it is let go, unless it has lost
its sense by then (each kind is asked again as ever)."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.operating.models import MailStop
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock, jobs
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _

LONGEST_REASON = 200
SHELL = "command line"  # stands for whoever sits at the server, in the audit log


@dataclass(frozen=True, slots=True)
class Stop:
    """A kind that waits. `by`: the operator's name; "" for the command line, or somebody who is gone."""

    kind: str
    reason: str
    since: datetime
    by: str


def stops() -> dict[str, Stop]:
    """What is stopped now, by kind."""
    rows = db.session.execute(
        select(MailStop.kind, MailStop.reason, MailStop.since_at, Person.name)
        .outerjoin(Person, Person.id == MailStop.by_id)
        .order_by(MailStop.kind)
    )
    return {row.kind: Stop(row.kind, row.reason, row.since_at, row.name or "") for row in rows}


def stop(kind: str, reason: str, *, actor: Actor | None = None) -> None:
    """Hold `kind` back from now on; stopping it again changes the reason only. `actor`: None for the command line.

    Raises: NotFound for a kind that is none; NotAllowed; Invalid without a reason.
    """
    _known(kind, actor)
    said = " ".join(reason.split())
    if not any(map(_seen, said)) or len(said) > LONGEST_REASON or "\0" in said:
        raise Invalid({"reason": _("Say why, in at most %(num)s characters.", num=LONGEST_REASON)})
    row = {"kind": kind, "reason": said, "since_at": clock.now(), "by_id": actor.person_id if actor else None}
    known = insert(MailStop).values(row)
    db.session.execute(known.on_conflict_do_update(index_elements=["kind"], set_={"reason": said}))
    audit.note(_who(actor), "mail.stopped", kind=kind)


def let_go(kind: str, *, actor: Actor | None = None) -> bool:
    """Let `kind` go again. False when it was not stopped. Raises: NotFound; NotAllowed."""
    known = _known(kind, actor)
    if db.session.execute(delete(MailStop).where(MailStop.kind == kind).returning(MailStop.kind)).first() is None:
        return False
    jobs.publish(known.lane.job)
    audit.note(_who(actor), "mail.let_go", kind=kind)
    return True


def _seen(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS"  # letters, numbers, signs: not what takes no room


def _known(kind: str, actor: Actor | None):
    if actor is not None:
        require(actor, Permission.USE_OPERATOR_PAGES)
    if (known := all_kinds().get(kind)) is None:
        raise NotFound
    return known


def _who(actor: Actor | None):
    return actor.person_id if actor else SHELL
