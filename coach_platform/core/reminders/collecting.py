"""From reminders to mails: all that waits for one person becomes one mail, or joins the one that waits already."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.sql.expression import bindparam

from coach_platform.core.mail import keys
from coach_platform.core.mail.kinds import Lane
from coach_platform.core.mail.models import Message
from coach_platform.core.reminders.topics import RULES, Topic, letter_of, letters
from coach_platform.kit import jobs
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id

CHUNK = 500  # people
SAID = "reminders"  # the parameter of these mails: [topic, subject, occasion], ...

# Whoever said "not today" is passed over: afterwards all that waited comes in one mail, not one a morning.
_WAITING = text(
    f"""
    with chosen as (
        select distinct r.person_id from reminders r join persons p on p.id = r.person_id
        where r.message_id is null and p.zone = any(:zones) and (p.quiet_until is null or p.quiet_until <= :now)
        limit {CHUNK}
    )
    select r.person_id, r.topic, r.subject_id, r.occasion, p.email, p.locale, p.zone
    from reminders r join chosen using (person_id) join persons p on p.id = r.person_id
    where r.message_id is null
    order by r.person_id, r.created_at, r.subject_id
    for update of r skip locked
    """
)
# Locked, so that it cannot leave between this look and our commit: claims skip locked rows.
_QUEUED = text(
    """
    select id, person_id, kind, params from messages
    where person_id = any(:people) and kind = any(:kinds) and state = 'queued'
    order by id for update skip locked
    """
)
_JOIN = text(
    """
    update messages m set kind = j.kind, params = j.params
    from jsonb_to_recordset(:joined) as j (id uuid, kind text, params jsonb) where m.id = j.id
    """
).bindparams(bindparam("joined", type_=JSONB))
_ASKED = text(
    """
    update reminders r set message_id = v.message_id
    from unnest(cast(:people as uuid[]), cast(:topics as text[]), cast(:subjects as uuid[]), cast(:occasions as text[]),
                cast(:messages as uuid[])) as v (person_id, topic, subject_id, occasion, message_id)
    where (r.person_id, r.topic, r.subject_id, r.occasion) = (v.person_id, v.topic, v.subject_id, v.occasion)
    """
)


@dataclass(slots=True)
class Mail:
    """One mail to be: the waiting one it joins, or a new one."""

    id: UUID
    said: list[list[str]]
    new: bool


def collect(zones: list[str], now: datetime) -> tuple[int, bool]:
    """Ask for the mails of up to 500 people in `zones`: how many reminders, and whether there may be more."""
    rows = db.session.execute(_WAITING, {"zones": zones, "now": now}).all()
    if not rows:
        return 0, False
    people = {row.person_id: row for row in rows}
    mails = _waiting_mails(list(people))
    marks: list[tuple[Any, UUID]] = []
    for row in rows:
        mail = mails.setdefault((row.person_id, RULES[Topic(row.topic)].gathered), Mail(new_id(), [], new=True))
        mail.said.append([row.topic, str(row.subject_id), row.occasion])
        marks.append((row, mail.id))
    touched = {mail_id for _row, mail_id in marks}
    _write({key: mail for key, mail in mails.items() if mail.id in touched}, people, now)
    _mark(marks)
    jobs.publish(Lane.POST.job)
    return len(rows), len(people) == CHUNK


def _waiting_mails(people: list[UUID]) -> dict[tuple[UUID, str], Mail]:
    found: dict[tuple[UUID, str], Mail] = {}
    for row in db.session.execute(_QUEUED, {"people": people, "kinds": letters()}):
        said = list(row.params.get(SAID, ()))
        if said:
            found.setdefault((row.person_id, RULES[Topic(said[0][0])].gathered), Mail(row.id, said, new=False))
    return found


def _write(mails: dict[tuple[UUID, str], Mail], people: dict[UUID, Any], now: datetime) -> None:
    fresh = [_row(people[person_id], mail, now) for (person_id, _), mail in mails.items() if mail.new]
    joined = [_changed(mail) for mail in mails.values() if not mail.new]
    if fresh:
        db.session.execute(insert(Message), fresh)
    if joined:
        db.session.execute(_JOIN, {"joined": joined})


def _kind(mail: Mail) -> str:
    in_order: defaultdict[Topic, int] = defaultdict(int)
    for topic, _subject, _occasion in mail.said:
        in_order[Topic(topic)] += 1
    return letter_of(list(in_order))


def _row(person: Any, mail: Mail, now: datetime) -> dict[str, Any]:
    kind = _kind(mail)
    key = keys.about(kind, person.person_id, mail.id)
    return {
        "id": mail.id,
        "stream_on": key.stream_on,
        "key": key.text,
        "kind": kind,
        "person_id": person.person_id,
        "address": person.email,
        "locale": person.locale,
        "zone": person.zone,
        "params": {SAID: mail.said},
        "due_at": now,
        "created_at": now,
    }


def _changed(mail: Mail) -> dict[str, Any]:
    return {"id": str(mail.id), "kind": _kind(mail), "params": {SAID: mail.said}}


def _mark(marks: list[tuple[Any, UUID]]) -> None:
    values = {
        "people": [row.person_id for row, _ in marks],
        "topics": [row.topic for row, _ in marks],
        "subjects": [row.subject_id for row, _ in marks],
        "occasions": [row.occasion for row, _ in marks],
        "messages": [mail_id for _, mail_id in marks],
    }
    db.session.execute(_ASKED, values)
