"""The one clock. Business times come from here, never from SQL defaults, so that tests can move it."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import version
from zoneinfo import ZoneInfo

# Zones come from our own dependency, never from the host: every host agrees, and an update has a number.
zoneinfo.reset_tzpath(to=())
TZDATA = version("tzdata")
_unasked: ContextVar[bool] = ContextVar("unasked", default=False)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if _unasked.get():
        raise RuntimeError("This statement is built once and kept: it takes kit.prepared.NOW, not this moment.")
    return datetime.now(UTC)


@contextmanager
def unasked() -> Iterator[None]:
    """Inside the block nobody may ask for the time: what is made there is kept."""
    token = _unasked.set(True)
    try:
        yield
    finally:
        _unasked.reset(token)


@cache
def _zone(name: str) -> ZoneInfo:
    # zoneinfo itself keeps only the last eight; a coach's list may hold more.
    return ZoneInfo(name)


def today(zone: str) -> date:
    """The calendar day it is now for someone living in `zone` (an IANA name)."""
    return now().astimezone(_zone(zone)).date()


def local(moment: datetime, zone: str) -> datetime:
    """`moment` as the wall clock of `zone` shows it."""
    return moment.astimezone(_zone(zone))


def instant(wall: datetime, zone: str) -> datetime:
    """The UTC instant at which the clocks of `zone` show the naive time `wall`.

    In a gap (clocks spring forward) the first valid instant after it; in a fold the first of the two.
    """
    info = _zone(zone)
    candidate = wall.replace(tzinfo=info, fold=0).astimezone(UTC)
    if candidate.astimezone(info).replace(tzinfo=None) == wall:
        return candidate
    return _end_of_gap(wall, info)


def _end_of_gap(wall: datetime, info: ZoneInfo) -> datetime:
    # Inside a gap fold=0 uses the offset before it and fold=1 the offset after it: the change lies between the two.
    late = wall.replace(tzinfo=info, fold=0).astimezone(UTC)
    early = wall.replace(tzinfo=info, fold=1).astimezone(UTC)
    after = late.astimezone(info).utcoffset()
    while (late - early).total_seconds() > 1:
        middle = early + (late - early) / 2
        if middle.astimezone(info).utcoffset() == after:
            late = middle
        else:
            early = middle
    return late.replace(microsecond=0)
