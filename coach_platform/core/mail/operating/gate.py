"""What may go out at all: not a kind that an operator stopped, and nothing from a database that is not the one mail
was sent from until an operator says so (a restore, a promoted replica).

Asked once a chunk; `marks.py` asks about stopped kinds once more as a letter leaves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog
from sqlalchemy import Row, text

from coach_platform.kit import clock
from coach_platform.kit.db import db, own_transaction

log = structlog.get_logger()

SEEN_EVERY = timedelta(minutes=1)


class Moved(StrEnum):
    """What of the place is another than before."""

    SYSTEM = "system"
    TIMELINE = "timeline"
    DATABASE = "database"
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class StandsStill:
    """Mail goes out no more. `since`: when that was noticed (None: by nobody but us yet); `last_seen`: about when the
    copy was taken."""

    moved: tuple[Moved, ...]
    last_seen: datetime
    since: datetime | None


# The timeline of the present insert position: pg_control_checkpoint() says the old one until the checkpoint after a
# promotion. On a replica the function fails; nothing is ever sent from one.
_HERE = """
    select (select system_identifier::text from pg_control_system()) as system,
           ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int as timeline,
           (select oid::bigint from pg_database where datname = current_database()) as database,
           'mail_place'::regclass::oid::bigint as relation
"""
# Put together from constants of this file only.
_ASK = text(
    f"""
    select here.*, p.system as was_system, p.timeline as was_timeline, p.database as was_database,
           p.relation as was_relation, p.seen_at, p.moved_at, array(select kind from mail_stops) as stopped
    from ({_HERE}) here left join mail_place p on p.id = 1
    """  # noqa: S608
)
_SETTLE = text(
    f"""
    insert into mail_place (id, system, timeline, database, relation, seen_at)
    select 1, here.*, cast(:now as timestamptz) from ({_HERE}) here on conflict (id) do {{}}
    """  # noqa: S608
)
_FIRST = text(str(_SETTLE).format("nothing"))
_HENCEFORTH = text(
    str(_SETTLE).format(
        "update set system = excluded.system, timeline = excluded.timeline, database = excluded.database,"
        " relation = excluded.relation, seen_at = excluded.seen_at, moved_at = null"
    )
)
_SEEN = text("update mail_place set seen_at = :now where seen_at < :before")
_NOTICED = text("update mail_place set moved_at = :now where moved_at is null")


def may_go(kinds: Sequence[str]) -> list[str]:
    """Those of `kinds` that a worker may send now; none while mail stands still. A worker's question: it also writes down
    where it asked, so that a copy of this database is known as one."""
    row = _ask()
    if row.was_system is None:
        _write(_FIRST)
    elif _moved(row):
        if row.moved_at is None:
            log.error("mail.stands_still", moved=[str(what) for what in _moved(row)])
            _write(_NOTICED)
        return []
    elif clock.now() - row.seen_at >= SEEN_EVERY:
        _write(_SEEN, before=clock.now() - SEEN_EVERY)
    return [kind for kind in kinds if kind not in row.stopped]


def stands_still() -> StandsStill | None:
    """Whether mail waits for `coach-platform mail resume`. Writes nothing: any process may ask."""
    row = _ask()
    moved = _moved(row) if row.was_system is not None else ()
    return StandsStill(moved, row.seen_at, row.moved_at) if moved else None


def held_back() -> Callable[[str], bool]:
    """Says of a kind whether it waits for an operator. One statement."""
    row = _ask()
    still = row.was_system is not None and bool(_moved(row))
    return lambda kind: still or kind in row.stopped


def settle() -> None:
    """Henceforth mail goes out from here. In the caller's transaction."""
    db.session.execute(_HENCEFORTH, {"now": clock.now()})


def _ask() -> Row[Any]:
    return db.session.execute(_ASK).one()


def _moved(row: Row[Any]) -> tuple[Moved, ...]:
    return tuple(what for what in Moved if getattr(row, what) != getattr(row, f"was_{what}"))


def _write(statement: Any, **more: datetime) -> None:
    with own_transaction() as session:
        session.execute(statement, {"now": clock.now(), **more})
