"""Proving that a mailbox is theirs, which opens the account: nobody signs in before."""

from uuid import UUID

from sqlalchemy import select, update

from coach_platform.core.access import audit
from coach_platform.core.accounts import links
from coach_platform.core.accounts.models import Credential
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound


def address_to_confirm(token: str) -> str | None:
    """The address a link speaks of, while it can be used; else None. Changes nothing."""
    if (claim := links.read_confirm(token)) is None:
        return None
    return db.session.scalar(
        select(Person.email)
        .join(Credential, Credential.person_id == Person.id)
        .where(Person.id == claim.subject, Credential.link_version == claim.version)
    )


def confirm(token: str) -> UUID:
    """The address is theirs; whose. Raises: NotFound for a link that is forged, too old or used."""
    claim = links.read_confirm(token)
    if claim is None or not links.use_up(claim):
        raise NotFound
    db.session.execute(
        update(Person).where(Person.id == claim.subject, Person.confirmed_at.is_(None)).values(confirmed_at=clock.now())
    )
    audit.note(claim.subject, "address.confirmed")
    return claim.subject
