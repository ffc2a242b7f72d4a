"""Setting mail going after a restore or a promoted replica: from the command line of the server only.

What was due while the database was away: after a restore it has probably been sent, by the database that was lost; a
replica lost seconds at most. Nobody here can know, so whoever gives the command says which.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from coach_platform.core.access import audit
from coach_platform.core.mail.kinds import Family, all_kinds
from coach_platform.core.mail.operating import gate
from coach_platform.core.mail.operating.gate import SEEN_EVERY, StandsStill
from coach_platform.core.mail.operating.stops import SHELL
from coach_platform.core.mail.reasons import Reason
from coach_platform.kit import clock
from coach_platform.kit.db import db


@dataclass(frozen=True, slots=True)
class Away:
    """What was due while mail stood still: by kind, how many would be skipped (`old`) and how many would go anyway."""

    stands: StandsStill
    old: dict[str, int]
    asked_since: dict[str, int]


# What the backup held, and what the sweeps made anew of its facts since; what people asked for since is not meant.
_OLD = "(created_at < :since or kind = any(:swept))"
_DUE = "state in ('queued', 'claimed', 'sending', 'unknown') and due_at <= :now"
# Put together from constants of this file only.
_COUNT = text(f"select kind, {_OLD} as old, count(*) from messages where {_DUE} group by 1, 2 order by 1, 2")  # noqa: S608
_SKIP = text(
    f"""
    update messages set state = 'skipped', reason = :reason, done_at = :now, claimed_by = null, lease_until = null,
                        gathering = false
    where {_DUE} and {_OLD} returning 1
    """  # noqa: S608
)


def away() -> Away | None:
    """What `coach-platform mail resume` speaks of; None when mail does not stand still."""
    if (stands := gate.stands_still()) is None:
        return None
    found: dict[bool, dict[str, int]] = {True: {}, False: {}}
    for kind, old, count in db.session.execute(_COUNT, _values(stands)):
        found[old][kind] = count
    return Away(stands, found[True], found[False])


def resume(stands: StandsStill, *, skip: bool) -> int:
    """Henceforth mail goes out from this database. How many messages were skipped.

    `skip`: what was due while it was away is skipped, with the reason; else all of it goes.
    """
    values = _values(stands) | {"reason": Reason.RESTORED.value}
    skipped = len(db.session.execute(_SKIP, values).all()) if skip else 0
    gate.settle()
    audit.note(SHELL, "mail.resumed", skipped=skipped)
    return skipped


def _values(stands: StandsStill) -> dict[str, object]:
    made_by_sweeps = (Family.DIGEST, Family.REMINDER)
    now: datetime = clock.now()
    swept = [kind.name for kind in all_kinds().values() if kind.family in made_by_sweeps]
    # A worker writes down at least each other minute that it asked. What is younger than that was asked for in this
    # database, also before any worker noticed. Known from `stands` alone: what was told is what is done.
    copied = stands.last_seen + 2 * SEEN_EVERY
    return {"now": now, "since": min(stands.since or copied, copied), "swept": swept}
