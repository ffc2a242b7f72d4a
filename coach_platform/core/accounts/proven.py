"""An account for somebody whose mailbox has just been proved by a link we mailed: open at once."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from coach_platform.core.access import audit
from coach_platform.core.accounts import passwords
from coach_platform.core.accounts.addresses import name_refusal, tidy_name
from coach_platform.core.accounts.models import Credential
from coach_platform.core.accounts.password_rules import refusal
from coach_platform.core.accounts.people import create_person
from coach_platform.core.accounts.zones import zone_or_default
from coach_platform.core.agreements import keeping
from coach_platform.core.agreements.page import PRIVACY
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import plain

TWICE_WITHIN = timedelta(minutes=10)  # the same form again within this is the same click


def open_account(*, address: str, name: str, password: str, zone: str, locale: str, agreed_to: str | None) -> UUID:
    """Make the account of a proved address, or open the one that was signed up and never confirmed. Gives the person.

    Raises: Conflict (the address has an open account), Invalid (fields name, password, agreed), Unavailable.
    """
    found = {
        "name": name_refusal(name),
        "password": refusal(password, address, name),
        "agreed": keeping.refusal(PRIVACY, agreed_to),
    }
    if wrong := {field: why for field, why in found.items() if why}:
        raise Invalid(wrong)
    kept = passwords.hash_password(password)
    known = db.session.scalar(select(Person).where(Person.email == address).with_for_update())
    if known is not None:
        _take_over(known, tidy_name(name), kept, zone, locale)
        keeping.keep(known.id, PRIVACY, agreed_to)
        return known.id
    person_id = create_person(
        address=address, name=tidy_name(name), locale=locale, zone=zone, password_hash=kept, confirmed=True
    )
    keeping.keep(person_id, PRIVACY, agreed_to)
    audit.note(person_id, "sign_up")
    return person_id


def opened_just_now(address: str) -> bool:
    """Whether the account of this address was opened a moment ago: the second of two clicks."""
    opened = select(Person.id).where(Person.email == address, Person.confirmed_at > clock.now() - TWICE_WITHIN)
    return db.session.scalar(opened) is not None


def _take_over(known: Person, name: str, kept: str, zone: str, locale: str) -> None:
    # Until a mailbox answers, an account is nobody's (sign_up.py): whoever typed the address first sets nothing here.
    if known.confirmed_at is not None:
        raise Conflict(l_("This address has an account by now. Please sign in, then open the link again."))
    known.name, known.name_sort, known.locale = name, plain(name), locale
    known.zone, known.confirmed_at = zone_or_default(zone), clock.now()
    db.session.execute(
        update(Credential)
        .where(Credential.person_id == known.id)
        .values(password_hash=kept, changed_at=clock.now(), link_version=Credential.link_version + 1)
    )
    db.session.flush()
    audit.note(known.id, "address.confirmed")
