"""Taking due messages so that two workers never hold the same one, and giving them back.

A claim is a token of its own in `claimed_by` and a lease by the database's clock. Whoever marks a row must still hold
it (marks.py): a worker that was away for longer than its lease finds its rows gone and sends nothing.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from coach_platform.kit import clock
from coach_platform.kit.db import db, own_transaction
from coach_platform.kit.ids import new_id

log = structlog.get_logger()

LEASE = timedelta(seconds=90)  # how long after a kill its rows wait before another worker takes them
BEAT = timedelta(seconds=30)  # a third of the lease: two renewals may be missed
CHUNK = 500
# A chunk that died with its worker is cut smaller, then into single rows, until the one that kills workers is alone.
SMALL_CHUNK = 25
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Claimed:
    """One row as it was taken."""

    id: UUID
    kind: str
    key: str
    person_id: UUID | None
    address: str
    locale: str
    zone: str
    thread_key: str | None
    params: dict[str, Any]
    at_once: bool
    due_at: Any
    latest_at: Any
    attempts: int
    deferrals: int
    doubts: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Rows held by one worker under one token."""

    token: str
    messages: Sequence[Claimed]


_CLAIMABLE = """
    due_at <= :now and kind = any(:kinds)
    and (state in ('queued', 'unknown') or (state in ('claimed', 'sending') and lease_until < clock_timestamp()))
"""
# A row taken over while `sending` may have left already: a doubt, counted as one (asking.py says how many are too many).
# It was written without harm, so it is no attempt: who was in the hands of three workers that were killed is no suspect.
_CLAIM = """
    update messages m
    set state = 'claimed', claimed_by = :token, lease_until = clock_timestamp() + :lease, gathering = false,
        attempts = m.attempts + (m.state <> 'sending')::int, doubts = m.doubts + (m.state = 'sending')::int
    from chosen where m.id = chosen.id
    returning m.id, m.kind, m.key, m.person_id, m.address, m.locale, m.zone, m.thread_key, m.params, m.at_once,
              m.due_at, m.latest_at, m.attempts, m.deferrals, m.doubts
"""
# Put together from constants of this file only.
_TAKE = text(
    f"""
    with chosen as (
        select id from messages where {_CLAIMABLE} and attempts = 0
        order by due_at limit {CHUNK} for update skip locked
    ) {_CLAIM}
    """  # noqa: S608
)
_TAKE_AGAIN = text(
    f"""
    with suspects as (
        select id, attempts from messages where {_CLAIMABLE} and attempts > 0
        order by attempts, due_at limit {SMALL_CHUNK} for update skip locked
    ), chosen as (
        select id from suspects where attempts = 1
        union all (select id from suspects where not exists (select from suspects where attempts = 1) limit 1)
    ) {_CLAIM}
    """  # noqa: S608
)
_RENEW = text(
    "update messages set lease_until = clock_timestamp() + :lease"
    " where claimed_by = :token and state in ('claimed', 'sending') and lease_until > clock_timestamp()"
)
# What was begun and is put back untouched was no attempt. `sending` rows are never put back here: they may have left.
_RELEASE = text(
    "update messages set state = 'queued', claimed_by = null, lease_until = null, attempts = greatest(attempts - 1, 0)"
    " where claimed_by = :token and state = 'claimed'"
)


def take(kinds: Sequence[str], worker: str, *, again: bool = False) -> Claim:
    """Claim what is due of `kinds`, in due order; empty when nothing is.

    A kind this process does not know (a newer release asked for it) waits for a worker that does.

    `again`: what an earlier attempt left (its worker died, or it could not be composed), in small chunks. Two ways, so
    that whatever kills workers keeps nobody waiting, and a long queue does not keep the left-overs waiting.
    """
    token = f"{worker}/{new_id()}"
    values = {
        "now": clock.now(),
        "kinds": list(kinds),
        "token": token,
        "lease": LEASE,
    }
    with own_transaction() as session:
        rows = session.execute(_TAKE_AGAIN if again else _TAKE, values).all()
    return Claim(token, sorted((Claimed(*row) for row in rows), key=lambda row: (row.due_at, row.id)))


def release(claim: Claim) -> int:
    """Put back everything of this claim that was not begun, at once, for any worker. How many they were."""
    with own_transaction() as session:
        return session.execute(_RELEASE, {"token": claim.token}).rowcount  # type: ignore[attr-defined]


def renew(claim: Claim, engine: Engine | None = None) -> None:
    """Hold on to the rows of this claim for another lease. `engine`: for a thread, which has no application context."""
    with own_transaction(engine) as session:
        session.execute(_RENEW, {"token": claim.token, "lease": LEASE})


@contextmanager
def held(claim: Claim) -> Iterator[Callable[[], None]]:
    """Renew the lease while the block runs, then put back what was not begun. The block calls what it is given once
    everything was: then there is nothing to put back, and a statement is saved.

    A thread, because a relay may take ten minutes over one letter (RFC 5321, 4.5.3.2) while the lease must stay short.
    """
    over, all_begun = threading.Event(), threading.Event()
    thread = threading.Thread(target=_keep, args=(db.engine, claim, over), daemon=True, name="lease")
    thread.start()
    try:
        yield all_begun.set
    finally:
        over.set()
        thread.join()
        if not all_begun.is_set():
            release(claim)


def _keep(engine: Engine, claim: Claim, over: threading.Event) -> None:
    while not over.wait(BEAT.total_seconds()):
        try:
            renew(claim, engine)
        except SQLAlchemyError as error:
            log.warning("mail.lease_not_renewed", error=type(error).__name__)
