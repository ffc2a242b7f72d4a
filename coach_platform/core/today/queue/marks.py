"""Putting a line aside: done, or asleep until a day. It comes back when something newer arrives; both can be undone.

A mark is one coach's: it says nothing to a colleague, and nothing to the seeker.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.access.sight import sight_of
from coach_platform.core.today.queue.models import QueueMark
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_

LONGEST = timedelta(days=90)  # longer is no snooze: then it is done


class Until(StrEnum):
    """How long a line may sleep."""

    TOMORROW = "tomorrow"
    THREE_DAYS = "three_days"
    MONDAY = "monday"  # the next one, never today
    DAY = "day"  # a chosen one


def day_of(until: Until, today: date, chosen: date | None = None) -> date:
    """The day on which the line is back. Raises: Invalid (field on) for a day that is missing, past or too far. Pure."""
    if until is Until.TOMORROW:
        return today + timedelta(days=1)
    if until is Until.THREE_DAYS:
        return today + timedelta(days=3)
    if until is Until.MONDAY:
        return today + timedelta(days=7 - today.weekday())
    if chosen is None or not today < chosen <= today + LONGEST:
        raise Invalid({"on": l_("Choose a day after today, within %(n)s days.", n=LONGEST.days)})
    return chosen


def snooze(actor: Actor, seeker_id: UUID, until: Until, *, on: date | None = None) -> date:
    """The line sleeps until the start of that day where the coach lives; the day. Raises: NotFound, Invalid."""
    _theirs(actor, seeker_id)
    day = day_of(until, clock.today(actor.zone), on)
    wakes = clock.instant(datetime.combine(day, time.min), actor.zone)
    _keep(actor, seeker_id, snoozed_at=clock.now(), snoozed_until_at=wakes)
    return day


def done(actor: Actor, seeker_id: UUID) -> None:
    """What is on the line now is handled; a plan that waits stays until it is answered. Raises: NotFound."""
    _theirs(actor, seeker_id)
    moment = clock.now()
    made = insert(QueueMark).values(coach_id=actor.person_id, seeker_id=seeker_id, done_at=moment, changed_at=moment)
    change = {"done_before_at": QueueMark.done_at, "done_at": moment, "changed_at": moment}
    db.session.execute(made.on_conflict_do_update(index_elements=["coach_id", "seeker_id"], set_=change))


def undo_done(actor: Actor, seeker_id: UUID) -> None:
    """As it was before the last `done`; asked twice, the same. Raises: NotFound."""
    _theirs(actor, seeker_id)
    _change(actor, seeker_id, done_at=QueueMark.done_before_at)


def wake(actor: Actor, seeker_id: UUID) -> None:
    """No longer asleep. Raises: NotFound."""
    _theirs(actor, seeker_id)
    _change(actor, seeker_id, snoozed_at=None, snoozed_until_at=None)


def _theirs(actor: Actor, seeker_id: UUID) -> None:
    require(actor, Permission.USE_COACH_FACE)
    if sight_of(actor, seeker_id).own:
        raise NotFound


def _keep(actor: Actor, seeker_id: UUID, **values: datetime) -> None:
    change = {**values, "changed_at": clock.now()}
    made = insert(QueueMark).values(coach_id=actor.person_id, seeker_id=seeker_id, **change)
    db.session.execute(made.on_conflict_do_update(index_elements=["coach_id", "seeker_id"], set_=change))


def _change(actor: Actor, seeker_id: UUID, **values: object) -> None:
    mine = (QueueMark.coach_id == actor.person_id, QueueMark.seeker_id == seeker_id)
    db.session.execute(update(QueueMark).where(*mine).values(**values, changed_at=clock.now()))
