"""What failed, and trying it again. A row that is tried again is asked everything anew: what lost its sense is skipped."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from coach_platform.core.access import audit
from coach_platform.core.access.actor import Actor
from coach_platform.core.access.permissions import Permission, require
from coach_platform.core.mail.kinds import all_kinds
from coach_platform.core.mail.operating.stops import SHELL
from coach_platform.core.mail.reasons import Reason
from coach_platform.core.mail.states import REPLAYED
from coach_platform.kit import clock, jobs
from coach_platform.kit.db import db
from coach_platform.kit.errors import NotFound

SHOWN_FOR = timedelta(days=14)
MOST = 5_000  # in one go: short locks; the rest is still there to be tried


@dataclass(frozen=True, slots=True)
class Failed:
    """Messages of one kind that failed for one reason. `doubtful`: they may have arrived, a second one is a double."""

    kind: str
    reason: Reason
    count: int
    oldest: datetime
    newest: datetime

    @property
    def doubtful(self) -> bool:
        """Each may have arrived: the mail server did not say."""
        return self.reason is Reason.NO_ANSWER

    @property
    def in_vain(self) -> bool:
        """Skipped again as long as the address is on the list of those that nothing is sent to."""
        return self.reason is Reason.ADDRESS_REFUSED


_FAILED = text(
    """
    select kind, reason, count(*) as number, min(due_at) as oldest, max(due_at) as newest from messages
    where state = 'failed' and due_at > :since and (:kind = '' or kind = :kind) and (:reason = '' or reason = :reason)
    group by kind, reason order by max(due_at) desc
    """
)
_AGAIN = text(
    """
    update messages set
        state = :after, reason = null, error = null, attempts = 0, deferrals = 0, doubts = 0, done_at = null, due_at = :now,
        held = held || jsonb_build_object('at', cast(:now as timestamptz), 'was_due', due_at,
                                          'reason', cast(:why as text), 'until', cast(:now as timestamptz))
    where id in (select id from messages where state = :before and kind = :kind and reason = :reason and due_at > :since
                 order by due_at limit :most for update skip locked)
    returning 1
    """
)


def failed(kind: str = "", reason: str = "") -> list[Failed]:
    """What failed in the last 14 days, by kind and reason, the newest first."""
    values = {"since": clock.now() - SHOWN_FOR, "kind": kind, "reason": reason}
    rows = db.session.execute(_FAILED, values)
    return [Failed(row.kind, Reason(row.reason), row.number, row.oldest, row.newest) for row in rows]


def try_again(kind: str, reason: Reason, *, actor: Actor | None = None) -> int:
    """Put back what failed so in the last 14 days, up to 5,000 of them. How many. `actor`: None for the command line.

    There is no way back: a worker may have them in a second. Stopping the kind first holds them.
    Raises: NotFound for a kind that is none; NotAllowed.
    """
    if actor is not None:
        require(actor, Permission.USE_OPERATOR_PAGES)
    if (known := all_kinds().get(kind)) is None:
        raise NotFound
    before, after = REPLAYED
    values: dict[str, object] = {"kind": kind, "reason": reason.value, "most": MOST, "why": Reason.REPLAYED.value}
    values |= {"before": before.value, "after": after.value, "now": clock.now(), "since": clock.now() - SHOWN_FOR}
    count = len(db.session.execute(_AGAIN, values).all())
    if count:
        jobs.publish(known.lane.job)
        audit.note(actor.person_id if actor else SHELL, "mail.tried_again", kind=kind, reason=reason.value, count=count)
    return count
