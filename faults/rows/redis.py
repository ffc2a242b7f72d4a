"""Redis flushed, restarted empty, down, its connections cut: nothing is lost, and pages and sign-in go on."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random

from redis import Redis, RedisError

from coach_platform.kit import clock
from coach_platform.laptop.processes import end, wait_until
from coach_platform.laptop.valkey import Valkey
from faults.field import Field, Process, field_on
from faults.ground import Ground
from faults.outcome import Outcome, reckon
from faults.people import ask
from faults.site import PAGE, SAM, seeded
from faults.visitor import Browser, Diary, visiting

LATE = 60  # seconds after Redis is back, and no more
SLACK = 15  # the last letters are asked for five seconds after, and sending takes its time on a busy machine
BATCHES = 10
EACH = 20
SLOWEST = 5  # seconds; what a page may cost while Redis is away


def flushed(ground: Ground, rng: Random) -> Outcome:
    """FLUSHALL again and again while mail is asked for."""

    def fault(place: Field, over: threading.Event) -> None:
        with Redis.from_url(place.services.redis_url) as redis:
            while not over.is_set():
                place.pause(rng.uniform(0.02, 0.2))
                redis.flushall()
            redis.flushall()

    return _redis(ground, "redis-flushed", fault)


def restarted_empty(ground: Ground, rng: Random) -> Outcome:
    """Killed, its file removed, started again: three times."""

    def fault(place: Field, over: threading.Event) -> None:
        for _ in range(3):
            with gone(place.services.valkey):
                place.pause(rng.uniform(0.2, 1.0))
            place.pause(rng.uniform(1.0, 2.0))

    return _redis(ground, "redis-empty", fault)


def down(ground: Ground, rng: Random, seconds: float = 20) -> Outcome:
    """Away. Twenty seconds instead of five minutes: each process gives up on it within five, and then nothing changes."""

    def fault(place: Field, over: threading.Event) -> None:
        with gone(place.services.valkey):
            place.pause(seconds)

    outcome = _redis(ground, "redis-down", fault)
    outcome.note(f"down for {seconds:g} s instead of five minutes")
    return outcome


def cut(ground: Ground, rng: Random) -> Outcome:
    """CLIENT KILL of everybody, some ten times a second."""

    def fault(place: Field, over: threading.Event) -> None:
        with Redis.from_url(place.services.redis_url) as redis:
            while not over.is_set():
                place.pause(rng.uniform(0.02, 0.2))
                with contextlib.suppress(RedisError):
                    redis.client_kill_filter(_type="normal", skipme=True)

    return _redis(ground, "redis-cut", fault)


@contextmanager
def gone(valkey: Valkey) -> Iterator[None]:
    """kill -9, and nothing of it left when it comes back."""
    assert valkey.child is not None
    end(valkey.child, first=signal.SIGKILL)
    (valkey.folder / "valkey.rdb").unlink(missing_ok=True)
    try:
        yield
    finally:
        valkey.again()


def _redis(ground: Ground, name: str, fault: Callable[[Field, threading.Event], None]) -> Outcome:
    """Mail is asked for while `fault` runs; then nothing is done by hand: the clock of the product has to find it."""
    with field_on(ground, name) as place:
        url = seeded(place)
        place.beat()
        place.worker().kept = True
        browser, diary = Browser(url), Diary()
        browser.sign_in(*SAM)
        browser.get(PAGE)  # templates are made ready once
        over = threading.Event()
        acts = {"page": lambda: browser.get(PAGE)[0], "sign-in": lambda: Browser(url).sign_in(*SAM)}
        with visiting(diary, acts):
            asking = threading.Thread(target=_ask_on, args=(place, over), daemon=True)
            asking.start()
            # Here, not in a thread: a server dies with the thread that started it (laptop/processes.tied).
            fault(place, over)
            asking.join(60)
            ended = time.time()
            place.pause(5)
        # Their wake-up is lost and nobody asks for anything after them: only a tick of the clock can find these.
        ask(place, EACH, wake=False)
        place.settled(ground.tick + 3 * SLACK, ticks=False)
        outcome = reckon(place, ended=ended)
        _judge(outcome, diary, ground.tick)
        outcome.note(f"worker started again {place.restarts} times")
        return outcome


def _ask_on(place: Field, over: threading.Event) -> None:
    for _ in range(BATCHES):
        ask(place, EACH)
        time.sleep(0.5)
    over.set()


def _judge(outcome: Outcome, diary: Diary, tick: float) -> None:
    late = outcome.recovered or 0
    outcome.must(late <= min(LATE, tick) + SLACK, f"late by at most {LATE} s after Redis is back ({late:.0f} s)")
    outcome.must(outcome.doubled == 0, "none twice")
    for name, good in (("page", 200), ("sign-in", 303)):
        statuses = diary.statuses(name)
        outcome.must(set(statuses) == {good}, f"each {name} answers {good} ({dict(statuses)})")
        slowest = diary.slowest(name)
        outcome.must(slowest <= SLOWEST, f"a {name} takes at most {SLOWEST} s ({slowest:.1f} s)")
        outcome.note(f"{sum(statuses.values())} {name}s, slowest {slowest:.1f} s")


def quick_empty(ground: Ground, rng: Random, count: int = 12) -> Outcome:
    """Letters due in a moment, the clock ticks, then the host of Redis and the worker is gone and comes back empty."""
    with field_on(ground, "redis-quick") as place:
        worker = place.worker()
        worker.kept = True
        place.beat()
        _ticks(worker, 1)
        ask(place, count, wake=False, due=[clock.now() + timedelta(seconds=6)] * count)
        _ticks(worker, 2)
        with gone(place.services.valkey):
            worker.kill()  # it would put back what it holds; a host that takes both with it leaves nothing
            place.pause(0.5)
        ended = time.time()
        place.await_kept()
        place.settled(8, ticks=False)
        outcome = reckon(place, ended=ended)
        outcome.must(outcome.doubled == 0, "none twice")
        return outcome


def _ticks(worker: Process, more: int) -> None:
    """Until so many more ticks of the mail were worked off."""
    before = worker.said().count('"mail.sweep"')
    wait_until(lambda: worker.said().count('"mail.sweep"') >= before + more, seconds=30)
