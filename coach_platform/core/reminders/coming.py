"""The next moments at which one seeker's own dates lead to a reminder, for the page that says what mail to expect.

The sweep never plans ahead (sweeping.py): this is what it will find if nothing changes until then.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from coach_platform.core.mail.quiet import QUIET_UNTIL, outside_quiet
from coach_platform.core.reminders.rounds import EVENING
from coach_platform.core.reminders.sweeping import TALKS
from coach_platform.core.reminders.topics import RULES, Topic
from coach_platform.kit import clock
from coach_platform.kit.db import db

_DATES = text(
    """
    select
      (select min(c.paused_until) from cases c join applications x on x.id = c.application_id and x.deleted_at is null
       where c.seeker_id = :me and c.paused_until > :now) as paused_until,
      (select min(greatest(a.due_on - 1, a.snoozed_until_on)) from actions a
       where a.seeker_id = :me and a.state = 'open' and a.deleted_at is null and a.due_on > :today
         and (a.snoozed_until_on is null or a.snoozed_until_on <= a.due_on)) as due_said_on,
      (select min(e.occurred_on) from stage_events e
       join applications x on x.id = e.application_id and x.deleted_at is null and x.outcome = 'open'
       where e.seeker_id = :me and e.occurred_on > :today and e.stage = any(:talks) and not e.withdrawn
         and not exists (select from stage_events later where later.corrects_id = e.id)) as talk_on
    """
)


def coming(person_id: UUID, zone: str) -> list[tuple[str, datetime]]:
    """(kind, moment), each kind once at most, only moments ahead. One statement."""
    now = clock.now()
    values = {"me": person_id, "now": now, "today": clock.today(zone), "talks": TALKS}
    row = db.session.execute(_DATES, values).one()
    return [(kind, at) for kind, at in _moments(row, zone) if at > now]


def _moments(row: Any, zone: str) -> Iterator[tuple[str, datetime]]:
    if row.paused_until:
        yield RULES[Topic.PAUSE_OVER].kind, outside_quiet(row.paused_until, zone)
    if row.due_said_on:
        yield RULES[Topic.DUE].kind, clock.instant(datetime.combine(row.due_said_on, QUIET_UNTIL), zone)
    if row.talk_on:
        evening = datetime.combine(row.talk_on - timedelta(days=1), time(EVENING))
        yield RULES[Topic.INTERVIEW].kind, clock.instant(evening, zone)
