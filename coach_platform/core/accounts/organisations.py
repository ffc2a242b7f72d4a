"""Finding or making the organisation and office an invitation names."""

from uuid import UUID

from sqlalchemy import select

from coach_platform.core.relations.models import Office, Organisation
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control, plain

LONGEST = 120


def find_or_make(organisation: str, office: str) -> tuple[UUID | None, UUID | None]:
    """Ids of both by name, "École" and "ecole" being one; None where no name is given. Raises: Invalid."""
    for field, name in (("organisation", organisation), ("office", office)):
        if has_control(name) or len(name) > LONGEST:
            raise Invalid({field: l_("Use at most 120 characters, on one line.")})
    if not organisation.strip():
        if office.strip():
            raise Invalid({"organisation": l_("An office belongs to an organisation: please name it.")})
        return None, None
    organisation_id = _organisation(organisation.strip())
    return organisation_id, _office(organisation_id, office.strip()) if office.strip() else None


def _organisation(name: str) -> UUID:
    found = db.session.scalar(select(Organisation.id).where(Organisation.name_sort == plain(name)).limit(1))
    if found is not None:
        return found
    made = Organisation(name=name, name_sort=plain(name), created_at=clock.now())
    db.session.add(made)
    db.session.flush()
    return made.id


def _office(organisation_id: UUID, name: str) -> UUID:
    offices = db.session.execute(
        select(Office.id, Office.name).where(Office.organisation_id == organisation_id, Office.closed_at.is_(None))
    )
    for office in offices:
        if plain(office.name) == plain(name):
            return office.id
    made = Office(organisation_id=organisation_id, name=name, city=name)
    db.session.add(made)
    db.session.flush()
    return made.id
