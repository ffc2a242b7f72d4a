"""Doors left open: who said "keep in mind", the day to write again, and the employer who comes back."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, select

from coach_platform.content.vocabulary import Outcome
from coach_platform.core.access.actor import Actor
from coach_platform.core.applications.models import Application, Case
from coach_platform.core.applications.outcomes import ENDED, record_outcome
from coach_platform.core.applications.owned import own_row, past_day, sensible_day
from coach_platform.core.reconnect.models import Door
from coach_platform.core.reconnect.setting import setting_of
from coach_platform.kit import clock
from coach_platform.kit.constraints import meaning
from coach_platform.kit.db import db
from coach_platform.kit.errors import Conflict, Invalid
from coach_platform.kit.i18n import lazy as l_
from coach_platform.kit.paging import Paged, paged

PROPOSED = timedelta(days=90)  # a season: new budgets, new posts; the seeker decides
NOTE, NAME = 2_000, 200


@dataclass(frozen=True)
class DoorLine:
    """A door in the list. `due`: its day has come."""

    id: UUID
    case_id: UUID
    application_id: UUID
    company: str
    role: str
    person: str
    said_on: date
    reconnect_on: date
    note: str
    locale: str
    closed: bool
    came_back: bool
    due: bool


@dataclass(frozen=True)
class Wanted:
    """What the form says. `contact_id`: one of the people there; else `person`, or neither for the company."""

    reconnect_on: date | None
    said_on: date | None = None
    contact_id: UUID | None = None
    person: str = ""
    note: str = ""


def keep_door(actor: Actor, case_id: UUID, wanted: Wanted, *, client_id: UUID | None = None) -> UUID:
    """Somebody said "keep in mind". Raises: NotFound, Invalid (reconnect_on, said_on, person, note)."""
    setting = setting_of(actor, case_id)
    door = Door(
        seeker_id=actor.person_id, case_id=case_id, locale=actor.locale, client_id=client_id, created_at=clock.now()
    )
    _put(actor, door, wanted, {one.id: one.name for one in setting.recipients if one.is_contact})
    try:
        with meaning({"uq_doors_client": Conflict()}):
            db.session.add(door)
    except Conflict:
        return db.session.scalars(
            select(Door.id).where(Door.seeker_id == actor.person_id, Door.client_id == client_id)
        ).one()
    return door.id


def change_door(actor: Actor, door_id: UUID, wanted: Wanted) -> None:
    """Another day, another word; a closed one is open again. Raises: NotFound, Invalid."""
    door: Door = own_row(actor, Door, door_id)
    setting = setting_of(actor, door.case_id)
    _put(actor, door, wanted, {one.id: one.name for one in setting.recipients if one.is_contact})
    door.closed_at = None
    db.session.flush()


def close_door(actor: Actor, door_id: UUID, *, closed: bool = True) -> None:
    """I wrote to them, or let it go; `closed` False: not so after all. Raises: NotFound."""
    door: Door = own_row(actor, Door, door_id)
    door.closed_at = clock.now() if closed else None
    db.session.flush()


def remove_door(actor: Actor, door_id: UUID) -> None:
    """It was a mistake: gone, for 30 days it can come back. Raises: NotFound."""
    door: Door = own_row(actor, Door, door_id)
    door.deleted_at = clock.now()
    db.session.flush()


def restore_door(actor: Actor, door_id: UUID) -> None:
    """Bring it back. Raises: NotFound."""
    door: Door = own_row(actor, Door, door_id, removed_too=True)
    door.deleted_at = None
    db.session.flush()


def they_came_back(actor: Actor, door_id: UUID) -> UUID:
    """The employer wrote again: the application is open, its case stays. Returns the application's id.

    Pressed twice it is done once. Raises: NotFound.
    """
    door: Door = own_row(actor, Door, door_id)
    application_id = setting_of(actor, door.case_id, lock=True).application_id
    application = db.session.get_one(Application, application_id)
    if (application.outcome, application.offer_state) in ENDED:
        record_outcome(actor, application_id, outcome=Outcome.OPEN)
    door.came_back_at = door.came_back_at or clock.now()
    door.closed_at = door.closed_at or clock.now()
    db.session.flush()
    return application_id


def one_door(actor: Actor, door_id: UUID, *, removed_too: bool = False) -> DoorLine:
    """One of the actor's own. Raises: NotFound."""
    own_row(actor, Door, door_id, removed_too=removed_too)
    return _line(db.session.execute(_lines(actor).where(Door.id == door_id)).one(), actor)


def open_doors(actor: Actor, *, page: str = "") -> Paged[DoorLine]:
    """Those that are open, the next day first, a page at a time; one statement."""
    query = _lines(actor).where(Door.closed_at.is_(None), Door.deleted_at.is_(None))
    found = paged(query.order_by(Door.reconnect_on, Door.id), page)
    return Paged([_line(row, actor) for row in found.rows], found.previous, found.next)


def closed_doors(actor: Actor, *, limit: int = 20) -> list[DoorLine]:
    """The last ones that were closed: written to, let go, or come back. One statement."""
    query = _lines(actor).where(Door.closed_at.is_not(None), Door.deleted_at.is_(None))
    rows = db.session.execute(query.order_by(Door.closed_at.desc(), Door.id.desc()).limit(limit))
    return [_line(row, actor) for row in rows]


def doors_of_case(actor: Actor, case_id: UUID) -> list[DoorLine]:
    """All of one case. One statement."""
    query = _lines(actor).where(Door.case_id == case_id, Door.deleted_at.is_(None))
    return [_line(row, actor) for row in db.session.execute(query.order_by(Door.reconnect_on, Door.id))]


def _lines(actor: Actor) -> Select:
    d = Door
    return (
        select(
            *(d.id, d.case_id, d.person_name, d.said_on, d.reconnect_on, d.note, d.locale, d.closed_at, d.came_back_at),
            Application.id.label("application_id"),
            Application.company,
            Application.role,
        )
        .join(Case, Case.id == d.case_id)
        .join(Application, Application.id == Case.application_id)
        .where(d.seeker_id == actor.person_id, Application.deleted_at.is_(None))
    )


def _line(row: object, actor: Actor) -> DoorLine:
    told = row._mapping  # type: ignore[attr-defined]
    return DoorLine(
        **{name: told[name] for name in ("id", "case_id", "application_id", "company", "role", "said_on")},
        person=told["person_name"],
        reconnect_on=told["reconnect_on"],
        note=told["note"],
        locale=told["locale"],
        closed=told["closed_at"] is not None,
        came_back=told["came_back_at"] is not None,
        due=told["closed_at"] is None and told["reconnect_on"] <= clock.today(actor.zone),
    )


def _put(actor: Actor, door: Door, wanted: Wanted, people: dict[UUID, str]) -> None:
    note, person = wanted.note.replace("\0", "").strip(), " ".join(wanted.person.replace("\0", "").split())
    wrong: dict[str, object] = {}
    if wanted.reconnect_on is None:
        wrong["reconnect_on"] = l_("On which day do you want to write again?")
    if wanted.contact_id is not None and wanted.contact_id not in people:
        wrong["person"] = l_("Choose one of the people there, or write a name.")
    if len(note) > NOTE:
        wrong["note"] = l_("At most %(n)s characters.", n=NOTE)
    if len(person) > NAME:
        wrong["person"] = l_("Please keep this to one line of at most %(n)s characters.", n=NAME)
    if wrong:
        raise Invalid(wrong)
    assert wanted.reconnect_on is not None
    door.contact_id = wanted.contact_id
    door.person_name = people[wanted.contact_id] if wanted.contact_id else person
    door.said_on = past_day(actor, wanted.said_on, field="said_on")
    door.reconnect_on, door.note = sensible_day(wanted.reconnect_on, field="reconnect_on"), note
