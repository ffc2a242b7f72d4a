"""Which zones are awake, and which of them begin an hour that was not looked through yet. Pure, but for one claim.

Facts about a day are looked for once an hour of each zone's own clock, outside quiet hours: often enough for whoever moves
or an outage, seldom enough that a minute costs nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import text

from coach_platform.core.mail.quiet import QUIET_UNTIL, is_quiet
from coach_platform.kit import clock
from coach_platform.kit.db import db

EVENING = 18  # tomorrow's interview is spoken of from here on
NOON = 12  # and of today's interview until here, where nothing could be sent the evening before


@dataclass(frozen=True, slots=True)
class Awake:
    """A zone outside its quiet hours."""

    zone: str
    today: date
    hour: int
    hour_at: datetime  # when this hour began
    morning_at: datetime  # 08:00 of today


def awake(now: datetime) -> list[Awake]:
    """Every zone of IANA in which people may be written to at `now`."""
    return [_awake(zone, now) for zone in _zones() if not is_quiet(now, zone)]


@cache
def _zones() -> dict[str, ZoneInfo]:
    # Held on to, because zoneinfo forgets a zone that nobody holds: reading 600 files a minute is half of a sweep's cost.
    return {name: ZoneInfo(name) for name in sorted(available_timezones())}


def _awake(zone: str, now: datetime) -> Awake:
    wall = clock.local(now, zone)
    hour_at = clock.instant(datetime.combine(wall.date(), time(wall.hour)), zone)
    morning_at = clock.instant(datetime.combine(wall.date(), QUIET_UNTIL), zone)
    return Awake(zone, wall.date(), wall.hour, hour_at, morning_at)


# Two sweeps at once: the second waits for the first's commit at this row, finds the hour taken and passes on. "Another
# hour" and not "a later one", so that a machine whose clock had jumped ahead stops nobody.
_CLAIM = text(
    """
    insert into reminder_rounds (zone, looked_at)
    select * from unnest(cast(:zones as text[]), cast(:hours as timestamptz[]))
    on conflict (zone) do update set looked_at = excluded.looked_at
      where reminder_rounds.looked_at <> excluded.looked_at
    returning zone
    """
)


def claim(zones: list[Awake]) -> list[Awake]:
    """Those whose present hour nobody has looked through; they are the caller's until its commit."""
    given = {"zones": [one.zone for one in zones], "hours": [one.hour_at for one in zones]}
    fresh = set(db.session.execute(_CLAIM, given).scalars()) if zones else set()
    return [one for one in zones if one.zone in fresh]
