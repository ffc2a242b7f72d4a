"""Moving an account to another mailbox. The new one confirms; the old one can stop it for 72 hours, also afterwards.

Asking says the same whether or not the new address has an account: only its mailbox learns more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import false, or_, select, update

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.proof import need_fresh
from coach_platform.core.accounts import passwords, sessions
from coach_platform.core.accounts.addresses import NOT_AN_ADDRESS, address_or_none
from coach_platform.core.accounts.alerts import What, tell
from coach_platform.core.accounts.factors.standing import forget_since
from coach_platform.core.accounts.links import read_new_address, read_stop_address
from coach_platform.core.accounts.models import AddressChange, Credential
from coach_platform.core.accounts.people import free_address, holder_of
from coach_platform.core.mail import keys, outbox
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id

STOPPABLE = timedelta(hours=72)  # over a long weekend without mail
_OPEN = (AddressChange.confirmed_at.is_(None), AddressChange.stopped_at.is_(None))


@dataclass(frozen=True)
class Waiting:
    """A change that was asked for and not confirmed yet."""

    new_address: str
    ends_at: datetime


@dataclass(frozen=True)
class Change:
    """What the page of a link shows."""

    old_address: str
    new_address: str
    done: bool


def ask(actor: Actor, new: str) -> None:
    """Mail a link to the new address and a way to stop it to the old one; nothing changes yet.

    An earlier change that waits is dropped. Raises: ProofNeeded; Invalid.
    """
    need_fresh(actor)
    address = address_or_none(new)
    person = db.session.get_one(Person, actor.person_id)
    if address is None:
        raise Invalid({"address": NOT_AN_ADDRESS})
    if address == person.email:
        raise Invalid({"address": l_("This is your address already.")})
    _drop_waiting(actor.person_id)
    change = AddressChange(person_id=person.id, old_address=person.email, new_address=address, asked_at=clock.now())
    db.session.add(change)
    db.session.flush()
    _write(change, person)
    audit.note(person.id, "address.asked")


def waiting(actor: Actor) -> Waiting | None:
    """The actor's own, while its link works."""
    row = db.session.scalar(select(AddressChange).where(AddressChange.person_id == actor.person_id, *_OPEN))
    if row is None or row.asked_at + STOPPABLE <= clock.now():
        return None
    return Waiting(row.new_address, row.asked_at + STOPPABLE)


def drop(actor: Actor) -> None:
    """Think better of it: the link in the letter is worthless."""
    if _drop_waiting(actor.person_id):
        audit.note(actor.person_id, "address.dropped")


def to_confirm(token: str) -> Change | None:
    """The change a link of the new address speaks of, while it can be used. Changes nothing."""
    return _shown(_by_link(read_new_address(token), done=False))


def confirm(token: str, *, here: UUID | None = None) -> UUID:
    """The new mailbox is theirs, and the account's address from now on; whose account. `here`: the session that stays.

    Raises: NotFound for a link that is forged, over, used, or whose change was stopped; Conflict for an address that
    was taken meanwhile.
    """
    change = _by_link(read_new_address(token), done=False)
    if change is None:
        raise NotFound
    free_address(change.new_address)
    _move(change.person_id, change.new_address)
    change.confirmed_at = clock.now()
    sessions.revoke_all(change.person_id, but=here)
    audit.note(change.person_id, "address.changed")
    tell(change.person_id, What.ADDRESS)
    _offer_to_stop(change)  # the old mailbox reads one letter, the one with the way to stop it
    return change.person_id


def to_stop(token: str) -> Change | None:
    """The change a link of the old address speaks of, while it can be stopped. Changes nothing."""
    return _shown(_by_link(read_stop_address(token)))


def stop(token: str) -> None:
    """It was not me: the address stays, or comes back; every session ends and the password no longer opens.

    Whoever asked knew the password or sat at an open session, and may have added a second factor of their own: what was
    added since three days before goes as well. A letter to choose a new one goes to the old address.
    Raises: NotFound for a link that is forged, over or used; Conflict when another account has the address by now.
    """
    change = _by_link(read_stop_address(token))
    if change is None:
        raise NotFound
    if change.confirmed_at is not None:
        free_address(change.old_address)
        _move(change.person_id, change.old_address)
    change.stopped_at = clock.now()
    kept = passwords.hash_password(passwords.nobodys())
    db.session.execute(update(Credential).where(Credential.person_id == change.person_id).values(password_hash=kept))
    sessions.revoke_all(change.person_id)
    forget_since(change.person_id, change.asked_at - STOPPABLE)
    audit.note(change.person_id, "address.stopped")
    outbox.add("reset_password", key=keys.about("reset_password", new_id()), to=change.person_id)


def _write(change: AddressChange, person: Person) -> None:
    """Both letters. Somebody who has the new address already is told so instead."""
    _offer_to_stop(change)
    holder = holder_of(change.new_address)
    if holder is not None:
        outbox.add("address_is_known", key=keys.about("address_is_known", change.id), to=holder)
        return
    to = outbox.Recipient(change.new_address, person.locale, person.zone, person.id)
    params = {"change_id": str(change.id)}
    outbox.add("new_address", key=keys.about("new_address", change.id), to=to, params=params)


def _offer_to_stop(change: AddressChange) -> None:
    person = db.session.get_one(Person, change.person_id)
    to = outbox.Recipient(change.old_address, person.locale, person.zone, person.id)
    params = {"change_id": str(change.id)}
    stage = "after" if change.confirmed_at else "before"
    outbox.add("old_address", key=keys.about("old_address", stage, change.id), to=to, params=params)


def _move(person_id: UUID, address: str) -> None:
    taken = Conflict(l_("Another account has this address by now. Nothing was changed."))
    values = {"email": address, "confirmed_at": clock.now()}
    with meaning({"uq_persons_email": taken}):
        db.session.execute(update(Person).where(Person.id == person_id).values(**values))
    # What was mailed before, to whichever address, opens nothing any more.
    raised = {"link_version": Credential.link_version + 1}
    db.session.execute(update(Credential).where(Credential.person_id == person_id).values(raised))
    db.session.expire_all()


def _by_link(change_id: UUID | None, *, done: bool = True) -> AddressChange | None:
    """The change, locked, if there is still something to do about it. `done`: also one that has taken effect."""
    moment = clock.now()
    live = or_(
        AddressChange.confirmed_at.is_(None) & (AddressChange.asked_at > moment - STOPPABLE),
        AddressChange.confirmed_at > moment - STOPPABLE if done else false(),
    )
    query = select(AddressChange).where(AddressChange.id == change_id, AddressChange.stopped_at.is_(None), live)
    return db.session.scalar(query.with_for_update())


def _shown(change: AddressChange | None) -> Change | None:
    if change is None:
        return None
    return Change(change.old_address, change.new_address, change.confirmed_at is not None)


def _drop_waiting(person_id: UUID) -> bool:
    dropped = update(AddressChange).where(AddressChange.person_id == person_id, *_OPEN).values(stopped_at=clock.now())
    return db.session.execute(dropped.returning(AddressChange.id)).first() is not None
