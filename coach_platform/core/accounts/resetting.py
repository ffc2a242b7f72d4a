"""A forgotten password. Asking does the same for every address; only its mailbox learns more."""

from sqlalchemy import select, update

from coach_platform.core.access import audit
from coach_platform.core.accounts import attempts, links, passwords, sessions
from coach_platform.core.accounts.addresses import NOT_AN_ADDRESS, address_or_none
from coach_platform.core.accounts.alerts import What, tell
from coach_platform.core.accounts.models import Credential
from coach_platform.core.accounts.password_rules import refusal
from coach_platform.core.accounts.people import person_id_of
from coach_platform.core.accounts.zones import DEFAULT
from coach_platform.core.mail import keys, outbox
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.ids import new_id

NOBODY = "nobody@invalid"  # stands for an address that has no account: we keep none of those


def ask(email: str, *, locale: str) -> None:
    """Mail a link to choose a new password, if the address has an account. Raises: Invalid for what is no address.

    For an address nobody has, a row is written as well and skipped when its turn comes (emails.py): the page has done
    the same work, in the same time.
    """
    address = address_or_none(email)
    if address is None:
        raise Invalid({"email": NOT_AN_ADDRESS})
    person_id = person_id_of(address)
    recipient = outbox.Recipient(address if person_id else NOBODY, locale, DEFAULT, person_id)
    outbox.add("reset_password", key=keys.about("reset_password", new_id()), to=recipient)
    audit.note(person_id or f"address:{attempts.address_key(address)}", "reset.asked")


def address_to_reset(token: str) -> str | None:
    """The address a link speaks of, while it can be used; else None. Changes nothing."""
    if (claim := links.read_reset(token)) is None:
        return None
    return db.session.scalar(
        select(Person.email)
        .join(Credential, Credential.person_id == Person.id)
        .where(Person.id == claim.subject, Credential.link_version == claim.version)
    )


def reset(token: str, password: str) -> None:
    """The new password; every session ends, waiting times are forgotten, and the mailbox is proved.

    Raises: NotFound for a link that is forged, too old or used; Invalid; Unavailable.
    """
    claim = links.read_reset(token)
    person = db.session.get(Person, claim.subject) if claim else None
    if claim is None or person is None:
        raise NotFound
    if why := refusal(password, person.email, person.name):
        raise Invalid({"password": why})
    kept = passwords.hash_password(password)
    if not links.use_up(claim):
        raise NotFound
    db.session.execute(
        update(Credential).where(Credential.person_id == person.id).values(password_hash=kept, changed_at=clock.now())
    )
    person.confirmed_at = person.confirmed_at or clock.now()
    sessions.revoke_all(person.id)
    attempts.forgive(person.email)
    audit.note(person.id, "password.reset")
    tell(person.id, What.PASSWORD)
