"""What a person chose for their digests, and the next due moment that follows from it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.digests.models import DigestSchedule, Face, Frequency
from coach_platform.core.digests.schedule import (
    FIRST_HOUR,
    LAST_HOUR,
    Wish,
    after_choice,
    after_move,
    next_due,
    spread_for,
)
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import _
from coach_platform.kit.settings import settings


@dataclass(frozen=True, slots=True)
class DigestChoice:
    """For the settings page: what is chosen for one face."""

    face: Face
    frequency: Frequency
    weekday: int
    hour: int


def ensure_schedule(
    person_id: UUID, face: Face, zone: str, *, frequency: Frequency = Frequency.WEEKLY, weekday: int = 0, hour: int = 8
) -> None:
    """Give a person who has none a schedule: Monday at eight unless said otherwise. Asking again changes nothing."""
    wish = _wish(person_id, frequency, weekday, hour)
    due = next_due(wish, zone, after=clock.now(), last_on=None)
    row = {
        "person_id": person_id,
        "face": face,
        "frequency": frequency,
        "weekday": weekday,
        "hour": hour,
        "next_at": due.at if due else None,
        "tzdata": clock.TZDATA,
    }
    db.session.execute(insert(DigestSchedule).values(row).on_conflict_do_nothing())


def choices(actor: Actor) -> list[DigestChoice]:
    """The actor's own, one a face they have."""
    found = db.session.scalars(
        select(DigestSchedule).where(DigestSchedule.person_id == actor.person_id).order_by(DigestSchedule.face.desc())
    )
    return [DigestChoice(s.face, s.frequency, s.weekday, s.hour) for s in found]


def change_preferences(actor: Actor, face: Face, *, frequency: Frequency, weekday: int, hour: int) -> None:
    """Choose how often, on which day (Monday = 0) and at which hour the digest comes. Takes effect with the next one.

    Raises: Invalid for an hour inside quiet hours or a day that is none; NotFound where there is no such digest.
    """
    if not FIRST_HOUR <= hour <= LAST_HOUR:
        raise Invalid({"hour": _("Choose an hour between 8 in the morning and 7 in the evening.")})
    if not 0 <= weekday <= 6:
        raise Invalid({"weekday": _("Choose a day of the week.")})
    schedule = _locked(actor.person_id, face)
    schedule.frequency, schedule.weekday, schedule.hour = frequency, weekday, hour
    wish, now = wish_of(schedule), clock.now()
    next_at = after_choice(wish, actor.zone, now=now, last_on=schedule.last_on, waiting=schedule.next_at)
    _set_next(schedule, next_at)


def zone_changed(person_id: UUID) -> None:
    """To be called with every change of a person's zone, in the same transaction."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound
    schedules = select(DigestSchedule).where(DigestSchedule.person_id == person_id).with_for_update()
    for schedule in db.session.scalars(schedules).all():
        recompute(schedule, person.zone)


def recompute(schedule: DigestSchedule, zone: str) -> None:
    """The next due moment anew, after the zone or the rules of zones changed."""
    wish, now = wish_of(schedule), clock.now()
    _set_next(schedule, after_move(wish, zone, now=now, last_on=schedule.last_on, waiting=schedule.next_at))


def wish_of(schedule: DigestSchedule) -> Wish:
    """The rules' view of a row."""
    return _wish(schedule.person_id, schedule.frequency, schedule.weekday, schedule.hour)


def _wish(person_id: UUID, frequency: Frequency, weekday: int, hour: int) -> Wish:
    return Wish(frequency, weekday, hour, spread_for(person_id, settings().digest_spread))


def _locked(person_id: UUID, face: Face) -> DigestSchedule:
    found = db.session.get(DigestSchedule, (person_id, face), with_for_update=True)
    if found is None:
        raise NotFound
    return found


def _set_next(schedule: DigestSchedule, moment: datetime | None) -> None:
    schedule.next_at = moment
    schedule.tzdata = clock.TZDATA
