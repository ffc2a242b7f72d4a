"""A disk that is really full under PostgreSQL: its data, and its write-ahead log. Two small disks of memory are mounted."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psycopg

from coach_platform.laptop.postgres import Postgres
from coach_platform.laptop.processes import wait_until
from coach_platform.laptop.services import Services, start_services
from faults.field import Field, field_on
from faults.ground import Ground, make_template
from faults.outcome import Outcome, reckon
from faults.people import ask
from faults.rows.postgres import BACK, Writer
from faults.site import CASEY, PAGE, SAM, seeded
from faults.visitor import Browser

DATA_MB, WAL_MB = 260, 112
EACH = 30
MOST = 500  # tries until the last free page of a table is used up


class NoDisks(Exception):
    """This machine lets nobody mount a disk."""


@dataclass
class Disks:
    """Where PostgreSQL keeps its data and its log, each on a disk of its own."""

    data: Path
    wal: Path

    def fill(self, disk: Path) -> None:
        """Write until nothing more goes on it."""
        with (disk / "filler").open("wb", buffering=0) as out, suppress(OSError):
            while True:
                out.write(bytes(1 << 20)) or out.write(bytes(4096))
        with (disk / "filler").open("ab", buffering=0) as out, suppress(OSError):
            while out.write(bytes(512)):
                pass

    def free(self, disk: Path) -> None:
        (disk / "filler").unlink(missing_ok=True)


@contextmanager
def small_disks() -> Iterator[Disks]:
    """Raises: NoDisks."""
    places = [Path(tempfile.mkdtemp(prefix=f"rbf{name}")) for name in "dw"]
    mounted: list[Path] = []
    try:
        for place, size in zip(places, (DATA_MB, WAL_MB), strict=True):
            words = ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(place)]
            if os.geteuid() != 0 or subprocess.run(words, capture_output=True, check=False).returncode:
                raise NoDisks
            mounted.append(place)
        yield Disks(*places)
    finally:
        for place in mounted:
            subprocess.run(["umount", "--lazy", str(place)], check=False)
        for place in places:
            with suppress(OSError):
                place.rmdir()


@contextmanager
def on_small_disks() -> Iterator[tuple[Disks, Services]]:
    """Servers of their own, the log moved to its own disk as an operator would."""
    with small_disks() as disks, start_services(disks.data / "home") as services:
        postgres = services.postgres
        postgres.stop()
        log = postgres.data / "pg_wal"
        shutil.move(str(log), str(disks.wal / "pg_wal"))
        log.symlink_to(disks.wal / "pg_wal")
        _modest(postgres)
        postgres.again()
        make_template(services)
        yield disks, services


def _modest(postgres: Postgres) -> None:
    """As an operator sets them for disks of this size."""
    with (postgres.data / "postgresql.conf").open("a") as settings:
        settings.write("max_wal_size = 64MB\nmin_wal_size = 32MB\nautovacuum = off\n")


def data_full(ground: Ground, rng: Random) -> Outcome:
    """No room for data: reads go on, writes say 503, a coach's read that cannot be logged is refused."""
    return _or_not_here(lambda: _data_full(ground))


def _data_full(ground: Ground) -> Outcome:
    with on_small_disks() as (disks, services), field_on(ground, "data-full", services=services) as place:
        url = seeded(place)
        sam, casey = Browser(url), Browser(url)
        sam.sign_in(*SAM)
        casey.sign_in(*CASEY)
        writer = Writer(sam)
        sam.get("/applications/new")
        checks = Outcome()
        seen = _page_of_sam(place)
        before = casey.get(seen)[0]
        ask(place, EACH, wake=False)
        place.worker().kept = True
        disks.fill(disks.data)
        checks.must(before == 200, f"the coach sees the page before ({before})")
        _while_full(place, checks, sam, casey, writer, seen)
        place.tick()
        place.pause(5)
        disks.free(disks.data)
        ended = time.time()
        back = wait_until(lambda: writer.write() == 303, seconds=BACK, every=0.2)
        place.settled(60, hurry=place.age_leases)
        outcome = reckon(place, ended=ended)
        outcome.broken += checks.broken
        outcome.notes += checks.notes
        outcome.must(back, f"writes are back within {BACK} s of room")
        outcome.must(not (missing := writer.missing(place)), f"no acknowledged write is lost ({len(missing)} are)")
        return outcome


def _page_of_sam(place: Field) -> str:
    [(seeker,)] = place.sql("select id from persons where email = %s", SAM[0])
    return f"/coach/seekers/{seeker}"


def _while_full(place: Field, checks: Outcome, sam: Browser, casey: Browser, writer: Writer, seen: str) -> None:
    said = [writer.write() for _ in range(MOST // 10)]
    while 503 not in said and len(said) < MOST:
        said.append(writer.write())
    checks.must(set(said) <= {303, 503} and 503 in said, f"writes answer 503 sooner or later ({sorted(set(said))})")
    reads = [sam.get(PAGE)[0] for _ in range(10)]
    checks.must(set(reads) == {200}, f"reads go on ({sorted(set(reads))})")
    looks, refused, unlogged = 0, 0, 0
    for _ in range(MOST):
        before = place.sql("select count(*) from looks")[0][0]
        status = casey.get(seen)[0]
        logged = place.sql("select count(*) from looks")[0][0] > before
        looks += status == 200
        unlogged += status == 200 and not logged
        refused += status == 503
        if refused > 3:
            break
    checks.must(unlogged == 0, f"no coach sees what is not logged ({unlogged} of {looks})")
    checks.must(refused > 0, f"a coach's read is refused once its look cannot be logged ({looks} looks were)")
    checks.note(f"{said.count(303)} writes went in before 503, {looks} looks were logged before one was refused")


def log_full(ground: Ground, rng: Random) -> Outcome:
    """No room for the log: PostgreSQL stops. 503 until there is room and it is started again."""
    return _or_not_here(lambda: _log_full(ground))


def _log_full(ground: Ground) -> Outcome:
    with on_small_disks() as (disks, services), field_on(ground, "log-full", services=services) as place:
        url = seeded(place)
        sam = Browser(url)
        sam.sign_in(*SAM)
        writer = Writer(sam)
        sam.get("/applications/new")
        place.sink.pace = 0.02
        place.worker().kept = True
        writes = [writer.write() for _ in range(5)]
        ask(place, EACH)
        disks.fill(disks.wal)
        stopped = _use_up(place)
        place.pause(1)
        during = [sam.get(PAGE)[0] for _ in range(5)]
        writes += [writer.write() for _ in range(3)]
        disks.free(disks.wal)
        if services.postgres.child is not None and services.postgres.child.poll() is None:
            services.postgres.stop()
        services.postgres.again()
        ended = time.time()
        back = wait_until(lambda: sam.get(PAGE)[0] == 200 and writer.write() == 303, seconds=BACK, every=0.2)
        place.settled(60, hurry=place.age_leases)
        outcome = reckon(place, ended=ended)
        outcome.must(stopped, "PostgreSQL cannot go on without its log")
        outcome.must(set(during) <= {200, 503} and 503 in during, f"pages say 503 meanwhile ({during})")
        outcome.must(set(writes) <= {303, 503}, f"writes say 303 or 503 ({writes})")
        outcome.must(back, f"pages and writes are back within {BACK} s of room and a restart")
        outcome.must(not (missing := writer.missing(place)), f"no acknowledged write is lost ({len(missing)} are)")
        outcome.must(outcome.doubled <= 1, f"at most one double ({outcome.doubled})")
        return outcome


def _use_up(place: Field) -> bool:
    """Write until the log finds no room. True when the server gave up."""
    for _ in range(200):
        try:
            place.sql("select pg_switch_wal()")
            place.sql("create table if not exists filler (n int)")
            place.sql("insert into filler select generate_series(1, 20000)")
        except psycopg.Error:
            return True
    return False


def _or_not_here(row) -> Outcome:
    try:
        return row()
    except NoDisks:
        return Outcome(not_built="this machine lets nobody mount a small disk (root only)")
