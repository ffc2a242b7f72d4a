"""Failed sign-ins of one address, counted in PostgreSQL, where neither FLUSHALL nor an outage of Redis reaches.

An attempt is counted before the password is looked at, so that a hundred at once are a hundred. Addresses nobody has
are counted alike.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import case, delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from coach_platform.core.accounts.models import FailedAttempts
from coach_platform.kit import clock
from coach_platform.kit.db import own_transaction
from coach_platform.kit.settings import settings

FREE = 5  # mistyping is human
DELAYS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60))  # after the 5th, 6th, 7th, and each later one
FORGOTTEN_AFTER = timedelta(hours=24)  # a day without a failure begins anew


def delay_after(count: int) -> timedelta | None:
    """How long the next attempt must wait when `count` failed in a row; None: not at all."""
    return DELAYS[min(count - FREE, len(DELAYS) - 1)] if count >= FREE else None


def begin(address: str) -> datetime | None:
    """Count an attempt at `address`; None when it may be made, else the moment until which it must wait."""
    moment = clock.now()
    with own_transaction() as session:
        if session.execute(_count(address_key(address), moment)).scalar() is None:
            return session.scalar(
                select(FailedAttempts.blocked_until).where(FailedAttempts.address_key == address_key(address))
            )
    return None


def forgive(address: str) -> None:
    """Forget the failures of `address`: its owner came in, or proved the mailbox."""
    with own_transaction() as session:
        session.execute(delete(FailedAttempts).where(FailedAttempts.address_key == address_key(address)))


def address_key(address: str) -> str:
    """A keyed hash, so that the table names nobody, least of all people without an account."""
    key = settings().secret_keys[-1].encode()  # the oldest: counting must not begin anew when keys rotate
    return hmac.new(key, f"attempts:{address}".encode(), hashlib.sha256).hexdigest()[:32]


def _count(key: str, moment: datetime):
    """One statement: the row's lock makes attempts of the same address wait for each other."""
    old = FailedAttempts
    stale = old.last_at < moment - FORGOTTEN_AFTER
    later = case((stale, 1), else_=old.count + 1)
    blocks = [(later == FREE + i, moment + delay) for i, delay in enumerate(DELAYS[:-1])]
    blocked_until = case(*blocks, (later >= FREE + len(DELAYS) - 1, moment + DELAYS[-1]), else_=None)
    return (
        insert(FailedAttempts)
        .values(address_key=key, count=1, last_at=moment, blocked_until=None)
        .on_conflict_do_update(
            index_elements=["address_key"],
            set_={"count": later, "last_at": moment, "blocked_until": blocked_until},
            where=or_(old.blocked_until.is_(None), old.blocked_until <= moment),
        )
        .returning(old.count)
    )
