"""The sweep: what comes due becomes a row, the rows of one person one mail. Run twice, or by two at once, it does the same."""

from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import TextClause

from coach_platform.content.vocabulary import Stage
from coach_platform.core.reminders import statements
from coach_platform.core.reminders.collecting import collect
from coach_platform.core.reminders.rounds import EVENING, NOON, Awake, awake, claim
from coach_platform.kit import clock
from coach_platform.kit.db import db

log = structlog.get_logger()

# The stages at which two people talk: for a task or an offer nobody needs a sheet the evening before.
TALKS = [stage.value for stage in (Stage.SCREENING, Stage.INTERVIEW, Stage.FURTHER_INTERVIEW, Stage.FINAL_ROUND)]


def sweep() -> bool:
    """Find what came due and ask for its mails. Whether there may be more right now.

    A constant number of statements, whatever the number of people.
    """
    now = clock.now()
    zones = awake(now)
    fresh = claim(zones)
    found = _plan([statements.PAUSE_OVER], zones, now)
    found += _plan(EVERY_HOUR, fresh, now)
    found += _plan([statements.TALKS_TOMORROW], [z for z in fresh if z.hour >= EVENING], now)
    found += _plan([statements.TALKS_TODAY], [z for z in fresh if z.hour < NOON], now)
    asked, more = collect([z.zone for z in zones], now)
    if found or asked:
        log.info("reminders.swept", found=found, asked=asked)
    return more


EVERY_HOUR = [
    statements.DUE,
    statements.OVERDUE,
    statements.FIRST_UNFINISHED,
    statements.DEEPER_UNFINISHED,
    statements.DOOR_OPEN,
    statements.REVIEW_WAITS,
]


def _plan(plans: list[TextClause], zones: list[Awake], now: datetime) -> int:
    if not zones:
        return 0
    given: dict[str, Any] = {
        "zones": [z.zone for z in zones],
        "todays": [z.today for z in zones],
        "mornings": [z.morning_at for z in zones],
        "first": min(z.today for z in zones),
        "last": max(z.today for z in zones),
        "talks": TALKS,
        "now": now,
    }
    return sum(_insert(statement, given) for statement in plans)


def _insert(statement: TextClause, given: dict[str, Any]) -> int:
    wanted = {name: value for name, value in given.items() if name in statement.compile().params}
    return db.session.execute(statement, wanted).rowcount  # type: ignore[attr-defined]
