"""Asking for a mail: a row in the caller's own transaction. Nothing is sent here, and asking twice is asking once."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.mail.keys import Key, about
from coach_platform.core.mail.kinds import Kind, all_kinds
from coach_platform.core.mail.models import Message, MessageState
from coach_platform.core.mail.quiet import outside_quiet
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock, jobs
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import has_control


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a mail goes. `person_id` is empty for somebody who has no account yet."""

    address: str
    locale: str
    zone: str
    person_id: UUID | None = None


def add(
    kind: str,
    *,
    key: Key,
    to: Person | Recipient | UUID,
    params: dict[str, Any] | None = None,
    due_at: datetime | None = None,
    latest_at: datetime | None = None,
    thread_key: str | None = None,
    at_once: bool = False,
) -> bool:
    """Ask for one mail. True when it is new; False when the same key was asked for before.

    `to`: a person, a person's id, or somebody without an account. `due_at`: not before then (now, if not given); all
    but what people wait for is moved out of the reader's quiet hours. `latest_at`: after it, it is skipped.
    Raises: KeyError for a kind nobody registered; NotFound for a person who is gone.
    """
    known = all_kinds()[kind]
    recipient = _recipient(to)
    due = _due(known, recipient.zone, due_at, at_once)
    row = {
        "id": new_id(),
        "stream_on": key.stream_on,
        "key": key.text,
        "kind": kind,
        **asdict(recipient),
        "thread_key": thread_key,
        "params": params or {},
        "at_once": at_once,
        "due_at": due,
        "latest_at": latest_at,
        "created_at": clock.now(),
    }
    statement = insert(Message).values(row).on_conflict_do_nothing(constraint="uq_messages_stream_on_key")
    new = db.session.execute(statement.returning(Message.id)).scalar() is not None
    if new and due <= clock.now():
        jobs.publish(known.lane.job)
    return new


def gather(
    kind: str, *, subject: UUID, to: Person | Recipient | UUID, window: timedelta, params: dict[str, Any] | None = None
) -> bool:
    """Ask for a mail that collects what happens within `window` (comments: ten minutes), unless one is waiting already.

    `subject`: the id (UUIDv7) of what happened first. The kind finds at composing time what was not mailed yet.
    """
    recipient = _recipient(to)
    # Locked, so that the waiting mail cannot leave between this look and our commit: claims skip locked rows.
    waiting = (
        select(Message.id)
        .where(Message.person_id == recipient.person_id, Message.kind == kind, Message.state == MessageState.QUEUED)
        .with_for_update()
        .limit(1)
    )
    if db.session.execute(waiting).first() is not None:
        return False
    return add(kind, key=about(kind, subject), to=recipient, params=params, due_at=clock.now() + window)


def _due(kind: Kind, zone: str, due_at: datetime | None, at_once: bool) -> datetime:
    wanted = due_at or clock.now()
    return wanted if kind.any_hour or at_once else outside_quiet(wanted, zone)


def _recipient(to: Person | Recipient | UUID) -> Recipient:
    if isinstance(to, UUID):
        found = db.session.get(Person, to)
        if found is None:
            raise NotFound
        to = found
    if isinstance(to, Person):
        to = Recipient(to.email, to.locale, to.zone, to.id)
    if has_control(to.address):
        raise ValueError("a line break in an address")
    return to
