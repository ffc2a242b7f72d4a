"""Who works in an organisation, one by one: another office, administrator or not any more. For its admins."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.proof import need_fresh
from coach_platform.core.relations.models import Membership, Office, Organisation, Person, Role
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import plain

STAFF = (Role.COACH, Role.ADMIN)


@dataclass(frozen=True)
class StaffMember:
    """One person of the organisation. `offices`: those that are open; `last_admin`: nobody else administers it."""

    organisation_id: UUID
    organisation: str
    person_id: UUID
    name: str
    is_coach: bool
    is_admin: bool
    last_admin: bool
    is_me: bool
    office_id: UUID | None
    offices: tuple[tuple[UUID, str], ...]


def staff_member(actor: Actor, organisation_id: UUID, person_id: UUID) -> StaffMember:
    """Somebody who works there now. Two statements. Raises: NotFound."""
    if organisation_id not in actor.admin_of:
        raise NotFound
    m = Membership
    admins = select(func.count(m.person_id.distinct())).where(*_of(organisation_id), m.role == Role.ADMIN)
    rows = db.session.execute(
        select(
            Organisation.name.label("organisation"),
            Person.name,
            m.role,
            m.office_id,
            admins.scalar_subquery().label("admins"),
        )
        .select_from(m)
        .join(Organisation, Organisation.id == m.organisation_id)
        .join(Person, Person.id == m.person_id)
        .where(m.person_id == person_id, *_of(organisation_id), m.role.in_(STAFF))
        .order_by(m.from_at)
    ).all()
    if not rows:
        raise NotFound
    roles = {row.role for row in rows}
    return StaffMember(
        organisation_id=organisation_id,
        organisation=rows[0].organisation,
        person_id=person_id,
        name=rows[0].name,
        is_coach=Role.COACH in roles,
        is_admin=Role.ADMIN in roles,
        last_admin=Role.ADMIN in roles and rows[0].admins == 1,
        is_me=person_id == actor.person_id,
        office_id=next((row.office_id for row in rows if row.office_id), None),
        offices=_offices(organisation_id),
    )


def move_to_office(actor: Actor, organisation_id: UUID, person_id: UUID, office_id: UUID | None) -> None:
    """They work in another office from now on (None: in none). Coachings keep the office of their time. Raises: NotFound."""
    if organisation_id not in actor.admin_of:
        raise NotFound
    if office_id is not None and office_id not in dict(_offices(organisation_id)):
        raise NotFound
    theirs = (Membership.person_id == person_id, *_of(organisation_id), Membership.role.in_(STAFF))
    if not _move(office_id, *theirs):
        raise NotFound
    audit.note(actor.person_id, "office.moved", office=str(office_id), member=audit.actor_key(person_id))


def move_everybody(organisation_id: UUID, from_office_id: UUID, to_office_id: UUID | None) -> int:
    """For the verb that closes an office: all who work there now work elsewhere. How many roles."""
    return _move(to_office_id, Membership.office_id == from_office_id, *_of(organisation_id))


def _move(office_id: UUID | None, *which: ColumnElement[bool]) -> int:
    """What was is kept: the row ends, another begins in the same instant."""
    now = clock.now()
    rows = db.session.scalars(select(Membership).where(*which).with_for_update()).all()
    for row in rows:
        if row.office_id == office_id:
            continue
        kept = {"person_id": row.person_id, "organisation_id": row.organisation_id, "role": row.role}
        db.session.add(Membership(**kept, office_id=office_id, from_at=now, until_at=row.until_at))
        row.until_at = now
    db.session.flush()
    return len(rows)


def make_admin(actor: Actor, organisation_id: UUID, person_id: UUID) -> None:
    """A coach of the organisation administers it as well. Twice is once. Raises: NotFound, ProofNeeded."""
    if organisation_id not in actor.admin_of:
        raise NotFound
    _locked(organisation_id)  # before looking: twice at once is once as well
    member = staff_member(actor, organisation_id, person_id)
    need_fresh(actor)  # it opens the whole organisation to somebody
    if member.is_admin:
        return
    given = {"person_id": person_id, "organisation_id": organisation_id, "office_id": member.office_id}
    db.session.add(Membership(**given, role=Role.ADMIN, from_at=clock.now()))
    db.session.flush()
    audit.note(actor.person_id, "admin.made", organisation=str(organisation_id), member=audit.actor_key(person_id))


def unmake_admin(actor: Actor, organisation_id: UUID, person_id: UUID) -> None:
    """They administer it no more, oneself included; never the last one.

    Raises: NotFound, ProofNeeded, Conflict (nobody else administers it).
    """
    if organisation_id not in actor.admin_of:
        raise NotFound
    need_fresh(actor)
    _locked(organisation_id)  # two admins unmaking one another at once: one of them stays
    member = staff_member(actor, organisation_id, person_id)
    if not member.is_admin:
        raise NotFound
    if member.last_admin:
        raise Conflict(l_("Nobody else administers this organisation. Make somebody else an administrator first."))
    held = (Membership.person_id == person_id, Membership.role == Role.ADMIN, *_of(organisation_id))
    db.session.execute(update(Membership).where(*held).values(until_at=clock.now()))
    audit.note(actor.person_id, "admin.unmade", organisation=str(organisation_id), member=audit.actor_key(person_id))


def alone_in(actor: Actor, *, gone: Select) -> list[str]:
    """The organisations that nobody but the actor administers, by name. One statement, and none for whoever is no admin.

    `gone`: SQL, the ids of people who do not count because they are about to be gone.
    """
    if not actor.admin_of:
        return []
    other = aliased(Membership)
    now = clock.now()
    others = exists().where(
        other.organisation_id == Organisation.id,
        other.role == Role.ADMIN,
        other.person_id != actor.person_id,
        other.from_at <= now,
        or_(other.until_at.is_(None), other.until_at > now),
        other.person_id.not_in(gone),
    )
    query = select(Organisation.name).where(Organisation.id.in_(actor.admin_of), ~others)
    return list(db.session.scalars(query.order_by(Organisation.name_sort)))


def _locked(organisation_id: UUID) -> None:
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())


def _of(organisation_id: UUID) -> tuple[ColumnElement[bool], ...]:
    now = clock.now()
    return (
        Membership.organisation_id == organisation_id,
        Membership.from_at <= now,
        or_(Membership.until_at.is_(None), Membership.until_at > now),
    )


def _offices(organisation_id: UUID) -> tuple[tuple[UUID, str], ...]:
    rows = db.session.execute(
        select(Office.id, Office.name).where(Office.organisation_id == organisation_id, Office.closed_at.is_(None))
    ).all()
    return tuple(sorted(((row.id, row.name) for row in rows), key=lambda row: plain(row[1])))
