"""Delivery of what is due: claim, ask again, compose, send, mark. The whole on one screen.

PostgreSQL is the truth; whoever calls this (a task, the sweep, a command line) may be killed, doubled or late.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from coach_platform.core.mail import claims
from coach_platform.core.mail.asking import ask_again
from coach_platform.core.mail.composing import write_letters
from coach_platform.core.mail.kinds import GROUP_SIZE, Lane, all_kinds
from coach_platform.core.mail.operating import gate
from coach_platform.core.mail.sending import Run, send_all
from coach_platform.core.mail.transport import Relay

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Tally:
    """What one chunk came to. `more`: another chunk may be due right now."""

    claimed: int = 0
    accepted: int = 0
    not_accepted: int = 0
    not_sent: int = 0
    more: bool = False


def deliver(
    lane: Lane, *, relay: Relay, worker: str, again: bool = False, stopping: Callable[[], bool] = lambda: False
) -> Tally:
    """Deliver one chunk of what is due in `lane`.

    `worker` names the caller in the rows it claims. `again`: what an earlier attempt left. `stopping` is asked before
    claiming and between groups: true ends the run after at most ten letters and puts the others back.
    """
    if stopping() or relay.resting:
        return Tally()
    if not (kinds := gate.may_go(all_kinds().in_lane(lane))):
        return Tally()
    claim = claims.take(kinds, worker, again=again)
    if not claim.messages:
        return Tally()
    with claims.held(claim) as all_begun:
        run = Run(claim, relay, again)
        tally = _deliver(claim, lane, run, stopping)
        if tally.not_sent + run.begun == len(claim.messages):
            all_begun()
        return tally


def _deliver(claim: claims.Claim, lane: Lane, run: Run, stopping: Callable[[], bool]) -> Tally:
    verdicts = ask_again(claim.messages)
    written = write_letters(verdicts.going)
    run.marks = [*verdicts.held_back, *written.marks]
    pairs = [(message, written.letters[message.id]) for message in verdicts.going if message.id in written.letters]
    not_sent = len(run.marks)
    send_all(run, pairs, GROUP_SIZE[lane], stopping)
    tally = Tally(
        claimed=len(claim.messages),
        accepted=run.accepted,
        not_accepted=run.not_accepted,
        not_sent=not_sent,
        more=(run.again or len(claim.messages) == claims.CHUNK) and not run.relay_away and not stopping(),
    )
    log.info("mail.delivered", lane=lane.value, accepted=tally.accepted, of=tally.claimed, not_sent=not_sent)
    return tally
