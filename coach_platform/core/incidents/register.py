"""The register of confidentiality incidents: written on, never over.

What it holds, and how long: Québec's Regulation respecting confidentiality incidents, sections 7 and 8 (five years from
the day one knew); the records of breaches under PIPEDA, section 10.3 and its Regulations, section 6 (24 months).
"""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.audit import actor_key
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.incidents.models import IncidentEntry, Risk
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.ids import new_id
from coach_platform.kit.paging import Paged, paged

KEPT = timedelta(days=5 * 365 + 2)  # five years with their leap days, counted from the last entry: never too short
LONGEST = {"title": 120, "happened": 200, "people_known": 200}
LONG = 4_000
NEEDED = ("title", "what_happened", "happened", "kinds", "risk_why")


@dataclass(frozen=True)
class Incident:
    """What is written down of one incident."""

    title: str
    what_happened: str
    happened: str
    aware_on: date | None
    kinds: str
    people: int | None
    people_known: str
    risk: Risk | None
    risk_why: str
    cai_told_on: date | None
    opc_told_on: date | None
    people_told_on: date | None
    public_notice: str
    measures: str
    closed_on: date | None


@dataclass(frozen=True)
class Entry:
    """One version: when, under which pseudonym, and what it said."""

    id: UUID
    incident_id: UUID
    recorded_at: datetime
    recorded_by: str
    said: Incident


FIELDS = tuple(field.name for field in fields(Incident))
TEXTS = tuple(field.name for field in fields(Incident) if field.type is str)


def record(actor: Actor, said: Incident, *, entry_id: UUID | None = None) -> UUID:
    """A new incident; the same `entry_id` (of a form sent twice) is the same incident. Raises: NotAllowed, Invalid."""
    require(actor, Permission.USE_OPERATOR_PAGES)
    entry_id = entry_id or new_id()
    if db.session.get(IncidentEntry, entry_id) is None:
        _write(actor, entry_id, entry_id, said)
        audit.note(actor.person_id, "incident.recorded", incident=str(entry_id))
    return entry_id


def amend(actor: Actor, incident_id: UUID, said: Incident, *, entry_id: UUID | None = None) -> None:
    """One more entry; what was there stays. Said as it stands already, nothing is written.

    Raises: NotAllowed, NotFound, Invalid.
    """
    newest = history(actor, incident_id)[0]
    entry_id = entry_id or new_id()
    if _checked(said) == newest.said or db.session.get(IncidentEntry, entry_id) is not None:
        return
    _write(actor, entry_id, incident_id, said)
    audit.note(actor.person_id, "incident.amended", incident=str(incident_id))


def history(actor: Actor, incident_id: UUID) -> list[Entry]:
    """All that was ever written about it, the newest first. One statement. Raises: NotAllowed, NotFound."""
    require(actor, Permission.USE_OPERATOR_PAGES)
    e = IncidentEntry
    query = select(e).where(e.incident_id == incident_id).order_by(e.recorded_at.desc(), e.id.desc())
    found = [_entry(row) for row in db.session.scalars(query)]
    if not found:
        raise NotFound
    return found


def incidents(actor: Actor, *, page: str = "") -> Paged[Entry]:
    """A page of them as they stand now, the newest first. One statement. Raises: NotAllowed."""
    require(actor, Permission.USE_OPERATOR_PAGES)
    found = paged(_newest_of_each().order_by(IncidentEntry.incident_id.desc()), page)
    return Paged([_entry(row[0]) for row in found.rows], found.previous, found.next)


def everything(actor: Actor) -> list[Entry]:
    """Every entry of every incident, the oldest first: for the file an authority may ask for. Raises: NotAllowed."""
    require(actor, Permission.USE_OPERATOR_PAGES)
    audit.note(actor.person_id, "incident.exported")
    e = IncidentEntry
    rows = db.session.scalars(select(e).order_by(e.incident_id, e.recorded_at, e.id))
    return [_entry(row) for row in rows]


def _newest_of_each() -> Select:
    e, later = IncidentEntry, IncidentEntry.__table__.alias("later")
    newer = (later.c.recorded_at, later.c.id)
    after = (newer[0] > e.recorded_at) | ((newer[0] == e.recorded_at) & (newer[1] > e.id))
    return select(e).where(~select(later.c.id).where(later.c.incident_id == e.incident_id, after).exists())


def _write(actor: Actor, entry_id: UUID, incident_id: UUID, said: Incident) -> None:
    checked = _checked(said)
    values = {name: getattr(checked, name) for name in FIELDS}
    key, moment = actor_key(actor.person_id), clock.now()
    db.session.add(
        IncidentEntry(id=entry_id, incident_id=incident_id, recorded_at=moment, recorded_by_key=key, **values)
    )
    db.session.flush()


def _checked(said: Incident) -> Incident:
    values: dict[str, Any] = {name: getattr(said, name) for name in FIELDS}
    values |= {name: values[name].replace("\0", "").replace("\r\n", "\n").strip() for name in TEXTS}
    wrong: dict[str, object] = {name: l_("The law has this written down.") for name in NEEDED if not values[name]}
    for name in TEXTS:
        if len(values[name]) > (most := LONGEST.get(name, LONG)):
            wrong[name] = l_("Please keep it under %(n)s characters.", n=most)
    wrong |= _wrong_days(values)
    if values["people"] is not None and not 0 <= values["people"] <= 2_000_000_000:
        wrong["people"] = l_("A number of people, or nothing if it is not known.")
    if values["risk"] is None:
        wrong["risk"] = l_("Choose one; “being assessed” is an answer for now.")
    if wrong:
        raise Invalid(wrong)
    return Incident(**values)


def _wrong_days(values: dict[str, Any]) -> dict[str, object]:
    today = clock.today("America/Toronto") + timedelta(days=1)  # a day ahead is still today somewhere
    days = ("aware_on", "cai_told_on", "opc_told_on", "people_told_on", "closed_on")
    wrong: dict[str, object] = {
        name: l_("This day is still to come.") for name in days if values[name] and values[name] > today
    }
    if values["aware_on"] is None:
        wrong["aware_on"] = l_("The day you knew of it: the years of keeping count from there.")
    return wrong


def _entry(row: IncidentEntry) -> Entry:
    said = Incident(**{name: getattr(row, name) for name in FIELDS})
    return Entry(row.id, row.incident_id, row.recorded_at, row.recorded_by_key[:8], said)
