"""A seeker's account. Whoever types an address learns nothing about it: what there is to say is said to its mailbox."""

from datetime import timedelta
from uuid import UUID

from coach_platform.core.access import audit
from coach_platform.core.accounts import passwords
from coach_platform.core.accounts.addresses import NOT_AN_ADDRESS, address_or_none, name_refusal, tidy_name
from coach_platform.core.accounts.password_rules import refusal
from coach_platform.core.accounts.people import create_person, give_role, person_id_of
from coach_platform.core.mail import keys, outbox
from coach_platform.core.relations.models import Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.ids import new_id

JUST = timedelta(minutes=1)


def sign_up(*, name: str, email: str, password: str, locale: str, zone: str) -> UUID | None:
    """Make a seeker's account and mail a link that confirms the address; returns its id.

    An address that has an account gets a mail that says so, and None is returned: the page answers alike.
    Raises: Invalid; Unavailable.
    """
    address = _checked(name, email, password)
    kept = passwords.hash_password(password)  # for a known address too: it takes as long
    if (known := person_id_of(address)) is not None:
        _tell_mailbox(known)
        return None
    try:
        person_id = create_person(
            address=address, name=tidy_name(name), locale=locale, zone=zone, password_hash=kept, confirmed=False
        )
    except Conflict:  # the same form sent twice at once
        return None
    give_role(person_id, Role.SEEKER)
    outbox.add("confirm_address", key=keys.about("confirm_address", new_id()), to=person_id)
    audit.note(person_id, "sign_up")
    return person_id


def _checked(name: str, email: str, password: str) -> str:
    address = address_or_none(email)
    found = {
        "name": name_refusal(name),
        "email": None if address else NOT_AN_ADDRESS,
        "password": refusal(password, email, name),
    }
    if wrong := {field: why for field, why in found.items() if why}:
        raise Invalid(wrong)
    assert address is not None
    return address


def _tell_mailbox(person_id: UUID) -> None:
    if _just_begun(person_id):
        return  # the same form sent twice: the link to confirm is on its way and says enough
    outbox.add("already_have_account", key=keys.about("already_have_account", new_id()), to=person_id)
    audit.note(person_id, "sign_up.repeated")


def _just_begun(person_id: UUID) -> bool:
    person = db.session.get(Person, person_id)
    return person is not None and person.confirmed_at is None and person.created_at > clock.now() - JUST
