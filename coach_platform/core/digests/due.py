"""The sweep: whose digest is due becomes a message, set by set. Run twice, or by two at once, it does the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.digests.models import DigestSchedule, Face, Frequency
from coach_platform.core.digests.preferences import recompute
from coach_platform.core.digests.schedule import Due, Wish, falls_on, next_due, spread_for
from coach_platform.core.mail import keys
from coach_platform.core.mail.kinds import Lane
from coach_platform.core.mail.models import Message
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock, jobs
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.kit.settings import settings

log = structlog.get_logger()

CHUNK = 500
KINDS = {Face.SEEKER: "digest_seeker", Face.COACH: "digest_coach"}


@dataclass(frozen=True, slots=True)
class Schedule:
    """One due schedule with what its person's row says."""

    person_id: UUID
    face: Face
    frequency: Frequency
    weekday: int
    hour: int
    next_at: datetime
    last_on: date | None
    zone: str
    locale: str
    email: str


_ADVANCE = text(
    """
    update digest_schedules s
    set next_at = v.next_at, last_period = v.period, last_on = v.day, tzdata = :tzdata
    from unnest(cast(:people as uuid[]), cast(:faces as text[]), cast(:next as timestamptz[]),
                cast(:periods as text[]), cast(:days as date[])) as v (person_id, face, next_at, period, day)
    where s.person_id = v.person_id and s.face = v.face
    """
)


def sweep_due() -> int:
    """Turn up to 500 due schedules into messages and move each to its next moment. How many they were.

    Three statements, whatever the number. Schedules that another sweep holds are skipped, not waited for.
    """
    due = _take()
    if not due:
        return 0
    decided = [(schedule, _decided(schedule)) for schedule in due]
    new = _ask_for(decided)
    _advance(decided)
    jobs.publish(Lane.DIGESTS.job)
    log.info("digests.swept", due=len(due), new=new)
    return len(due)


def _take() -> list[Schedule]:
    s = DigestSchedule
    columns = (s.person_id, s.face, s.frequency, s.weekday, s.hour, s.next_at, s.last_on)
    rows: Iterable[Any] = db.session.execute(
        select(*columns, Person.zone, Person.locale, Person.email)
        .join(Person, Person.id == DigestSchedule.person_id)
        .where(DigestSchedule.next_at <= clock.now())
        .order_by(DigestSchedule.next_at, DigestSchedule.person_id)
        .limit(CHUNK)
        .with_for_update(of=DigestSchedule, skip_locked=True)
    )
    return [Schedule(*row) for row in rows]


def _decided(schedule: Schedule) -> Due:
    return falls_on(schedule.frequency, schedule.zone, schedule.next_at)


def _ask_for(decided: list[tuple[Schedule, Due]]) -> int:
    rows = [_message(schedule, due) for schedule, due in decided]
    statement = insert(Message).on_conflict_do_nothing(constraint="uq_messages_stream_on_key").returning(Message.id)
    return len(db.session.execute(statement, rows).all())


def _message(schedule: Schedule, due: Due) -> dict[str, Any]:
    kind = KINDS[schedule.face]
    key = keys.in_period(kind, schedule.person_id, due.period)
    return {
        "id": new_id(),
        "stream_on": key.stream_on,
        "key": key.text,
        "kind": kind,
        "person_id": schedule.person_id,
        "address": schedule.email,
        "locale": schedule.locale,
        "zone": schedule.zone,
        "params": {},
        "due_at": due.at,
        "latest_at": due.latest_at,
        "created_at": clock.now(),
    }


def _advance(decided: list[tuple[Schedule, Due]]) -> None:
    now = clock.now()
    following = [_following(schedule, due, now) for schedule, due in decided]
    values = {
        "people": [schedule.person_id for schedule, _due in decided],
        "faces": [schedule.face.value for schedule, _due in decided],
        "next": [due.at if due else None for due in following],
        "periods": [due.period for _schedule, due in decided],
        "days": [due.on for _schedule, due in decided],
        "tzdata": clock.TZDATA,
    }
    db.session.execute(_ADVANCE, values)


def _following(schedule: Schedule, due: Due, now: datetime) -> Due | None:
    # After an outage of weeks one digest comes, not one a week that was missed.
    spread = spread_for(schedule.person_id, settings().digest_spread)
    wish = Wish(schedule.frequency, schedule.weekday, schedule.hour, spread)
    return next_due(wish, schedule.zone, after=max(now, schedule.next_at), last_on=due.on)


def recompute_after_tzdata() -> int:
    """Move up to 500 schedules that were computed with other zone rules than today's. How many they were."""
    rows = db.session.execute(
        select(DigestSchedule, Person.zone)
        .join(Person, Person.id == DigestSchedule.person_id)
        .where(DigestSchedule.tzdata != clock.TZDATA)
        .limit(CHUNK)
        .with_for_update(of=DigestSchedule, skip_locked=True)
    ).all()
    for schedule, zone in rows:
        recompute(schedule, zone)
    return len(rows)
