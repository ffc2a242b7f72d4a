"""How mail stands, for the operator: numbers, ages and reasons. No addresses, no words of anybody."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text

from coach_platform.kit import clock
from coach_platform.kit.db import db


@dataclass(frozen=True, slots=True)
class Line:
    """How many messages of a kind are in a state, and for which reason."""

    kind: str
    state: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """`oldest_due`: how long the longest waiting one has been due. Workers live when it stays under some minutes."""

    oldest_due: timedelta
    lines: list[Line]


_OLDEST = text(
    "select min(due_at) from messages where state in ('queued', 'claimed', 'sending', 'unknown') and due_at <= :now"
)
_LINES = text(
    """
    select kind, state, coalesce(reason, '') as reason, count(*) as count from messages
    where created_at >= :since or state in ('queued', 'claimed', 'sending', 'unknown')
    group by kind, state, reason order by kind, state, reason
    """
)


def oldest_due() -> timedelta:
    """The age of the oldest message that is due and not done: what alerts watch."""
    oldest = db.session.scalar(_OLDEST, {"now": clock.now()})
    return clock.now() - oldest if oldest else timedelta(0)


def standing(days: int = 7) -> Standing:
    """What was asked for in the last `days`, and everything that still waits."""
    rows = db.session.execute(_LINES, {"since": clock.now() - timedelta(days=days)})
    return Standing(oldest_due(), [Line(*row) for row in rows])
