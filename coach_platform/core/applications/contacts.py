"""The people at the employer: whom one met, at which stage."""

from typing import Any, NotRequired, TypedDict, Unpack
from uuid import UUID

from email_validator import EmailNotValidError, validate_email

from coach_platform.content.vocabulary import Stage
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.details import NAME_LIMIT, refresh_search_text
from coach_platform.core.applications.models import Contact
from coach_platform.core.applications.owned import own, own_row
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control


class ContactFacts(TypedDict):
    """What is known of a person there; what is left out is empty."""

    name: str
    role: NotRequired[str]
    stage: NotRequired[Stage | None]
    email: NotRequired[str]
    phone: NotRequired[str]


def add_contact(actor: Actor, application_id: UUID, **facts: Unpack[ContactFacts]) -> UUID:
    """A person there. Raises: NotFound, Invalid."""
    application = own(actor, application_id)
    contact = Contact(seeker_id=actor.person_id, application_id=application_id, created_at=clock.now())
    _put(contact, facts)
    db.session.add(contact)
    refresh_search_text(application)
    return contact.id


def edit_contact(actor: Actor, contact_id: UUID, **facts: Unpack[ContactFacts]) -> UUID:
    """Say them anew; returns the application's id. Raises: NotFound, Invalid."""
    contact: Contact = own_row(actor, Contact, contact_id)
    application = own(actor, contact.application_id)
    _put(contact, facts)
    refresh_search_text(application)
    return application.id


def remove_contact(actor: Actor, contact_id: UUID) -> UUID:
    """They leave the page; returns the application's id. Raises: NotFound."""
    contact: Contact = own_row(actor, Contact, contact_id)
    application = own(actor, contact.application_id)
    contact.deleted_at = clock.now()
    refresh_search_text(application)
    return application.id


def _put(contact: Contact, facts: ContactFacts) -> None:
    given: dict[str, Any] = {"role": "", "stage": None, "email": "", "phone": "", **facts}
    wrong: dict[str, object] = {}
    for field, value in list(given.items()):
        if isinstance(value, str) and not isinstance(value, Stage):
            given[field] = value.strip()
            if len(value) > NAME_LIMIT or has_control(value.strip()):
                wrong[field] = l_("Please keep this to one line of at most %(n)s characters.", n=NAME_LIMIT)
    if not given["name"]:
        wrong["name"] = l_("What is their name?")
    if given["email"] and not _is_email(given["email"]):
        wrong["email"] = l_("This does not look like an email address.")
    if wrong:
        raise Invalid(wrong)
    for field, value in given.items():
        setattr(contact, field, value)


def _is_email(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
