"""The mails of one person in the last year, the newest first, in pages. At most four statements a page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from coach_platform.core.access.actor import Actor
from coach_platform.core.mail.models import MailReturn, Message, MessageState
from coach_platform.core.mail.operating import gate
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.states import WAITING
from coach_platform.core.mail_history.lines import STATES, Became, Gathered, MailLine, line_of
from coach_platform.core.reminders.models import Reminder
from coach_platform.kit import clock
from coach_platform.kit.db import db
from coach_platform.kit.paging import Paged, paged

YEAR = timedelta(days=365)  # rows are kept no longer (core/portability/retention_schedule.py)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; "" and None: everything."""

    kind: str = ""
    became: Became | None = None


def my_mail(actor: Actor, *, wanted: Wanted, page: str = "") -> Paged[MailLine]:
    """The actor's own. `page`: a mark from an earlier page; a bad one means the first."""
    return mail_to(actor.person_id, wanted, page)


def mail_to(person_id: UUID, wanted: Wanted, page: str) -> Paged[MailLine]:
    """Somebody's; who may ask is decided before (my_mail, lookup.py)."""
    found = paged(_query(person_id, wanted), page)
    gathered = _gathered(person_id, [row.id for row in found.rows if "reminders" in row.params])
    stopped = (
        gate.held_back() if any(row.state in WAITING and row.due_at <= clock.now() for row in found.rows) else None
    )
    returned = _returned(person_id, [row.id for row in found.rows if row.state == MessageState.SENT])
    lines = [
        line_of(row, gathered[row.id], returned[row.id], stopped=stopped is not None and stopped(row.kind))
        for row in found.rows
    ]
    return Paged(lines, found.previous, found.next)


def _query(person_id: UUID, wanted: Wanted) -> Select[Any]:
    m = Message
    columns = (
        m.id,
        m.kind,
        m.state,
        m.reason,
        m.created_at,
        m.due_at,
        m.held,
        m.done_at,
        m.sent_at,
        m.at_once,
        m.params,
    )
    query = select(*columns).where(m.person_id == person_id, m.created_at > clock.now() - YEAR)
    if wanted.kind:
        query = query.where(m.kind == wanted.kind)
    if wanted.became:
        query = query.where(m.state.in_(STATES[wanted.became]))
    return query.order_by(m.id.desc())  # UUIDv7: in the order they were asked for


def _returned(person_id: UUID, mails: Sequence[UUID]) -> defaultdict[UUID, list[tuple[str, datetime]]]:
    found: defaultdict[UUID, list[tuple[str, datetime]]] = defaultdict(list)
    if mails:
        r = MailReturn
        query = select(r.message_id, r.what, r.came_at).where(r.person_id == person_id, r.message_id.in_(mails))
        for mail_id, what, at in db.session.execute(query.order_by(r.came_at)):
            found[mail_id].append((what, at))
    return found


def _gathered(person_id: UUID, mails: Sequence[UUID]) -> dict[UUID, list[Gathered]]:
    found: defaultdict[UUID, list[Gathered]] = defaultdict(list)
    if not mails:
        return found
    r = Reminder
    mine = select(r.message_id, r.topic, r.left_out).where(r.person_id == person_id, r.message_id.in_(mails))
    for mail_id, topic, left_out in db.session.execute(mine.order_by(r.message_id, r.created_at, r.topic)):
        assert mail_id is not None
        found[mail_id].append(Gathered(topic, Reason(left_out) if left_out else None))
    return found
