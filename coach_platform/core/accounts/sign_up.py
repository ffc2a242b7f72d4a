"""A seeker's account. Whoever types an address learns nothing about it: what there is to say is said to its mailbox."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from coach_platform.core.access import audit
from coach_platform.core.accounts import passwords
from coach_platform.core.accounts.addresses import NOT_AN_ADDRESS, address_or_none, name_refusal, tidy_name
from coach_platform.core.accounts.models import Credential
from coach_platform.core.accounts.password_rules import refusal
from coach_platform.core.accounts.people import create_person, give_role
from coach_platform.core.agreements import keeping
from coach_platform.core.agreements.page import PRIVACY
from coach_platform.core.mail import keys, outbox
from coach_platform.core.relations.models import Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import plain

TWICE = timedelta(minutes=1)  # the same form again within it is a double click


def sign_up(*, name: str, email: str, password: str, locale: str, zone: str, agreed_to: str | None) -> UUID | None:
    """Make a seeker's account and mail the link that opens it; returns the id of a new account.

    An address that has an account gets a mail that says so; one that was never confirmed gets a new link, for what was
    typed now. Both give None, and nobody can sign in before the link was used: the pages answer alike. `agreed_to`: the
    mark of the text on privacy that was ticked.
    Raises: Invalid; Unavailable.
    """
    address = _checked(name, email, password, agreed_to)
    kept = passwords.hash_password(password)  # for a known address too: it takes as long
    known, credential = _account_of(address)
    # Asked of nobody's password too, for the same reason.
    alike = passwords.verify(password, credential.password_hash if credential else None)
    if known is not None:
        if not (alike and _just_begun(known, credential, tidy_name(name), locale)):
            _tell_mailbox(known, tidy_name(name), locale, kept, agreed_to)
        return None
    try:
        person_id = create_person(
            address=address, name=tidy_name(name), locale=locale, zone=zone, password_hash=kept, confirmed=False
        )
    except Conflict:  # the same form sent twice at once
        return None
    give_role(person_id, Role.SEEKER)
    keeping.keep(person_id, PRIVACY, agreed_to)
    _send_link(person_id)
    audit.note(person_id, "sign_up")
    return person_id


def _checked(name: str, email: str, password: str, agreed_to: str | None) -> str:
    address = address_or_none(email)
    found = {
        "name": name_refusal(name),
        "email": None if address else NOT_AN_ADDRESS,
        "password": refusal(password, email, name),
        "agreed": keeping.refusal(PRIVACY, agreed_to),
    }
    if wrong := {field: why for field, why in found.items() if why}:
        raise Invalid(wrong)
    assert address is not None
    return address


def _account_of(address: str) -> tuple[Person | None, Credential | None]:
    both = select(Person, Credential).outerjoin(Credential, Credential.person_id == Person.id)
    row = db.session.execute(both.where(Person.email == address)).first()
    return (row[0], row[1]) if row else (None, None)


def _just_begun(known: Person, credential: Credential | None, name: str, locale: str) -> bool:
    """The same form was sent a moment ago: its link is on its way, and a second one would make the first worthless."""
    fresh = credential is not None and credential.changed_at > clock.now() - TWICE
    return fresh and known.confirmed_at is None and (known.name, known.locale) == (name, locale)


def _tell_mailbox(known: Person, name: str, locale: str, kept: str, agreed_to: str | None) -> None:
    if known.confirmed_at is None:
        _begin_again(known, name, locale, kept)
        keeping.keep(known.id, PRIVACY, agreed_to)
    else:
        outbox.add("already_have_account", key=keys.about("already_have_account", new_id()), to=known.id)
    audit.note(known.id, "sign_up.repeated")


def _begin_again(known: Person, name: str, locale: str, kept: str) -> None:
    # Until the mailbox answers, an account is nobody's: the newest form counts, and no older link opens it. Otherwise
    # a stranger could set the password beforehand and wait for the owner to confirm it.
    known.name, known.name_sort, known.locale = name, plain(name), locale
    db.session.execute(
        update(Credential)
        .where(Credential.person_id == known.id)
        .values(password_hash=kept, changed_at=clock.now(), link_version=Credential.link_version + 1)
    )
    db.session.flush()
    _send_link(known.id)


def _send_link(person_id: UUID) -> None:
    outbox.add("confirm_address", key=keys.about("confirm_address", new_id()), to=person_id)
