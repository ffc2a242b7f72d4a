"""Is this the password of that address? The same statements and the same time whether or not anyone has it.

An address that was not confirmed is answered as one that nobody has: else whoever signs up with somebody's address and
then signs in would learn whether it had an account.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from coach_platform.core.access import audit
from coach_platform.core.accounts import attempts, passwords
from coach_platform.core.accounts.addresses import address_or_none
from coach_platform.core.accounts.models import Credential
from coach_platform.core.relations.models import Person
from coach_platform.kit.db import db


@dataclass(frozen=True)
class Answer:
    """Who it is, or nobody; `wait_until` when the address must wait first."""

    person_id: UUID | None = None
    wait_until: datetime | None = None


def check(email: str, password: str) -> Answer:
    """Ask for the person behind `email` and `password`. Counts the attempt. Raises: Unavailable."""
    address = address_or_none(email) or email.replace("\0", "").strip().lower()[:320]
    if (wait_until := attempts.begin(address)) is not None:
        return Answer(wait_until=wait_until)
    found = db.session.execute(
        select(Credential.person_id, Credential.password_hash)
        .join(Person, Person.id == Credential.person_id)
        .where(Person.email == address, Person.confirmed_at.is_not(None))
    ).first()
    if not passwords.verify(password, found.password_hash if found else None) or found is None:
        audit.note(f"address:{attempts.address_key(address)}", "sign_in.failed")
        return Answer()
    _came_in(address, found.person_id, password, found.password_hash)
    return Answer(person_id=found.person_id)


def _came_in(address: str, person_id: UUID, password: str, kept: str) -> None:
    attempts.forgive(address)
    if passwords.is_outdated(kept):  # the only moment at which we have the password to hash it anew
        renewed = passwords.hash_password(password)
        db.session.execute(update(Credential).where(Credential.person_id == person_id).values(password_hash=renewed))
