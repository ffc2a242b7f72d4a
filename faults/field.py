"""One row's own place: a database, a relay, and the processes it starts. All of it is gone afterwards."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask

from coach_platform.config import from_environment
from coach_platform.core.mail.claims import LEASE
from coach_platform.foundation import create_foundation
from coach_platform.kit import jobs
from coach_platform.kit.db import db
from coach_platform.kit.ids import new_id
from coach_platform.laptop.ports import free_port
from coach_platform.laptop.processes import end, spawn, tied, wait_until
from coach_platform.laptop.readiness import answers
from coach_platform.laptop.services import DatabaseUrls, Services
from coach_platform.programs import Role, by_this_python, command
from faults import ground as grounds
from faults.sink import Sink, running

_STANDING = """
    select 1 from messages where state in ('queued', 'claimed', 'sending', 'unknown')
    union all select 1 from digest_schedules where next_at <= now() limit 1
"""


@dataclass
class Process:
    """One process of the product. `kill` is kill -9 of it and of all it started."""

    name: str
    child: subprocess.Popen[bytes]
    log: Path
    began: int
    env: dict[str, str]
    words: list[str]
    kept: bool = False  # started again when it ends, as the supervisor and the compose file do

    def said(self) -> str:
        return self.log.read_bytes()[self.began :].decode(errors="replace")

    def kill(self) -> None:
        if self.child.poll() is None:
            os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait(10)

    def children(self) -> list[int]:
        """The processes that run the tasks."""
        found = Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children")
        return [int(word) for word in found.read_text().split()] if found.exists() else []

    def kill_child(self) -> bool:
        """kill -9 of one process that runs tasks, as the kernel does when memory is short; its parent goes on."""
        children = self.children()
        for pid in children:
            os.kill(pid, signal.SIGKILL)
        return bool(children)


@dataclass
class Field:
    """A row's place. `app` is the product in this process (the worker's role), to ask for mail by its verbs."""

    ground: grounds.Ground
    services: Services
    urls: DatabaseUrls
    sink: Sink
    env: dict[str, str]
    home: Path
    app: Flask
    processes: list[Process] = field(default_factory=list)
    restarts: int = 0
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def worker(self, *, at_once: int = 1, ready: bool = True, tag: str = "", **env: str) -> Process:
        """A real Celery worker, by the suite's own entry."""
        words = [word if word != "workers.celery_app" else "faults.entry" for word in command(Role.WORKER)]
        process = self._start(f"worker{tag}", by_this_python([*words, "-c", str(at_once)]), env)
        if ready:
            self.await_ready(process)
        return process

    def keep(self) -> None:
        """Start again what ended by itself, as the supervisor of `make run` and the compose file do."""
        for process in [p for p in self.processes if p.kept and p.child.poll() is not None]:
            process.kept = False
            self._start(process.name, process.words, process.env).kept = True
            self.restarts += 1

    def await_kept(self, seconds: float = 40) -> None:
        """Until a worker that had to end is there again."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.pause(0.2)
            if self.restarts and all("worker.ready" in p.said() for p in self.processes if p.kept):
                return

    def pause(self, seconds: float, every: float = 0.05) -> None:
        """Time goes by; what ends is started again."""
        until = time.monotonic() + seconds
        while (rest := until - time.monotonic()) > 0:
            self.keep()
            time.sleep(min(every, rest))

    def await_ready(self, process: Process) -> None:
        if not wait_until(lambda: "worker.ready" in process.said(), seconds=40):
            raise AssertionError(f"{process.name} did not start: {process.said()[-2000:]}")

    def beat(self, **env: str) -> Process:
        """A real clock. It ticks each minute, or each second where the suite is quick."""
        state = self.home / f"beat-{next(self._numbers)}"
        words = [w if w != "workers.celery_app" else "faults.entry" for w in command(Role.BEAT, beat_state=str(state))]
        tick = {"FAULTS_TICK": str(self.ground.tick)} if self.ground.quick else {}
        return self._start("beat", by_this_python(words), tick | env)

    def web(self) -> str:
        """The site; its address."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        self.env |= {"PORT": str(port), "BASE_URL": url}
        self._start("web", by_this_python(command(Role.WEB)), {})
        if not wait_until(lambda: answers(f"{url}/readyz")(self.home, 0), seconds=40):
            raise AssertionError(f"web did not start: {self.processes[-1].said()[-2000:]}")
        return url

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`coach-platform WORDS`."""
        command = [sys.executable, "-m", "coach_platform.cli", *words]
        return subprocess.run(command, env=self.env, cwd=grounds.PROJECT, capture_output=True, text=True, check=False)

    def sql(self, statement: str, *values: Any) -> list[tuple]:
        """As the administrator, whom no right stops."""
        address = self.urls.admin_url.replace("postgresql+psycopg:", "postgresql:")
        with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def states(self) -> dict[str, int]:
        return dict(self.sql("select state, count(*) from messages group by state"))

    def tick(self, *tasks: str) -> None:
        """What beat does each minute, now."""
        for name in tasks or ("mail.sweep", "digests.sweep"):
            with self.app.app_context():
                jobs.forget_trouble()
                jobs.publish_now(name)

    def age_leases(self, untouched: float = 8) -> None:
        """As if the ninety seconds had passed after which the rows of a dead worker are taken over.

        Only of those that nobody touched for a while: a living worker's chunk here takes less than that.
        """
        self.sql(
            "update messages set lease_until = clock_timestamp() - interval '1 second' where state in ('claimed', 'sending')"
            " and lease_until < clock_timestamp() + %s - make_interval(secs => %s)",
            LEASE,
            untouched,
        )

    def sooner(self) -> None:
        """As if the minutes had passed for which a letter is put back."""
        self.sql("update messages set due_at = now() where state in ('queued', 'unknown') and due_at > now()")

    def settled(self, seconds: float, *, ticks: bool = True, hurry: Callable[[], None] = lambda: None) -> bool:
        """Until nothing waits any more. `ticks`: by hand, each second, and `hurry` with it. False when time runs out."""
        until, ticked = time.monotonic() + seconds, 0.0
        while time.monotonic() < until:
            if not self.sql(_STANDING):
                return True
            if ticks and time.monotonic() - ticked > 1:
                hurry()
                self.tick()
                ticked = time.monotonic()
            self.pause(0.1)
        return False

    def end_all(self) -> None:
        """Kill every process of this row."""
        for process in self.processes:
            process.kill()

    def _start(self, name: str, words: list[str], env: dict[str, str]) -> Process:
        log = self.home / "log" / f"{name}.log"
        began = log.stat().st_size if log.exists() else 0
        bug = {"FAULTS_BUG": self.ground.bug} if self.ground.bug else {}
        child = spawn(tied(words), log=log, env={**self.env, **bug, **env}, cwd=grounds.PROJECT)
        process = Process(name, child, log, began, env, words)
        self.processes.append(process)
        return process


@contextmanager
def field_on(
    ground: grounds.Ground, name: str, *, services: Services | None = None, database: str = ""
) -> Iterator[Field]:
    """A place for the row `name`. `services`: other servers than the common ones; `database`: one that is there."""
    servers = services or ground.services
    urls = (
        servers.on(database)
        if database
        else servers.create_database(f"faults_{new_id().hex[-8:]}", template=grounds.TEMPLATE)
    )
    home = ground.home / "rows" / name
    home.mkdir(parents=True, exist_ok=True)
    if services is None:
        ground.empty_redis()
    jobs.forget_trouble()
    with running(Sink()) as sink:
        env = grounds.settings(urls, servers.redis_url, sink.url)
        app = create_foundation(from_environment(env, role="worker"))
        place = Field(ground, servers, urls, sink, env, home, app)
        try:
            yield place
        finally:
            for process in reversed(place.processes):
                process.kill()
                end(process.child)
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
            if not database and servers.postgres.child is not None and servers.postgres.child.poll() is None:
                servers.drop_database(urls.name)
