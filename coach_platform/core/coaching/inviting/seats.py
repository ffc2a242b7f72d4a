"""In whose name somebody may invite: a coach in their own, an admin in that of each coach of their organisations."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.relations.models import Membership, Office, Organisation, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.text import plain


class Face(StrEnum):
    """On which side the inviter stands."""

    COACH = "coach"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Seat:
    """A coach where they work now; `id` is that of the membership."""

    id: UUID
    coach_id: UUID
    coach: str
    coach_address: str
    organisation_id: UUID | None
    organisation: str
    office_id: UUID | None
    office: str

    @property
    def place(self) -> str:
        """ "Passerelle Staffing, Ottawa", or empty for somebody on their own."""
        return ", ".join(part for part in (self.organisation, self.office) if part)


def seats_of(actor: Actor, face: Face) -> list[Seat]:
    """Those in whose name the actor may invite, by name. One statement. Raises: NotAllowed."""
    if face is Face.COACH:
        require(actor, Permission.USE_COACH_FACE)
        theirs: ColumnElement[bool] = Membership.person_id == actor.person_id
    else:
        require(actor, Permission.USE_ORGANISATION)
        theirs = Membership.organisation_id.in_(actor.admin_of)
    rows = db.session.execute(
        select(
            Membership.id,
            Membership.person_id,
            Person.name,
            Person.email,
            Membership.organisation_id,
            Organisation.name.label("organisation"),
            Membership.office_id,
            Office.name.label("office"),
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(Office, Office.id == Membership.office_id)
        .where(theirs, works_now())
        .order_by(Person.name_sort, Membership.from_at, Membership.id)
    )
    return [Seat(*row[:5], row[5] or "", row[6], row[7] or "") for row in rows]


def offices_of(actor: Actor) -> list[tuple[UUID, UUID, str]]:
    """(id, organisation, name) of every office of the organisations the actor is admin of, by name."""
    rows = db.session.execute(
        select(Office.id, Office.organisation_id, Office.name).where(
            Office.organisation_id.in_(actor.admin_of), Office.closed_at.is_(None)
        )
    ).all()
    return sorted(((row.id, row.organisation_id, row.name) for row in rows), key=lambda row: plain(row[2]))


def works_now() -> ColumnElement[bool]:
    """The condition under which a membership makes a coach at this moment."""
    moment = clock.now()
    return (
        (Membership.role == Role.COACH)
        & (Membership.from_at <= moment)
        & or_(Membership.until_at.is_(None), Membership.until_at > moment)
    )
