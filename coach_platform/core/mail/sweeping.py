"""Finding what is due and nobody has taken: after a lost wake-up, a dead worker, an outage."""

from sqlalchemy import text

from coach_platform.core.mail.claims import CHUNK
from coach_platform.core.mail.kinds import Lane, all_kinds
from coach_platform.core.mail.operating import gate
from coach_platform.kit import clock, jobs
from coach_platform.kit.db import db

MOST_WAKES = 8  # a lane: each delivery wakes the next while there is more, so few are enough to keep all workers busy

_WAITING = text(
    """
    select (select count(*) from (
                select 1 from messages where due_at <= :now and kind = any(:kinds) and attempts = 0
                  and state in ('queued', 'unknown') limit :most) as fresh) as fresh,
           exists (select from messages where due_at <= :now and kind = any(:kinds) and attempts > 0
                  and (state in ('queued', 'unknown')
                       or (state in ('claimed', 'sending') and lease_until < clock_timestamp()))) as again
    """
)


def wake() -> None:
    """Publish deliveries for what waits and may go."""
    open_kinds = set(gate.may_go(list(all_kinds())))
    for lane in Lane:
        fresh, again = _waiting([kind for kind in all_kinds().in_lane(lane) if kind in open_kinds])
        for number in range(-(-fresh // CHUNK)):
            jobs.publish(lane.job, False, number)  # the number only tells them apart: doubles are dropped
        if again:
            jobs.publish(lane.job, True)


def _waiting(kinds: list[str]) -> tuple[int, bool]:
    values = {"now": clock.now(), "kinds": kinds, "most": CHUNK * MOST_WAKES}
    row = db.session.execute(_WAITING, values).one()
    return row.fresh, row.again
