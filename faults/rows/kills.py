"""kill -9 in the middle of sending; all workers away; SIGTERM."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from random import Random

from coach_platform.kit import clock
from coach_platform.laptop.processes import wait_until
from faults.field import Field, Process, field_on
from faults.ground import Ground
from faults.outcome import Outcome, in_due_order, reckon
from faults.people import ask, digests_due, nos, readers

EACH = 24  # letters asked for anew before each kill
PACE = 0.005  # seconds the relay takes over a digest: more than a commit takes here, as a relay elsewhere does
AT_ONCE = 4  # billiard gives a killed process's task up after ten seconds; meanwhile the others go on
LATER = 3.0  # or so many letters after the one it was drawn for: before, in or after the next ones
BEFORE = 0.3  # of the kills fall between the mark and the handing over
DOUBLES_A_KILL = 0.6  # of the mark interval


def kill_post(
    ground: Ground, rng: Random, kills: int = 25, *, most: float | None = None, until_lost: bool = False
) -> Outcome:
    """Letters that people wait for, marked one by one. `most` doubles, where so few kills say nothing of an average."""
    with field_on(ground, "kill-post") as place:
        return _killed(
            place,
            rng,
            kills,
            interval=1,
            plant=lambda: ask(place, EACH),
            most=most,
            stop=_lying if until_lost else None,
        )


def _lying(place: Field) -> bool:
    """Whether a row is called sent that the relay never had: more kills would show nothing new."""
    return any(
        row[0] not in place.sink.counts for row in place.sql("select id::text from messages where state = 'sent'")
    )


def kill_digests(ground: Ground, rng: Random, kills: int = 25) -> Outcome:
    """Digests, marked by ten."""
    with field_on(ground, "kill-digests") as place:
        people = readers(place, kills * EACH)
        nos(place, people)
        place.sink.pace = PACE

        def plant() -> None:
            digests_due(place, [people.pop() for _ in range(EACH)])
            place.tick("digests.sweep")

        return _killed(place, rng, kills, interval=10, plant=plant)


def _killed(
    place: Field,
    rng: Random,
    kills: int,
    *,
    interval: int,
    plant: Callable[[], object],
    most: float | None = None,
    stop: Callable[[Field], bool] | None = None,
) -> Outcome:
    """Kill after kill. Leases of the dead are aged by hand: waiting for them would take 75 minutes."""
    worker, missed = place.worker(at_once=AT_ONCE), 0
    for number in range(kills):
        whole = rng.random() < 0.3  # the machine is gone; else only the process that sends
        struck = _strike(place, worker, rng, whole)
        plant()
        missed += not struck.wait(20)
        place.sink.after = place.sink.before = lambda _count: None
        if whole:
            worker.kill()
            worker = place.worker(at_once=AT_ONCE)
        if number % 5 == 4:
            place.age_leases()
            place.tick()
        if stop is not None and stop(place):
            break
    place.settled(90, hurry=place.age_leases)
    outcome = reckon(place)
    most = DOUBLES_A_KILL * interval * kills if most is None else most
    outcome.must(not missed, f"each kill meets a worker that sends ({missed} did not)")
    outcome.must(outcome.doubled <= most, f"at most {most:g} doubles of {kills} kills ({outcome.doubled})")
    outcome.must(max(place.sink.counts.values(), default=0) <= 3, "nobody gets one letter four times")
    outcome.latest = None  # leases were aged: how late it was says nothing
    outcome.note(f"{kills} kills; {outcome.doubled / kills:.2f} doubles a kill, promised {DOUBLES_A_KILL * interval:g}")
    outcome.note("leases of the dead aged by hand")
    return outcome


def _strike(place: Field, worker: Process, rng: Random, whole: bool) -> threading.Event:
    """Draw the letter at which the kill falls: before the relay has it, or in the moments after."""
    at, later, done = len(place.sink.taken) + rng.randint(3, EACH - 6), rng.uniform(0, LATER), threading.Event()

    def fall() -> None:
        if whole:
            worker.kill()
        else:
            worker.kill_child()
        done.set()

    def before(count: int) -> None:
        if count == at and not done.is_set():
            fall()

    def after(count: int) -> None:
        if count == at:
            pace = (place.sink.taken[-1].at - place.sink.taken[-3].at) / 2
            threading.Timer(later * pace, fall).start()

    if rng.random() < BEFORE:
        place.sink.before = before
    else:
        place.sink.after = after
    return done


def workers_down(ground: Ground, rng: Random, count: int = 2000) -> Outcome:
    """No worker for ten minutes, in which letters come due. The due moments are set back instead of waiting."""
    with field_on(ground, "workers-down") as place:
        now = clock.now()
        moments = [now - timedelta(seconds=rng.uniform(0, 600)) for _ in range(count)]
        ask(place, count, wake=False, due=moments)
        for _ in range(10):  # the ticks of ten minutes wait in Redis, as they would
            place.tick()
        worker = place.worker()
        began = clock.now().timestamp()
        place.settled(600, ticks=False)
        outcome = reckon(place, ended=began)
        due = dict(place.sql("select id::text, due_at from messages"))
        outcome.must(in_due_order(place, due.__getitem__), "they go in due order")
        outcome.must((outcome.recovered or 0) <= 600, "all are out within ten minutes of the restart")
        outcome.must(outcome.doubled == 0, "none twice")
        outcome.note("due moments set back by up to 600 s instead of waiting")
        worker.kill()
        return outcome


def sigterm(ground: Ground, rng: Random, count: int = 120) -> Outcome:
    """A deploy, twice: among letters that are marked one by one, and among digests that are marked by ten."""
    with field_on(ground, "sigterm") as place:
        place.sink.pace = 0.02
        people = readers(place, count)
        nos(place, people)
        digests_due(place, people)
        broken: list[str] = []
        for plant in (lambda: ask(place, count), lambda: place.tick("digests.sweep")):
            broken += _deploy(place, rng, plant)
        place.worker()
        place.sink.pace = 0
        place.settled(60)
        outcome = reckon(place)
        outcome.broken += broken
        outcome.must(outcome.doubled == 0, "none twice")
        return outcome


def _deploy(place: Field, rng: Random, plant: Callable[[], object]) -> list[str]:
    worker = place.worker()
    before = len(place.sink.taken)
    at = before + rng.randint(3, 25)
    told: list[int] = []

    def after(reached: int) -> None:
        if reached == at:
            told.append(reached)
            worker.child.terminate()

    place.sink.after = after
    plant()
    if not wait_until(lambda: bool(told), seconds=30) or not wait_until(
        lambda: worker.child.poll() is not None, seconds=40
    ):
        return ["a worker that is told to stop ends within 40 s"]
    checks = Outcome()
    checks.must(len(place.sink.taken) - at <= 10, f"at most ten letters after SIGTERM ({len(place.sink.taken) - at})")
    checks.must(worker.child.returncode == 0, f"it ends in order ({worker.child.returncode})")
    held = place.sql("select count(*) from messages where claimed_by is not null")[0][0]
    checks.must(held == 0, f"no lease is left behind ({held})")
    spent = place.sql("select count(*) from messages where state = 'queued' and attempts > 0")[0][0]
    checks.must(spent == 0, f"what was put back counts no attempt ({spent})")
    return checks.broken
