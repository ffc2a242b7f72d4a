"""`make run`: everything the product needs on one laptop, started in order, kept up, and stopped cleanly by Ctrl-C."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from ..programs import Role, by_this_python, command
from .lock import Lock
from .ports import demand_port, free_port
from .preparation import Preparation
from .readiness import answers, log_says
from .recovery import mark, recover
from .servers import Server, Servers
from .services import start_services
from .settings import LaptopSettings, database_addresses, program_environment, read_settings
from .supervisor import Program, Supervisor
from .table import summary
from .trouble import Trouble
from .valkey import Valkey

PROJECT = Path(__file__).resolve().parents[2]
ROOM_NEEDED = 400 * 1024 * 1024  # bytes: a new cluster, its log of changes, letters and logs
CLI = [sys.executable, "-m", "coach_platform.cli"]


class Run:
    """One run, from the lock to the last stopped server."""

    def __init__(self, settings: LaptopSettings) -> None:
        self.settings = settings
        self.home = settings.home
        self.began = time.monotonic()
        self.servers: list[Server] = []  # our own, in the order in which they are started again

    def say(self, words: str) -> None:
        print(f"[{time.monotonic() - self.began:5.1f} s] {words}", flush=True)

    def __call__(self) -> None:
        """Raises: Trouble; KeyboardInterrupt when told to stop."""
        with ExitStack() as stack:
            self._prepare(stack)
            stack.callback(self._farewell)
            servers = self._servers(stack)
            smtp_port = free_port()
            env = {**program_environment(self.settings, servers, smtp_port), **mark(self.home)}
            supervisor = Supervisor(self.home, env=env, cwd=PROJECT, say=self.say)
            stack.callback(supervisor.stop)
            stack.callback(self.say, "Stopping.")
            accounts = self._start(supervisor, smtp_port)
            print(summary(self.settings, accounts), flush=True)
            supervisor.watch(first=Servers(self.servers, say=self.say).look)

    def _prepare(self, stack: ExitStack) -> None:
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        stack.callback(Lock(self.home / "lock").release)
        recover(self.home, self.say)
        demand_port(self.settings.port, what="the site", setting="PORT")
        demand_port(self.settings.mail_port, what="the mail catcher", setting="MAIL_PORT")
        demand_room(self.home)

    def _servers(self, stack: ExitStack) -> dict[str, str]:
        """The addresses of PostgreSQL and Redis, one's own or ours."""
        addresses = {}
        if self.settings.database_url:
            self.say("Using the database that DATABASE_URL names.")
            addresses = database_addresses(os.environ)
            if not self.settings.redis_url:
                valkey = Valkey(self.home).start()
                stack.callback(valkey.stop)
                addresses["REDIS_URL"] = valkey.url
                self.servers.append(valkey)
        else:
            self.say("Starting PostgreSQL and Valkey.")
            services = stack.enter_context(start_services(self.home))
            self.servers += [services.postgres, services.valkey]
            addresses = {
                "DATABASE_URL": services.app_url,
                "WORKER_DATABASE_URL": services.worker_url,
                "MIGRATE_DATABASE_URL": services.owner_url,
                "REDIS_URL": services.redis_url,
            }
        if self.settings.redis_url:
            addresses["REDIS_URL"] = self.settings.redis_url
        return addresses

    def _start(self, supervisor: Supervisor, smtp_port: int) -> str:
        """Everything up; returns the sample accounts. Stopping goes the other way: beat, worker, web; catcher."""
        supervisor.launch(self._catcher(smtp_port))
        accounts = self._prepared(supervisor)
        self.say("Starting the site, a worker and the clock.")
        supervisor.start(*self._programs())
        self.say("Everything is up.")
        return accounts

    def _prepared(self, supervisor: Supervisor) -> str:
        """Bring the database up to date and give it its sample people, unless this very code has done so before."""
        sample = self.settings.sample
        preparation = None if self.settings.database_url else Preparation(self.home / "postgres", PROJECT)
        known = preparation.accounts(sample=sample) if preparation else None
        if known is not None:
            self.say("The database is up to date.")
            return known if sample else ""
        self.say("Bringing the database up to date.")
        supervisor.once("migrate", by_this_python(command(Role.MIGRATE)), what="Bringing the database up to date")
        if sample:
            self.say("Looking after the sample data.")
            supervisor.once("seed", [*CLI, "seed", "--if-first", "--crowd"], what="Loading the sample data")
        accounts = self._sample_accounts(supervisor.env)
        if preparation:
            preparation.done(sample=sample, accounts=accounts)
        return accounts

    def _catcher(self, smtp_port: int) -> Program:
        words = [sys.executable, "-m", "coach_platform.laptop.catcher", "--smtp-port", str(smtp_port)]
        words += ["--http-port", str(self.settings.mail_port), "--store", str(self.home / "mail")]
        return Program("catcher", words, ready=answers(f"{self.settings.mail_url}/healthz"), stop_seconds=1)

    def _programs(self) -> list[Program]:
        beat_state = str(self.home / "run" / "beat-schedule")
        worker = [*command(Role.WORKER), "--concurrency", "2"]
        return [
            Program(
                "web",
                by_this_python(command(Role.WEB)),
                ready=answers(f"{self.settings.base_url}/readyz"),
                stop_seconds=2.5,
            ),
            # A warm stop: it finishes the letter in hand.
            Program("worker", by_this_python(worker), ready=log_says("worker.ready"), stop_seconds=3),
            Program("beat", by_this_python(command(Role.BEAT, beat_state=beat_state)), stop_seconds=1),
        ]

    def _sample_accounts(self, env: dict[str, str]) -> str:
        if not self.settings.sample:
            return ""
        asked = subprocess.run(
            [*CLI, "sample-accounts"], capture_output=True, text=True, env=env, cwd=PROJECT, check=False
        )
        return asked.stdout

    def _farewell(self) -> None:
        self.say("Stopped. Your data stay in " + str(self.home))


def demand_room(home: Path) -> None:
    """Raises: Trouble when the disk is nearly full."""
    free = shutil.disk_usage(home).free
    if free < ROOM_NEEDED:
        raise Trouble(
            f"Only {free // 2**20} MB are free where {home} is, and {ROOM_NEEDED // 2**20} MB are needed. "
            "Make room, or choose another disk with REBOUND_HOME."
        )


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _told_to_stop)
    try:
        Run(read_settings(os.environ, PROJECT))()
    except KeyboardInterrupt:
        return 0
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except OSError as why:
        if why.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        print(f"\nThe disk is full: {why.filename or 'nothing more can be written'}. Make room.", file=sys.stderr)
        return 1
    return 0


def _told_to_stop(_number: int, _frame: object) -> None:
    """The first signal begins the orderly stop; further ones must not cut it short."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
