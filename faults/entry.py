"""The suite's own way into a worker and a clock: the product's, whose clock can be moved and whose ticks can be quicker.

`FAULTS_BUG` switches a known defect in, so that the suite itself can be tested: it has to go red. Nothing of this is
product code, and the product knows none of these names.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import time_machine
from celery.signals import worker_process_init

from workers.celery_app import celery

__all__ = ["celery"]

CLOCK = os.environ.get("FAULTS_CLOCK")  # a file that says by how many seconds this host's clock is off
TICK = float(os.environ.get("FAULTS_TICK") or 0)  # seconds between two ticks, instead of the schedule's own
HARM = os.environ.get("FAULTS_POISON")  # what composing the letter of this address does: `address=raise|kill|memory`
BEGAN = time.time() - time.monotonic()  # before anything is moved; the steady clock never is
BUG = os.environ.get("FAULTS_BUG", "")

if TICK:
    for wake in celery.conf.beat_schedule.values():
        wake["schedule"] = timedelta(seconds=TICK)
    celery.conf.beat_max_loop_interval = min(TICK, 1)


def _off_by() -> float:
    try:
        return float(Path(CLOCK or "").read_text() or 0)
    except (OSError, ValueError):
        return 0.0


def _follow(traveller: time_machine.Traveller, known: float) -> None:
    while True:
        threading.Event().wait(0.05)
        if (wanted := _off_by()) != known:
            traveller.move_to(_real() + wanted)
            known = wanted


def _real() -> float:
    return BEGAN + time.monotonic()


def move_clock() -> None:
    """All of this process's Python sees the moved clock, Celery too; it moves again whenever the file says so."""
    off = _off_by()
    traveller = time_machine.travel(_real() + off, tick=True).start()
    threading.Thread(target=_follow, args=(traveller, off), daemon=True, name="clock").start()


if CLOCK:
    move_clock()

    @worker_process_init.connect(weak=False)
    def _after_fork(**_: object) -> None:
        move_clock()  # a fork keeps the moved clock but not the thread that follows the file


if HARM:
    from faults.poison import poison

    poison(HARM)

if BUG:
    from faults.bugs import switch_in

    switch_in(BUG, celery)
