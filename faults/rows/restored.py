"""Yesterday's backup put into another server: nothing goes until somebody says `mail resume`."""

from __future__ import annotations

import os
import subprocess
import time
from datetime import timedelta
from random import Random

from coach_platform.kit import clock
from coach_platform.laptop.postgres import SOCKET_PORT
from coach_platform.laptop.roles import ADMIN
from coach_platform.laptop.services import Services, start_services
from faults.field import field_on
from faults.ground import Ground
from faults.outcome import Outcome, reckon
from faults.people import ask
from faults.sink import Taken

RESUME = ("mail", "resume")
EACH = 20
QUIET = 6  # seconds in which a worker that should send nothing sends nothing


def restored(ground: Ground, rng: Random) -> Outcome:
    """A dump, mail that goes out after it, and the dump in a new server (docs/operations.md, Restoring)."""
    with field_on(ground, "restored-before") as place:
        if place.run(*RESUME, "--help").returncode:
            # It switches itself on: as soon as the command is there, the row runs.
            return Outcome(not_built=f"`coach-platform {' '.join(RESUME)}` is not built")
        worker = place.worker()
        ask(place, 1)  # a site that has sent mail before knows where it stands
        place.settled(30)
        due = [clock.now() + timedelta(seconds=rng.uniform(1, 4)) for _ in range(EACH)]
        ask(place, EACH, wake=False, due=due)
        dump = place.home / "yesterday.dump"
        _pg(place.services, "pg_dump", "--format", "custom", "--file", str(dump), place.urls.name)
        place.settled(30)
        before = list(place.sink.taken)
        worker.kill()
    with start_services(ground.home / "restored") as other:
        urls = other.create_database("faults_restored")
        _pg(other, "pg_restore", "--dbname", urls.name, "--exit-on-error", "--single-transaction", str(dump))
        with field_on(ground, "restored-after", services=other, database=urls.name) as place:
            place.worker().kept = True
            place.beat(FAULTS_TICK="1")
            place.pause(QUIET)
            silent = not place.sink.taken
            said = place.run("mail", "status")
            resumed = place.run(*RESUME, "--skip")
            began = time.time()
            ask(place, 3)
            place.settled(30)
            return _judged(place, before, silent, said.stdout, resumed, began)


def _judged(place, earlier: list[Taken], silent: bool, said: str, resumed, began: float) -> Outcome:
    before = {letter.id for letter in earlier}
    twice = before & set(place.sink.counts)
    # The backup says that they went, and they did: to the relay of before.
    place.sink.taken = [*(letter for letter in earlier if letter.id not in twice), *place.sink.taken]
    outcome = reckon(place, ended=began, skipped=("restored", "no_longer_due", "too_late"))
    outcome.must(len(before) == EACH + 1, f"all went out before ({len(before)})")
    outcome.must(silent, "nothing goes before somebody says so")
    outcome.must("resume" in said, "`mail status` says why, and what to do")
    outcome.must(resumed.returncode == 0, f"`mail resume` works ({resumed.stderr[-200:]})")
    outcome.must(not twice, f"nothing already sent is sent again ({len(twice)} are)")
    outcome.doubled += len(twice)
    return outcome


def _pg(services: Services, program: str, *words: str) -> None:
    postgres = services.postgres
    env = {"PATH": os.environ["PATH"], "PGHOST": str(postgres.sockets), "PGPORT": str(SOCKET_PORT), "PGUSER": ADMIN}
    done = subprocess.run([str(postgres.bin / program), *words], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"{program}: {done.stderr[-500:]}")
