"""The list of faults, and how one is run: from its own seed, within its time, and never in another's way."""

from __future__ import annotations

import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from faults.ground import Ground
from faults.outcome import Outcome
from faults.rows import clocks, crowds, disks, kills, postgres, redis, restored, smtp


@dataclass(frozen=True)
class Fault:
    """One row: its name on the command line, its words in the table, and how long it may take at most."""

    name: str
    words: str
    run: Callable[[Ground, Random], Outcome]
    seconds: int = 180


FAULTS = (
    Fault("kill-post", "kill -9 of a worker mid-send (what people wait for)", kills.kill_post, 240),
    Fault("kill-digests", "kill -9 of a worker mid-send (digests)", kills.kill_digests, 240),
    Fault("workers-down", "all workers down for ten minutes", kills.workers_down),
    Fault("sigterm", "SIGTERM in a deploy", kills.sigterm),
    Fault("redis-flushed", "FLUSHALL in a loop", redis.flushed),
    Fault("redis-empty", "Redis killed and restarted empty, three times", redis.restarted_empty),
    Fault("redis-down", "Redis down", redis.down),
    Fault("redis-cut", "CLIENT KILL in a loop", redis.cut),
    Fault("postgres-fast", "PostgreSQL restarted (fast)", postgres.restarted_fast),
    Fault("postgres-immediate", "PostgreSQL restarted (immediate)", postgres.restarted_immediate),
    Fault("smtp-answers", "SMTP 421, 450, 550, 554, dropped after the final dot, 3 s delay", smtp.answers),
    Fault("smtp-group", "SMTP connection dropped in the middle of a group", smtp.group_dropped),
    Fault("clocks", "clocks jump by hours and days, end of winter time, a move to Auckland", clocks.jumping, 240),
    Fault("zone-rules", "an update of the zone rules", clocks.zone_rules),
    Fault("doubled", "beat doubled, tasks doubled", crowds.doubled),
    Fault("poisoned", "poisoned rows, a worker out of memory", crowds.poisoned, 200),
    Fault("last-words", "unsubscribed, address changed, grant revoked between claim and send", crowds.last_words),
    Fault("data-full", "disk full under PostgreSQL: its data", disks.data_full),
    Fault("log-full", "disk full under PostgreSQL: its write-ahead log", disks.log_full),
    Fault("restored", "restored from yesterday's backup", restored.restored),
)


class TooLong(Exception):
    """A row did not end in its time."""


@dataclass
class Result:
    """A fault and what it came to."""

    fault: Fault
    seed: str
    outcome: Outcome
    took: float


def run(fault: Fault, ground: Ground, seed: str) -> Result:
    """Run one row. What goes wrong in the suite itself is a broken row too, never a silent one."""
    began = time.monotonic()
    own = f"{seed}:{fault.name}"
    try:
        with within(fault.seconds):
            outcome = fault.run(ground, Random(own))
        outcome.must(outcome.due or outcome.not_built, "something was due")
    except Exception as error:
        traceback.print_exc()
        outcome = Outcome(broken=[f"{type(error).__name__}: {str(error)[:300]}"])
    return Result(fault, own, outcome, time.monotonic() - began)


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Raises: TooLong, in the middle of whatever it is."""

    def over(_number: int, _frame: object) -> None:
        raise TooLong(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
