"""A person's row, their password and their roles, as they begin."""

from uuid import UUID

from sqlalchemy import func, select, update

from coach_platform.core.access import audit
from coach_platform.core.accounts.countries import country_of
from coach_platform.core.accounts.models import Credential
from coach_platform.core.accounts.zones import zone_or_default
from coach_platform.core.relations.models import Membership, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict
from coach_platform.kit.text import plain


def person_id_of(address: str) -> UUID | None:
    """Who has `address` (in lower case), or None."""
    return db.session.scalar(select(Person.id).where(Person.email == address))


def holder_of(address: str) -> UUID | None:
    """Who has proved that `address` is theirs, or None."""
    return db.session.scalar(select(Person.id).where(Person.email == address, Person.confirmed_at.is_not(None)))


def free_address(address: str) -> None:
    """An account that never proved `address` does not keep it from somebody who does."""
    nobodys = update(Person).where(Person.email == address, Person.confirmed_at.is_(None))
    db.session.execute(nobodys.values(email=func.concat("never-confirmed-", Person.id, "@invalid")))


def create_person(*, address: str, name: str, locale: str, zone: str, password_hash: str, confirmed: bool) -> UUID:
    """A new account without a role. Raises: Conflict when the address has one already."""
    moment = clock.now()
    person = Person(
        email=address,
        name=name,
        name_sort=plain(name),
        locale=locale,
        zone=zone_or_default(zone),
        country=country_of(zone_or_default(zone)),
        confirmed_at=moment if confirmed else None,
        created_at=moment,
    )
    with meaning({"uq_persons_email": Conflict()}):
        db.session.add(person)
    db.session.add(Credential(person_id=person.id, password_hash=password_hash, changed_at=moment))
    db.session.flush()
    return person.id


def give_role(
    person_id: UUID, role: Role, *, organisation_id: UUID | None = None, office_id: UUID | None = None
) -> None:
    """Add a role, unless they hold just that already."""
    held = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.role == role,
        Membership.organisation_id.is_not_distinct_from(organisation_id),
        Membership.until_at.is_(None),
    )
    if db.session.execute(held).first() is not None:
        return
    db.session.add(
        Membership(
            person_id=person_id, role=role, organisation_id=organisation_id, office_id=office_id, from_at=clock.now()
        )
    )
    db.session.flush()
    audit.note(person_id, "role.given", role=role.value)
