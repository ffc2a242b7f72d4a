"""Removing what is kept only for a while, by the list in retention_schedule.py. Woken each hour, by a worker."""

from collections import Counter

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from coach_platform.core.portability.retention_schedule import PERIODS, Kept
from coach_platform.kit import clock
from coach_platform.kit.db import own_transaction
from coach_platform.kit.undo import UNDO

log = structlog.get_logger()

CHUNK = 500  # rows of a table in one transaction: short locks, and what is left comes with the next run

# What was accepted once is not offered again, also when the point it became is gone for good.
_REMEMBER_RULES = text(
    """
    insert into dismissed_suggestions (seeker_id, rule_key, dismissed_at)
    select distinct seeker_id, rule_key, cast(:now as timestamptz) from actions
    where deleted_at < :before and rule_key is not null and rule_key not like 'template.%'
    on conflict do nothing
    """
)


def remove_what_is_over() -> bool:
    """Remove up to 500 rows by each rule for good, each in a transaction of its own. Whether there may be more.

    A table that cannot be cleaned stops no other: it is noted and tried again with the next run.
    """
    removed: Counter[str] = Counter()
    more = False
    for rule in PERIODS:
        count = _removed(rule)
        removed[rule.table] += count
        more = more or count == CHUNK
    if removed.total():
        log.info("retention.removed", **{table: count for table, count in removed.items() if count})
    return more


def statement(rule: Kept) -> str:
    """The SQL that removes one chunk by `rule`; binds :before."""
    # Names and conditions are ours (the schedule), never given.
    lock = "" if rule.append_only else " for update skip locked"  # a lock wants the right to change
    chosen = f"select {rule.key} from {rule.table} where {rule.over} limit {CHUNK}{lock}"  # noqa: S608
    return f"delete from {rule.table} where ({rule.key}) in ({chosen}) returning 1"  # noqa: S608


def _removed(rule: Kept) -> int:
    try:
        with own_transaction() as session:
            return _remove(session, rule)
    except SQLAlchemyError as error:
        log.error("retention.failed", table=rule.table, error=type(error).__name__)
        return 0


def _remove(session: Session, rule: Kept) -> int:
    if rule.table == "actions":
        session.execute(_REMEMBER_RULES, {"now": clock.now(), "before": clock.now() - UNDO})
    return len(session.execute(text(statement(rule)), {"before": clock.now() - rule.after}).all())
