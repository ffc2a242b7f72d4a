"""Being reachable again: after letters came back, whoever owns the address has one letter sent there and confirms it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import delete, select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.mail import keys, outbox
from coach_platform.core.mail.links import page, signer
from coach_platform.core.mail.models import Suppression
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

KIND = "confirm_again"
LINK_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The actor's address takes no mail."""

    address: str
    reason: Reason
    since: datetime


def unreachable(actor: Actor) -> Unreachable | None:
    """Why nothing is sent to the actor; None when they can be reached. One statement."""
    found = db.session.execute(
        select(Suppression.address, Suppression.reason, Suppression.since_at)
        .join(Person, Person.email == Suppression.address)
        .where(Person.id == actor.person_id)
    ).first()
    return Unreachable(found.address, Reason(found.reason), found.since_at) if found else None


def try_address(actor: Actor) -> bool:
    """Have one letter sent to the actor's own address, although it refused mail. False when one went there today.

    Raises: NotFound when nothing is in the way.
    """
    if (refused := unreachable(actor)) is None:
        raise NotFound
    there = uuid5(actor.person_id, refused.address)  # an address stands in no key
    return outbox.add(KIND, key=keys.on_day(KIND, there, clock.today(actor.zone)), to=actor.person_id)


def reach_url(person_id: UUID, address: str) -> str:
    """The link in that letter. It speaks of this address only: after a change of address it is worth nothing."""
    return page("/reached/" + signer().sign(_purpose(address), person_id, 0, clock.now() + LINK_FOR))


@dataclass(frozen=True, slots=True)
class Link:
    """What a link speaks of. `refuses`: nothing is sent to that address now."""

    address: str
    refuses: bool


def read_link(token: str) -> Link:
    """Changes nothing. Raises: NotFound for one that is forged or too old, or older than what is in the way now."""
    # Whose it is stands in the token, and only that person's address can have made it.
    claimed = signer().subject_of(token)
    address = db.session.scalar(select(Person.email).where(Person.id == claimed)) if claimed else None
    claim = signer().read(_purpose(address), token) if address else None
    if address is None or claim is None or claim.expires_at is None:
        raise NotFound
    since = db.session.scalar(select(Suppression.since_at).where(Suppression.address == address))
    written = claim.expires_at - LINK_FOR + timedelta(seconds=1)  # a token knows whole seconds only
    if since is not None and since >= written:
        raise NotFound
    return Link(address, refuses=since is not None)


def reached(token: str) -> str:
    """A letter arrived there: write to it again. Which address. Raises: NotFound."""
    address = read_link(token).address
    lifted = db.session.execute(
        delete(Suppression).where(Suppression.address == address).returning(Suppression.address)
    )
    if lifted.first() is not None:
        person_id = db.session.scalars(select(Person.id).where(Person.email == address)).one()
        audit.note(person_id, "address.reached_again")
    return address


def _purpose(address: str) -> str:
    return f"reached:{address}"
