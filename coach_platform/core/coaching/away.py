"""When a coach is not there: several stretches of days, said beforehand, shown to whoever asks or waits."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.sql.selectable import ScalarSelect

from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.coaching.models import AwayDates
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.errors import Invalid, NotFound
from coach_platform.kit.i18n import lazy as l_

LONGEST = timedelta(days=180)  # whoever is away for longer closes for requests and hands over: a wait must end some day
AHEAD = timedelta(days=730)
SEVERAL = 20  # stretches that are not over
SAID_BEFORE = timedelta(days=14)  # so long before the first day whoever asks is told


@dataclass(frozen=True)
class Away:
    """One stretch, first and last day. `began`: it has, by the coach's own clock."""

    id: UUID
    from_on: date
    until_on: date
    began: bool


def my_away(actor: Actor) -> list[Away]:
    """The actor's own that are not over, the next first. One statement. Raises: NotAllowed."""
    require(actor, Permission.USE_COACH_FACE)
    a = AwayDates
    rows = db.session.scalars(
        select(a).where(a.coach_id == actor.person_id, a.until_at > clock.now()).order_by(a.from_at, a.id)
    )
    return [_view(row) for row in rows]


def add_away(actor: Actor, *, from_on: date | None, until_on: date | None) -> UUID:
    """One more stretch, in the coach's zone. Sent twice, it is there once.

    Raises: NotAllowed, Invalid (fields from_on, until_on).
    """
    require(actor, Permission.USE_COACH_FACE)
    first, last = _checked(actor, from_on, until_on)
    mine = AwayDates.coach_id == actor.person_id
    same = db.session.scalar(select(AwayDates.id).where(mine, AwayDates.from_on == first, AwayDates.until_on == last))
    if same is not None:
        return same
    live = select(func.count()).select_from(AwayDates).where(mine, AwayDates.until_at > clock.now())
    if (db.session.scalar(live) or 0) >= SEVERAL:
        raise Invalid({"from_on": l_("That is many at once. Remove one first.")})
    row = AwayDates(coach_id=actor.person_id, created_at=clock.now(), **_days(actor, first, last))
    db.session.add(row)
    db.session.flush()
    return row.id


def change_away(actor: Actor, away_id: UUID, *, from_on: date | None, until_on: date | None) -> None:
    """Other days; of a stretch that has begun only the last one, today at the earliest (days that were, were).

    Raises: NotFound (not theirs, or over), Invalid (fields from_on, until_on).
    """
    row = _own(actor, away_id)
    first, last = _checked(actor, row.from_on if _view(row).began else from_on, until_on, began=_view(row).began)
    for name, value in _days(actor, first, last).items():
        setattr(row, name, value)
    db.session.flush()


def remove_away(actor: Actor, away_id: UUID) -> None:
    """They are there after all. One that has begun ends now: its days count as away as far as they were. Raises: NotFound."""
    row = _own(actor, away_id)
    if not _view(row).began:
        db.session.execute(delete(AwayDates).where(AwayDates.id == row.id))
        return
    row.until_on, row.until_at = max(row.from_on, clock.today(actor.zone)), clock.now()
    db.session.flush()


def away_of(coach_ids: Collection[UUID]) -> dict[UUID, Away]:
    """By coach: the stretch they are in, or one that begins within a fortnight. One statement, and none for nobody."""
    if not coach_ids:
        return {}
    every = stretches_of(Person.id).label("stretches")
    rows = db.session.execute(select(Person.id, every).where(Person.id.in_(coach_ids)))
    found = {row.id: away_in(row.stretches) for row in rows}
    return {coach_id: away for coach_id, away in found.items() if away is not None}


def stretches_of(coach_id: Any) -> ScalarSelect[Any]:
    """A column for queries about coaches: all their stretches that are not over, for `away_in`."""
    a = AwayDates
    one = func.jsonb_build_array(a.id, a.from_on, a.until_on, a.from_at)
    query = select(func.jsonb_agg(aggregate_order_by(one, a.from_at, a.until_at)))
    return query.where(a.coach_id == coach_id, a.until_at > clock.now()).scalar_subquery()


def away_in(stretches: list[list[str]] | None) -> Away | None:
    """The stretch they are in, or one that begins within a fortnight. Pure but for the clock.

    Stretches that touch are one: whoever reads "until the 12th" may rely on the 13th.
    """
    found: Away | None = None
    now = clock.now()
    for away_id, first, last, from_at in stretches or ():
        from_on, until_on, begins = date.fromisoformat(first), date.fromisoformat(last), datetime.fromisoformat(from_at)
        if found is None:
            found = Away(UUID(away_id), from_on, until_on, begins <= now) if begins <= now + SAID_BEFORE else None
        elif from_on <= found.until_on + timedelta(days=1):
            found = replace(found, until_on=max(found.until_on, until_on))
    return found


def _view(row: AwayDates) -> Away:
    return Away(row.id, row.from_on, row.until_on, row.from_at <= clock.now())


def _own(actor: Actor, away_id: UUID) -> AwayDates:
    require(actor, Permission.USE_COACH_FACE)
    mine = (AwayDates.id == away_id, AwayDates.coach_id == actor.person_id, AwayDates.until_at > clock.now())
    row = db.session.scalar(select(AwayDates).where(*mine).with_for_update())
    if row is None:
        raise NotFound
    return row


def _checked(actor: Actor, from_on: date | None, until_on: date | None, *, began: bool = False) -> tuple[date, date]:
    today = clock.today(actor.zone)
    wrong: dict[str, object] = {}
    if from_on is None:
        wrong["from_on"] = l_("Choose the first day.")
    elif from_on < today and not began:
        wrong["from_on"] = l_("This day is over. Choose today or a later one.")
    elif from_on > today + AHEAD:
        wrong["from_on"] = l_("Please check the year.")
    if until_on is None:
        wrong["until_on"] = l_("Choose the last day.")
    elif until_on < today:
        wrong["until_on"] = l_("This day is over. Choose today or a later one.")
    elif from_on is not None and until_on < from_on:
        wrong["until_on"] = l_("The last day comes before the first.")
    elif from_on is not None and not wrong and until_on - from_on >= LONGEST:
        wrong["until_on"] = l_("At most %(n)s days at a time. Whoever is away for longer hands over.", n=LONGEST.days)
    if wrong or from_on is None or until_on is None:
        raise Invalid(wrong)
    return from_on, until_on


def _days(actor: Actor, first: date, last: date) -> dict[str, date | datetime]:
    return {
        "from_on": first,
        "until_on": last,
        "from_at": _midnight(first, actor.zone),
        "until_at": _midnight(last + timedelta(days=1), actor.zone),
    }


def _midnight(day: date, zone: str) -> datetime:
    return clock.instant(datetime.combine(day, datetime.min.time()), zone)
