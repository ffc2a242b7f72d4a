"""Offices of an organisation: one more, another name, the end of one. For its admins."""

from uuid import UUID

from sqlalchemy import func, or_, select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.coaching.staff import move_everybody
from coach_platform.core.relations.models import Membership, Office
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.text import has_control, plain

LONGEST = 120


def add_office(actor: Actor, organisation_id: UUID, *, name: str, city: str) -> UUID:
    """One more place where its coaches work. Raises: NotFound (not theirs), Invalid."""
    if organisation_id not in actor.admin_of:
        raise NotFound
    name, city = _checked(organisation_id, name, city)
    office = Office(organisation_id=organisation_id, name=name, city=city)
    db.session.add(office)
    db.session.flush()
    audit.note(actor.person_id, "office.added", office=str(office.id))
    return office.id


def rename_office(actor: Actor, office_id: UUID, *, name: str, city: str) -> None:
    """Under another name from now on. Raises: NotFound, Invalid (fields name, city)."""
    office = _own(actor, office_id)
    office.name, office.city = _checked(office.organisation_id, name, city, but=office_id)
    db.session.flush()
    audit.note(actor.person_id, "office.renamed", office=str(office.id))


def close_office(actor: Actor, office_id: UUID, *, move_to: str) -> None:
    """Nobody works there any more; coachings of its time go on naming it.

    `move_to`: where its people go, the id of another open office or "none"; needed while somebody is in it.
    Raises: NotFound, Invalid (field move_to).
    """
    office = _own(actor, office_id)
    if _people_in(office_id):
        move_everybody(office.organisation_id, office_id, _where(office, move_to))
    office.closed_at = clock.now()
    db.session.flush()
    audit.note(actor.person_id, "office.closed", office=str(office.id))


def _where(office: Office, move_to: str) -> UUID | None:
    if move_to == "none":
        return None
    others = select(Office.id).where(
        Office.organisation_id == office.organisation_id, Office.closed_at.is_(None), Office.id != office.id
    )
    found = next((id_ for id_ in db.session.scalars(others) if str(id_) == move_to), None)
    if found is None:
        raise Invalid({"move_to": l_("People work here. Say where they go before you close it.")})
    return found


def _people_in(office_id: UUID) -> int:
    now = clock.now()
    there = (Membership.office_id == office_id, or_(Membership.until_at.is_(None), Membership.until_at > now))
    return db.session.scalar(select(func.count()).select_from(Membership).where(*there)) or 0


def _own(actor: Actor, office_id: UUID) -> Office:
    mine = (Office.id == office_id, Office.organisation_id.in_(actor.admin_of), Office.closed_at.is_(None))
    office = db.session.scalar(select(Office).where(*mine).with_for_update())
    if office is None:
        raise NotFound
    return office


def _checked(organisation_id: UUID, name: str, city: str, but: UUID | None = None) -> tuple[str, str]:
    name, city = name.strip(), city.strip()
    wrong: dict[str, object] = {
        field: l_("Use at most 120 characters, on one line.")
        for field, text in (("name", name), ("city", city))
        if has_control(text) or len(text) > LONGEST
    }
    if not name:
        wrong["name"] = l_("Give the office a name.")
    elif "name" not in wrong and plain(name) in _names(organisation_id, but):
        wrong["name"] = l_("There is an office of that name already.")
    if wrong:
        raise Invalid(wrong)
    return name, city or name


def _names(organisation_id: UUID, but: UUID | None) -> set[str]:
    open_ones = (Office.organisation_id == organisation_id, Office.closed_at.is_(None))
    rows = db.session.execute(select(Office.id, Office.name).where(*open_ones))
    return {plain(row.name) for row in rows if row.id != but}
