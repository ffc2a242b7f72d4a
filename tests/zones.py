"""Every set of zone rules there is, and each change of its clocks within ten years."""

from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

FROM, UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC)
WEEK = timedelta(days=7)  # no zone changes its clocks twice within one


@cache
def different_zones() -> tuple[str, ...]:
    """One name for each set of rules: most of the 600 names are other names of the same."""
    found: dict[bytes, str] = {}
    for name in sorted(available_timezones()):
        found.setdefault(files("tzdata.zoneinfo").joinpath(*name.split("/")).read_bytes(), name)
    return tuple(found.values())


@cache
def changes(zone: str) -> tuple[datetime, ...]:
    """The instants at which the clocks of `zone` are moved, to the minute."""
    info = ZoneInfo(zone)
    weeks = [FROM + WEEK * n for n in range((UNTIL - FROM) // WEEK)]
    apart = [(a, b) for a, b in pairwise(weeks) if a.astimezone(info).utcoffset() != b.astimezone(info).utcoffset()]
    return tuple(_between(before, after, info) for before, after in apart)


def _between(before: datetime, after: datetime, info: ZoneInfo) -> datetime:
    offset = after.astimezone(info).utcoffset()
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        if middle <= before:
            break
        before, after = (before, middle) if middle.astimezone(info).utcoffset() == offset else (middle, after)
    return after
