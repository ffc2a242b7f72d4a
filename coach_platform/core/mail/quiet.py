"""Quiet hours: nobody is written to between eight in the evening and eight in the morning of their own zone."""

from datetime import datetime, time, timedelta

from coach_platform.kit import clock

QUIET_FROM, QUIET_UNTIL = time(20), time(8)


def is_quiet(moment: datetime, zone: str) -> bool:
    """Whether `moment` lies in [20:00, 08:00) on the wall clock of `zone`."""
    wall = clock.local(moment, zone).time()
    return wall >= QUIET_FROM or wall < QUIET_UNTIL


def outside_quiet(moment: datetime, zone: str) -> datetime:
    """`moment` itself, or the next 08:00 in `zone` when it lies in quiet hours."""
    if not is_quiet(moment, zone):
        return moment
    wall = clock.local(moment, zone)
    day = wall.date() + timedelta(days=1) if wall.time() >= QUIET_FROM else wall.date()
    return clock.instant(datetime.combine(day, QUIET_UNTIL), zone)


def next_quiet(moment: datetime, zone: str) -> datetime:
    """When the next quiet hours begin in `zone`, seen from a `moment` outside them."""
    return clock.instant(datetime.combine(clock.local(moment, zone).date(), QUIET_FROM), zone)
