"""How mail stands, for the operator: numbers, ages and reasons. No addresses, no words of anybody."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from coach_platform.core.mail.states import DONE
from coach_platform.kit import clock
from coach_platform.kit.db import db

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Line:
    """How many messages of a kind are in a state, and for which reason. `hour`: in which they were (or are) due."""

    kind: str
    state: str
    reason: str
    hour: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Oldest:
    """The message that has been due for longest and is not done. Which kind, not whose."""

    kind: str
    due_at: datetime
    age: timedelta


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands. Workers live when `oldest_due` stays under some minutes."""

    oldest: Oldest | None
    lines: list[Line]

    @property
    def oldest_due(self) -> timedelta:
        """Nothing due: no time."""
        return self.oldest.age if self.oldest else timedelta(0)

    def by_kind(self) -> dict[str, Counter[str]]:
        """kind -> state -> how many."""
        found: dict[str, Counter[str]] = {}
        for line in self.lines:
            found.setdefault(line.kind, Counter())[line.state] += line.count
        return found

    def by_hour(self) -> dict[datetime, Counter[str]]:
        """hour -> state -> how many, the newest hour first."""
        found: dict[datetime, Counter[str]] = {}
        for line in sorted(self.lines, key=lambda one: one.hour, reverse=True):
            found.setdefault(line.hour, Counter())[line.state] += line.count
        return found

    def why(self) -> dict[tuple[str, str, str], int]:
        """(kind, state, reason) -> how many, of those that have a reason."""
        found: Counter[tuple[str, str, str]] = Counter()
        for line in self.lines:
            if line.reason:
                found[line.kind, line.state, line.reason] += line.count
        return dict(sorted(found.items()))

    def done(self) -> dict[tuple[str, str, str], int]:
        """(kind, state, reason) -> how many, of what is over."""
        found: Counter[tuple[str, str, str]] = Counter()
        for line in self.lines:
            if line.state in DONE:
                found[line.kind, line.state, line.reason] += line.count
        return dict(sorted(found.items()))


# What an operator stopped waits on purpose, and is told apart from what nobody took.
_OLDEST = text(
    """
    select kind, due_at from messages
    where state in ('queued', 'claimed', 'sending', 'unknown') and due_at <= :now
      and kind not in (select kind from mail_stops)
    order by due_at limit 1
    """
)
# By the hour in which a message was due: both halves are found by an index on that.
_LINES = text(
    """
    select kind, state, coalesce(reason, '') as reason, date_trunc('hour', due_at, 'UTC') as hour, count(*) as count
    from messages
    where state in ('sent', 'skipped', 'failed') and due_at >= :since
       or state in ('queued', 'claimed', 'sending', 'unknown')
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
    """
)


def oldest() -> Oldest | None:
    """The oldest row that is due and not done: what alerts watch."""
    row = db.session.execute(_OLDEST, {"now": clock.now()}).first()
    return Oldest(row.kind, row.due_at, clock.now() - row.due_at) if row else None


def oldest_due() -> timedelta:
    """Its age."""
    found = oldest()
    return found.age if found else timedelta(0)


def standing(period: timedelta = timedelta(days=7)) -> Standing:
    """What was due in the last `period` and is done, and everything that still waits. Two statements."""
    rows = db.session.execute(_LINES, {"since": clock.now() - period})
    return Standing(oldest(), [Line(*row) for row in rows])
