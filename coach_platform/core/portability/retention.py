"""What is kept only for a while: a rule a table, applied each hour by a worker. What else falls with a row, the database says.

Letters, looks and the audit log are not in it: they are kept until their person is erased.
"""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import text

from coach_platform.core.accounts.attempts import FORGOTTEN_AFTER
from coach_platform.core.accounts.lifetimes import LONGEST
from coach_platform.core.applications.deleting import UNDO
from coach_platform.kit import clock
from coach_platform.kit.db import db

log = structlog.get_logger()

CHUNK = 500  # rows of a table in one transaction: short locks, and what is left comes with the next run
BROWSERS = timedelta(days=400)  # as long as browsers keep a cookie
SESSIONS = timedelta(days=30)  # an ended sign-in stays long enough to look into "was that me?"


@dataclass(frozen=True)
class Kept:
    """`over` is an SQL condition on the table's own columns and :before, the moment `after` ago."""

    table: str
    key: str
    after: timedelta
    over: str


DELETED = "deleted_at < :before"
RULES = (
    # Counted anew after this, so the row says nothing any more.
    Kept("failed_attempts", "address_key", FORGOTTEN_AFTER, "last_at < :before"),
    Kept(
        "sign_in_sessions",
        "id",
        SESSIONS,
        f"least(revoked_at, ends_at, last_seen_at + interval '{LONGEST.idle.days} days') < :before",
    ),
    # A browser nobody came in from for over a year is a new one; a challenge lives for minutes.
    Kept("known_browsers", "id", BROWSERS, "last_at < :before"),
    Kept("passkey_challenges", "id", timedelta(0), "ends_at < :before"),
    Kept("address_changes", "id", SESSIONS, "coalesce(confirmed_at, stopped_at, asked_at) < :before"),
    # Pages promise 30 days to change one's mind; children first, so that a chunk stays a chunk.
    Kept("comments", "id", UNDO, DELETED),
    Kept("actions", "id", UNDO, DELETED),
    Kept("practice_items", "id", UNDO, DELETED),
    Kept("contacts", "id", UNDO, DELETED),
    Kept("applications", "id", UNDO, DELETED),
    # An application goes on naming the version that was sent with it (core/applications/resumes.py).
    Kept(
        "resume_versions",
        "id",
        UNDO,
        f"{DELETED} and not exists (select from applications a where a.resume_version_id = resume_versions.id)",
    ),
    # What was begun about a case that is gone: a draft names its subject without a foreign key.
    Kept(
        "drafts",
        "id",
        timedelta(0),
        "form in ('first_assessment', 'deeper') and updated_at < :before"
        " and not exists (select from cases c where c.id = drafts.subject_id)",
    ),
)


# What was accepted once is not offered again, also when the point it became is gone for good.
_REMEMBER_RULES = text(
    """
    insert into dismissed_suggestions (seeker_id, rule_key, dismissed_at)
    select distinct seeker_id, rule_key, cast(:now as timestamptz) from actions
    where deleted_at < :before and rule_key is not null
    on conflict do nothing
    """
)


def remove_what_is_over() -> bool:
    """Remove up to 500 rows of each table for good. Whether there may be more. One statement a table."""
    db.session.execute(_REMEMBER_RULES, {"now": clock.now(), "before": clock.now() - UNDO})
    removed = {rule.table: _remove(rule) for rule in RULES}
    if any(removed.values()):
        log.info("retention.removed", **{table: count for table, count in removed.items() if count})
    return CHUNK in removed.values()


def _remove(rule: Kept) -> int:
    # Names and conditions are ours (above), never given.
    chosen = f"select {rule.key} from {rule.table} where {rule.over} limit {CHUNK} for update skip locked"  # noqa: S608
    statement = f"delete from {rule.table} where {rule.key} in ({chosen}) returning 1"  # noqa: S608
    return len(db.session.execute(text(statement), {"before": clock.now() - rule.after}).all())
