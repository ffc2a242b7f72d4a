"""When a digest comes: pure rules, in the wall clock of the person's zone. Never "seven days later in UTC".

One digest an ISO week of that person, none twice, whatever changes meanwhile: the zone, the day, the hour, how often,
the rules of the zone, the clock of the machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from coach_platform.core.digests.models import Frequency
from coach_platform.core.mail.quiet import is_quiet, next_quiet
from coach_platform.kit import clock

FIRST_HOUR, LAST_HOUR = 8, 19  # an hour inside quiet hours cannot be chosen
LATEST = timedelta(hours=12)  # a digest that comes later than this has lost its morning
HORIZON_WEEKS = 520  # a wait is weeks; only a machine whose clock had jumped years ahead makes it longer


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person chose. `weekday`: Monday is 0. `spread`: their own share of the hour (see spread_for)."""

    frequency: Frequency
    weekday: int
    hour: int
    spread: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Due:
    """One digest to come."""

    at: datetime
    on: date  # its day on the person's calendar
    period: str  # 2026-W48, 2026-W48/2 or 2026-11: the end of its message's key
    latest_at: datetime


def next_due(wish: Wish, zone: str, *, after: datetime, last_on: date | None) -> Due | None:
    """The first digest later than `after`, in an ISO week (or month) that had none yet; None when they are off.

    `last_on`: the day, on the person's calendar, of the last digest that was decided on, sent or skipped.
    """
    if wish.frequency is Frequency.OFF:
        return None
    earliest = _earliest(wish.frequency, last_on)
    for day in _days(clock.local(after, zone).date(), wish):
        due = _due(wish, zone, day)
        if due.at > after and (earliest is None or day >= earliest):
            return due
    raise AssertionError("no digest within the horizon")


def due_after_move(
    wish: Wish, zone: str, *, now: datetime, last_on: date | None, missed: datetime | None
) -> Due | None:
    """The next digest of somebody whose zone changed while one was due at `missed`.

    Where the chosen hour of this week is already over in the new zone, that week's digest comes at the next allowed
    hour of the same week instead of being lost.
    """
    due = next_due(wish, zone, after=now, last_on=last_on)
    if due is None or missed is None or wish.frequency is Frequency.OFF:
        return due
    today = clock.local(now, zone).date()
    earliest = _earliest(wish.frequency, last_on)
    owed = clock.local(missed, zone).date()
    if week_of(due.on) <= week_of(owed) or week_of(owed) != week_of(today) or (earliest and today < earliest):
        return due
    return _rest_of_week(wish, zone, now, today) or due


def after_choice(
    wish: Wish, zone: str, *, now: datetime, last_on: date | None, waiting: datetime | None
) -> datetime | None:
    """The next moment of somebody who chose another day, hour or frequency. `waiting`: the moment that stood until now.

    What is due already and was not looked at yet stays due: a change of mind a minute after eight costs no digest.
    """
    if waiting is not None and waiting <= now and wish.frequency is not Frequency.OFF:
        return waiting
    due = next_due(wish, zone, after=now, last_on=last_on)
    return due.at if due else None


def after_move(
    wish: Wish, zone: str, *, now: datetime, last_on: date | None, waiting: datetime | None
) -> datetime | None:
    """The next moment of somebody whose zone, or the rules of it, changed. What is due already stays due, unless it is
    night where they are now."""
    if waiting is not None and waiting <= now and not is_quiet(waiting, zone):
        return waiting
    due = due_after_move(wish, zone, now=now, last_on=last_on, missed=waiting)
    return due.at if due else None


def falls_on(frequency: Frequency, zone: str, at: datetime) -> Due:
    """The digest that the moment `at` stands for, on the calendar of `zone`."""
    on = clock.local(at, zone).date()
    return Due(at, on, period_of(frequency, on), min(at + LATEST, next_quiet(at, zone)))


def spread_for(person_id: UUID, width: timedelta) -> timedelta:
    """A person's own share of the hour, so that one hour's digests do not all fall on its first second."""
    seconds = int(width.total_seconds())
    return timedelta(seconds=person_id.int % seconds) if seconds else timedelta(0)


def week_of(day: date) -> int:
    """A number that grows by one from ISO week to ISO week, over the ends of years too."""
    return (day.toordinal() - 1) // 7


def period_of(frequency: Frequency, day: date) -> str:
    """The name of the period that `day` belongs to."""
    if frequency is Frequency.MONTHLY:
        return f"{day:%Y-%m}"
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}" + ("/2" if frequency is Frequency.TWO_WEEKS else "")


def _earliest(frequency: Frequency, last_on: date | None) -> date | None:
    """The first day that is in a new period, seen from the last digest."""
    if last_on is None:
        return None
    monday = last_on - timedelta(days=last_on.weekday())
    if frequency is Frequency.MONTHLY:
        next_month = (last_on.replace(day=1) + timedelta(days=31)).replace(day=1)
        return max(next_month, monday + timedelta(days=7))
    return monday + timedelta(days=14 if frequency is Frequency.TWO_WEEKS else 7)


def _days(start: date, wish: Wish) -> Iterator[date]:
    """The chosen weekdays from `start` on; of a month only the first one."""
    first = start + timedelta(days=(wish.weekday - start.weekday()) % 7)
    for weeks in range(HORIZON_WEEKS):
        day = first + timedelta(weeks=weeks)
        if wish.frequency is not Frequency.MONTHLY or day.day <= 7:
            yield day


def _due(wish: Wish, zone: str, day: date) -> Due:
    return falls_on(wish.frequency, zone, clock.instant(datetime.combine(day, time(wish.hour)), zone) + wish.spread)


def _rest_of_week(wish: Wish, zone: str, now: datetime, today: date) -> Due | None:
    """The chosen hour of today, else now, else the chosen hour of the days up to Sunday; None when no hour is left."""
    for days in range(7 - today.weekday()):
        due = _due(wish, zone, today + timedelta(days=days))
        if due.at > now:
            return due
        if not is_quiet(now, zone):
            return Due(now, today, due.period, min(now + LATEST, next_quiet(now, zone)))
    return None
