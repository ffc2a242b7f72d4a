"""An organisation as its admin sees it: offices, and who works there in which role. Nothing of any seeker."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.relations.models import Membership, Office, Organisation, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.text import plain

STAFF = (Role.COACH, Role.ADMIN)  # whom an organisation is made of; its seekers are the coaches' own


@dataclass(frozen=True)
class Member:
    """Somebody who works there: a name, the roles held now, the offices."""

    person_id: UUID
    name: str
    roles: tuple[Role, ...]
    offices: tuple[str, ...]


@dataclass(frozen=True)
class OfficeLine:
    """One open office. `people`: how many work there now."""

    id: UUID
    name: str
    city: str
    people: int


@dataclass(frozen=True)
class OrganisationView:
    """One organisation, for its admin."""

    id: UUID
    name: str
    offices: list[OfficeLine]
    members: list[Member]


def organisations_of(actor: Actor) -> list[OrganisationView]:
    """Those the actor is admin of. Three statements, however many. Raises: NotAllowed."""
    require(actor, Permission.USE_ORGANISATION)
    mine = list(actor.admin_of)
    offices, members = _offices(mine), _members(mine)
    rows = db.session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(mine)).order_by(Organisation.name_sort)
    )
    return [OrganisationView(row.id, row.name, offices[row.id], members[row.id]) for row in rows]


def one_office(actor: Actor, office_id: UUID) -> tuple[OfficeLine, list[OfficeLine]]:
    """An open office of theirs, and the others of its organisation. Three statements. Raises: NotAllowed, NotFound."""
    for organisation in organisations_of(actor):
        found = [office for office in organisation.offices if office.id == office_id]
        if found:
            return found[0], [office for office in organisation.offices if office.id != office_id]
    raise NotFound


def _offices(ids: list[UUID]) -> defaultdict[UUID, list[OfficeLine]]:
    moment = clock.now()
    here = (Membership.office_id == Office.id, or_(Membership.until_at.is_(None), Membership.until_at > moment))
    people = select(func.count(Membership.person_id.distinct())).where(*here).scalar_subquery()
    rows = db.session.execute(
        select(Office.organisation_id, Office.id, Office.name, Office.city, people.label("people")).where(
            Office.organisation_id.in_(ids), Office.closed_at.is_(None)
        )
    ).all()
    found: defaultdict[UUID, list[OfficeLine]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: plain(row.name)):
        found[row.organisation_id].append(OfficeLine(row.id, row.name, row.city, row.people))
    return found


def _members(ids: list[UUID]) -> defaultdict[UUID, list[Member]]:
    moment = clock.now()
    rows = db.session.execute(
        select(Membership.organisation_id, Person.id, Person.name, Membership.role, Office.name.label("office"))
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Office, Office.id == Membership.office_id)
        .where(
            Membership.organisation_id.in_(ids),
            Membership.role.in_(STAFF),
            Membership.from_at <= moment,
            or_(Membership.until_at.is_(None), Membership.until_at > moment),
        )
        .order_by(Person.name_sort, Person.id)
    ).all()
    people: dict[tuple[UUID, UUID], list[Any]] = defaultdict(list)
    for row in rows:
        people[row.organisation_id, row.id].append(row)
    found: defaultdict[UUID, list[Member]] = defaultdict(list)
    for (organisation_id, _person), held in people.items():
        found[organisation_id].append(_member(held))
    return found


def _member(held: list[Any]) -> Member:
    roles = {row.role for row in held}
    offices = dict.fromkeys(row.office for row in held if row.office)
    return Member(held[0].id, held[0].name, tuple(role for role in Role if role in roles), tuple(offices))
