"""Asking for a mail: a row in the caller's own transaction. Nothing is sent here, and asking twice is asking once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, case, cast, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from coach_platform.core.mail.keys import Key, about
from coach_platform.core.mail.kinds import Kind, all_kinds
from coach_platform.core.mail.models import Message, MessageState
from coach_platform.core.mail.quiet import outside_quiet
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.relations.models import Person
from coach_platform.kit import clock, jobs
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound
from coach_platform.kit.ids import new_id
from coach_platform.kit.text import has_control

FIRST = "first"  # the parameter of a gathered mail: the id of the earliest thing it tells of


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a mail goes. `person_id` is empty for somebody who has no account yet."""

    address: str
    locale: str
    zone: str
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One of many mails of the same kind."""

    key: Key
    to: Recipient
    params: dict[str, Any]


def add_all(kind: str, asked: Sequence[Asked], *, at_once: bool = False) -> None:
    """Ask for many mails of one kind in one statement; each as `add` would, to people without an account.

    Raises: KeyError for a kind nobody registered.
    """
    known, moment = all_kinds()[kind], clock.now()  # one for all: a mail tells nothing by when it is due
    rows = [
        _row(known, one.key, _recipient(one.to), moment, at_once, one.params) | {"at_once": at_once} for one in asked
    ]
    if rows:
        statement = insert(Message).on_conflict_do_nothing(constraint="uq_messages_stream_on_key")
        db.session.execute(statement, rows)
        if any(row["due_at"] <= clock.now() for row in rows):
            jobs.publish(known.lane.job)


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
    known, recipient = all_kinds()[kind], _recipient(to)
    row = _row(known, key, recipient, due_at or clock.now(), at_once, params or {})
    row |= {"latest_at": latest_at, "thread_key": thread_key, "at_once": at_once}
    statement = insert(Message).values(row).on_conflict_do_nothing(constraint="uq_messages_stream_on_key")
    new = db.session.execute(statement.returning(Message.id)).scalar() is not None
    if new and row["due_at"] <= clock.now():
        jobs.publish(known.lane.job)
    return new


def gather(kind: str, *, subject: UUID, to: Person | UUID, window: timedelta) -> bool:
    """Ask for a mail that collects what happens within `window` (comments: ten minutes). False when one waits already.

    `subject`: the id (UUIDv7) of what happened, told once. The waiting mail keeps the earliest of them as its parameter
    `first`; the kind finds at composing time what was said from that on.
    """
    known, recipient = all_kinds()[kind], _recipient(to)
    assert recipient.person_id is not None, "only a person's mail is gathered"
    if _joined(kind, recipient.person_id, subject):
        return False
    # The reader is in the key: the same comment is told to several coaches.
    key = about(kind, recipient.person_id, subject)
    row = _row(known, key, recipient, clock.now() + window, False, {FIRST: str(subject)}) | {"gathering": True}
    # Two comments in the same instant: the second finds the first's row by the index and waits for its commit. The row
    # is then locked until ours, and claims skip locked rows: it cannot leave without what we are about to say.
    statement = insert(Message).values(row)
    statement = statement.on_conflict_do_update(
        index_elements=["person_id", "kind"],
        index_where=text("gathering"),
        set_={"params": _earliest(Message.params, statement.excluded.params)},
    )
    return db.session.execute(statement.returning(Message.id)).scalar_one() == row["id"]


def _joined(kind: str, person_id: UUID, subject: UUID) -> bool:
    """Whether a mail that waits takes it in; also one that was claimed and put back (quiet hours, the relay away)."""
    waiting = (
        select(Message.id)
        .where(Message.person_id == person_id, Message.kind == kind, Message.state == MessageState.QUEUED)
        .order_by(Message.id)
        .limit(1)
        .with_for_update()
    )
    params = _earliest(Message.params, cast({FIRST: str(subject)}, JSONB))
    join = update(Message).where(Message.id == waiting.scalar_subquery()).values(params=params)
    return db.session.execute(join.returning(Message.id)).first() is not None


def _earliest(kept: Any, given: Any) -> Any:
    """Ids are made before they are committed: the one who opened the mail is not always the one who spoke first."""
    return case((cast(given[FIRST].astext, Uuid) < cast(kept[FIRST].astext, Uuid), given), else_=kept)


def _row(
    kind: Kind, key: Key, to: Recipient, wanted: datetime, at_once: bool, params: dict[str, Any]
) -> dict[str, Any]:
    due = wanted if kind.any_hour or at_once else outside_quiet(wanted, to.zone)
    return {
        "id": new_id(),
        "stream_on": key.stream_on,
        "key": key.text,
        "kind": kind.name,
        "person_id": to.person_id,
        "address": to.address,
        "locale": to.locale,
        "zone": to.zone,
        "params": params,
        "due_at": due,
        "held": _held(wanted, due),
        "created_at": clock.now(),
    }


def _held(wanted: datetime, due: datetime) -> list[dict[str, str]]:
    """What was moved out of the night says so, as the steps of delivery do (marks.py)."""
    if due == wanted:
        return []
    moments = {"at": clock.now(), "was_due": wanted, "until": due}
    return [{"reason": Reason.QUIET_HOURS.value, **{name: moment.isoformat() for name, moment in moments.items()}}]


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
