"""When silence is worth a word: against a seeker's own rhythm, never somebody else's. Pure; every threshold is here.

A day counts where something was written on it (a stage, an outcome, an assessment, a check-in), in the eight weeks before
they were last seen. The gaps between these days are the rhythm; twice the gap that four of five stay within is silence.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

WEEKS = timedelta(days=56)  # long enough for a rhythm, short enough to forget last season's
ENOUGH = 5  # gaps: with fewer, four of five of them say nothing
STEADY = 0.8
TIMES = 2
FLOOR = timedelta(days=7)  # a week off is a week off, even for somebody who writes daily
CEILING = timedelta(days=28)  # after four weeks a word is welcome, whatever the rhythm
UNKNOWN = timedelta(days=14)  # too little to know a rhythm by: two missed weeks


@dataclass(frozen=True)
class Rhythm:
    """`after`: silence for so long is worth a word. `usual`: the typical gap in days, None while too little is known."""

    after: timedelta
    usual: int | None
    active_days: int


def rhythm_of(days: Collection[date], last_on: date) -> Rhythm:
    """The rhythm of somebody who wrote on these days and was last seen on `last_on`. No order is needed."""
    found = gaps({*days, last_on})
    if len(found) < ENOUGH:
        return Rhythm(UNKNOWN, None, len(set(days)))
    steady = timedelta(days=_within(found, STEADY))
    return Rhythm(min(CEILING, max(FLOOR, TIMES * steady)), _within(found, 0.5), len(set(days)))


def gaps(days: Iterable[date]) -> list[int]:
    """The days from one to the next, the shortest first."""
    order = sorted(set(days))
    return sorted((later - earlier).days for earlier, later in pairwise(order))


def _within(found: list[int], share: float) -> int:
    """The smallest gap that `share` of them stay within (nearest rank)."""
    return found[math.ceil(share * len(found)) - 1]


def active_days_sql(person: str, seen: str) -> str:
    """A lateral subquery: `days`, an array or null. Both are SQL of ours, an alias of persons and a moment; binds :rhythm."""
    written = (
        ("stage_events", "recorded_at", ""),
        ("outcome_events", "recorded_at", ""),
        ("assessment_responses", "submitted_at", " and e.author_role = 'seeker'"),
        ("check_ins", "at", ""),
    )
    days = " union ".join(
        f"select (e.{at} at time zone {person}.zone)::date as day from {table} e where e.seeker_id = {person}.id{more}"  # noqa: S608
        f" and e.{at} between {seen} - cast(:rhythm as interval) and {seen}"
        for table, at, more in written
    )
    return f"(select array_agg(d.day order by d.day) as days from ({days}) d)"  # noqa: S608 (ours; values are bound)
