"""The addresses that nothing is sent to: for operators, who may lift one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.mail.models import Suppression
from coach_platform.core.mail.operating.stops import SHELL
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Person
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.paging import Paged, paged


@dataclass(frozen=True, slots=True)
class Refusing:
    """One address. `has_account`: it is somebody's here."""

    address: str
    reason: Reason
    status: str
    since: datetime
    has_account: bool


def refusing(actor: Actor, *, page: str = "") -> Paged[Refusing]:
    """The newest first. Raises: NotAllowed."""
    require(actor, Permission.USE_OPERATOR_PAGES)
    s = Suppression
    query = (
        select(s.address, s.reason, s.status, s.since_at, Person.id.is_not(None).label("has_account"))
        .outerjoin(Person, Person.email == s.address)
        # By a hash of the address, since the mark of a page stands in its address.
        .order_by(s.since_at.desc(), func.md5(s.address))
    )
    found = paged(query, page)
    rows = [
        Refusing(row.address, Reason(row.reason), row.status or "", row.since_at, row.has_account) for row in found.rows
    ]
    return Paged(rows, found.previous, found.next)


def lift(address: str, *, actor: Actor | None = None) -> None:
    """Write to `address` again. `actor`: None for the command line. Raises: NotAllowed; NotFound when it is not refusing."""
    if actor is not None:
        require(actor, Permission.USE_OPERATOR_PAGES)
    address = address.replace("\0", "")  # no text in the database can hold one
    lifted = db.session.execute(
        delete(Suppression).where(Suppression.address == address).returning(Suppression.address)
    )
    if lifted.first() is None:
        raise NotFound
    # Whose it was, under a pseudonym; an address is in no log.
    person_id = db.session.scalar(select(Person.id).where(Person.email == address))
    whose = {"whose": audit.actor_key(person_id)} if person_id else {}
    audit.note(actor.person_id if actor else SHELL, "mail.address_lifted", **whose)
