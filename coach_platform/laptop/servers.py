"""The servers of one's own, looked after while everything runs: one that was killed is started again where it was."""

from __future__ import annotations

import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

from .logs import last_words
from .supervisor import FALLS_WINDOW, MOST_FALLS, how_it_ended
from .trouble import Trouble


class Server(Protocol):
    """PostgreSQL or Valkey. `again` starts it at the same address and returns when it answers."""

    name: str
    log: Path
    child: subprocess.Popen[bytes] | None

    def again(self) -> Any: ...


class Servers:
    """Asks each server, whenever it is told to look, whether it still runs. `say` tells the person what happens."""

    def __init__(self, servers: Iterable[Server], *, say: Callable[[str], None]) -> None:
        self.servers = tuple(servers)
        self.say = say
        self._falls: dict[str, deque[float]] = {server.name: deque() for server in self.servers}

    def look(self) -> None:
        """Start again what fell. The programs meet a short silence and connect anew by themselves.

        Raises: Trouble when a server falls again and again, or does not start.
        """
        for server in self.servers:
            if server.child is not None and (code := server.child.poll()) is not None:
                self._has_fallen(server, code, time.monotonic())

    def _has_fallen(self, server: Server, code: int, now: float) -> None:
        falls = self._falls[server.name]
        falls.append(now)
        while falls[0] < now - FALLS_WINDOW:
            falls.popleft()
        if len(falls) >= MOST_FALLS:
            words = last_words(server.log)
            raise Trouble(f"{server.name} fell {MOST_FALLS} times in a row ({how_it_ended(code)}). {words}")
        self.say(f"{server.name} fell ({how_it_ended(code)}); starting it again. Its log: {server.log}")
        server.again()
        self.say(f"{server.name} answers again.")
