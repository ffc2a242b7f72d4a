"""An Actor without a browser: for workers, commands, sample data and tests."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, null, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.accounts.sessions import actor_from, memberships_now
from coach_platform.core.relations.models import Person
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.prepared import prepared


def actor_for(person_id: UUID) -> Actor:
    """`person_id` acting with the roles they hold now. Raises: NotFound."""
    row = db.session.execute(*_person(person_id=person_id)).first()
    if row is None:
        raise NotFound
    return actor_from(row)


@prepared
def _person(*, person_id: Any) -> Select:
    return select(
        null().label("session_id"),
        Person.id,
        Person.name,
        Person.locale,
        Person.zone,
        Person.country,
        memberships_now().label("memberships"),
    ).where(Person.id == person_id)


def actor_by_email(email: str) -> Actor:
    """The same by address. Raises: NotFound."""
    person_id = db.session.scalar(select(Person.id).where(Person.email == email.strip().lower()))
    if person_id is None:
        raise NotFound
    return actor_for(person_id)
